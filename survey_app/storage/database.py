"""The database: one engine, and a session to read or to write with.

``with database.reading() as session`` never takes a write lock. ``with database.writing() as
session`` commits at its end, or takes everything back: who calls it decides what belongs together,
and services never commit by themselves.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from sqlite3 import Connection as SQLiteConnection
from threading import RLock
from typing import Any, cast

from sqlalchemy import Connection, Engine, SelectBase, create_engine, event, text
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.sql.compiler import SQLCompiler

from survey_app.errors import Unavailable

WAIT_MS = 5_000  # for who is writing, or reads what has to go

# An acknowledged answer must survive a power cut. In WAL mode synchronous=NORMAL may lose the last
# commits then, FULL does not; see docs/decisions/0003-durable-answers.md for the measured price.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={WAIT_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA secure_delete=ON",  # what is removed is overwritten: a withdrawal leaves no bytes
)


ANSWERS = ("interview", "answer_event", "consent_record")
SMALL = 200_000_000  # bytes of a table that can be written anew without anybody noticing


class Database:
    """An engine with the settings on which our promises rest."""

    def __init__(self, url: str) -> None:
        self.engine = _make_engine(url)
        self._read_engine = self.engine.execution_options(doorvragen_begin="BEGIN")
        self._compiled: dict[SelectBase, SQLCompiler] = {}
        # SQLite lets one write at a time, and who waits looks again after ever longer sleeps:
        # within this process writers queue up and go on at once.
        sqlite = self.engine.dialect.name == "sqlite"
        self._turn: AbstractContextManager[object] = RLock() if sqlite else nullcontext()
        self._log_to_empty = False
        self._driver = self.engine.dialect.loaded_dbapi

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """A session to look with; nothing that it does is kept.

        Raises:
            Unavailable: when the database cannot be reached.
        """
        try:
            with Session(self._read_engine, expire_on_commit=False) as session:
                yield session
        except OperationalError as error:
            raise Unavailable("De database antwoordt niet.") from error

    def one_row(self, query: SelectBase, **values: object) -> Sequence[object] | None:
        """The row that a query finds, as the driver tells it, or none.

        Where a session, a transaction and a result would cost five times what is asked.

        Args:
            values: of all that is bound in the query, as the driver takes them.

        Raises:
            Unavailable: when the database cannot be reached.
        """
        compiled = self._as_sql(query)
        order = compiled.positiontup  # of a driver that has no names
        try:
            with closing(self.engine.raw_connection()) as connection:
                cursor = connection.cursor()
                cursor.execute(
                    compiled.string, [values[name] for name in order] if order else values
                )
                return cast("Sequence[object] | None", cursor.fetchone())
        except (OperationalError, self._driver.OperationalError) as error:
            raise Unavailable("De database antwoordt niet.") from error

    def _as_sql(self, query: SelectBase) -> SQLCompiler:
        if query not in self._compiled:
            self._compiled[query] = query.compile(self.engine)
        return self._compiled[query]

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """A session whose changes are durable when the block ends, or never were.

        Raises:
            Unavailable: when the disk is full or the database cannot be reached.
        """
        try:
            with self._turn, Session(self.engine, expire_on_commit=False) as session:
                yield session
                session.commit()
                if self._log_to_empty:
                    self._empty_log(0)
        except OperationalError as error:
            raise Unavailable(
                "De gegevens kunnen nu niet worden bewaard. Wat u al bewaarde, is er nog. "
                "Probeer het over een minuut opnieuw."
            ) from error

    def scrub(self, *tables: str) -> None:
        """Leave no bytes of what was just removed, as far as a database lets us.

        SQLite has overwritten it already (``secure_delete``): the log beside it is emptied. While
        somebody reads what was there before, that cannot be; it is tried again after each write,
        and when this database is let go of.
        PostgreSQL keeps removed rows in the pages of a table until they are used again, so the
        table is written anew, unless that would make others wait: then it is vacuumed. What it
        keeps to recover (its WAL, archives, backups) follows its own settings.

        Args:
            tables: in which something was removed; those of the answers when none are named.
        """
        if self.engine.dialect.name == "sqlite":
            self._empty_log(WAIT_MS)
            return
        autocommit = self.engine.execution_options(isolation_level="AUTOCOMMIT")
        with autocommit.connect() as connection:
            for table in tables or ANSWERS:
                _write_anew(connection, table)

    def _empty_log(self, wait_ms: int) -> None:
        with closing(self.engine.raw_connection()) as connection:
            cursor = connection.cursor()
            cursor.execute(f"PRAGMA busy_timeout={wait_ms}")
            busy, *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            cursor.execute(f"PRAGMA busy_timeout={WAIT_MS}")
        self._log_to_empty = bool(busy)

    def ping(self) -> None:
        """Raise ``Unavailable`` when the database does not answer."""
        with self.reading() as session:
            session.execute(text("SELECT 1"))

    def close(self) -> None:
        """Let go of every connection."""
        if self._log_to_empty:
            self._empty_log(WAIT_MS)
        self.engine.dispose()


def _write_anew(connection: Connection, table: str) -> None:
    """Rewrite a small table when nobody is busy in it; else free what was removed."""
    size = connection.exec_driver_sql(f"SELECT pg_table_size('{table}')").scalar() or 0
    connection.exec_driver_sql("SET lock_timeout = '2s'")
    try:
        connection.exec_driver_sql(f"VACUUM {'FULL ' if size <= SMALL else ''}{table}")
    except OperationalError:  # somebody holds it: a plain vacuum waits for nobody
        connection.exec_driver_sql(f"VACUUM {table}")
    finally:
        connection.exec_driver_sql("RESET lock_timeout")


def _make_engine(url: str) -> Engine:
    """Errors do not tell the values: those are answers, names and codes of cards."""
    if url.startswith("postgresql"):
        return _create(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    engine = _create(url, connect_args={"timeout": 5})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _create(url: str, **options: Any) -> Engine:
    """An engine; an address that is none is not repeated, since it may hold a password."""
    try:
        _refuse_others(url)
        return create_engine(url, hide_parameters=True, **options)
    except (ArgumentError, ValueError, ImportError) as error:
        raise Unavailable(
            "DATABASE_URL kan niet worden gebruikt. Schrijf postgresql://naam:wachtwoord@computer/"
            "database, of laat haar weg voor SQLite."
        ) from error


def _refuse_others(url: str) -> None:
    if not url.startswith(("sqlite:", "postgresql:", "postgresql+psycopg:")):
        raise ArgumentError("neither SQLite nor PostgreSQL")


def _prepare_sqlite(connection: SQLiteConnection, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: Connection) -> None:
    """Writers take the lock at the start: two of them then wait instead of failing half-way."""
    connection.exec_driver_sql(
        connection.get_execution_options().get("doorvragen_begin", "BEGIN IMMEDIATE")
    )
