"""How the interviewer leads an interview: short of time, some questions apart, a pause.

Each is kept as an event beside the answers, under a name that no question can have, so that the
history tells when it was decided.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from uuid import uuid5

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.course import Course, can_be_left
from survey_app.questionnaire.routing import skipped_for_time
from survey_app.services import answer_events
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.storage.interviews import AnswerEvent

LONG = timedelta(minutes=22)  # then the core route is offered
YES, NO = "ja", "nee"


class Lead(StrEnum):
    """What was decided; the value is the name of its events."""

    SHORT = "interview__short"
    APART = "interview__apart"
    PAUSE = "interview__pause"


_PAUSES = (
    select(AnswerEvent.device_at, AnswerEvent.value)
    .where(AnswerEvent.interview_id == bindparam("interview"), AnswerEvent.item == Lead.PAUSE)
    .order_by(AnswerEvent.device_at, AnswerEvent.serial)
)


def is_on(held: Held, lead: Lead) -> bool:
    """Whether the interview is led so now."""
    return held.sheet.value(lead) == YES


def course(held: Held) -> Course:
    """The order of the screens, as this interview is led."""
    return Course(held.route(), is_on(held, Lead.SHORT), is_on(held, Lead.APART))


def paused(session: Session, held: Held) -> timedelta:
    """How long the talk rested, as its events tell; up to now when it rests."""
    if Lead.PAUSE not in held.sheet:
        return timedelta()
    total, since = timedelta(), None
    for at, value in session.execute(_PAUSES, {"interview": held.interview.id}):
        if value == YES:
            since = since or at
        elif since:
            total, since = total + (at - since), None
    return total + (held.now - since if since else timedelta())


def offers_short(held: Held, rested: timedelta = timedelta()) -> bool:
    """Whether to offer the core route: it takes long, nobody decided, and something can go."""
    lasted = held.now - held.interview.started_at - rested
    if lasted < LONG or held.sheet.value(Lead.SHORT):
        return False
    questionnaire = held.questionnaire
    return any(can_be_left(q, questionnaire) for q in held.route().open_questions)


def lead(held: Held, what: Lead, on: bool, screen: Screen) -> None:
    """Lead the interview so from now on, or no longer."""
    ours = replace(screen, id=uuid5(screen.id, what))
    changes = {what.value: Answer(YES if on else NO)}
    if what is Lead.SHORT and not on:
        changes |= {name: Answer() for name in _left_for_time(held)}
    answer_events.record(held, changes, ours)
    keep_short(held, screen)


def keep_short(held: Held, screen: Screen) -> None:
    """When time is short: what the path newly asks and is not core reads ``tijd``."""
    if not is_on(held, Lead.SHORT):
        return
    left = skipped_for_time(held.questionnaire, held.sheet, held.today)
    ours = replace(screen, id=uuid5(screen.id, "left"))
    answer_events.record(held, {item.name: Answer("", Status.TIJD) for item in left}, ours)


def _left_for_time(held: Held) -> list[str]:
    """The items that read ``tijd`` and may be asked after all."""
    return [
        item.name
        for question in held.route().questions
        if can_be_left(question, held.questionnaire)
        for item in question.items
        if (answer := held.sheet.get(item.name)) and answer.status is Status.TIJD
    ]
