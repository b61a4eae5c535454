"""Objects for tests; each says only what matters, the rest is filled in."""

from __future__ import annotations

from datetime import date, datetime
from random import Random
from uuid import uuid4

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.services import accounts, coupon_codes, recruitment, studies
from survey_app.settings import Settings
from survey_app.storage.interviews import AnswerEvent, ConsentRecord, Interview, InterviewState
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Account, PublishedQuestionnaire, Role, Study

PASSWORD = "doorvragen"
SPEAKER = "Samira Haddad"  # who approves a language


def a_study(
    session: Session, now: datetime, title: str = "Waterwijk 2026", **other: object
) -> Study:
    return studies.create(
        session,
        studies.NewStudy(
            title=title,
            municipality="Waterstad",
            contact_number="0320 123 456",
            withdraw_until=other.pop("withdraw_until", date(2026, 12, 31)),
            areas=["Waterwijk-Noord", "Waterwijk-Zuid"],
            **other,
        ),
        now,
    )


def an_account(
    session: Session, study: Study, settings: Settings, now: datetime, role: Role, **other: object
) -> Account:
    new = accounts.NewAccount(
        username=other.pop("username", role.value),
        password=PASSWORD,
        role=role,
        first_name=other.pop("first_name", "Fatma"),
        **other,
    )
    return accounts.create(session, study, new, settings=settings, now=now)


def a_study_with_people(session: Session, settings: Settings, now: datetime) -> Study:
    """A study with the accounts ``interviewer``, ``researcher`` and ``coordinator``."""
    study = a_study(session, now)
    for role in Role:
        an_account(session, study, settings, now, role)
    return study


def an_interview(
    session: Session, study: Study, now: datetime, *, answers: dict | None = None, **other: object
) -> Interview:
    """A finished interview, its consent with a withdrawal code, and one event per answer."""
    interview = Interview(
        id=uuid4(),
        study_id=study.id,
        version_id=a_version(session, study, now).id,
        area=other.pop("area", "waterwijk-noord"),
        language=other.pop("language", "nl"),
        state=other.pop("state", InterviewState.FINISHED),
        seed=1,
        answers={
            item: {"value": value, "status": "beantwoord", "language": "nl", "at": str(now)}
            for item, value in (answers or {}).items()
        },
        started_at=now,
        finished_at=other.pop("finished_at", now),
        changed_at=now,
        **other,
    )
    interview.consent = ConsentRecord(
        text_version="0" * 64,
        language="nl",
        given_at=now,
        withdrawal_code=coupon_codes.new(Random(interview.id.int)),
    )
    session.add(interview)
    session.flush()
    for item, value in (answers or {}).items():
        session.add(an_event(interview, item, value, now))
    session.flush()
    return interview


def an_event(interview: Interview, item: str, value: str, now: datetime) -> AnswerEvent:
    return AnswerEvent(
        id=uuid4(),
        interview_id=interview.id,
        item=item,
        value=value,
        status="beantwoord",
        language="nl",
        device_at=now,
        received_at=now,
    )


def a_version(session: Session, study: Study, now: datetime) -> PublishedQuestionnaire:
    """A published version of nothing, for tests that never read it."""
    found = select(PublishedQuestionnaire).where(PublishedQuestionnaire.study_id == study.id)
    if version := session.scalar(found.limit(1)):
        return version
    version = PublishedQuestionnaire(
        study_id=study.id, name="empty", version="1", hash="0" * 64, source="{}", published_at=now
    )
    session.add(version)
    session.flush()
    return version


def a_coupon(session: Session, study: Study, now: datetime, seed: int = 1) -> Coupon:
    """A card of the coordinator that went out."""
    [coupon] = recruitment.issue(session, study, 1, now=now, chance=Random(seed))
    recruitment.give([coupon], now)
    return coupon
