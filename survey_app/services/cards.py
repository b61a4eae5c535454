"""The coordinator's look at the cards of a study: how many, which, and which to print."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from survey_app.services.recruitment import USABLE
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import Study


def numbers_by_state(session: Session, study: Study, now: datetime) -> dict[CouponState, int]:
    """How many coupons stand in each state."""
    expired = Coupon.state.in_(USABLE) & (Coupon.expires_at <= now)
    state = case((expired, CouponState.EXPIRED), else_=Coupon.state)
    counted = select(state, func.count()).where(Coupon.study_id == study.id).group_by(state)
    found = {CouponState(name): number for name, number in session.execute(counted)}
    return {state: found.get(state, 0) for state in CouponState}


def to_print(session: Session, study: Study, most: int) -> list[Coupon]:
    """The coordinator's own coupons that were not handed out yet, oldest first."""
    chosen = select(Coupon).where(
        Coupon.study_id == study.id,
        Coupon.state == CouponState.ISSUED,
        Coupon.ambassador_id.is_(None),
        Coupon.issuer_id.is_(None),
    )
    return list(session.scalars(chosen.order_by(Coupon.id).limit(most)))


def in_study(session: Session, study: Study, limit: int, offset: int = 0) -> list[Coupon]:
    """The coupons of a study, newest first."""
    chosen = select(Coupon).where(Coupon.study_id == study.id).order_by(Coupon.id.desc())
    return list(session.scalars(chosen.limit(limit).offset(offset)))
