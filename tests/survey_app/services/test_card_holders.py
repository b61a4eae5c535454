"""From whom somebody may still come in: cards that are valid, not cards that were made."""

from datetime import date
from random import Random

import pytest

from survey_app.services import cards, policy, recruitment
from survey_app.services.policy import CouponPolicy, Policy
from survey_app.storage.interviews import InterviewState
from survey_app.storage.recruitment import CouponState
from tests import builders


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def study(session, study):
    return session.merge(study)


@pytest.fixture
def fatma(session, study, clock):
    """Somebody who took two cards along."""
    return builders.an_interview(session, study, clock())


@pytest.fixture
def handed_on(session, study, clock, fatma):
    new = recruitment.issue(session, study, 2, now=clock(), chance=Random(1), parent=fatma)
    recruitment.give(new, clock())
    return new


@pytest.mark.both_databases
def test_who_has_a_valid_card_may_still_bring_somebody(session, study, clock, fatma, handed_on):
    builders.an_interview(session, study, clock())  # took no cards
    assert cards.holders(session, study, clock()) == {fatma.id}
    assert cards.holders(session, study, clock.advance(days=28)) == frozenset()


def test_a_card_with_which_somebody_is_being_interviewed_still_counts(
    session, study, clock, fatma, handed_on
):
    recruitment.void(session, study, handed_on[0].code)
    recruit = builders.an_interview(session, study, clock(), state=InterviewState.OPEN)
    recruitment.redeem(session, handed_on[1].code, recruit, clock())
    assert cards.holders(session, study, clock.advance(days=40)) == {fatma.id}
    recruit.state = InterviewState.FINISHED
    assert cards.holders(session, study, clock()) == frozenset()


def test_void_cards_bring_nobody(session, study, clock, fatma, handed_on):
    for card in handed_on:
        recruitment.void(session, study, card.code)
    session.flush()
    assert cards.holders(session, study, clock()) == frozenset()


@pytest.mark.both_databases
def test_after_the_last_day_of_the_fieldwork_every_card_is_too_late(
    session, study, clock, fatma, handed_on
):
    policy.decide(study, Policy(coupons=CouponPolicy(last_day=date(2026, 5, 14))))
    assert cards.holders(session, study, clock.advance(days=2)) == {fatma.id}
    now = clock.advance(days=1)
    assert cards.holders(session, study, now) == frozenset()
    assert cards.numbers_by_state(session, study, now)[CouponState.EXPIRED] == 2
    assert {recruitment.state_at(card, now) for card in handed_on} == {CouponState.EXPIRED}
