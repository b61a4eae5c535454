"""The life of a card in the hands of the study: made, printed, given, taken back, replaced, moved.

Each act is written down with who did it and when. That somebody came in by a card is not an act of
the study, and is not written here.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import insert, select
from sqlalchemy.orm import Session, joinedload

from survey_app.errors import Conflict, NotFound
from survey_app.services import recruitment
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import (
    Ambassador,
    CardAct,
    CardBatch,
    Coupon,
    CouponEvent,
    CouponState,
)
from survey_app.storage.studies import Account, Study


@dataclass(frozen=True, slots=True)
class Hand:
    """Whose act it is, and when."""

    account: Account
    now: datetime


def make_batch(
    session: Session,
    study: Study,
    number: int,
    language: str,
    *,
    hand: Hand,
    chance: Random,
    ambassador: Ambassador | None = None,
) -> CardBatch:
    """Make cards that will be printed together.

    Args:
        language: beside Dutch.
        ambassador: who will hand them out; the study when none.
    """
    batch = CardBatch(study_id=study.id, language=language, made_at=hand.now)
    session.add(batch)
    session.flush()
    coupons = recruitment.issue(
        session, study, number, now=hand.now, chance=chance, parent=ambassador
    )
    for coupon in coupons:
        coupon.batch_id = batch.id
    _write(session, coupons, CardAct.ISSUED, hand)
    return batch


def batch(session: Session, study: Study, number: int) -> CardBatch:
    """One batch of this study.

    Raises:
        NotFound: it has no such batch.
    """
    found = session.get(CardBatch, number)
    if found is None or found.study_id != study.id:
        raise NotFound("Deze stapel kaarten is er niet in deze studie.")
    return found


def in_batch(session: Session, chosen: CardBatch) -> list[Coupon]:
    """The cards of a batch that can still be printed or given, in the order of printing."""
    usable = select(Coupon).where(
        Coupon.batch_id == chosen.id,
        Coupon.state.in_((CouponState.ISSUED, CouponState.PRINTED)),
    )
    return list(session.scalars(usable.order_by(Coupon.id)))


def printed(session: Session, coupons: Iterable[Coupon], hand: Hand) -> None:
    """These stand on paper now; those that went further stay where they are."""
    changed = [coupon for coupon in coupons if coupon.state == CouponState.ISSUED]
    for coupon in changed:
        coupon.state = CouponState.PRINTED
    _write(session, changed, CardAct.PRINTED, hand)


def given(session: Session, coupons: Iterable[Coupon], hand: Hand) -> None:
    """These went out: to people, or to the ambassador who will give them."""
    changed = [c for c in coupons if c.state in (CouponState.ISSUED, CouponState.PRINTED)]
    recruitment.give(changed, hand.now)
    _write(session, changed, CardAct.GIVEN, hand)


def void(session: Session, study: Study, code: str, hand: Hand) -> Coupon:
    """Take a card back: see ``recruitment.void``; twice is once."""
    coupon = recruitment.find_in(session, study, code)
    if not _is_void(coupon):
        recruitment.void(session, study, code)
        _write(session, [coupon], CardAct.VOID, hand)
    return coupon


def reissue(session: Session, study: Study, code: str, hand: Hand, chance: Random) -> Coupon:
    """A new card in the place of a lost one, from the same hand; the old one stops.

    Raises:
        Invalid, NotFound: see ``recruitment.void``.
        Conflict: somebody came in by it already, so that it was not lost; or it was replaced or
            taken back before, so that a second tap would bring two cards for one.
    """
    old = recruitment.find_in(session, study, code)
    session.refresh(old, with_for_update=True)  # two taps at once: the second sees the first
    if _is_void(old):
        raise Conflict(
            "Deze kaart geldt al niet meer. Kreeg ze een nieuwe? Die staat bij ‘Kaarten’."
        )
    if old.state == CouponState.REDEEMED:
        raise Conflict(
            "Met deze kaart is al een gesprek gevoerd. Ze was niet kwijt. Intrekken kan wel."
        )
    lost = void(session, study, code, hand)
    session.flush()
    parent: Ambassador | Interview | None = lost.ambassador or lost.issuer
    [new] = recruitment.issue(session, study, 1, now=hand.now, chance=chance, parent=parent)
    new.batch_id = lost.batch_id
    if lost.given_at:
        recruitment.give([new], hand.now)
    _write(session, [new], CardAct.REISSUED, hand)
    return new


def move(session: Session, study: Study, code: str, to: Ambassador | None, hand: Hand) -> Coupon:
    """Another ambassador, or the study itself, will hand out this card.

    Raises:
        Invalid, NotFound: see ``recruitment.find``.
        Conflict: it was used, has expired, or was taken back.
    """
    coupon = recruitment.find_in(session, study, code)
    if recruitment.state_at(coupon, hand.now) not in recruitment.USABLE:
        raise Conflict(
            "Deze kaart kan niet meer naar een ander: ze is gebruikt of geldt niet meer."
        )
    coupon.issuer_id = None
    coupon.ambassador_id = to.id if to else None
    _write(session, [coupon], CardAct.MOVED, hand)
    return coupon


def history(session: Session, coupon: Coupon) -> list[CouponEvent]:
    """What the study did with a card, oldest first."""
    acts = select(CouponEvent).where(CouponEvent.coupon_id == coupon.id)
    found = acts.order_by(CouponEvent.id).options(joinedload(CouponEvent.account))
    return list(session.scalars(found))


def _is_void(coupon: Coupon) -> bool:
    return coupon.taken_back or coupon.state == CouponState.VOID


def _write(session: Session, coupons: Sequence[Coupon], act: CardAct, hand: Hand) -> None:
    if coupons:
        session.flush()
        session.execute(
            insert(CouponEvent),
            [
                {"coupon_id": c.id, "what": act, "account_id": hand.account.id, "at": hand.now}
                for c in coupons
            ],
        )
