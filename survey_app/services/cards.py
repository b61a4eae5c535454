"""The coordinator's look at the cards of a study: how many, which, and in which batches."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, case, false, func, select
from sqlalchemy.orm import Session, aliased

from survey_app.services import recruitment
from survey_app.services.recruitment import USABLE
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.recruitment import CardBatch, Coupon, CouponState
from survey_app.storage.studies import Study


def numbers_by_state(session: Session, study: Study, now: datetime) -> dict[CouponState, int]:
    """How many coupons stand in each state."""
    expired = Coupon.state.in_(USABLE) & ~_valid(study, now)
    state = case((expired, CouponState.EXPIRED), else_=Coupon.state)
    counted = select(state, func.count()).where(Coupon.study_id == study.id).group_by(state)
    found = {CouponState(name): number for name, number in session.execute(counted)}
    return {state: found.get(state, 0) for state in CouponState}


def holders(session: Session, study: Study, now: datetime) -> frozenset[UUID]:
    """The interviews from which somebody may still come in.

    By a card that is valid, or by one with which somebody is being interviewed now.
    """
    recruit = aliased(Interview)
    coming = Coupon.state.in_(USABLE) & _valid(study, now)
    coming |= recruit.state == InterviewState.OPEN
    found = (
        select(Coupon.issuer_id)
        .outerjoin(recruit, recruit.coupon_id == Coupon.id)
        .where(Coupon.study_id == study.id, Coupon.issuer_id.is_not(None), coming)
        .distinct()
    )
    return frozenset(id_ for id_ in session.scalars(found) if id_)


def _valid(study: Study, now: datetime) -> ColumnElement[bool]:
    """Which cards are in time; none when the fieldwork is over."""
    if recruitment.is_over(study, now):
        return false()
    return Coupon.expires_at > now


@dataclass(frozen=True, slots=True)
class Batch:
    """Cards that were made together."""

    number: int
    language: str
    made_at: datetime
    cards: int
    to_hand_out: int


def batches(session: Session, study: Study) -> list[Batch]:
    """The batches of a study, newest first."""
    waiting = Coupon.state.in_((CouponState.ISSUED, CouponState.PRINTED))
    rows = session.execute(
        select(
            CardBatch.id,
            CardBatch.language,
            CardBatch.made_at,
            func.count(Coupon.id),
            func.count(case((waiting, Coupon.id))),
        )
        .outerjoin(Coupon, Coupon.batch_id == CardBatch.id)
        .where(CardBatch.study_id == study.id)
        .group_by(CardBatch.id, CardBatch.language, CardBatch.made_at)
        .order_by(CardBatch.id.desc())
    )
    return [Batch(*row) for row in rows]


def in_study(session: Session, study: Study, limit: int, offset: int = 0) -> list[Coupon]:
    """The coupons of a study, newest first."""
    chosen = select(Coupon).where(Coupon.study_id == study.id).order_by(Coupon.id.desc())
    return list(session.scalars(chosen.limit(limit).offset(offset)))
