"""Conditions read what exists, what comes earlier, and compare it with possible answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from survey_app.questionnaire.build_conditions import Written
from survey_app.questionnaire.expressions import ITSELF
from survey_app.questionnaire.model import Questionnaire
from survey_app.questionnaire.problems import Log, nearest


def review_conditions(
    questionnaire: Questionnaire, written: tuple[Written, ...], log: Log
) -> None:
    """Note unknown, later and circular references, and literals that are no answer."""
    review = _Conditions(questionnaire, written, log)
    for each in written:
        review.references(each)
        review.mentions(each)


@dataclass(frozen=True)
class _Conditions:
    questionnaire: Questionnaire
    written: tuple[Written, ...]
    log: Log

    @cached_property
    def order(self) -> Mapping[str, int]:
        """The place of every item in the questionnaire, and of the derived variables after it."""
        parts = [item.name for question in self.questionnaire for item in question.parts]
        names = [*dict.fromkeys(parts), *self.questionnaire.derived]
        return {name: place for place, name in enumerate(names)}

    @cached_property
    def reads(self) -> Mapping[str, frozenset[str]]:
        """What each item reads in its own conditions, to find circles."""
        found: dict[str, frozenset[str]] = {}
        for each in self.written:
            for owner in self.owners(each):
                found[owner] = found.get(owner, frozenset()) | each.condition.references
        return found

    def owners(self, each: Written) -> tuple[str, ...]:
        """The items that a condition decides on: all of them for a section."""
        if each.key != "section":
            return (each.owner,)
        sections = [s for s in self.questionnaire.sections if s.name == each.owner]
        return tuple(part.name for s in sections for q in s.questions for part in q.parts)

    def references(self, each: Written) -> None:
        for name in sorted(each.condition.references):
            if fault := self.wrong(each, name):
                self.note(each, *fault)

    def wrong(self, each: Written, name: str) -> tuple[str, str] | None:
        """Why an expression may not read this name: what is wrong, and what would be right."""
        if name not in self.readable(each):
            return f"De vraag {name} bestaat niet.", nearest(name, self.readable(each))
        first = min((self.order[owner] for owner in self.owners(each)), default=0)
        if (each.key == "constraint" and name == each.owner) or self.order[name] < first:
            return None
        if name in self.owners(each) and each.key != "section":
            return f"{each.owner} verwijst naar zichzelf.", "Gebruik een eerdere vraag."
        if self.circular(self.owners(each), name):
            return f"{each.owner} en {name} wachten op elkaar.", "Haal een van beide weg."
        return f"De vraag {name} komt pas later.", "Gebruik een eerdere vraag, of verplaats haar."

    def readable(self, each: Written) -> list[str]:
        """Items hold answers; derived variables are read by derived variables only."""
        items = list(self.questionnaire.items)
        return [*items, *self.questionnaire.derived] if each.key == "derived" else items

    def circular(self, owners: tuple[str, ...], name: str) -> bool:
        """Whether what is read depends in its turn on an owner."""
        waiting, seen = {name}, set[str]()
        while waiting:
            here = waiting.pop()
            if here in owners:
                return True
            seen.add(here)
            waiting |= self.reads.get(here, frozenset()) - seen
        return False

    def mentions(self, each: Written) -> None:
        for mention in each.mentions:
            name = each.owner if mention.item == ITSELF else mention.item
            item = self.questionnaire.items.get(name)
            codes = [choice.name for choice in self.questionnaire.choices(item)] if item else []
            if codes and mention.literal and mention.literal not in codes:
                fault = f"{name} heeft geen antwoord ‘{mention.literal}’."
                self.note(each, fault, nearest(mention.literal, codes))

    def note(self, each: Written, fault: str, remedy: str) -> None:
        question = self.questionnaire.question_of.get(each.owner)
        name = question.name if question else each.owner
        self.log.add(each.place, f"{each.key}: {fault}", remedy, name)
