"""The store of coupons: who brings people, and the cards that they hand on.

A coupon has one parent: the interview or the ambassador that hands it on. Codes link to codes;
no table here holds a word about a respondent. That a coupon was redeemed stands in the coupon
alone, so that a withdrawal can blur it in one place.
"""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.storage.base import Base
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Account, Study


class CouponState(StrEnum):
    """The life of a coupon."""

    ISSUED = "issued"
    PRINTED = "printed"
    GIVEN = "given"
    REDEEMED = "redeemed"
    EXPIRED = "expired"
    VOID = "void"


class CardAct(StrEnum):
    """What somebody of the study did with a coupon."""

    ISSUED = "issued"
    PRINTED = "printed"
    GIVEN = "given"
    VOID = "void"
    REISSUED = "reissued"  # it takes the place of a lost one
    MOVED = "moved"  # to another ambassador, or back to the study


class Ambassador(Base):
    """Someone who hands out cards. The token is the personal link."""

    __tablename__ = "ambassador"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"), index=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    name: Mapped[str] = mapped_column(String(60))  # first name or alias, for the coordinator
    language: Mapped[str] = mapped_column(String(12), default="nl")
    reaches: Mapped[str] = mapped_column(String(60), default="")  # a group of the policy
    pin_hash: Mapped[str | None] = mapped_column(String(200))  # none until the first visit
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    study: Mapped[Study] = relationship()


class CardBatch(Base):
    """Cards that are printed together: in Dutch and one other language."""

    __tablename__ = "card_batch"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(12))
    made_at: Mapped[datetime]


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
    batch_id: Mapped[int | None] = mapped_column(
        ForeignKey("card_batch.id", ondelete="SET NULL"), index=True
    )
    state: Mapped[CouponState] = mapped_column(String(10), default=CouponState.ISSUED, index=True)
    issued_at: Mapped[datetime]
    given_at: Mapped[datetime | None]
    redeemed_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    # of a used card: its invitation is closed, as that of a card that was not used would be
    taken_back: Mapped[bool] = mapped_column(default=False)

    study: Mapped[Study] = relationship()
    ambassador: Mapped[Ambassador | None] = relationship()
    issuer: Mapped[Interview | None] = relationship(foreign_keys=[issuer_id])


class CouponEvent(Base):
    """Who of the study did what with a coupon, and when; nothing about whom it brought."""

    __tablename__ = "coupon_event"

    id: Mapped[int] = mapped_column(primary_key=True)
    coupon_id: Mapped[int] = mapped_column(ForeignKey("coupon.id", ondelete="CASCADE"), index=True)
    what: Mapped[CardAct] = mapped_column(String(10))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id", ondelete="SET NULL"))
    at: Mapped[datetime]

    account: Mapped[Account | None] = relationship()


class ThankYou(Base):
    """A thank-you that an ambassador got, and whether the ambassador says so too."""

    __tablename__ = "thank_you"
    __table_args__ = (UniqueConstraint("ambassador_id", "earned"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    ambassador_id: Mapped[int] = mapped_column(
        ForeignKey("ambassador.id", ondelete="CASCADE"), index=True
    )
    earned: Mapped[str] = mapped_column(String(10))  # the month 2026-05, or batch number 3
    amount_cents: Mapped[int]
    given_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class RecruitShape(Base):
    """What stays of the chains when their links are gone: numbers that nobody has elsewhere."""

    __tablename__ = "recruit_shape"
    __table_args__ = (UniqueConstraint("study_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    number: Mapped[int]
    recruiter: Mapped[int | None]
    wave: Mapped[int]


class RetentionLog(Base):
    """What was removed because its time was over: how many, never who."""

    __tablename__ = "retention_log"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"), index=True)
    what: Mapped[str] = mapped_column(String(20))
    number: Mapped[int]
    at: Mapped[datetime]
