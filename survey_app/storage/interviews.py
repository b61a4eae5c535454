"""The store of answers: interviews, their events, consent, and tallies of what is not kept."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    Integer,
    String,
    UniqueConstraint,
    select,
)
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from survey_app.storage.base import Base
from survey_app.storage.studies import Account, PublishedQuestionnaire, Study

Serial = BigInteger().with_variant(Integer(), "sqlite")


class InterviewState(StrEnum):
    """Where an interview stands."""

    OPEN = "open"
    FINISHED = "finished"
    STOPPED = "stopped"  # ended early; what was there may be kept


class Interview(Base):
    """One interview, and its current answers as one document.

    ``answers`` is ``{item: {"value", "status", "language", "at"}}``, written in the same
    transaction as the events that it sums up.
    """

    __tablename__ = "interview"
    # the snapshot sees from this index alone whether anything changed
    __table_args__ = (
        Index("ix_interview_changes", "study_id", "state", "changed_at", "revision"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    version_id: Mapped[int] = mapped_column(ForeignKey("published_questionnaire.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    coupon_id: Mapped[int | None] = mapped_column(ForeignKey("coupon.id"), unique=True)
    mode: Mapped[str] = mapped_column(String(10), default="oral")  # oral | self
    area: Mapped[str] = mapped_column(String(60))
    language: Mapped[str] = mapped_column(String(12))  # nl or niet_nl until the second consent
    state: Mapped[InterviewState] = mapped_column(String(10), default=InterviewState.OPEN)
    seed: Mapped[int] = mapped_column(BigInteger)  # of the card orders
    flagged: Mapped[bool] = mapped_column(default=False)  # something came out when it was sent
    answers: Mapped[dict[str, Any]]
    revision: Mapped[int] = mapped_column(
        default=0
    )  # rises with each change; the snapshot reads it
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    changed_at: Mapped[datetime]

    study: Mapped[Study] = relationship()
    version: Mapped[PublishedQuestionnaire] = relationship()
    # by it a questionnaire is known that was read before; a row of its own would cost more
    version_hash: Mapped[str] = column_property(
        select(PublishedQuestionnaire.hash)
        .where(PublishedQuestionnaire.id == version_id)
        .scalar_subquery(),
        deferred=True,
    )
    account: Mapped[Account | None] = relationship()
    consent: Mapped[ConsentRecord | None] = relationship(
        back_populates="interview", cascade="all, delete-orphan", passive_deletes=True
    )


class AnswerEvent(Base):
    """One answer, given at one moment. Never changed; a correction is a later row."""

    __tablename__ = "answer_event"
    __table_args__ = (Index("ix_answer_event_interview_id_item", "interview_id", "item"),)

    serial: Mapped[int] = mapped_column(Serial, primary_key=True, autoincrement=True)
    id: Mapped[UUID] = mapped_column(unique=True)  # made on the device: sent twice, stored once
    interview_id: Mapped[UUID] = mapped_column(ForeignKey("interview.id", ondelete="CASCADE"))
    item: Mapped[str] = mapped_column(String(80))
    value: Mapped[str]
    status: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(12))  # on the screen when it was asked
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    device_at: Mapped[datetime]  # corrected by the clock offset seen at the last contact
    received_at: Mapped[datetime]
    paradata: Mapped[dict[str, Any] | None]


class ConsentRecord(Base):
    """That, how and when consent was given. Removed with the interview."""

    __tablename__ = "consent_record"

    interview_id: Mapped[UUID] = mapped_column(
        ForeignKey("interview.id", ondelete="CASCADE"), primary_key=True
    )
    text_version: Mapped[str] = mapped_column(String(64))  # hash of the words that were read
    language: Mapped[str] = mapped_column(String(12))  # nl | niet_nl unless special is given
    channel: Mapped[str] = mapped_column(String(10), default="read")  # read | audio | self
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime]
    special: Mapped[bool] = mapped_column(default=False)
    withdrawal_code: Mapped[str] = mapped_column(String(12), unique=True)

    interview: Mapped[Interview] = relationship(back_populates="consent")


class RefusalTally(Base):
    """How many said no, by date and area; nothing else about them."""

    __tablename__ = "refusal_tally"
    __table_args__ = (UniqueConstraint("study_id", "on", "area"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    on: Mapped[date]
    area: Mapped[str] = mapped_column(String(60))
    number: Mapped[int] = mapped_column(default=0)


class CountedRefusal(Base):
    """That a *no* was counted: a random id, so that what is sent twice counts once."""

    __tablename__ = "counted_refusal"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    on: Mapped[date]  # forgotten some weeks later


class ErasedInterview(Base):
    """That an interview was erased, so that no device and no copy brings it back.

    A digest of its random id: enough to know the id again, and nothing else belongs to it.
    """

    __tablename__ = "erased_interview"

    digest: Mapped[UUID] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))


class WithdrawalTally(Base):
    """How many took their answers back; all that stays of them."""

    __tablename__ = "withdrawal_tally"

    study_id: Mapped[int] = mapped_column(
        ForeignKey("study.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(default=0)
