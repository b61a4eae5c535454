"""The migrated schema is the schema of the models, on both databases."""

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext

from survey_app.errors import Unavailable
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.tables import Base


@pytest.mark.both_databases
def test_the_migrations_make_the_tables_of_the_models(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


@pytest.mark.both_databases
def test_upgrading_twice_is_upgrading_once(database):
    migrate.upgrade(database)
    assert migrate.revision(database) == migrate.head()
    migrate.require_current(database)


def test_an_empty_database_says_what_to_do(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    with pytest.raises(Unavailable, match="study create"):
        migrate.require_current(database)
    database.close()


def test_a_database_that_is_not_there_is_unavailable(tmp_path):
    database = Database(f"sqlite:///{tmp_path / 'nowhere' / 'new.sqlite'}")
    with pytest.raises(Unavailable):
        migrate.require_current(database)
    with pytest.raises(Unavailable):
        migrate.upgrade(database)
    database.close()


def test_a_database_of_a_newer_version_is_left_as_it_is(database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    for refuse in (migrate.require_current, migrate.upgrade):
        with pytest.raises(Unavailable, match=r"nieuwere versie van Doorvragen \(9999;"):
            refuse(database)
    assert migrate.revision(database) == "9999"


def test_a_file_that_is_no_database_is_named(tmp_path):
    (tmp_path / "new.sqlite").write_bytes(b"not a database at all " * 500)
    database = Database(f"sqlite:///{tmp_path / 'new.sqlite'}")
    for refuse in (migrate.require_current, migrate.upgrade):
        with pytest.raises(Unavailable, match=r"new.sqlite is geen database van Doorvragen"):
            refuse(database)
    database.close()
