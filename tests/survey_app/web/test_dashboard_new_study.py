"""The dashboard of a real study, from its first interview on."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from flask.testing import FlaskClient

from analysis.simulation import simulate_study
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import publishing
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.studies import Study
from tests.clock import MORNING
from tests.conftest import csrf_token

HOME = "/dashboard/waterwijk-2026"
Hold = Callable[[int], list[Interview]]


@pytest.fixture
def researcher(
    client: FlaskClient, enquete_study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> FlaskClient:
    sign_in(client, "researcher")
    return client


@pytest.fixture
def hold(database: Database, enquete_study: Study) -> Hold:
    """So many finished interviews."""
    people = simulate_study(30).people

    def hold(number: int) -> list[Interview]:
        with database.writing() as session:
            version = publishing.current(session, enquete_study)
            made = [
                Interview(
                    id=uuid4(), study_id=enquete_study.id, version_id=version.id,
                    area="waterwijk-noord", language="nl", state=InterviewState.FINISHED, seed=1,
                    revision=1, started_at=MORNING, changed_at=MORNING,
                    finished_at=MORNING + timedelta(minutes=27),
                    answers={
                        name: {"value": a.value, "status": a.status, "language": "nl",
                               "at": MORNING.isoformat()}
                        for name, a in person.answers.items()
                    },
                )
                for person in people[:number]
            ]  # fmt: skip
            session.add_all(made)
        return made

    return hold


def test_an_empty_study_says_so(researcher: FlaskClient) -> None:
    for page in ("", "motivators", "barriers", "segments", "recruitment"):
        answer = researcher.get(f"{HOME}/{page}")
        assert answer.status_code == 200
        assert "Er zijn nog geen gesprekken afgerond." in answer.text
        assert "Hier staat straks" in answer.text


def test_a_study_without_a_questionnaire_says_so(
    client: FlaskClient, study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> None:
    sign_in(client, "researcher")
    assert "nog geen vragenlijst" in client.get(f"{HOME}/").text


def test_nine_interviews_are_counted_and_nothing_is_said_of_their_answers(
    researcher: FlaskClient, hold: Hold
) -> None:
    hold(9)
    overview = researcher.get(f"{HOME}/")
    assert "Hier staat straks" not in overview.text
    assert "<dd>9</dd>" in overview.text
    assert "te weinig gesprekken" in overview.text
    assert "<table" not in researcher.get(f"{HOME}/motivators").text


def test_a_week_that_is_too_small_to_show_is_no_picture(
    researcher: FlaskClient, hold: Hold
) -> None:
    hold(1)
    assert "data-figure" not in researcher.get(f"{HOME}/").text


def test_a_finished_interview_is_there_at_the_next_load(
    researcher: FlaskClient, hold: Hold
) -> None:
    hold(12)
    assert "Alle 12 gesprekken" in researcher.get(f"{HOME}/motivators").text
    hold(1)
    assert "Alle 13 gesprekken" in researcher.get(f"{HOME}/motivators").text


def test_an_interview_that_is_still_open_is_only_counted_as_such(
    researcher: FlaskClient, hold: Hold, database: Database
) -> None:
    [interview] = hold(1)
    with database.writing() as session:
        session.get_one(Interview, interview.id).state = InterviewState.OPEN
    overview = researcher.get(f"{HOME}/").text
    assert "<dt>nog bezig</dt><dd>1</dd>" in overview
    assert "Er zijn nog geen gesprekken afgerond." in overview


def test_a_new_version_with_a_question_that_nobody_was_asked_yet_changes_nothing_that_was_there(
    researcher: FlaskClient, hold: Hold, database: Database, enquete_study: Study,
    enquete57: Questionnaire,
) -> None:  # fmt: skip
    hold(12)
    section = enquete57.sections[2]
    cards = next(question for question in section.questions if question.cards)
    [old] = [item for item in cards.cards.cards if item.name == "motief_werk"]
    more = replace(cards.cards, cards=(*cards.cards.cards, replace(old, name="motief_nieuw")))
    asked = tuple(replace(q, cards=more) if q is cards else q for q in section.questions)
    sections = [replace(s, questions=asked) if s is section else s for s in enquete57.sections]
    newer = replace(enquete57, version="2.0", sections=tuple(sections))
    with database.writing() as session:
        publishing.publish(session, enquete_study, newer, MORNING)
    for page in ("", "motivators", "barriers", "segments", "recruitment"):
        assert researcher.get(f"{HOME}/{page}").status_code == 200, page
    assert "Alle 12 gesprekken" in researcher.get(f"{HOME}/motivators").text


@pytest.mark.slow
def test_the_button_computes_apart_and_the_page_says_up_to_where(
    researcher: FlaskClient, hold: Hold
) -> None:
    hold(12)
    page = f"{HOME}/motivators"
    assert "De marges zijn nog niet berekend." in researcher.get(page).text
    form = {"csrf_token": csrf_token(researcher, page), "page": "motivators"}
    started = researcher.post(f"{HOME}/compute", data=form)
    assert started.status_code == 303
    assert started.location.startswith(page)
    wait_until_computed(researcher, page)
    hold(1)
    text = researcher.get(page).text
    assert "Berekend over 12 gesprekken, tot en met 12 mei 11:27." in text
    assert "Er is sindsdien 1 gesprek bij gekomen." in text
    assert "Nu berekenen" in text


def wait_until_computed(client: FlaskClient, page: str) -> None:
    for _ in range(300):
        if "Berekend over" in client.get(page).text and not busy(client):
            return
        time.sleep(0.2)
    pytest.fail("nothing was computed within a minute")


def busy(client: FlaskClient) -> bool:
    return bool(client.get(f"{HOME}/progress").json["running"])
