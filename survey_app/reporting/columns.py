"""How answers become small integers, and what the integers mean.

One column an item. A choice is its place in the list of codes; several choices are a sum of powers
of two; a number is itself (all numbers in a questionnaire are whole). Below every answer lie the
reasons for a missing one: a negative number each. Words are never kept here: a text column says
only whether there were any.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.model import Item, Question, Questionnaire

REASONS = tuple(status for status in Status if status is not Status.BEANTWOORD)
BELOW_NUMBERS = -(2**31)  # the reasons of a number column begin here
MOST_CODES = 62  # of several choices that fit one integer


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the snapshot."""

    name: str
    kind: str  # one | many | number | words
    codes: tuple[str, ...] = ()

    def reason(self, status: Status) -> int:
        """The integer that stands for a missing answer with this reason."""
        place = REASONS.index(status)
        return BELOW_NUMBERS + place if self.kind == "number" else -1 - place

    def integer(self, answer: Answer) -> int:
        """The integer that stands for this answer."""
        if answer.status is not Status.BEANTWOORD:
            return self.reason(answer.status)
        if self.kind == "many":
            return sum(1 << self.codes.index(code) for code in set(answer.codes))
        if self.kind == "one":
            return self.codes.index(answer.value)
        return int(answer.value) if self.kind == "number" else 0

    def with_codes(self, answers: Iterable[Answer]) -> Column:
        """This column, knowing every code that occurs; codes that were there keep their place.

        Languages without the second consent read ``nl`` or ``niet_nl``, which no list holds.
        """
        if self.kind not in {"one", "many"}:
            return self
        used = {code for a in answers if a.given for code in self._codes_in(a)}
        return self.widened(sorted(used))

    def widened(self, codes: Iterable[str]) -> Column:
        """This column with further codes behind its own."""
        new = tuple(code for code in codes if code not in self.codes)
        return replace(self, codes=self.codes + new) if new else self

    def _codes_in(self, answer: Answer) -> tuple[str, ...]:
        return answer.codes if self.kind == "many" else (answer.value,)

    def document(self) -> dict[str, Any]:
        """As JSON."""
        return {"kind": self.kind, "codes": list(self.codes)}

    @classmethod
    def from_document(cls, name: str, document: Mapping[str, Any]) -> Column:
        """From JSON."""
        return cls(name, document["kind"], tuple(document["codes"]))


def columns_of(questionnaire: Questionnaire) -> dict[str, Column]:
    """The columns of a questionnaire, by item."""
    return {
        item.name: _column(questionnaire, question, item)
        for question in questionnaire.questions
        for item in question.items
        if item.type != "note"
    }


def joined(old: Mapping[str, Column], new: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of two versions: what was coded keeps its code."""
    both = {name: column.widened(new[name].codes) for name, column in old.items() if name in new}
    return {**old, **new, **both}


def _column(questionnaire: Questionnaire, question: Question, item: Item) -> Column:
    if item.type in {"integer", "range"}:
        return Column(item.name, "number")
    codes = _codes(questionnaire, question, item)
    if item.type == "select_multiple" and len(codes) <= MOST_CODES:
        return Column(item.name, "many", codes)
    return Column(item.name, "one", codes) if codes else Column(item.name, "words")


def _codes(questionnaire: Questionnaire, question: Question, item: Item) -> tuple[str, ...]:
    cards = question.cards
    if cards and item in cards.top:
        return tuple(card.name for card in cards.cards)
    list_name = cards.piles if cards and item in cards.cards else item.list_name
    if not list_name or list_name not in questionnaire.lists:
        return ()
    return tuple(choice.name for choice in questionnaire.lists[list_name].choices)
