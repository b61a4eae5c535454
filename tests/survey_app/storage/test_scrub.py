"""What was removed leaves no bytes behind: in PostgreSQL its table is written anew."""

import pytest
from sqlalchemy import delete, select, text

from survey_app.storage import database as storage
from survey_app.storage.database import Database
from survey_app.storage.recruitment import Ambassador
from survey_app.storage.studies import Study
from tests import builders


@pytest.fixture
def removed(database, study, clock):
    """An ambassador who was there and was taken out."""
    with database.writing() as session:
        row = Ambassador(study_id=study.id, token="x" * 43, name="Fatma", created_at=clock())
        session.add(row)
    with database.writing() as session:
        session.execute(delete(Ambassador))


def file_of(database, table):
    with database.engine.connect() as connection:
        return connection.execute(text(f"SELECT pg_relation_filenode('{table}')")).scalar_one()


@pytest.mark.postgresql
def test_a_small_table_is_written_anew(database, removed):
    before = file_of(database, "ambassador")
    database.scrub("ambassador")
    assert file_of(database, "ambassador") != before


@pytest.mark.postgresql
def test_a_table_too_large_to_make_others_wait_for_is_vacuumed(database, removed, monkeypatch):
    monkeypatch.setattr(storage, "SMALL", 0)
    before = file_of(database, "ambassador")
    database.scrub("ambassador")
    assert file_of(database, "ambassador") == before


@pytest.mark.slow
@pytest.mark.postgresql
def test_a_table_that_somebody_reads_is_vacuumed_and_not_waited_for(database, removed):
    before = file_of(database, "ambassador")
    with database.reading() as session:
        session.execute(text("SELECT * FROM ambassador")).all()
        database.scrub("ambassador")
    assert file_of(database, "ambassador") == before
    with database.engine.connect() as connection:
        assert connection.execute(text("SHOW lock_timeout")).scalar_one() == "0"


@pytest.mark.both_databases
def test_the_tables_of_the_answers_are_scrubbed_when_none_are_named(database, study, clock):
    with database.writing() as session:
        interview = builders.an_interview(session, study, clock(), answers={"x": "1"})
        number = interview.id
    database.scrub()
    with database.reading() as session:
        assert session.get(type(interview), number)


def test_words_in_the_log_of_sqlite_go_as_soon_as_nobody_reads_them(
    database, study, settings, monkeypatch
):
    """An export, or another process, may hold on to what was there before."""
    monkeypatch.setattr(storage, "WAIT_MS", 0)
    rename(database, study, "Weggehaald")
    other = Database(settings.database_url)
    with other.reading() as reader:
        assert reader.scalar(select(Study.title)) == "Weggehaald"
        rename(database, study, "Anders")
        database.scrub()
        assert b"Weggehaald" in on_the_disk(settings)
    rename(database, study, "Nog anders")
    assert b"Weggehaald" not in on_the_disk(settings)
    other.close()


def rename(database, study, title):
    with database.writing() as session:
        session.get_one(Study, study.id).title = title


def on_the_disk(settings):
    return b"".join(path.read_bytes() for path in settings.home.glob("doorvragen.sqlite*"))
