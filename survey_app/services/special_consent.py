"""The second consent, for special categories (GDPR article 9): given, or not given after all.

When it becomes *no*, every answer that it covered is erased for good, history included, and each
stored language is reduced to Dutch or not Dutch. This is one of the few places where an event is
changed or removed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.questionnaire.answers import Answer
from survey_app.questionnaire.model import Item, Questionnaire
from survey_app.questionnaire.routing import Route
from survey_app.services import saving, stored_language
from survey_app.services.held import Held
from survey_app.services.notes import check_of, note_of, reason_of
from survey_app.storage.interviews import AnswerEvent, Interview


def allow(interview: Interview, spoken: str, heard: str) -> str:
    """From now on languages may be stored as they are.

    Args:
        interview: whose second consent was given.
        spoken: the language of the interview, when the page still knows it.
        heard: the language on the screen.

    Returns:
        The language of the interview that is now stored; nothing when nobody knows it any more.
    """
    known = spoken or (heard if heard != stored_language.DUTCH else "")
    if interview.consent:
        interview.consent.special = True
        interview.consent.language = heard
    interview.language = known or interview.language
    return known


def erase(held: Held) -> None:
    """Remove whatever only the second consent allowed."""
    _reduce_consent(held.interview)
    covered = _covered(held)
    by_item = defaultdict(list)
    for event in saving.history(held.session, held.interview.id):
        by_item[event.item].append(event)
    for name, events in by_item.items():
        gone = _gone(held.questionnaire.items.get(name), events, name in covered.items, covered)
        for event in events:
            if event in gone:
                held.session.delete(event)
            else:
                _reduce_language(event, held.questionnaire)
    saving.rebuild(held.session, held.interview, held.now)


@dataclass(frozen=True, slots=True)
class Covered:
    """What the second consent covers."""

    items: frozenset[str]  # asked only with it; the words beside them too
    codes: Mapping[str, frozenset[str]]  # by item: the choices that are there only with it


def _covered(held: Held) -> Covered:
    questionnaire, consent = held.questionnaire, held.questionnaire.consent
    if consent is None or consent.special is None:
        return Covered(frozenset(), {})
    yes, no = (
        held.route(held.sheet.with_answers({consent.special: Answer(value)}))
        for value in (consent.yes, "")
    )
    flagged = {item.name for item in questionnaire.items.values() if item.special_category}
    items = flagged | (yes.asked.keys() - no.asked.keys())
    beside = {told(name) for name in items for told in (note_of, reason_of, check_of)}
    codes = {
        name: _codes(yes, item) - _codes(no, item) for name, item in questionnaire.items.items()
    }
    return Covered(frozenset(items | beside), codes)


def _codes(way: Route, item: Item) -> frozenset[str]:
    return frozenset(choice.name for choice in way.visible_choices(item))


def _gone(
    item: Item | None, events: list[AnswerEvent], whole: bool, covered: Covered
) -> list[AnswerEvent]:
    """The events of an item that are removed; from a multiple choice only the codes go.

    Of a single choice all events go, or the answer before the erased one would stand again.
    """
    codes = covered.codes.get(item.name, frozenset()) if item else frozenset()
    touched = [event for event in events if codes & set(event.value.split())]
    if whole or (item and item.type == "select_one" and touched):
        return events
    if item is None or item.type != "select_multiple":
        return []
    for event in touched:
        event.value = " ".join(code for code in event.value.split() if code not in codes)
    return [event for event in touched if not event.value]


def _reduce_consent(interview: Interview) -> None:
    interview.language = stored_language.reduced(interview.language)
    if interview.consent:
        interview.consent.special = False
        interview.consent.language = stored_language.reduced(interview.consent.language)


def _reduce_language(event: AnswerEvent, questionnaire: Questionnaire) -> None:
    event.language = stored_language.reduced(event.language)
    consent = questionnaire.consent
    if consent and event.item == consent.language and event.value:
        event.value = stored_language.reduced(event.value)
