"""One screen that was sent: what it changes, what is saved, and what still has to be said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey_app.question_types import Parsed, read_screen
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.model import Item, Question
from survey_app.questionnaire.routing import dropped_by
from survey_app.services import answer_events, completion, leading, saving, special_consent
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.services.notes import note_of, reason_of


@dataclass(frozen=True, slots=True)
class Sent:
    """A screen as it was sent: what was filled in, and what the page knew."""

    form: Mapping[str, list[str]]
    screen: Screen
    revision: int | None = None  # of the interview, when the screen was drawn
    spoken: str = ""  # the language of the interview, as long as it may not be stored
    note: str | None = None
    reason: str = ""  # why something remarkable is right all the same
    confirmed: bool = False  # that the answers of the other branch may be emptied


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a screen."""

    sheet: AnswerSheet  # as it is saved now
    shown: AnswerSheet  # with what was typed over it, right or wrong
    complaints: tuple[Complaint, ...] = ()
    still_open: tuple[Item, ...] = ()  # on this screen
    emptied: tuple[Item, ...] = ()  # would lose their answers: to be confirmed first
    elsewhere: bool = False  # another tab or device wrote since the screen was drawn
    erased: bool = False  # answers were removed for good

    @property
    def wrong(self) -> bool:
        """Whether something was typed that cannot be an answer, and so was not saved."""
        return any(complaint.hard for complaint in self.complaints)


def answer(held: Held, question: Question, sent: Sent) -> Outcome:
    """Save what is right on this screen.

    What is wrong is not saved and comes back with a complaint. A change of the branch answer that
    takes answers off the path is not saved before it was confirmed.

    Raises:
        IntegrityError: it was sent before, and claims the revision that came of it. Without a
            revision it is looked up what of it is stored.
    """
    before = held.sheet
    read = _read(held, question, sent)
    emptied = _emptied(held, question, before, before.with_answers(read.right))
    if emptied and not sent.confirmed:
        return Outcome(before, before.with_answers(read.answers), read.complaints, (), emptied)
    stale = sent.revision is not None and sent.revision != held.interview.revision
    if sent.revision == held.interview.revision:
        sent = replace(sent, screen=_after_all_others(held, sent.screen))
    stored = _save(held, question, sent, read, emptied)
    erased = _follow_consent(held, before, sent)
    wrong = {name: given for name, given in read.answers.items() if name not in read.right}
    return Outcome(
        held.sheet,
        held.sheet.with_answers(wrong),
        read.complaints,
        held.route().open_items(question),
        elsewhere=stale and stored > 0,
        erased=erased,
    )


def _read(held: Held, question: Question, sent: Sent) -> Parsed:
    """What the form says; a language that may not be stored is no mistake of this screen."""
    read = read_screen(held.route(), question, sent.form)
    consent = held.questionnaire.consent
    hidden = consent.language if consent else None
    if hidden in read.answers:
        return read
    return replace(read, complaints=tuple(c for c in read.complaints if c.item != hidden))


def _after_all_others(held: Held, screen: Screen) -> Screen:
    """Nobody wrote since this screen was drawn: it is the latest, whatever its clock says."""
    latest = saving.latest(held.interview)
    return replace(screen, at=max(screen.at, latest) if latest else screen.at, unsent=True)


def _save(
    held: Held, question: Question, sent: Sent, read: Parsed, emptied: tuple[Item, ...]
) -> int:
    new = read.right | {item.name: Answer("", Status.NVT_ROUTE) for item in emptied}
    if sent.note is not None:
        new[note_of(question.name)] = Answer(sent.note.strip())
    if sent.reason:
        soft = {complaint.item for complaint in read.complaints if not complaint.hard}
        new |= {reason_of(item): Answer(sent.reason) for item in soft}
    if held.questionnaire.section_of[question.name].read_aloud:
        completion.go_on(held.interview)
    stored = answer_events.record(held, new, sent.screen)
    leading.keep_short(held, sent.screen)
    consent = held.questionnaire.consent
    if consent and consent.language in read.right:  # as far as it may be stored
        held.interview.language = held.sheet.value(consent.language) or held.interview.language
    return stored


def _emptied(
    held: Held, question: Question, before: AnswerSheet, after: AnswerSheet
) -> tuple[Item, ...]:
    """The answers that a changed branch answer takes off the path."""
    branch = held.questionnaire.branch
    if branch is None or branch not in {item.name for item in question.items}:
        return ()
    if not before.value(branch) or before.value(branch) == after.value(branch):
        return ()
    return dropped_by(held.questionnaire, before, after, held.today)


def _follow_consent(held: Held, before: AnswerSheet, sent: Sent) -> bool:
    """When the second consent changed: languages become real, or what it covered is erased."""
    consent = held.questionnaire.consent
    if consent is None or consent.special is None:
        return False
    given = held.sheet.value(consent.special)
    if given == before.value(consent.special):
        return False
    if given != consent.yes:
        special_consent.erase(held)
        return True
    spoken = special_consent.allow(held.interview, sent.spoken, sent.screen.heard)
    if spoken and consent.language:
        answer_events.record(held, {consent.language: Answer(spoken)}, sent.screen)
    return False
