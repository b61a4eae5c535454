"""Every text of a questionnaire under a key that stays when the words change.

The keys are the ``msgctxt`` of the catalogues (see questionnaires/README.md).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from survey_app.questionnaire.model import Item, Place, Question, Questionnaire, Section

# For a language, by text key: the source words, and the translation of just those words.
Catalogue = Mapping[str, tuple[str, str]]
Catalogues = Callable[[str], Catalogue]

WITH_CONSENT = (
    "tekst_kaartje",
    "tekst_kaartje_zelf",
    "tekst_geen_toestemming",
    "tekst_geen_toestemming_zelf",
    "tekst_stop",
    "tekst_stop_zelf",
)


@dataclass(frozen=True, slots=True)
class Text:
    """One text: its key, the source words, and whether a respondent sees or hears it."""

    key: str
    source: str
    heard: bool
    place: Place | None = field(default=None, compare=False)


def texts(questionnaire: Questionnaire) -> Iterator[Text]:
    """All texts, each key once, in the order of the questionnaire; empty ones left out."""
    yield Text("title", questionnaire.title, heard=True)
    for section in questionnaire.sections:
        yield Text(f"section/{section.name}", section.label, False, section.place)
        for question in section.questions:
            yield from _of_question(question, section)
    yield from _of_lists(questionnaire)
    for name, text in questionnaire.texts.items():
        yield Text(f"text/{name}", text, heard=True)


def untranslated(questionnaire: Questionnaire, catalogue: Catalogue) -> Iterator[Text]:
    """The texts for a respondent that a catalogue does not have, or has of other source words."""
    for text in texts(questionnaire):
        source, translation = catalogue.get(text.key, ("", ""))
        if text.heard and (source != text.source or not translation):
            yield text


def of_consent(questionnaire: Questionnaire) -> Iterator[Text]:
    """What a respondent sees or hears of both consents: the words, the answers, what goes with it.

    What goes with it are the fixed texts on how to take answers back, after *no*, and at a stop.
    """
    consent = questionnaire.consent
    names = [name for name in (consent.gate, consent.special) if name] if consent else []
    asked = [questionnaire.by_name[name] for name in names]
    keys = {f"text/{text}" for text in (*WITH_CONSENT, *(question.intro for question in asked))}
    for question in asked:
        keys |= {
            text.key for text in _of_question(question, questionnaire.section_of[question.name])
        }
        keys |= {
            f"{item.list_name}/{choice.name}"
            for item in question.parts
            if item.list_name
            for choice in questionnaire.lists[item.list_name].choices
        }
    return (text for text in texts(questionnaire) if text.heard and text.key in keys)


def _of_question(question: Question, section: Section) -> Iterator[Text]:
    heard = section.read_aloud
    yield from _of_item(question.item, heard)
    place = question.item.place
    if question.hint:
        yield Text(f"{question.name}:hint", question.hint, False, place)
    if question.probe:
        yield Text(f"{question.name}:probe", question.probe, heard, place)
    if question.cards:
        if question.cards.lead:
            yield Text(f"cards/{question.name}:lead", question.cards.lead, heard, place)
        for item in (*question.cards.cards, *question.cards.top):
            yield from _of_item(item, heard)
    for item in question.sub:
        yield from _of_item(item, heard and not item.field_code)


def _of_item(item: Item, heard: bool) -> Iterator[Text]:
    for what in ("label", "label_self", "constraint_message"):
        if source := getattr(item, what):
            yield Text(f"{item.name}:{what}", source, heard, item.place)


def _of_lists(questionnaire: Questionnaire) -> Iterator[Text]:
    heard = _heard_lists(questionnaire)
    for name, choices in questionnaire.lists.items():
        if name in questionnaire.by_name and questionnaire.by_name[name].cards:
            continue  # the cards themselves, whose labels are given already
        for choice in choices.choices:
            yield Text(f"{name}/{choice.name}", choice.label, name in heard, choices.place)


def _heard_lists(questionnaire: Questionnaire) -> set[str]:
    """Lists of which a respondent can meet the choices: all but those of field codes."""
    return {
        item.list_name
        for section in questionnaire.sections
        if section.read_aloud
        for question in section.questions
        for item in question.parts
        if item.list_name and not item.field_code
    }
