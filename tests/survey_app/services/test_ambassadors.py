from concurrent.futures import ThreadPoolExecutor
from random import Random

import pytest
from sqlalchemy import select

from survey_app.errors import Gone, Invalid, NotFound, TooMany
from survey_app.services import ambassadors, card_life, pins, policy, recruitment
from survey_app.services.card_life import Hand
from survey_app.services.policy import CouponPolicy, Policy
from survey_app.storage.recruitment import CouponState
from survey_app.storage.studies import Account, Role, Study
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
def test_own_cards_are_counted_at_once_and_used_ones_of_all_together_by_month_in_fives(
    session, study, fatma, clock, chance
):
    samira = ambassadors.add(session, study, "Samira", clock())
    for number in range(7):
        giver = fatma if number % 2 else samira
        card = ambassadors.give_card(session, giver, clock(), chance)
        if number < 6:
            recruitment.redeem(
                session, card.code, builders.an_interview(session, study, clock()), clock()
            )
    this_month = ambassadors.own_tally(session, fatma, clock())
    assert (this_month.given, this_month.used) == (3, 0)
    next_month = ambassadors.own_tally(session, fatma, clock.advance(days=31))
    assert (next_month.given, next_month.used) == (3, 5)
    assert (next_month.until.month, next_month.until.day) == (6, 1)


@pytest.mark.both_databases
def test_one_press_gives_one_card_and_later_presses_give_others(session, fatma, clock, chance):
    def press(name=b"one"):
        return ambassadors.give_card(session, fatma, clock(), chance, name)

    first = press()
    assert press() is first
    assert press(b"two") is not first
    clock.advance(minutes=2)
    assert press() is not first
    assert ambassadors.own_tally(session, fatma, clock()).given == 3


@pytest.mark.slow
@pytest.mark.both_databases
def test_two_taps_in_the_same_moment_give_one_card(database, study, clock):
    with database.writing() as session:
        token = ambassadors.add(session, study, "Fatma", clock()).token

    def tap(number):
        with database.writing() as session:
            fatma = ambassadors.by_token(session, token)
            return ambassadors.give_card(session, fatma, clock(), Random(number), b"one").code

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(tap, range(16)))) == 1


def test_another_press_of_the_same_name_is_not_somebody_elses_card(
    session, study, fatma, clock, chance
):
    own = ambassadors.give_card(session, fatma, clock(), chance, b"one")
    samira = ambassadors.add(session, study, "Samira", clock())
    assert ambassadors.give_card(session, samira, clock(), chance, b"one").code != own.code


def test_after_the_fieldwork_no_card_is_given(session, study, fatma, clock, chance):
    own = session.get(Study, study.id)
    policy.decide(own, Policy(coupons=CouponPolicy(last_day=clock().date())))
    card = ambassadors.give_card(session, fatma, clock(), chance)
    assert card.expires_at.date() == clock().date()
    clock.advance(days=1)
    with pytest.raises(Gone):
        ambassadors.give_card(session, fatma, clock(), chance)


def test_the_last_card_can_be_shown_again_for_an_hour_used_or_not(
    session, study, fatma, clock, chance
):
    assert ambassadors.last_card(session, fatma, clock()) is None
    ambassadors.give_card(session, fatma, clock(), chance)
    card = ambassadors.give_card(session, fatma, clock.advance(minutes=5), chance)
    recruitment.redeem(session, card.code, builders.an_interview(session, study, clock()), clock())
    assert ambassadors.last_card(session, fatma, clock()) is card
    assert ambassadors.last_card(session, fatma, clock.advance(minutes=61)) is None


def test_printed_cards_of_the_coordinator_do_not_use_up_the_own_ones(
    session, study, fatma, clock, chance
):
    boss = session.scalars(select(Account).filter_by(role=Role.COORDINATOR)).one()
    hand = Hand(boss, clock())
    number = ambassadors.CARDS + 6
    made = card_life.make_batch(
        session, study, number, "en", hand=hand, chance=chance, ambassador=fatma
    )
    card_life.given(session, card_life.in_batch(session, made), hand)
    assert ambassadors.give_card(session, fatma, clock(), chance).state == CouponState.GIVEN


@pytest.mark.both_databases
def test_pins_that_are_tried_at_the_same_moment_all_count(database, study, clock, settings):
    with database.writing() as session:
        fatma = ambassadors.add(session, study, "Fatma", clock())
        pins.choose(fatma, "2580", settings)

    def tried(number: int) -> type[Exception] | None:
        try:
            pins.enter(database, fatma.token, f"{7000 + number}", now=clock(), settings=settings)
        except (Invalid, TooMany) as error:
            return type(error)
        return None

    with ThreadPoolExecutor(12) as pool:
        told = list(pool.map(tried, range(24)))
    assert (told.count(Invalid), told.count(TooMany)) == (pins.TRIES, 24 - pins.TRIES)


def test_the_right_pin_wipes_out_the_wrong_ones(database, study, clock, settings):
    with database.writing() as session:
        fatma = ambassadors.add(session, study, "Fatma", clock())
        pins.choose(fatma, "2580", settings)
    for _time in range(3):
        for _wrong in range(pins.TRIES - 1):
            with pytest.raises(Invalid):
                pins.enter(database, fatma.token, "7000", now=clock(), settings=settings)
        assert pins.enter(database, fatma.token, "2580", now=clock(), settings=settings)
