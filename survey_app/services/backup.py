"""Copies of the whole database, and putting them back.

SQLite is copied by its own backup call, while people go on working. Of PostgreSQL each table is
written as lines of JSON, in one consistent reading; such a file can be put back into either. Keys
stand outside the database: keep those files apart from the copy.
"""

from __future__ import annotations

import gzip
import json
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import date, datetime
from itertools import groupby
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from sqlalchemy import Column, Connection, Date, Table, Uuid, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from survey_app.errors import Conflict, Invalid, Unavailable
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.tables import Base
from survey_app.storage.types import UTCDateTime

SQLITE_MAGIC = b"SQLite format 3\0"
GZIP_MAGIC = b"\x1f\x8b"
BATCH = 1_000
Row = dict[str, Any]


def write(database: Database, target: Path) -> None:
    """Copy the database into a new file.

    Raises:
        Conflict: the file is there already.
        Unavailable: it cannot be written.
    """
    if target.exists():
        raise Conflict("%(file)s is er al. Kies een andere naam.", file=target)
    unfinished = target.with_name(target.name + ".part")
    try:
        if database.engine.dialect.name == "sqlite":
            _copy_sqlite(database, unfinished)
        else:
            _write_lines(database, unfinished)
        unfinished.replace(target)
    except (OSError, sqlite3.OperationalError) as error:
        raise Unavailable("%(file)s kan niet worden geschreven.", file=target) from error
    finally:
        unfinished.unlink(missing_ok=True)


def restore(database: Database, source: Path) -> None:
    """Put a copy back into an empty database, and bring it to this version.

    Raises:
        Invalid: this file is not such a copy, or does not fit this database.
        Conflict: the database is not empty.
        Unavailable: the copy, or this database, is of a newer version.
    """
    _refuse_full(database)
    beginning = _beginning(source)
    if beginning.startswith(GZIP_MAGIC):
        _read_lines(database, source)
    elif beginning.startswith(SQLITE_MAGIC) and database.engine.dialect.name == "sqlite":
        _put_back_sqlite(database, source)
    else:
        raise Invalid(
            "%(file)s is geen kopie die in deze database past. "
            "Een kopie van SQLite past alleen in SQLite.",
            file=source,
        )
    migrate.upgrade(database)


def _copy_sqlite(database: Database, target: Path) -> None:
    with (
        closing(database.engine.raw_connection()) as connection,
        closing(sqlite3.connect(target)) as copy,
    ):
        _driver(connection).backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a log beside it


def _put_back_sqlite(database: Database, source: Path) -> None:
    with (
        closing(sqlite3.connect(f"file:{source}?mode=ro", uri=True)) as copy,
        closing(database.engine.raw_connection()) as connection,
    ):
        try:
            (found,) = copy.execute("SELECT version_num FROM alembic_version").fetchone()
            migrate.refuse_newer(found)
            copy.backup(_driver(connection))
        except sqlite3.DatabaseError as error:
            raise Invalid("%(file)s is geen kopie van Doorvragen.", file=source) from error
        _driver(connection).execute("PRAGMA journal_mode=WAL")


def _driver(connection: Any) -> sqlite3.Connection:
    driver = connection.driver_connection
    assert isinstance(driver, sqlite3.Connection)  # noqa: S101 - the caller looked at the dialect
    return driver


def _write_lines(database: Database, target: Path) -> None:
    reading = database.engine.execution_options(isolation_level="REPEATABLE READ")
    with gzip.open(target, "wt", encoding="utf-8") as file, reading.connect() as connection:
        _line(file, {"doorvragen": 1, "revision": migrate.revision(database)})
        for table in Base.metadata.sorted_tables:
            rows = connection.execution_options(yield_per=BATCH).execute(select(table))
            for row in rows.mappings():
                _line(file, {"table": table.name, "row": {k: _plain(v) for k, v in row.items()}})


def _line(file: IO[str], document: Row) -> None:
    file.write(json.dumps(document, ensure_ascii=False) + "\n")


def _plain(value: object) -> object:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value


def _read_lines(database: Database, source: Path) -> None:
    migrate.upgrade(database)
    try:
        with gzip.open(source, "rt", encoding="utf-8") as file, database.engine.begin() as to:
            lines = (json.loads(line) for line in file)
            _refuse_other_version(next(lines, {}))
            _insert(to, lines)
            _set_counters(to)
    except (OSError, EOFError, ValueError, KeyError, TypeError, DatabaseError) as error:
        raise Invalid("%(file)s is geen kopie van Doorvragen, of is stuk.", file=source) from error


def _refuse_other_version(header: Row) -> None:
    if header.get("revision") != migrate.head():
        raise Invalid(
            "Deze kopie is van een andere versie (%(found)s, nodig is %(needed)s). "
            "Zet haar terug met die versie van Doorvragen.",
            found=header.get("revision"),
            needed=migrate.head(),
        )


def _insert(connection: Connection, lines: Iterable[Row]) -> None:
    """Insert table by table; a key that closes a circle of tables is set when both are there."""
    circular: list[tuple[Table, Column[Any], list[Row]]] = []
    for name, group in groupby(lines, key=lambda line: line["table"]):
        table = Base.metadata.tables[name]
        for batch in _batches(group, table):
            for column in _circular(table):
                circular.append((table, column, [_cut(row, table, column) for row in batch]))
            connection.execute(insert(table), batch)
    for table, column, cut in circular:
        _set_keys(connection, table, column, cut)


def _batches(lines: Iterable[Row], table: Table) -> Iterator[list[Row]]:
    batch: list[Row] = []
    for line in lines:
        batch.append({k: _typed(v, table.c[k]) for k, v in line["row"].items()})
        if len(batch) == BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _typed(value: Any, column: Column[Any]) -> Any:
    if value is None:
        return None
    if isinstance(column.type, UTCDateTime):
        return datetime.fromisoformat(value)
    if isinstance(column.type, Date):
        return date.fromisoformat(value)
    return UUID(value) if isinstance(column.type, Uuid) else value


def _circular(table: Table) -> list[Column[Any]]:
    return [key.parent for key in table.foreign_keys if key.use_alter]


def _cut(row: Row, table: Table, column: Column[Any]) -> Row:
    """Take the key out of a row, and remember whose it was."""
    [primary] = table.primary_key
    key, row[column.name] = row[column.name], None
    return {"of": row[primary.name], "key": key}


def _set_keys(connection: Connection, table: Table, column: Column[Any], cut: list[Row]) -> None:
    [primary] = table.primary_key
    for each in cut:
        if each["key"] is not None:
            connection.execute(
                update(table).where(primary == each["of"]).values({column: each["key"]})
            )


def _set_counters(connection: Connection) -> None:
    """PostgreSQL numbers new rows from a counter of its own, which inserting did not move."""
    if connection.dialect.name != "postgresql":
        return
    for table in Base.metadata.sorted_tables:
        column = table.autoincrement_column
        if column is not None:
            top = connection.scalar(select(func.max(column)))
            counter = func.pg_get_serial_sequence(table.name, column.name)
            connection.execute(select(func.setval(counter, top or 1, top is not None)))


def _refuse_full(database: Database) -> None:
    if migrate.found(database) is None:
        return
    with database.reading() as session:
        if session.execute(text("SELECT 1 FROM study LIMIT 1")).first():
            raise Conflict("In deze database staat al een studie. Zet de kopie in een lege.")


def _beginning(source: Path) -> bytes:
    try:
        with source.open("rb") as file:
            return file.read(len(SQLITE_MAGIC))
    except OSError as error:
        raise Invalid("%(file)s kan niet worden gelezen.", file=source) from error
