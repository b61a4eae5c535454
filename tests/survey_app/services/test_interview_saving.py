"""Answers are events, and the document sums them up: nothing lost, nothing doubled."""

from __future__ import annotations

import threading
import uuid
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import given as for_any
from hypothesis import strategies as st
from sqlalchemy import update
from sqlalchemy.orm import Session

from survey_app.errors import NotFound
from survey_app.questionnaire.answers import Status
from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study
from tests.clock import MORNING, Clock
from tests.interview_builders import an_interview, given


@pytest.fixture
def interview_id(database: Database, study: Study, clock: Clock) -> uuid.UUID:
    with database.writing() as session:
        return an_interview(session, study, clock()).id


def save(
    database: Database, interview_id: uuid.UUID, *answers: saving.Given, now: datetime = MORNING
) -> int:
    with database.writing() as session:
        interview = saving.locked(session, interview_id)
        return saving.record(session, interview, answers, account_id=None, now=now)


def read(database: Database, interview_id: uuid.UUID) -> tuple[Interview, list[str]]:
    """The interview, and the values in its history."""
    with database.reading() as session:
        interview = session.get_one(Interview, interview_id)
        return interview, [event.value for event in saving.history(session, interview_id)]


def test_an_answer_is_an_event_and_stands_in_the_document(
    database: Database, interview_id: uuid.UUID
) -> None:
    assert save(database, interview_id, given("wil_leren", "graag", MORNING)) == 1
    interview, values = read(database, interview_id)
    assert values == ["graag"]
    assert interview.answers["wil_leren"]["value"] == "graag"
    assert saving.sheet(interview).value("wil_leren") == "graag"
    assert interview.revision == 1


def test_the_same_id_twice_is_stored_once(database: Database, interview_id: uuid.UUID) -> None:
    answer = given("wil_leren", "graag", MORNING)
    assert save(database, interview_id, answer, answer) == 1
    assert save(database, interview_id, answer) == 0
    interview, values = read(database, interview_id)
    assert values == ["graag"]
    assert interview.revision == 1


def test_a_correction_is_a_later_event(database: Database, interview_id: uuid.UUID) -> None:
    save(database, interview_id, given("wil_leren", "graag", MORNING))
    save(database, interview_id, given("wil_leren", "nee", MORNING))
    interview, values = read(database, interview_id)
    assert values == ["graag", "nee"]
    assert saving.sheet(interview).value("wil_leren") == "nee"


def test_the_later_device_time_wins_and_both_stay(
    database: Database, interview_id: uuid.UUID
) -> None:
    later = MORNING + timedelta(minutes=5)
    save(database, interview_id, given("wil_leren", "nee", later), now=later)
    save(database, interview_id, given("wil_leren", "graag", MORNING), now=later)
    interview, values = read(database, interview_id)
    assert values == ["nee", "graag"]
    assert saving.sheet(interview).value("wil_leren") == "nee"


def test_a_clock_that_runs_ahead_does_not_win_for_ever(
    database: Database, interview_id: uuid.UUID
) -> None:
    tomorrow, minute = MORNING + timedelta(days=1), MORNING + timedelta(minutes=1)
    save(database, interview_id, given("wil_leren", "nee", tomorrow))
    save(database, interview_id, given("wil_leren", "graag", minute), now=minute)
    assert saving.sheet(read(database, interview_id)[0]).value("wil_leren") == "graag"


def test_a_status_stands_beside_the_value(database: Database, interview_id: uuid.UUID) -> None:
    save(database, interview_id, given("leeftijd", "", MORNING, status=Status.WIL_NIET))
    sheet = saving.sheet(read(database, interview_id)[0])
    assert sheet["leeftijd"].status is Status.WIL_NIET
    assert not sheet["leeftijd"].given


@pytest.mark.parametrize(
    ("special", "language", "stored"),
    [(True, "ti", "ti"), (False, "ti", "niet_nl"), (False, "nl", "nl"), (True, "nl", "nl")],
)
def test_without_the_second_consent_a_language_is_only_dutch_or_not(
    database: Database, study: Study, clock: Clock, special: bool, language: str, stored: str
) -> None:
    with database.writing() as session:
        interview = an_interview(session, study, clock(), special=special)
    save(database, interview.id, given("nl_praten", "goed", MORNING, language=language))
    assert saving.sheet(read(database, interview.id)[0])["nl_praten"].language == stored


def test_an_interview_that_is_not_there_is_said_to_be_so(database: Database) -> None:
    with database.writing() as session, pytest.raises(NotFound):
        saving.locked(session, uuid.uuid4())


moments = st.integers(0, 20).map(lambda minutes: MORNING + timedelta(minutes=minutes))
answers = st.builds(
    given,
    st.sampled_from(["a", "b", "c"]),
    st.sampled_from(["", "1", "2 3", "ﷺ"]),
    moments,
    id=st.integers(0, 12).map(lambda number: uuid.UUID(int=number)),
    status=st.sampled_from(Status),
    language=st.sampled_from(["nl", "ar", "fa_AF"]),
)


# each example writes in a session that is never committed, so that none sees another's rows
@pytest.mark.slow
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@for_any(batches=st.lists(st.lists(answers, max_size=4), max_size=8))
def test_events_replayed_give_the_document(
    database: Database, study: Study, batches: list[list[saving.Given]]
) -> None:
    with database.reading() as session:
        interview = an_interview(session, study, MORNING)
        for batch in batches:
            now = MORNING + timedelta(minutes=10)
            saving.record(session, interview, batch, account_id=None, now=now)
        history = saving.history(session, interview.id)
        assert saving.replayed(history) == interview.answers
        assert len(history) == len({one.id for batch in batches for one in batch})
        before = interview.answers
        saving.rebuild(session, interview, MORNING)
        assert interview.answers == before


@pytest.mark.slow
@pytest.mark.both_databases
def test_parallel_saves_lose_nothing(
    database: Database, study: Study, interview_id: uuid.UUID
) -> None:
    failures: list[Exception] = []

    def tab(name: str) -> None:
        try:
            for number in range(50):
                at = MORNING + timedelta(seconds=number)
                save(
                    database,
                    interview_id,
                    given(
                        f"{name}{number}", "x", at, id=uuid.uuid5(interview_id, name + str(number))
                    ),
                    given("both", f"{name}{number}", at),
                    now=at,
                )
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=tab, args=(name,)) for name in ("links", "rechts")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        interview = session.get_one(Interview, interview_id)
        history = saving.history(session, interview_id)
        assert len(history) == 200
        assert len(interview.answers) == 101
        assert interview.answers == saving.replayed(history)
        assert interview.revision == 100


def test_a_sheet_is_empty_before_the_first_answer(
    database: Database, interview_id: uuid.UUID
) -> None:
    interview, values = read(database, interview_id)
    assert (dict(saving.sheet(interview)), values) == ({}, [])


def test_saving_nothing_changes_nothing(database: Database, interview_id: uuid.UUID) -> None:
    assert save(database, interview_id) == 0
    assert read(database, interview_id)[0].revision == 0


def test_what_was_read_before_the_lock_is_read_again(
    database: Database, interview_id: uuid.UUID
) -> None:
    """Else a stale document would overwrite what another tab saved in between."""
    with database.writing() as session:
        stale = session.get_one(Interview, interview_id)
        _write_behind(session, interview_id)
        assert saving.locked(session, interview_id).answers == {"x": 1}
        assert stale.answers == {"x": 1}


def _write_behind(session: Session, interview_id: uuid.UUID) -> None:
    table = Interview.__table__
    session.connection().execute(
        update(table).where(table.c.id == interview_id).values(answers={"x": 1})
    )
