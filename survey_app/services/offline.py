"""What was answered without a network, taken in when the device has contact again.

A device sends an interview as it grew: that it was opened, the events, the end. All of it may come
twice, in pieces, or break off half-way: an event that is stored is not stored again. Nothing that
was asked is refused for being late; only what no questionnaire could hold is, with a reason. An
answer that breaks a rule is kept, and the history says which rule.
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
from survey_app.errors import Conflict, Gone, Invalid, NotFound
from survey_app.question_types import QUESTION_TYPES, check_screen
from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.checks import MOST_CHARACTERS
from survey_app.questionnaire.model import Item
from survey_app.services import (
    completion,
    coupon_codes,
    interviews,
    recruitment,
    saving,
    special_consent,
    stored_language,
    withdrawal,
)
from survey_app.services import held as holding
from survey_app.services.answer_events import Screen
from survey_app.services.flags import CARD_REFUSED, CODE_TAKEN
from survey_app.services.held import Held
from survey_app.services.leading import NO, YES, Lead
from survey_app.services.notes import check_of, note_of, reason_of
from survey_app.storage.interviews import ConsentRecord, Interview, InterviewState
from survey_app.storage.studies import Account, PublishedQuestionnaire

LEADS = frozenset(lead.value for lead in Lead)

TAKEN = i18n.marked(
    "Het nummer op het kaartje hoort al bij een ander gesprek. Dit gesprek is bewaard met een "
    "ander nummer; dat staat bij het gesprek in uw lijst."
)

OTHER_STUDY = i18n.marked(
    "Dit gesprek is bewaard. De kaart is niet van dit onderzoek: wie deze persoon bracht, is "
    "niet bekend."
)

# What the interviewer reads when the card brought nobody in, by the reason as it is stored.
WITHOUT_CARD = {
    "conflict": i18n.marked(
        "Dit gesprek is bewaard. Met deze kaart was al een gesprek gevoerd: wie deze persoon "
        "bracht, is niet bekend."
    ),
    "gone": i18n.marked(
        "Dit gesprek is bewaard. De kaart gold niet meer: wie deze persoon bracht, is niet bekend."
    ),
    "notfound": OTHER_STUDY,
    "invalid": OTHER_STUDY,
}


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
    without_code: str = ""  # why the number on the respondent's card is not that of the interview
    erased: bool = False  # answers that only the second consent allowed were removed for good


class Erased(Gone):
    """It was taken back or removed: the device must remove it too."""


def receive(
    session: Session, account: Account, batch: Batch, *, now: datetime, chance: Random
) -> Receipt:
    """Take a batch in, in the transaction of the caller.

    Raises:
        NotFound: there is no such version of a questionnaire in the study.
        NotAllowed: the interview is somebody else's.
        Invalid: it was opened without consent, or in an area that is not there.
        Erased: it was taken back, or removed here or on another device.
    """
    if withdrawal.was_erased(session, batch.interview):
        raise Erased(i18n.marked("Dit gesprek is ingetrokken of weggehaald."))
    if session.get(Interview, batch.interview) is None:
        held = _open(session, account, batch, now, chance)
    else:
        held = holding.hold(session, batch.interview, account, now)
        _keep_number(held, batch.opened)
    refused = _take_in(held, batch.events)
    erased = bool(batch.events) and _erase_without_consent(held)
    _check_again(held, {one.item for one in batch.events})
    if batch.ended:
        _end(held, batch.ended)
    return Receipt(refused, *_set_aside(held), erased=erased)


def erase(session: Session, account: Account, interview_id: UUID, now: datetime) -> bool:
    """Remove an interview that was erased on the device; says whether any of it was here."""
    if session.get(Interview, interview_id) is None:
        withdrawal.remember(session, interview_id, account.study_id)
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


def _open(session: Session, account: Account, batch: Batch, now: datetime, chance: Random) -> Held:
    opened = batch.opened
    version = version_of(session, account, opened.version)
    taken = _is_taken(session, opened.withdrawal_code)
    code = coupon_codes.new(chance) if taken else opened.withdrawal_code
    opening = interviews.Opening(
        id=batch.interview,
        area=opened.area,
        coupon="",
        answers=_consent_in(batch),
        spoken=stored_language.DUTCH,
        screen=Screen(batch.interview, stored_language.DUTCH, opened.at),
        device=interviews.OnDevice(opened.at, opened.seed, code),
    )
    held = interviews.start(session, version, opening, account, now=now, chance=chance)
    _note_language(held.interview, batch.events)
    if taken:
        _flag(held, CODE_TAKEN, "conflict", opened.at)
    if opened.coupon:
        _redeem(held, opened)
    return held


def _set_aside(held: Held) -> tuple[str, str]:
    """Why card and number did not count, as it is stored: an answer of ours may get lost."""
    card = held.sheet.value(CARD_REFUSED)
    return WITHOUT_CARD.get(card, ""), TAKEN if held.sheet.value(CODE_TAKEN) else ""


def _keep_number(held: Held, opened: Opened) -> None:
    """The number that the respondent took along counts.

    When *yes* was heard here and not answered in time, the device made another one than we did.
    """
    code, record = coupon_codes.read(opened.withdrawal_code), held.interview.consent
    if record and record.withdrawal_code != code and not _is_taken(held.session, code):
        record.withdrawal_code = code


def _is_taken(session: Session, code: str) -> bool:
    """Whether two devices made the same number: it can bring back one interview only."""
    standing = select(ConsentRecord.interview_id).where(
        ConsentRecord.withdrawal_code == coupon_codes.read(code)
    )
    return session.scalar(standing) is not None


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


def _redeem(held: Held, opened: Opened) -> None:
    """Bring the person in by the card; a card that cannot is written down, and no reason to stop.

    A card counts as it was on the day of the interview.
    """
    try:
        with held.session.begin_nested():
            recruitment.redeem(held.session, opened.coupon, held.interview, opened.at)
    except (Conflict, Gone, Invalid, NotFound) as error:
        _flag(held, CARD_REFUSED, type(error).__name__.lower(), opened.at)


def _flag(held: Held, item: str, value: str, at: datetime) -> None:
    """An event of ours beside the answers."""
    held.interview.flagged = held.interview.flagged or bool(value)
    answer = Answer(value, language=stored_language.DUTCH)
    event_id = uuid5(held.interview.id, f"{item}/{held.interview.revision}")
    _record(held, [saving.Given(event_id, item, answer, at)])


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
    standing = held.interview.answers.get(one.item)
    counts = standing is None or one.at >= datetime.fromisoformat(standing["at"])
    allowed = consent is not None and one.answer.value == consent.yes and counts
    before = held.sheet.value(one.item)
    if allowed and before != one.answer.value:
        special_consent.allow(held.interview, "", one.answer.language or stored_language.DUTCH)
    _record(held, [one])
    after = held.sheet.value(one.item)
    if before and before != after and not allowed:
        special_consent.erase(held)


def _erase_without_consent(held: Held) -> bool:
    """With *no* to the second consent, what it covers goes, also what an old copy brought."""
    consent = held.questionnaire.consent
    asked = held.sheet.get(consent.special) if consent and consent.special else None
    if consent is None or asked is None or asked.value == consent.yes:
        return False
    special_consent.erase(held)
    return True


def _impossible(held: Held, one: saving.Given) -> str:
    """Why no questionnaire could hold this event; nothing when it can be stored."""
    item = held.questionnaire.items.get(one.item)
    value = one.answer.value
    if len(value) > MOST_CHARACTERS:
        return i18n.marked("Dit antwoord is te lang om te bewaren.")
    if item is None:
        known = one.item in _beside(held) or (one.item in LEADS and value in (YES, NO))
        return "" if known else i18n.marked("Deze vraag staat niet in de vragenlijst.")
    if value and (one.answer.status is not Status.BEANTWOORD or not _fits(held, item, value)):
        return i18n.marked("Dit antwoord past niet bij de vraag.")
    return ""


def _beside(held: Held) -> set[str]:
    """The names of the interviewer's own words: notes, and reasons why an answer stays."""
    whole = held.questionnaire
    return {note_of(name) for name in whole.by_name} | {reason_of(name) for name in whole.items}


def _check_again(held: Held, items: set[str]) -> None:
    """The rules that the device knows too, over the screens of these items.

    Two devices that are each right may be wrong together, and a device may run an old script.
    """
    way, consent = held.route(), held.questionnaire.consent
    touched = [q for q in way.questions if items & {item.name for item in q.items}]
    faults = {
        fault.item: fault.key or fault.message
        for question in touched
        for fault in check_screen(way, question)
        if fault.hard and not (consent and fault.item == consent.language)
    }
    sheet = held.sheet
    for name in (item.name for question in touched for item in question.items):
        if sheet.value(check_of(name)) != faults.get(name, ""):
            _flag(held, check_of(name), faults.get(name, ""), held.now)


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
