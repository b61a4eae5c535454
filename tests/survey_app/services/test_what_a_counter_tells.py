"""What an ambassador could learn about one person from the counter, tried out."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.services import ambassadors, recruitment, withdrawal
from survey_app.services.ambassadors import IN_DOUBT, ROUNDED_TO, shown_used
from tests import builders

MONTHS = 4


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def play(session, study, clock):
    """Ambassador Fatma watches her counter for months; gives what each month showed."""
    chance = Random(5)

    def play(own: list[bool], others: list[bool]) -> list[tuple[int, int]]:
        fatma = ambassadors.add(session, study, "Fatma", clock())
        samira = ambassadors.add(session, study, "Samira", clock())
        seen = []
        for giver, outcomes in ((fatma, own), (samira, others)):
            for comes in outcomes:
                card = ambassadors.give_card(session, giver, clock(), chance)
                if comes:
                    interview = builders.an_interview(session, study, clock())
                    recruitment.redeem(session, card.code, interview, clock())
        for _month in range(MONTHS):
            tally = ambassadors.own_tally(session, fatma, clock.advance(days=31))
            seen.append((tally.given, tally.used))
        return seen

    return play


def test_one_card_given_and_watched_tells_nothing(play):
    assert play([True], []) == [(1, 0)] * MONTHS


def test_five_given_and_five_used_tells_of_nobody_that_they_took_part(play):
    assert play([True] * 5, []) == [(5, 0)] * MONTHS


def test_all_cards_used_is_never_said(play):
    assert play([True] * 10, []) == [(10, 5)] * MONTHS


@pytest.mark.parametrize(("silent", "said"), [(True, 5), (False, 0)])
def test_alone_in_a_study_who_hears_from_four_could_tell_of_the_fifth(play, silent, said):
    """What is left open, and why a study has several ambassadors: see decision 0015."""
    assert play([True] * 4 + [False] * 5 + [silent], []) == [(10, said)] * MONTHS


@pytest.mark.parametrize("silent", [True, False])
def test_beside_others_it_does_not_follow(play, silent):
    own = [True] * 4 + [False] * 5 + [silent]
    others = [True] * 12 + [False] * 8
    assert play(own, others) == [(10, 15)] * MONTHS


def test_within_a_month_nothing_moves(session, study, clock):
    fatma = ambassadors.add(session, study, "Fatma", clock())
    cards = [ambassadors.give_card(session, fatma, clock(), Random(n)) for n in range(20)]
    before = ambassadors.own_tally(session, fatma, clock())
    for card in cards:
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, card.code, interview, clock.advance(hours=1))
    assert ambassadors.own_tally(session, fatma, clock()) == before


def test_taking_answers_back_does_not_move_it(session, study, clock):
    fatma = ambassadors.add(session, study, "Fatma", clock())
    interviews = []
    for number in range(12):
        card = ambassadors.give_card(session, fatma, clock(), Random(number))
        if number < 6:
            interviews.append(builders.an_interview(session, study, clock()))
            recruitment.redeem(session, card.code, interviews[-1], clock())
    before = ambassadors.own_tally(session, fatma, clock.advance(days=31))
    assert before.used == 5
    for interview in interviews:
        withdrawal.erase(session, interview)
    assert ambassadors.own_tally(session, fatma, clock()) == before


@given(st.integers(0, 200), st.integers(0, 200))
def test_what_is_said_is_in_fives_and_leaves_cards_in_doubt(used, unused):
    said = shown_used(used, used + unused)
    assert said % ROUNDED_TO == 0
    assert 0 <= said <= used
    assert said == 0 or used + unused - said >= IN_DOUBT


@given(st.integers(0, 20), st.integers(0, 20), st.integers(5, 40))
def test_no_number_that_is_said_makes_one_person_much_likelier(known, others_used, spread):
    """The others used any of ``spread`` numbers of cards; both outcomes fit nearly as well."""
    known += others_used
    worlds = {
        silent: [shown_used(known + silent + other, 200) for other in range(spread * 5)]
        for silent in (0, 1)
    }
    for said in set(worlds[0]) & set(worlds[1]):
        # inside the range a step holds five numbers in each world; only its ends differ by one
        assert abs(worlds[0].count(said) - worlds[1].count(said)) <= 1
