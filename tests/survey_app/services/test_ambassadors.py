from random import Random

import pytest

from survey_app.errors import Gone, Invalid, NotFound, TooMany
from survey_app.services import ambassadors, recruitment
from survey_app.storage.recruitment import CouponState
from tests import builders


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def fatma(session, study, clock):
    return ambassadors.add(session, study, " Fatma ", clock())


@pytest.fixture
def chance():
    return Random(1)


def test_the_link_finds_the_ambassador_until_it_is_renewed_or_closed(session, fatma):
    old = fatma.token
    assert ambassadors.by_token(session, old).name == "Fatma"
    ambassadors.renew_link(fatma)
    session.flush()
    with pytest.raises(NotFound):
        ambassadors.by_token(session, old)
    ambassadors.set_active(fatma, False)
    session.flush()
    with pytest.raises(Gone):
        ambassadors.by_token(session, fatma.token)


@pytest.mark.parametrize("name", ["", "  ", "x" * 61])
def test_an_ambassador_has_a_name(session, study, clock, name):
    with pytest.raises(Invalid):
        ambassadors.add(session, study, name, clock())


def test_a_card_goes_out_at_once(session, fatma, clock, chance):
    card = ambassadors.give_card(session, fatma, clock(), chance)
    assert (card.state, card.ambassador_id) == (CouponState.GIVEN, fatma.id)
    assert ambassadors.given_card(session, fatma, card.code) is card


def test_the_card_of_another_is_not_shown(session, study, fatma, clock, chance):
    card = ambassadors.give_card(session, fatma, clock(), chance)
    other = ambassadors.add(session, study, "Samira", clock())
    with pytest.raises(NotFound):
        ambassadors.given_card(session, other, card.code)


@pytest.mark.both_databases
def test_there_is_an_end_to_giving_that_does_not_depend_on_use(
    session, study, fatma, clock, chance
):
    cards = [
        ambassadors.give_card(session, fatma, clock(), chance) for _ in range(ambassadors.CARDS)
    ]
    recruitment.redeem(
        session, cards[0].code, builders.an_interview(session, study, clock()), clock()
    )
    with pytest.raises(TooMany):
        ambassadors.give_card(session, fatma, clock(), chance)
    clock.advance(days=28)
    ambassadors.give_card(session, fatma, clock(), chance)


@pytest.mark.both_databases
def test_cards_given_are_counted_at_once_and_cards_used_by_month_in_fives(
    session, study, fatma, clock, chance
):
    for number in range(7):
        card = ambassadors.give_card(session, fatma, clock(), chance)
        if number < 6:
            recruitment.redeem(
                session, card.code, builders.an_interview(session, study, clock()), clock()
            )
    this_month = ambassadors.own_tally(session, fatma, clock())
    assert (this_month.given, this_month.used) == (7, 0)
    next_month = ambassadors.own_tally(session, fatma, clock.advance(days=31))
    assert (next_month.given, next_month.used) == (7, 5)
    assert (next_month.until.month, next_month.until.day) == (6, 1)
