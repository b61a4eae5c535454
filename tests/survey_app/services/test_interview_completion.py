"""How an interview ends, and which cards are handed on."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random

import pytest

from survey_app.services import completion, policy
from survey_app.services.held import Held
from survey_app.services.policy import CouponPolicy, Policy
from survey_app.storage.database import Database
from survey_app.storage.interviews import InterviewState
from survey_app.storage.recruitment import CouponState
from survey_app.storage.studies import Study
from tests.clock import MORNING
from tests.interview_builders import begin, send


@pytest.fixture
def holding(database: Database, enquete_study: Study) -> Iterator[Held]:
    with database.writing() as session:
        yield begin(session, enquete_study, MORNING)


def test_a_finished_interview_has_a_time_and_keeps_it(holding: Held) -> None:
    completion.finish(holding.interview, MORNING)
    completion.finish(holding.interview, MORNING + timedelta(hours=1))
    assert holding.interview.state == InterviewState.FINISHED
    assert holding.interview.finished_at == MORNING


def test_a_finished_interview_cannot_be_stopped(holding: Held) -> None:
    completion.finish(holding.interview, MORNING)
    completion.stop(holding.interview, MORNING)
    assert holding.interview.state == InterviewState.FINISHED


def test_stopping_keeps_what_is_there_and_the_dashboard_hears_of_it(holding: Held) -> None:
    revision = holding.interview.revision
    completion.stop(holding.interview, MORNING)
    assert holding.interview.state == InterviewState.STOPPED
    assert holding.interview.revision == revision + 1
    assert holding.sheet.value("toestemming") == "ja"


def test_what_is_open_is_told_apart_from_the_questions_afterwards(holding: Held) -> None:
    still = completion.still_open(holding)
    assert still.asked[0].name == "toestemming_bijzonder"
    assert "obs_nl" not in {question.name for question in still.asked}
    assert [question.name for question in still.observed][:2] == ["obs_aanwezig", "obs_begrip"]


def test_as_many_cards_as_were_asked_for_are_handed_on_once(holding: Held) -> None:
    send(holding, "netwerk_kaartjes", value="2")
    cards = completion.cards_to_hand_on(holding, Random(5))
    assert len(cards) == 2
    assert {card.state for card in cards} == {CouponState.GIVEN}
    assert {card.issuer_id for card in cards} == {holding.interview.id}
    assert [c.code for c in completion.cards_to_hand_on(holding, Random(6))] == [
        c.code for c in cards
    ]


def test_another_card_can_be_asked_for_later(holding: Held) -> None:
    send(holding, "netwerk_kaartjes", value="1")
    completion.cards_to_hand_on(holding, Random(5))
    send(holding, "netwerk_kaartjes", value="3")
    assert len(completion.cards_to_hand_on(holding, Random(6))) == 3


@pytest.mark.parametrize("answer", [{"value": "0"}, {"status": "wil_niet"}, {}])
def test_without_a_wish_there_are_no_cards(holding: Held, answer: dict[str, str]) -> None:
    send(holding, "netwerk_kaartjes", **answer)
    assert completion.cards_to_hand_on(holding, Random(5)) == []


def test_after_the_fieldwork_no_cards_are_made(holding: Held) -> None:
    send(holding, "netwerk_kaartjes", value="2")
    rules = CouponPolicy(last_day=MORNING.date() - timedelta(days=1))
    policy.decide(holding.interview.study, Policy(coupons=rules))
    assert completion.cards_to_hand_on(holding, Random(5)) == []
