"""Interviews and answers for tests."""

from __future__ import annotations

import uuid
from datetime import datetime
from random import Random

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.questionnaire.answers import Answer, Status
from survey_app.services import answering, held, interviews, publishing, saving
from survey_app.services.answer_events import Screen
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


YES = {"opening_kent_iemand": "ander", "gesprekstaal": "nl", "toestemming": "ja"}


def begin(
    session: Session,
    study: Study,
    now: datetime,
    *,
    spoken: str = "nl",
    heard: str = "nl",
    coupon: str = "",
    id: uuid.UUID | None = None,
    chance: Random | None = None,
    **answers: str,
) -> held.Held:
    """An interview after V3, with the first three answers of enquête 57."""
    given = YES | {"gesprekstaal": spoken} | answers
    opening = interviews.Opening(
        id=id or uuid.uuid4(),
        area="waterwijk-noord",
        coupon=coupon,
        answers={name: Answer(value) for name, value in given.items()},
        spoken=spoken,
        screen=Screen(uuid.uuid4(), heard, now),
    )
    return interviews.start(
        session,
        publishing.current(session, study),
        opening,
        interviewer(session, study),
        now=now,
        chance=chance or Random(1),
    )


def hold(session: Session, study: Study, interview_id: uuid.UUID, now: datetime) -> held.Held:
    return held.hold(session, interview_id, interviewer(session, study), now)


def send(
    holding: held.Held,
    question: str,
    *,
    screen: Screen | None = None,
    heard: str = "nl",
    confirmed: bool = False,
    revision: int | None = None,
    spoken: str = "",
    note: str | None = None,
    **form: str | list[str],
) -> answering.Outcome:
    """Send the screen of a question, filled in; its own answer is called ``value``."""
    if "value" in form:
        form[question] = form.pop("value")
    fields = {name: [value] if isinstance(value, str) else value for name, value in form.items()}
    sent = answering.Sent(
        form=fields,
        screen=screen or Screen(uuid.uuid4(), heard, holding.now),
        revision=revision,
        spoken=spoken,
        note=note,
        confirmed=confirmed,
    )
    return answering.answer(holding, holding.question(question), sent)
