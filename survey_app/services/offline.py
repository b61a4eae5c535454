"""What was answered without a network, taken in when the device has contact again.

A device sends an interview as it grew: that it was opened, the events, the end. All of it may come
twice, in pieces, or break off half-way: an event that is stored is not stored again. Nothing that
was asked is refused for being late; only what no questionnaire could hold is, with a reason.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from random import Random
from uuid import UUID, uuid5

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import Conflict, DoorvragenError, Gone, Invalid, NotFound
from survey_app.question_types import QUESTION_TYPES
from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.checks import MOST_CHARACTERS
from survey_app.questionnaire.model import Item
from survey_app.services import (
    completion,
    interviews,
    recruitment,
    saving,
    special_consent,
    stored_language,
    withdrawal,
)
from survey_app.services import held as holding
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.services.notes import note_of
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.studies import Account, PublishedQuestionnaire

CARD_REFUSED = "kaart_geweigerd"  # item of the event that flags an interview without recruiter


@dataclass(frozen=True, slots=True)
class Opened:
    """How an interview began on the device."""

    version: str  # hash of the questionnaire it was asked with
    area: str
    coupon: str
    seed: int  # of the card orders
    withdrawal_code: str  # that the respondent took along
    at: datetime  # of *yes*, device time, corrected


@dataclass(frozen=True, slots=True)
class Ended:
    """How it ended."""

    state: InterviewState  # finished or stopped
    at: datetime


@dataclass(frozen=True, slots=True)
class Batch:
    """Part of one interview, or the whole."""

    interview: UUID
    opened: Opened
    events: Sequence[saving.Given]
    ended: Ended | None = None


@dataclass(frozen=True, slots=True)
class Refused:
    """An event that cannot be stored, and why."""

    id: UUID
    message: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the device may wipe: everything it sent but the refused events."""

    refused: tuple[Refused, ...] = ()
    without_card: str = ""  # why the card brought nobody in


def receive(
    session: Session, account: Account, batch: Batch, *, now: datetime, chance: Random
) -> Receipt:
    """Take a batch in, in the transaction of the caller.

    Raises:
        NotFound: there is no such version of a questionnaire in the study.
        NotAllowed: the interview is somebody else's.
        Invalid: it was opened without consent, or in an area that is not there.
    """
    held, card = _open(session, account, batch, now, chance)
    refused = _take_in(held, batch.events)
    if batch.ended:
        _end(held, batch.ended)
    return Receipt(refused, card)


def erase(session: Session, account: Account, interview_id: UUID, now: datetime) -> bool:
    """Remove an interview that was erased on the device; says whether any of it was here."""
    if session.get(Interview, interview_id) is None:
        return False
    withdrawal.erase(session, holding.hold(session, interview_id, account, now).interview)
    return True


def version_of(session: Session, account: Account, fingerprint: str) -> PublishedQuestionnaire:
    """A version of the study by its hash, also one that new interviews do not use any more.

    Raises:
        NotFound: the study never had it.
    """
    found = session.scalar(
        select(PublishedQuestionnaire).where(
            PublishedQuestionnaire.study_id == account.study_id,
            PublishedQuestionnaire.hash == fingerprint,
        )
    )
    if found is None:
        raise NotFound("Deze versie van de vragenlijst hoort niet bij uw onderzoek.")
    return found


def _open(
    session: Session, account: Account, batch: Batch, now: datetime, chance: Random
) -> tuple[Held, str]:
    if session.get(Interview, batch.interview) is not None:
        return holding.hold(session, batch.interview, account, now), ""
    opened = batch.opened
    version = version_of(session, account, opened.version)
    opening = interviews.Opening(
        id=batch.interview,
        area=opened.area,
        coupon="",
        answers=_consent_in(batch),
        spoken=stored_language.DUTCH,
        screen=Screen(batch.interview, stored_language.DUTCH, opened.at),
        device=interviews.OnDevice(opened.at, opened.seed, opened.withdrawal_code),
    )
    held = interviews.start(session, version, opening, account, now=now, chance=chance)
    _note_language(held.interview, batch.events)
    return held, _redeem(held, opened) if opened.coupon else ""


def _consent_in(batch: Batch) -> dict[str, Answer]:
    """The answers given; the later of two counts. Only the consent is looked at."""
    ordered = sorted(batch.events, key=lambda one: one.at)
    return {one.item: replace(one.answer, language=None) for one in ordered}


def _note_language(interview: Interview, events: Iterable[saving.Given]) -> None:
    """In which language consent was asked, as far as that may be stored."""
    first = next((one.answer.language for one in events), None) or stored_language.DUTCH
    interview.language = stored_language.reduced(first)
    if interview.consent:
        interview.consent.language = stored_language.reduced(first)


def _redeem(held: Held, opened: Opened) -> str:
    """Bring the person in by the card; a card that cannot is written down, and no reason to stop.

    A card counts as it was on the day of the interview.
    """
    try:
        with held.session.begin_nested():
            recruitment.redeem(held.session, opened.coupon, held.interview, opened.at)
    except (Conflict, Gone, Invalid, NotFound) as error:
        _flag(held, opened, error)
        return error.message
    return ""


def _flag(held: Held, opened: Opened, error: DoorvragenError) -> None:
    kind = type(error).__name__.lower()
    answer = Answer(kind, language=stored_language.DUTCH)
    event_id = uuid5(held.interview.id, CARD_REFUSED)
    _record(held, [saving.Given(event_id, CARD_REFUSED, answer, opened.at)])


def _take_in(held: Held, events: Sequence[saving.Given]) -> tuple[Refused, ...]:
    """Store the events in order; after each answer to the second consent, act upon it."""
    refused = []
    waiting: list[saving.Given] = []
    consent = held.questionnaire.consent
    for one in events:
        if reason := _impossible(held, one):
            refused.append(Refused(one.id, reason))
            continue
        waiting.append(one)
        if consent and one.item == consent.special:
            _record(held, waiting[:-1])
            _decide(held, one)
            waiting = []
    _record(held, waiting)
    return tuple(refused)


def _record(held: Held, events: Sequence[saving.Given]) -> int:
    storable = [_with_storable_language(held, one) for one in events]
    return saving.record(
        held.session, held.interview, storable, account_id=held.account_id, now=held.now
    )


def _with_storable_language(held: Held, one: saving.Given) -> saving.Given:
    """The language of the interview, as far as the consent lets it be stored."""
    consent = held.questionnaire.consent
    if consent is None or one.item != consent.language or not one.answer.given:
        return one
    allowed = stored_language.for_interview(held.interview, one.answer.value)
    if allowed == one.answer.value != stored_language.NOT_DUTCH:
        held.interview.language = allowed
    return replace(one, answer=replace(one.answer, value=allowed))


def _decide(held: Held, one: saving.Given) -> None:
    """The second consent: given, or taken back."""
    consent = held.questionnaire.consent
    before = held.sheet.value(one.item)
    allowed = consent is not None and one.answer.value == consent.yes
    if allowed and before != one.answer.value:
        special_consent.allow(held.interview, "", one.answer.language or stored_language.DUTCH)
    _record(held, [one])
    after = held.sheet.value(one.item)
    if before and before != after and not allowed:
        special_consent.erase(held)


def _impossible(held: Held, one: saving.Given) -> str:
    """Why no questionnaire could hold this event; nothing when it can be stored."""
    item = held.questionnaire.items.get(one.item)
    value = one.answer.value
    if len(value) > MOST_CHARACTERS:
        return i18n.marked("Dit antwoord is te lang om te bewaren.")
    if item is None:
        notes = {note_of(name) for name in held.questionnaire.by_name}
        return "" if one.item in notes else "Deze vraag staat niet in de vragenlijst."
    if value and (one.answer.status is not Status.BEANTWOORD or not _fits(held, item, value)):
        return i18n.marked("Dit antwoord past niet bij de vraag.")
    return ""


def _fits(held: Held, item: Item, value: str) -> bool:
    consent = held.questionnaire.consent
    if consent and item.name == consent.language and value == stored_language.NOT_DUTCH:
        return True
    codes = {choice.name for choice in held.questionnaire.choices(item)}
    known = not item.list_name or set(value.split()) <= codes
    return known and QUESTION_TYPES[item.type].fault(item, value) is None


def _end(held: Held, ended: Ended) -> None:
    """Finished or stopped when the device says, changed when we heard of it."""
    interview = held.interview
    at = min(ended.at, held.now)
    before = interview.state
    if ended.state is InterviewState.FINISHED:
        completion.finish(interview, at)
    else:
        completion.stop(interview, at)
    if interview.state != before:
        interview.changed_at = held.now
