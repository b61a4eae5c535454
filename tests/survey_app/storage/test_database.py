"""The promises on which all rests: all or nothing, no lost update, a clear word when not."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import bindparam, event, select, update
from sqlalchemy.exc import IntegrityError, StatementError

from survey_app.errors import Invalid, Unavailable
from survey_app.storage.database import Database
from survey_app.storage.interviews import WithdrawalTally
from survey_app.storage.studies import FailedLogin, Study
from tests import builders


def fill_the_disk(database: Database) -> None:
    """From now on this database may not grow by a page."""

    def no_more(connection, _record):
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    event.listen(database.engine, "connect", no_more)
    database.close()


@pytest.mark.both_databases
def test_a_block_that_fails_leaves_nothing(database, study, clock):
    def half() -> None:
        with database.writing() as session:
            builders.an_interview(session, study, clock())
            builders.a_study(session, clock(), title="!")

    with pytest.raises(Invalid):
        half()
    with database.reading() as session:
        assert session.scalars(select(Study.slug)).all() == [study.slug]


@pytest.mark.both_databases
def test_nothing_is_kept_of_a_reading_block(database, study):
    with database.reading() as session:
        session.execute(update(Study).values(title="Anders"))
    with database.reading() as session:
        assert session.scalars(select(Study.title)).one() == study.title


@pytest.mark.both_databases
def test_one_row_is_what_is_stored_and_waits_for_no_writer(database, study):
    title = select(Study.title).where(Study.id == bindparam("study"))
    with database.writing() as session:
        session.execute(update(Study).values(title="Anders"))
        assert database.one_row(title, study=study.id) == (study.title,)
    assert database.one_row(title, study=study.id) == ("Anders",)
    assert database.one_row(title, study=0) is None


@pytest.mark.both_databases
def test_writers_wait_for_each_other_and_lose_nothing(database, study):
    with database.writing() as session:
        session.add(WithdrawalTally(study_id=study.id, number=0))

    def add_one(_number):
        with database.writing() as session:
            tally = session.get(WithdrawalTally, study.id, with_for_update=True)
            tally.number += 1

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add_one, range(40)))
    with database.reading() as session:
        assert session.get(WithdrawalTally, study.id).number == 40


@pytest.mark.both_databases
def test_a_moment_comes_back_as_the_same_moment(database):
    moment = datetime(2026, 3, 29, 2, 30, 1, 123456, timezone(timedelta(hours=5, minutes=30)))
    with database.writing() as session:
        session.add(FailedLogin(who="x", at=moment))
    with database.reading() as session:
        found = session.scalars(select(FailedLogin.at)).one()
    assert found == moment
    assert found.tzinfo is UTC


def test_a_moment_without_a_zone_is_refused(database):
    with pytest.raises(StatementError, match="time zone"), database.writing() as session:
        session.add(FailedLogin(who="x", at=datetime(2026, 1, 1)))  # noqa: DTZ001


@pytest.mark.both_databases
def test_keys_that_lead_nowhere_are_refused(database, clock):
    with pytest.raises(IntegrityError), database.writing() as session:
        session.add(WithdrawalTally(study_id=12345, number=1))


def test_a_full_disk_is_told_and_what_was_there_stays(database, study, clock):
    fill_the_disk(database)

    def too_much() -> None:
        with database.writing() as session:
            for _ in range(50):
                builders.an_interview(session, study, clock(), answers={"verhaal": "x" * 2000})

    with pytest.raises(Unavailable, match="niet worden bewaard"):
        too_much()
    with database.reading() as session:
        assert session.scalars(select(Study.slug)).all() == [study.slug]


@pytest.mark.parametrize(
    "url", ["sqlite:////nowhere/x.sqlite", "postgresql+psycopg://127.0.0.1:9/doorvragen"]
)
def test_a_database_that_is_not_there_is_told(url):
    database = Database(url)
    for session_of in (database.reading, database.writing):
        with pytest.raises(Unavailable), session_of() as session:
            session.scalars(select(Study)).all()
    with pytest.raises(Unavailable):
        database.ping()
    database.close()


def test_an_acknowledged_write_is_flushed_to_the_disk(database):
    with database.engine.connect() as connection:
        pragma = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
    assert pragma == {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "secure_delete": 1,
    }


@pytest.mark.parametrize(
    "url", ["mysql://x", "foo", "", "postgresql+psycopg://u:geheim@computer:poort/x"]
)
def test_an_address_that_is_none_is_told_without_its_password(url):
    with pytest.raises(Unavailable, match="DATABASE_URL") as refusal:
        Database(url)
    assert "geheim" not in str(refusal.value)
