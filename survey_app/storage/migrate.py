"""Bring a database to the tables of this version; Alembic without its own configuration file."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError, OperationalError

from survey_app.errors import Unavailable
from survey_app.storage.database import Database

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(database: Database) -> None:
    """Run every migration that this database has not had; all of them, or none.

    Raises:
        Unavailable: when the database cannot be reached, or is of a newer version.
    """
    refuse_newer(found(database))
    try:
        with database.engine.begin() as connection:
            command.upgrade(_config(connection), "head")
    except OperationalError as error:
        raise Unavailable("De database antwoordt niet.") from error


def draft(database: Database, name: str) -> None:
    """Write a new migration from the difference between the models and this database."""
    with database.engine.begin() as connection:
        number = len(list(ScriptDirectory.from_config(_config(connection)).walk_revisions())) + 1
        command.revision(
            _config(connection), message=name, autogenerate=True, rev_id=f"{number:04d}"
        )


def head() -> str | None:
    """The revision that this version of the code needs."""
    return ScriptDirectory(str(MIGRATIONS)).get_current_head()


def revision(database: Database) -> str | None:
    """The revision at which a database stands; none when it holds nothing of ours."""
    with database.engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def require_current(database: Database) -> None:
    """Refuse to work on a database that is not there, or is of another version.

    Raises:
        Unavailable: with what to do about it.
    """
    at = found(database)
    refuse_newer(at)
    if at is None:
        raise Unavailable(
            "De database is nog leeg. Maak eerst een studie: doorvragen study create."
        )
    if at != head():
        raise Unavailable(
            "De database is van een andere versie (%(found)s, nodig is %(needed)s). "
            "Werk haar bij: doorvragen upgrade.",
            found=at,
            needed=head(),
        )


def found(database: Database) -> str | None:
    """The revision at which a database stands.

    Raises:
        Unavailable: it cannot be reached, or is no database.
    """
    try:
        return revision(database)
    except OperationalError as error:
        raise Unavailable("De database antwoordt niet.") from error
    except DatabaseError as error:
        raise Unavailable(
            "%(file)s is geen database van Doorvragen, of is stuk. "
            "Zet het opzij en zet een kopie terug: doorvragen restore.",
            file=database.engine.url.database,
        ) from error


def refuse_newer(at: str | None) -> None:
    """Refuse a revision that this code does not know yet; revisions are counted from 0001.

    Raises:
        Unavailable: names both.
    """
    newest = head()
    if at and newest and at > newest:
        raise Unavailable(
            "Deze database is van een nieuwere versie van Doorvragen (%(found)s; deze kent tot en "
            "met %(needed)s). Gebruik die versie.",
            found=at,
            needed=newest,
        )


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
