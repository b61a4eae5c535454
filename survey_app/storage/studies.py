"""Studies, the questionnaires they froze, and the people who work on them."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from survey_app.storage.base import Base


class Role(StrEnum):
    """What an account may do; see services/access.py for the table."""

    INTERVIEWER = "interviewer"
    RESEARCHER = "researcher"
    COORDINATOR = "coordinator"


class Study(Base):
    """One study of one municipality."""

    __tablename__ = "study"

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(60), unique=True)  # in addresses
    title: Mapped[str] = mapped_column(String(200))
    municipality: Mapped[str] = mapped_column(String(100))
    contact_number: Mapped[str] = mapped_column(String(40))
    withdraw_until: Mapped[date]
    areas: Mapped[list[Any]]  # [{"code": "waterwijk-noord", "name": "Waterwijk-Noord"}, …]
    settings: Mapped[dict[str, Any]]  # coupons: {"per_person": 3, "days_valid": 28}, …
    fictitious: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    versions: Mapped[list[PublishedQuestionnaire]] = relationship(
        back_populates="study", order_by="PublishedQuestionnaire.id"
    )


class PublishedQuestionnaire(Base):
    """A frozen version; an interview is bound to its version for ever."""

    __tablename__ = "published_questionnaire"
    __table_args__ = (UniqueConstraint("study_id", "hash"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(60))
    version: Mapped[str] = mapped_column(String(20))
    hash: Mapped[str] = mapped_column(String(64))  # of the text below
    # the canonical JSON text (JSONB would reorder keys); long, so fetched only when asked for
    source: Mapped[str] = mapped_column(deferred=True)
    published_at: Mapped[datetime]

    study: Mapped[Study] = relationship(back_populates="versions")


class LanguageApproval(Base):
    """A named person approved the words in which a study invites and asks consent in a language.

    A later approval is a later row; taking one back writes down when. So it stays known who stood
    for the words under which somebody agreed.
    """

    __tablename__ = "language_approval"

    id: Mapped[int] = mapped_column(primary_key=True)
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"), index=True)
    language: Mapped[str] = mapped_column(String(12))  # a folder of translations
    approved_by: Mapped[str] = mapped_column(String(100))  # who speaks it, by name
    approved_at: Mapped[datetime]
    texts_hash: Mapped[str] = mapped_column(String(64))  # of the Dutch and of the translation
    withdrawn_at: Mapped[datetime | None]


class Account(Base):
    """Someone who signs in."""

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(primary_key=True)
    username: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    role: Mapped[Role] = mapped_column(String(20))
    study_id: Mapped[int] = mapped_column(ForeignKey("study.id", ondelete="CASCADE"))
    first_name: Mapped[str] = mapped_column(String(60))
    learned_dutch: Mapped[bool] = mapped_column(default=False)
    active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime]

    study: Mapped[Study] = relationship()


class FailedLogin(Base):
    """An attempt that counts against guessing, kept for minutes. No name or address is kept.

    A failed login or PIN, a code that is not ours, a request to be called.
    """

    __tablename__ = "failed_login"

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64), index=True)  # keyed hash of a name or an address
    at: Mapped[datetime]
