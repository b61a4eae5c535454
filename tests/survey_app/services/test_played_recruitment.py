"""A whole recruitment played out: what is recorded is what was played, whatever people did."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from random import Random
from uuid import UUID

import pytest

from survey_app.errors import Conflict, Gone, Invalid, NotFound
from survey_app.services import (
    ambassadors,
    card_life,
    cards,
    coupon_codes,
    forest,
    policy,
    recruitment,
)
from survey_app.services.card_life import Hand
from survey_app.services.policy import CouponPolicy, Policy
from survey_app.storage.recruitment import CouponState
from survey_app.storage.studies import Account, Role
from tests import builders

pytestmark = pytest.mark.slow

INVITED = 300
RULES = Policy(coupons=CouponPolicy(last_day=date(2026, 12, 1), most_waves=6))


@dataclass
class Played:
    """What really happened, kept apart from the database."""

    recruiter: dict[UUID, UUID | None] = field(default_factory=dict)
    ambassador: dict[UUID, int | None] = field(default_factory=dict)
    wave: dict[UUID, int] = field(default_factory=dict)
    refused: Counter[str] = field(default_factory=Counter)
    out: list[tuple[str, UUID | None, int | None]] = field(default_factory=list)
    used: list[str] = field(default_factory=list)


def refused(played, reason, errors, session, code, study, now):
    """Somebody tries a card that must not work; the half-made interview goes away with it."""
    with pytest.raises(errors), session.begin_nested():
        recruitment.redeem(session, code, builders.an_interview(session, study, now), now)
    played.refused[reason] += 1


def come_in(played, session, study, now, card):
    code, recruiter, ambassador = card
    interview = builders.an_interview(session, study, now)
    typed = coupon_codes.show(code).lower().replace("0", "o").replace("-", " ")
    recruitment.redeem(session, typed, interview, now)
    played.recruiter[interview.id], played.ambassador[interview.id] = recruiter, ambassador
    played.wave[interview.id] = played.wave[recruiter] + 1 if recruiter else 0
    played.used.append(code)
    return interview


def hand_on(played, session, study, now, chance, interview):
    most = recruitment.may_hand_on(session, interview)
    assert most == (0 if played.wave[interview.id] >= RULES.coupons.most_waves else 3)
    if number := min(most, chance.choice((0, 1, 2, 3, 3))):
        new = recruitment.issue(session, study, number, now=now, chance=chance, parent=interview)
        recruitment.give(new, now)
        played.out += [(each.code, interview.id, None) for each in new]


@pytest.mark.both_databases
def test_the_recorded_forest_is_the_one_that_was_played(database, study, clock):
    chance, played = Random(8), Played()
    with database.writing() as session:
        study = session.merge(study)
        policy.decide(study, RULES)
        boss = session.query(Account).filter_by(role=Role.COORDINATOR).one()
        people = [ambassadors.add(session, study, f"A{n}", clock()) for n in range(8)]
        lost = 0
        while len(played.wave) < INVITED:
            now = clock.advance(hours=3)
            if len(played.out) < 4 or chance.random() < 0.06:
                giver = chance.choice(people)
                card = recruitment.issue(session, study, 1, now=now, chance=chance, parent=giver)[
                    0
                ]
                recruitment.give([card], now)
                played.out.append((card.code, None, giver.id))
            card = played.out.pop(chance.randrange(len(played.out)))
            if recruitment.find(session, card[0]).expires_at <= now:
                refused(played, "expired", Gone, session, card[0], study, now)
                continue
            match chance.random():
                case luck if luck < 0.05:  # lost, and replaced
                    new = card_life.reissue(session, study, card[0], Hand(boss, now), chance)
                    played.out.append((new.code, card[1], card[2]))
                    refused(played, "void", Gone, session, card[0], study, now)
                    lost += 1
                    continue
                case luck if luck < 0.10:  # somebody guesses
                    guess = coupon_codes.new(chance)
                    refused(played, "guess", NotFound, session, guess, study, now)
                case luck if luck < 0.15:  # a slip of the pen
                    slip = card[0][:-1] + ("0" if card[0][-1] != "0" else "1")
                    refused(played, "slip", Invalid, session, slip, study, now)
                case luck if luck < 0.25 and played.used:  # a card that was used before
                    used = chance.choice(played.used)
                    refused(played, "double", (Conflict, Gone), session, used, study, now)
            interview = come_in(played, session, study, now, card)
            hand_on(played, session, study, now, chance, interview)
    with database.reading() as session:
        recorded = forest.forest(session, study)
        states = cards.numbers_by_state(session, study, clock())
    assert len(recorded) == INVITED
    assert {one.interview_id: one.recruiter_id for one in recorded} == played.recruiter
    assert {one.interview_id: one.ambassador_id for one in recorded} == played.ambassador
    assert {one.interview_id: one.wave for one in recorded} == played.wave
    assert states[CouponState.REDEEMED] == INVITED
    assert states[CouponState.VOID] == lost == played.refused["void"]
    assert min(played.refused[why] for why in ("void", "guess", "slip", "double")) > 0
    assert max(played.wave.values()) <= RULES.coupons.most_waves
