"""The screens of a questionnaire for a device without a network: the same templates, drawn once.

Each screen has every item and every choice on it; the page takes off what is not asked now. There
is nothing personal in it: names stay places to be filled in, and the page fills them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from flask import render_template
from flask_babel import gettext

from survey_app import i18n
from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.model import Cards, Item, Question, Questionnaire
from survey_app.questionnaire.routing import Route, route
from survey_app.storage.studies import Account
from survey_app.web.interviews import pictures
from survey_app.web.interviews.screen import Frame, Led, draw
from survey_app.web.interviews.showing import own
from survey_app.web.interviews.words import Said, Words

STATIC = Path(__file__).parents[1] / "static"
NOBODY = UUID(int=0)
NEVER = datetime(2000, 1, 1, tzinfo=UTC)
TODAY = date(2000, 1, 1)

# Said by checks.js and reading.js, under the same msgids as on the server.
COMPLAINTS = (
    "Kies één antwoord.",
    "Vul een heel getal in, in cijfers.",
    "Kies een getal van %(start)s tot en met %(end)s, in stappen van %(step)s.",
    "Dit is te lang: %(number)s tekens. Er passen er %(most)s.",
    "Bij deze vraag is een antwoord nodig.",
    "Een antwoord is twee keer gekozen.",
    "Dit antwoord staat niet in de lijst. Kies opnieuw.",
    "Kies er hoogstens %(most)s.",
    "‘%(choice)s’ kan niet samen met een ander antwoord.",
    "‘%(choice)s’ kan niet samen met ‘%(other)s’.",
    "De volgorde van de kaarten klopt niet.",
    "Kies eerst de kaart die hoger staat.",
    "Deze kaart is al gekozen. Kies een andere.",
    "Deze kaart ligt niet op een stapel waaruit u kunt kiezen.",
    "Staat hier een e-mailadres? Haal het weg: dan blijft het antwoord zonder naam.",
    "Staat hier een telefoonnummer of een ander persoonlijk nummer? Haal het weg:"
    " dan blijft het antwoord zonder naam.",
    "Staat hier een postcode? Haal haar weg: dan blijft het antwoord zonder naam.",
    "Kies een antwoord, of zeg waarom er geen is. Niet allebei.",
)


class Nameless(Words):
    """The words with the interviewer's name left as a place."""

    def _places(self, language: str) -> Mapping[str, str]:
        return {**super()._places(language), "voornaam": "[voornaam]"}


def everything_asked(questionnaire: Questionnaire) -> Questionnaire:
    """The same questionnaire without conditions: each item is asked, each choice is offered."""
    sections = tuple(
        replace(
            section,
            relevant=None,
            questions=tuple(_question(question) for question in section.questions),
        )
        for section in questionnaire.sections
    )
    return replace(questionnaire, sections=sections)


def screens(
    questionnaire: Questionnaire, account: Account, heard: str, languages: tuple[str, ...]
) -> dict[str, str]:
    """The HTML of every screen by the name of its question, for one heard language."""
    whole = everything_asked(questionnaire)
    way = route(whole, AnswerSheet(), TODAY)
    words = Nameless(questionnaire, account, heard)
    return {question.name: _drawn(way, question, words, languages) for question in whole}


def sentences(questionnaire: Questionnaire, account: Account, languages: tuple[str, ...]) -> Any:
    """What the page says beside the screens: complaints, fixed texts, labels for lists."""
    from_heard = {
        language: {
            name: _said(Nameless(questionnaire, account, language)(f"text/{name}", language))
            for name in questionnaire.texts
        }
        for language in languages
    }
    words = Nameless(questionnaire, account, i18n.SOURCE)
    constraints = {
        key: words(key, i18n.SOURCE).text
        for name in questionnaire.items
        if words.has(key := f"{name}:constraint_message")
    }
    return {
        "complaints": {message: gettext(message) for message in COMPLAINTS} | constraints,
        "texts": from_heard,
        "labels": {
            part.name: words(f"{part.name}:label", i18n.SOURCE).text
            for question in questionnaire
            for part in question.parts
        },
    }


def _said(said: Said) -> dict[str, str]:
    return {"text": said.text, "lang": said.lang, "dir": said.dir}


def _drawn(way: Route, question: Question, words: Words, languages: tuple[str, ...]) -> str:
    frame = Frame(
        action="",
        address="",
        languages=languages,
        home="/interviews/",
        interview=NOBODY,
        started_at=NEVER,
        saved_at=NEVER,
        led=Led(can_wait=way.questionnaire.apart is not None),
        bundled=True,
    )
    drawn = draw(way, question, words, frame, seed=0, interface=i18n.SOURCE)
    screen = replace(drawn, id=NOBODY, now=NEVER)
    cards = question.cards.cards if question.cards else ()
    return render_template(
        "interviews/_screen.html",
        s=screen,
        own=own(screen, token=""),  # there is no session to protect
        question=question,
        items=screen.items,
        choices=screen.choices,
        answers=screen.answers,
        t=words,
        read_lang=words.read,
        heard_lang=words.heard,
        mode="oral",
        order=[card.name for card in cards],
        faults={},
        pictures=pictures.folder_of(way.questionnaire.name),
    )


def _question(question: Question) -> Question:
    cards = question.cards
    return replace(
        question,
        item=_item(question.item),
        sub=tuple(_item(item) for item in question.sub),
        cards=cards and _cards(cards),
    )


def _cards(cards: Cards) -> Cards:
    return replace(cards, cards=tuple(_item(card) for card in cards.cards))


def _item(item: Item) -> Item:
    return replace(item, relevant=None, choice_filter=None)
