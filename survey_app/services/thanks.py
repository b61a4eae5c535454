"""The thank-you of ambassadors: for a month, or for a number of cards given; never for an outcome.

What was earned is counted again each time from the cards that were given; only that it was handed
over, and that the ambassador says so too, is written down.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import Conflict, NotFound
from survey_app.services import policy
from survey_app.services.policy import ThankedFor, ThanksPolicy
from survey_app.storage.recruitment import Ambassador, Coupon, ThankYou


class ThanksState(StrEnum):
    """How far a thank-you is."""

    DUE = "due"
    GIVEN = "given"
    CONFIRMED = "confirmed"


@dataclass(frozen=True, slots=True)
class Thanks:
    """One thank-you."""

    earned: str  # a month such as 2026-05, or the number of a batch
    amount_cents: int
    state: ThanksState


def every(session: Session, ambassador: Ambassador, now: datetime) -> list[Thanks]:
    """What this ambassador earned, oldest first."""
    rules = policy.of(ambassador.study).thanks
    kept = select(ThankYou).where(ThankYou.ambassador_id == ambassador.id)
    handed_over = {row.earned: row for row in session.scalars(kept)}
    names = dict.fromkeys([*handed_over, *_earned(_given(session, ambassador), rules, now)])
    return [_told(name, handed_over.get(name), rules) for name in names]


def hand_over(session: Session, ambassador: Ambassador, earned: str, now: datetime) -> None:
    """Write down that the ambassador got it.

    Raises:
        NotFound: this was not earned.
        Conflict: it was handed over before.
    """
    found = _find(session, ambassador, earned, now)
    if found.state is not ThanksState.DUE:
        raise Conflict("Dit bedankje is al gegeven.")
    session.add(
        ThankYou(
            ambassador_id=ambassador.id,
            earned=earned,
            amount_cents=found.amount_cents,
            given_at=now,
        )
    )
    session.flush()


def confirm(session: Session, ambassador: Ambassador, earned: str, now: datetime) -> None:
    """The ambassador says that it was received; twice is once.

    Raises:
        NotFound: this was not earned, or not handed over yet.
    """
    found = _find(session, ambassador, earned, now)
    if found.state is ThanksState.DUE:
        raise NotFound("Dit bedankje is nog niet gegeven.")
    row = session.scalar(
        select(ThankYou).where(ThankYou.ambassador_id == ambassador.id, ThankYou.earned == earned)
    )
    if row and row.confirmed_at is None:
        row.confirmed_at = now


def _find(session: Session, ambassador: Ambassador, earned: str, now: datetime) -> Thanks:
    for thanks in every(session, ambassador, now):
        if thanks.earned == earned:
            return thanks
    raise NotFound("Dit bedankje is er niet.")


def _given(session: Session, ambassador: Ambassador) -> list[datetime]:
    given = select(Coupon.given_at).where(
        Coupon.ambassador_id == ambassador.id, Coupon.given_at.is_not(None)
    )
    return sorted(moment for moment in session.scalars(given) if moment)


def _earned(given: list[datetime], rules: ThanksPolicy, now: datetime) -> Iterable[str]:
    if rules.thanked_for is ThankedFor.MONTH:
        this_month = f"{now:%Y-%m}"
        return sorted({f"{moment:%Y-%m}" for moment in given} - {this_month})
    if rules.thanked_for is ThankedFor.BATCH:
        return [str(number + 1) for number in range(len(given) // rules.batch_size)]
    return ()


def _told(earned: str, row: ThankYou | None, rules: ThanksPolicy) -> Thanks:
    if row is None:
        return Thanks(earned, rules.amount_cents, ThanksState.DUE)
    state = ThanksState.CONFIRMED if row.confirmed_at else ThanksState.GIVEN
    return Thanks(earned, row.amount_cents, state)
