"""What may be answered: hard checks that stop, soft checks that ask *are you sure*.

Both read a sheet in which the new answers already stand. Whether a value has the form of its kind
(a whole number, one code) is for ``question_types``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.model import Cards, Choice, Item, Question
from survey_app.questionnaire.routing import Route

MOST_CHARACTERS = 2_000

SYSTEM_STATUSES = frozenset({Status.NVT_ROUTE, Status.GEEN_TOESTEMMING, Status.AFGEBROKEN})


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong with an answer.

    ``message`` is a message id with ``%(name)s`` places for ``arguments``; with a ``key`` it is a
    text of the questionnaire under that key, to be found in its catalogue.
    """

    item: str
    message: str
    arguments: Mapping[str, object] = field(default_factory=dict)
    key: str = ""
    hard: bool = True


def hard_checks(route: Route, question: Question) -> tuple[Complaint, ...]:
    """What must be mended in the answers of one screen."""
    found: list[Complaint] = []
    for item in route.relevant_items(question):
        if answer := route.sheet.get(item.name):
            found += _of_item(route, item, answer)
    if question.cards:
        found += _of_order(route, question.cards)
        found += _of_top(route, question.cards)
    return tuple(found)


def soft_checks(route: Route, question: Question) -> tuple[Complaint, ...]:
    """What may be a slip: personal data in open text. Can be overruled."""
    return tuple(
        complaint
        for item in route.relevant_items(question)
        if item.type == "text"
        for complaint in _personal(item.name, route.sheet.value(item.name))
    )


def _of_item(route: Route, item: Item, answer: Answer) -> Iterator[Complaint]:
    if not answer.given:
        yield from _of_status(item, answer.status)
        return
    if len(answer.value) > MOST_CHARACTERS:
        yield Complaint(
            item.name,
            "Dit is te lang: %(number)s tekens. Er passen er %(most)s.",
            {"number": len(answer.value), "most": MOST_CHARACTERS},
        )
        return
    if item.list_name:
        yield from _of_codes(item, answer, route.visible_choices(item))
    if item.constraint and not route.evaluator.accepts(item.constraint, item.name, answer.value):
        yield Complaint(item.name, item.constraint_message, key=f"{item.name}:constraint_message")


def _of_status(item: Item, status: Status) -> Iterator[Complaint]:
    allowed = status is Status.BEANTWOORD or status in SYSTEM_STATUSES
    if not allowed and status.value not in item.missing:
        yield Complaint(item.name, "Bij deze vraag is een antwoord nodig.")


def _of_codes(item: Item, answer: Answer, visible: tuple[Choice, ...]) -> Iterator[Complaint]:
    codes = answer.codes
    chosen = [choice for choice in visible if choice.name in codes]
    if not KINDS[item.type].multiple and len(codes) > 1:
        yield Complaint(item.name, "Kies één antwoord.")
    elif len(set(codes)) != len(codes):
        yield Complaint(item.name, "Een antwoord is twee keer gekozen.")
    elif len(chosen) != len(codes):
        yield Complaint(item.name, "Dit antwoord staat niet in de lijst. Kies opnieuw.")
    elif item.at_most and len(codes) > item.at_most:
        yield Complaint(item.name, "Kies er hoogstens %(most)s.", {"most": item.at_most})
    else:
        yield from _together(item, chosen)


def _together(item: Item, chosen: list[Choice]) -> Iterator[Complaint]:
    """Choices that cannot go together; said once is enough, it holds both ways."""
    names = {choice.name for choice in chosen}
    for choice in chosen:
        if choice.exclusive and len(chosen) > 1:
            yield Complaint(
                item.name,
                "‘%(choice)s’ kan niet samen met een ander antwoord.",
                {"choice": choice.label},
            )
            return
        if names.intersection(choice.excludes):
            other = next(c for c in chosen if c.name in choice.excludes)
            yield Complaint(
                item.name,
                "‘%(choice)s’ kan niet samen met ‘%(other)s’.",
                {"choice": choice.label, "other": other.label},
            )
            return


def _of_order(route: Route, cards: Cards) -> Iterator[Complaint]:
    """The order in which the cards were shown, which the page sends along."""
    shown = route.sheet.value(cards.order.name).split()
    if len(set(shown)) != len(shown) or not set(shown) <= {card.name for card in cards.cards}:
        yield Complaint(cards.order.name, "De volgorde van de kaarten klopt niet.")


def _of_top(route: Route, cards: Cards) -> Iterator[Complaint]:
    picked: set[str] = set()
    gap = False
    for pick in cards.top:
        card = route.sheet.value(pick.name)
        if not card:
            gap = True
        elif gap:
            yield Complaint(pick.name, "Kies eerst de kaart die hoger staat.")
        elif card in picked:
            yield Complaint(pick.name, "Deze kaart is al gekozen. Kies een andere.")
        elif route.sheet.value(card) not in cards.top_from:
            yield Complaint(pick.name, "Deze kaart ligt niet op een stapel waaruit u kunt kiezen.")
        picked.add(card)


# Soft, so rather too often than too seldom; each pattern takes linear time.
_EMAIL = re.compile(r"[^\s@]@[^\s@.]+\.[^\s@]")
_DIGITS = re.compile(r"\d(?:[ .()/-]{0,2}\d){7,}")
_POSTCODE = re.compile(r"\b[1-9]\d{3}(?: ?(?!SA|SD|SS)[A-Z]{2}|(?!km|kg|eu)[a-z]{2})\b")


def _personal(item: str, text: str) -> Iterator[Complaint]:
    if _EMAIL.search(text):
        yield Complaint(
            item,
            "Staat hier een e-mailadres? Haal het weg: dan blijft het antwoord zonder naam.",
            hard=False,
        )
    if _DIGITS.search(text):
        yield Complaint(
            item,
            "Staat hier een telefoonnummer of een ander persoonlijk nummer? Haal het weg:"
            " dan blijft het antwoord zonder naam.",
            hard=False,
        )
    if _POSTCODE.search(text):
        yield Complaint(
            item,
            "Staat hier een postcode? Haal haar weg: dan blijft het antwoord zonder naam.",
            hard=False,
        )
