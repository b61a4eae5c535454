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
