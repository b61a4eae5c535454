"""The engine and its sessions, for SQLite (WAL) and PostgreSQL alike."""

from __future__ import annotations

from sqlite3 import Connection as SQLiteConnection
from typing import Any

from sqlalchemy import Engine, create_engine, event
from sqlalchemy.orm import Session, sessionmaker

Sessions = sessionmaker[Session]

# An acknowledged answer must survive a power cut. In WAL mode synchronous=NORMAL may lose the last
# commits then, FULL does not; see docs/decisions/0003-durable-answers.md for the measured price.
SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA busy_timeout=5000",
    "PRAGMA foreign_keys=ON",
)


def make_engine(url: str) -> Engine:
    """An engine with the settings on which our promises rest."""
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True, pool_size=10, max_overflow=20)
    engine = create_engine(url, connect_args={"timeout": 5})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_immediately)
    return engine


def make_sessions(engine: Engine) -> Sessions:
    """Sessions whose objects stay readable after the commit."""
    return sessionmaker(engine, expire_on_commit=False)


def _prepare_sqlite(connection: SQLiteConnection, _record: Any) -> None:
    connection.isolation_level = None  # we begin transactions ourselves
    for pragma in SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_immediately(connection: Any) -> None:
    """Take the write lock at the start: two writers then wait instead of failing half-way."""
    connection.exec_driver_sql("BEGIN IMMEDIATE")
