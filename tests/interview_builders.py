"""Interviews and answers for tests."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.questionnaire.answers import Answer, Status
from survey_app.services import saving
from survey_app.storage.interviews import ConsentRecord, Interview
from survey_app.storage.studies import Account, PublishedQuestionnaire, Role, Study


def an_interview(
    session: Session,
    study: Study,
    now: datetime,
    *,
    version: PublishedQuestionnaire | None = None,
    special: bool = True,
    language: str = "en",
    **other: object,
) -> Interview:
    """An open interview of the study's interviewer, with consent and no answers."""
    interview = Interview(
        id=uuid.uuid4(),
        study_id=study.id,
        version=version or a_version(session, study, now),
        account_id=interviewer(session, study).id,
        area="waterwijk-noord",
        language=language,
        seed=7,
        answers={},
        started_at=now,
        changed_at=now,
        **other,
    )
    interview.consent = ConsentRecord(
        text_version="0" * 64,
        language=language,
        given_at=now,
        special=special,
        withdrawal_code=uuid.uuid4().hex[:9].upper(),
    )
    session.add(interview)
    session.flush()
    return interview


def a_version(session: Session, study: Study, now: datetime) -> PublishedQuestionnaire:
    """A frozen version that nobody reads."""
    version = PublishedQuestionnaire(
        study_id=study.id,
        name="klein",
        version="1",
        hash=uuid.uuid4().hex,
        source="{}",
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version


def interviewer(session: Session, study: Study) -> Account:
    found = session.scalar(
        select(Account).where(Account.study_id == study.id, Account.role == Role.INTERVIEWER)
    )
    assert found
    return found


def given(
    item: str,
    value: str,
    at: datetime,
    *,
    id: uuid.UUID | None = None,
    status: Status = Status.BEANTWOORD,
    language: str = "nl",
) -> saving.Given:
    return saving.Given(id or uuid.uuid4(), item, Answer(value, status, language), at)
