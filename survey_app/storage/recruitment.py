"""The store of coupons: who brings people, and the cards that they hand on.

A coupon has one parent: the interview or the ambassador that hands it on. Codes link to codes;
no table here holds a word about a respondent.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.storage.base import Base
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study


class CouponState(StrEnum):
    """The life of a coupon."""

    ISSUED = "issued"
    GIVEN = "given"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    VOID = "void"


class Ambassador(Base):
    """Someone who hands out cards. The token is the personal link."""

    __tablename__ = "ambassador"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(60))  # first name or alias, for the coordinator
    language: Mapped[str] = mapped_column(String(12), default="nl")
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    study: Mapped[Study] = relationship()


class Coupon(Base):
    """One card or link, good for one interview."""

    __tablename__ = "coupon"
    __table_args__ = (
        CheckConstraint("ambassador_id IS NULL OR issuer_id IS NULL", name="one_parent"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"), index=True)
    code: Mapped[str] = mapped_column(String(9), unique=True)
    ambassador_id: Mapped[int | None] = mapped_column(ForeignKey("ambassador.id"), index=True)
    issuer_id: Mapped[UUID | None] = mapped_column(
        ForeignKey("interview.id", ondelete="SET NULL", use_alter=True), index=True
    )
    state: Mapped[CouponState] = mapped_column(String(10), default=CouponState.ISSUED, index=True)
    issued_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    redeemed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]

    study: Mapped[Study] = relationship()
    ambassador: Mapped[Ambassador | None] = relationship()
    issuer: Mapped[Interview | None] = relationship(foreign_keys=[issuer_id])
