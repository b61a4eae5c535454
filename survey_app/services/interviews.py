"""Interviews: starting one when there is consent, and finding one's own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, joinedload, undefer

from survey_app.errors import Invalid, NotAllowed
from survey_app.questionnaire.answers import Answer
from survey_app.questionnaire.routing import Progress, route
from survey_app.services import (
    answer_events,
    consent,
    coupon_codes,
    language_approval,
    languages_offered,
    publishing,
    recruitment,
    saving,
    stored_language,
    studies,
)
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.storage.interviews import ConsentRecord, Interview, InterviewState
from survey_app.storage.studies import Account, PublishedQuestionnaire, Study

SHOWN = timedelta(days=14)  # own interviews stay in the list that long
AGAIN = timedelta(minutes=15)  # that *yes* may be sent again by somebody alone
SEEDS = 2**53  # so that a script in the page can draw the same order of cards


@dataclass(frozen=True, slots=True)
class OnDevice:
    """What a device without a network decided itself at the moment of *yes*.

    Its events come by themselves, with ids of their own.
    """

    at: datetime  # device time, corrected
    seed: int
    withdrawal_code: str


@dataclass(frozen=True, slots=True)
class Opening:
    """What is known at the moment of *yes*."""

    id: UUID  # made with the first screen: sent twice, one interview
    area: str
    coupon: str  # the code on the card, or nothing
    answers: Mapping[str, Answer]  # of the screens up to and with the consent
    spoken: str  # the language of the interview
    screen: Screen
    channel: str = "read"  # read | audio | self
    device: OnDevice | None = None  # it began without a network


@dataclass(frozen=True, slots=True)
class Summary:
    """One line of *my interviews*: no name, no answer."""

    id: UUID
    area: str
    area_code: str
    started_at: datetime
    state: InterviewState
    progress: Progress


def start(
    session: Session,
    version: PublishedQuestionnaire,
    opening: Opening,
    account: Account | None,
    *,
    now: datetime,
    chance: Random,
) -> Held:
    """Make an interview, its consent and its first answers, and redeem the coupon.

    All of it or nothing, in the transaction of the caller.

    Args:
        account: who holds it; none for somebody who answers alone.

    Raises:
        Invalid: there is no consent, or the area is not one of the study.
        NotAllowed: somebody else's interview has this id, or nobody approved the language.
        Invalid, NotFound, Conflict, Gone: the coupon brings nobody in.
    """
    questionnaire = publishing.questionnaire(version)
    gate = questionnaire.consent
    if gate and opening.answers.get(gate.gate) != Answer(gate.yes):
        raise Invalid("Zonder ‘ja’ bij de toestemming wordt niets bewaard.")
    device = opening.device
    # Without a network the words were those that the device had when they were allowed.
    if not device and not language_approval.may_take_consent(
        session, version.study, opening.screen.heard
    ):
        raise NotAllowed("In deze taal mag nog geen toestemming worden gevraagd.")
    interview = Interview(
        id=opening.id,
        study_id=version.study_id,
        version=version,
        account_id=account.id if account else None,
        mode="oral" if account else "self",
        area=checked_area(version.study, opening.area),
        language=stored_language.reduced(opening.spoken),
        state=InterviewState.OPEN,
        seed=device.seed if device else chance.randrange(SEEDS),
        answers={},
        revision=0,
        started_at=min(device.at, now) if device else now,
        changed_at=now,
    )
    if not _add(session, interview):
        return _started_before(session, opening, account, now)
    held = Held(session, interview, questionnaire, interview.account_id, now)
    interview.consent = _consent(held, version.study, opening, chance)
    session.flush()
    if opening.coupon:
        recruitment.redeem(session, opening.coupon, interview, now)
    if not device:
        answer_events.record(held, opening.answers, opening.screen)
    return held


def checked_area(study: Study, code: str) -> str:
    """The code of an area, when it is one of the study.

    Raises:
        Invalid: it is not.
    """
    if code not in {area["code"] for area in study.areas}:
        raise Invalid("Kies een wijk uit de lijst.")
    return code


def checked_coupon(session: Session, study: Study, text: str, now: datetime) -> str:
    """The code of a coupon that can bring somebody in now; nothing for nothing.

    Raises:
        Invalid, NotFound, Conflict, Gone: it cannot; says why.
    """
    if not text.strip():
        return ""
    coupon = recruitment.find(session, text)
    if coupon.study_id != study.id:
        raise Invalid("Deze kaart hoort bij een ander onderzoek. Vraag om een kaart van hier.")
    recruitment.require_usable(coupon, now)
    return coupon.code


def mine(session: Session, account: Account, now: datetime) -> list[Summary]:
    """The interviews of this account in the last weeks, newest first."""
    statement = (
        select(Interview)
        .where(Interview.account_id == account.id, Interview.started_at > now - SHOWN)
        .order_by(Interview.started_at.desc())
        .options(
            undefer(Interview.version_hash),
            joinedload(Interview.study),
        )
    )
    return [_summary(interview, now) for interview in session.scalars(statement)]


def _summary(interview: Interview, now: datetime) -> Summary:
    questionnaire = publishing.questionnaire_of(interview)
    way = route(questionnaire, saving.sheet(interview), now.date())
    return Summary(
        id=interview.id,
        area=studies.area_name(interview.study, interview.area),
        area_code=interview.area,
        started_at=interview.started_at,
        state=InterviewState(interview.state),
        progress=way.progress,
    )


def _add(session: Session, interview: Interview) -> bool:
    """Whether it was new; the form of *yes* may be sent twice."""
    try:
        with session.begin_nested():
            session.add(interview)
    except IntegrityError:
        return False
    return True


def _started_before(
    session: Session, opening: Opening, account: Account | None, now: datetime
) -> Held:
    """The same *yes* once more. A person alone has no account: then it is the same card, just now.

    Else whoever finds the id of an interview, in an export, would be let in by it.
    """
    interview = saving.locked(session, opening.id)
    if interview.account_id != (account.id if account else None):
        raise NotAllowed("Dit gesprek is van een andere interviewer. Begin een nieuw gesprek.")
    same_card = recruitment.code_of(session, interview) == opening.coupon
    if account is None and not (same_card and now - interview.started_at < AGAIN):
        raise NotAllowed("Deze vragen zijn al begonnen. Ga verder met uw nummer.")
    questionnaire = publishing.questionnaire_of(interview)
    return Held(session, interview, questionnaire, interview.account_id, now)


def _consent(held: Held, study: Study, opening: Opening, chance: Random) -> ConsentRecord:
    allowed = language_approval.allowed(held.session, study)
    languages = languages_offered.offered(held.questionnaire, study, allowed)
    device = opening.device
    return ConsentRecord(
        text_version=consent.text_version(held.questionnaire, languages),
        language=stored_language.reduced(opening.screen.heard),
        channel=opening.channel,
        account_id=held.account_id,
        given_at=held.interview.started_at,
        special=False,
        withdrawal_code=coupon_codes.read(device.withdrawal_code)
        if device
        else coupon_codes.new(chance),
    )
