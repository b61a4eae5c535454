"""The demo is made through the services, by their rules, once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from analysis.simulation import simulate_study
from survey_app.demo import ready
from survey_app.demo.make import SEED, first_day
from survey_app.questionnaire.answers import Status
from survey_app.reporting import computed, snapshot
from survey_app.reporting.dataset import Answers
from survey_app.services import publishing, saving, studies
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import (
    AnswerEvent,
    ConsentRecord,
    Interview,
    InterviewState,
    RefusalTally,
)
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import Account, Role
from tests import waterwijk
from tests.clock import MORNING

pytestmark = pytest.mark.slow
PEOPLE = 40


@pytest.fixture(scope="module")
def settings() -> Settings:
    return Settings.in_folder(waterwijk.made(PEOPLE) / "demo")


@pytest.fixture(scope="module")
def database(settings: Settings) -> Iterator[Database]:
    database = Database(settings.database_url)
    yield database
    database.close()


def number(database: Database, table: type, *conditions: object) -> int:
    with database.reading() as session:
        counted = select(func.count()).select_from(table).where(*conditions)  # type: ignore[arg-type]
        return session.scalar(counted) or 0


def test_everybody_is_interviewed_with_consent_and_a_card(database: Database) -> None:
    assert number(database, Interview) == PEOPLE
    assert number(database, ConsentRecord) == PEOPLE
    assert number(database, Coupon, Coupon.state == CouponState.REDEEMED) == PEOPLE
    assert number(database, Interview, Interview.state == InterviewState.OPEN) == 0
    assert number(database, RefusalTally) > 0


def test_the_documents_are_what_their_events_sum_up_to(database: Database) -> None:
    with database.reading() as session:
        for interview in session.scalars(select(Interview)):
            assert interview.answers == saving.replayed(saving.history(session, interview.id))


def test_events_fall_within_the_interview(database: Database) -> None:
    with database.reading() as session:
        for event, interview in session.execute(
            select(AnswerEvent, Interview).join(
                Interview, AnswerEvent.interview_id == Interview.id
            )
        ):
            assert interview.started_at <= event.device_at <= interview.finished_at


def test_without_the_second_consent_no_language_is_stored(database: Database) -> None:
    with database.reading() as session:
        refused = select(Interview).join(ConsentRecord).where(~ConsentRecord.special)
        interviews = session.scalars(refused).all()
        assert interviews
        for interview in interviews:
            assert interview.language in {"nl", "niet_nl"}
            assert interview.answers["gesprekstaal"]["value"] in {"nl", "niet_nl"}
            assert {a["language"] for a in interview.answers.values()} <= {"nl", "niet_nl"}


def test_nobody_comes_before_the_own_recruiter(database: Database) -> None:
    with database.reading() as session:
        recruits = session.execute(
            select(Interview, Coupon).join(Coupon, Interview.coupon_id == Coupon.id)
        ).all()
        ends = {interview.id: interview.finished_at for interview, _coupon in recruits}
        for interview, coupon in recruits:
            if coupon.issuer_id:
                assert ends[coupon.issuer_id] < interview.started_at


def test_what_was_simulated_is_what_is_analysed(settings: Settings, database: Database) -> None:
    """All but the languages that may not be stored, and the words."""
    with database.reading() as session:
        study = studies.get(session, waterwijk.SLUG)
        questionnaire = publishing.questionnaire(publishing.current(session, study))
        order = select(Interview.id).order_by(Interview.started_at, Interview.id)
        ids = [id_.hex for id_ in session.scalars(order)]
    answers = Answers(snapshot.opened(settings.snapshots / study.slug), questionnaire)
    data = answers.dataset(questionnaire.items.keys() & answers.snapshot.columns.keys())
    place = {id_: row for row, id_ in enumerate(answers.snapshot.who("interview"))}
    people = simulate_study(PEOPLE, SEED, MORNING.year).people
    for id_, person in zip(ids, people, strict=True):
        for name, given in person.answers.items():
            if given.status == Status.AFGEBROKEN or name == "gesprekstaal":
                continue
            assert data.status[name].iloc[place[id_]] == given.status, (person.id, name)


def test_only_three_accounts_have_the_known_password(database: Database) -> None:
    assert number(database, Account, Account.role == Role.INTERVIEWER) == 14
    assert number(database, Account) == 16


def test_results_are_computed_over_everybody(settings: Settings) -> None:
    found = computed.opened(settings.snapshots / waterwijk.SLUG)
    assert {kept.interviews for kept in found.results.values()} == {PEOPLE}


def test_the_last_interview_is_not_in_the_future_and_not_long_ago() -> None:
    people = simulate_study(PEOPLE).people
    for days in range(8):
        now = MORNING + timedelta(days=days)
        begun = first_day(people, now)
        last = begun + max(p.started_after + timedelta(minutes=p.minutes) for p in people)
        assert now - timedelta(days=8) < last < now
        assert begun.weekday() == 0


def test_a_demo_that_is_there_is_left_alone(tmp_path: Path) -> None:
    waterwijk.copied(PEOPLE, tmp_path)
    told: list[str] = []
    found = ready(tmp_path, MORNING, lambda step, *_: told.append(step), interviews=PEOPLE)
    assert told == []
    assert found.settings.home == tmp_path / "demo"


def test_a_demo_that_was_broken_off_is_made_anew(tmp_path: Path) -> None:
    waterwijk.copied(PEOPLE, tmp_path)
    (tmp_path / "demo" / "demo.json").unlink()
    told: list[str] = []
    ready(tmp_path, MORNING, lambda step, *_: told.append(step), interviews=20)
    assert {"people", "interviews", "analysis"} == set(told)
