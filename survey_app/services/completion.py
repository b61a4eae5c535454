"""How an interview ends: finished, or stopped and kept.

Stopped and erased is ``withdrawal.erase``: nothing stays, and nothing is counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from random import Random

from sqlalchemy import select

from survey_app.errors import Conflict
from survey_app.questionnaire.model import Question
from survey_app.services import leading, policy, recruitment
from survey_app.services.held import Held
from survey_app.services.policy import WhenOpen
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.recruitment import Coupon, CouponState

HAND_ON = "referral"  # role of the question how many cards somebody takes along
CONTACT = "contact"  # role of the question whether somebody may be called later


@dataclass(frozen=True, slots=True)
class StillOpen:
    """What was not answered yet: while talking, and in the interviewer's own questions after."""

    asked: tuple[Question, ...]
    observed: tuple[Question, ...]


def still_open(held: Held) -> StillOpen:
    """The questions on the path that have neither an answer nor a reason for none."""
    way = held.route()
    sections = held.questionnaire.section_of
    return StillOpen(
        asked=tuple(q for q in leading.course(held).open_questions if sections[q.name].read_aloud),
        observed=tuple(q for q in way.questions if not sections[q.name].read_aloud),
    )


def in_the_way(held: Held) -> tuple[Question, ...]:
    """The key questions without an answer or a reason, where the study does not finish so.

    *Don't know* and the like are reasons: nobody is kept from saying goodbye by a question.
    """
    if policy.ending(held.interview.study).key_open is not WhenOpen.BLOCK:
        return ()
    return tuple(question for question in still_open(held).asked if question.core)


def finish_complete(held: Held) -> None:
    """Finish, unless a key question is in the way.

    Raises:
        Conflict: one is.
    """
    if held.interview.state != InterviewState.FINISHED and in_the_way(held):
        raise Conflict(
            "Er staan nog kernvragen open. Vraag ze alsnog, zeg waarom er geen antwoord is, of "
            "stop en bewaar wat er is."
        )
    finish(held.interview, held.now)


def finish(interview: Interview, now: datetime) -> None:
    """The respondent has said all there is to say; the caller holds the interview's lock."""
    if interview.state != InterviewState.FINISHED:
        _end(interview, InterviewState.FINISHED, now)


def stop(interview: Interview, now: datetime) -> None:
    """End early and keep what is there; what was not reached reads ``afgebroken`` in analysis."""
    if interview.state == InterviewState.OPEN:
        _end(interview, InterviewState.STOPPED, now)


def go_on(interview: Interview) -> None:
    """An interview that was stopped goes on after all."""
    if interview.state == InterviewState.STOPPED:
        interview.state = InterviewState.OPEN
        interview.finished_at = None


def cards_to_hand_on(held: Held, chance: Random) -> list[Coupon]:
    """The cards that this person takes along, as many as were asked for; made once.

    After the fieldwork there are none to make: nobody could come in by them.
    """
    issued = select(Coupon).where(Coupon.issuer_id == held.interview.id)
    present = list(held.session.scalars(issued.order_by(Coupon.id)))
    study = held.interview.study
    wanted = min(_wanted(held), recruitment.may_hand_on(held.session, held.interview))
    if wanted > len(present) and not recruitment.is_over(study, held.now):
        number = wanted - len(present)
        present += recruitment.issue(
            held.session, study, number, now=held.now, chance=chance, parent=held.interview
        )
    recruitment.give(present, held.now)
    return [coupon for coupon in present if coupon.state != CouponState.VOID]


def may_be_called(held: Held) -> bool:
    """Whether this person said yes to being called later, for whatever reason."""
    return any(
        not choice.exclusive
        for item in held.questionnaire.items.values()
        if item.role == CONTACT
        for choice in held.route().visible_choices(item)
        if choice.name in held.sheet.value(item.name).split()
    )


def _wanted(held: Held) -> int:
    items = held.questionnaire.items.values()
    numbers = (held.sheet.value(item.name) for item in items if item.role == HAND_ON)
    return next((int(number) for number in numbers if number.isdigit()), 0)


def _end(interview: Interview, state: InterviewState, now: datetime) -> None:
    interview.state = state
    interview.finished_at = now
    interview.changed_at = now
    interview.revision += 1
