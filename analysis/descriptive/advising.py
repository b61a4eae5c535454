"""Which rules of advice hold for which groups, and why."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.descriptive.advice import (
    PARTS,
    PLACE,
    AdviceBook,
    Entry,
    Rule,
    answer_figures,
)
from analysis.descriptive.figures import Figure, Group, read_table
from analysis.descriptive.group_conditions import Truth
from analysis.results import Result

if TYPE_CHECKING:
    from analysis.codebook import Codebook


@dataclass(frozen=True, slots=True)
class Filled:
    """A text and what belongs in its places, apart, so that both can be translated."""

    text: str
    answers: Mapping[str, tuple[str, ...]]  # "wens_tijd:2" → labels

    def __str__(self) -> str:
        def labels(place: re.Match[str]) -> str:
            return ", ".join(self.answers[f"{place[1]}:{place[2]}"])

        return PLACE.sub(labels, self.text)


@dataclass(frozen=True, slots=True)
class Advice:
    """A rule that holds for a group, with its texts filled in."""

    group: str
    rule: Rule
    parts: Mapping[str, tuple[Filled, ...]]
    because: tuple[Figure, ...]

    def text(self, part: str) -> str:
        """What it says under message, messenger, channel, time or offer; empty for nothing."""
        return ", ".join(str(filled) for filled in self.parts[part])

    @property
    def row(self) -> tuple[str, ...]:
        """The cells of ``AdviceResult.table``."""
        rule = self.rule
        texts = [self.text(part) for part in PARTS]
        return (self.group, rule.id, rule.title, *texts, rule.source, rule.pages, rule.kind)


@dataclass(frozen=True, kw_only=True)
class AdviceResult(Result):
    """Advice for groups; ``n`` is the number of groups.

    Attributes:
        advice: in the order of the groups and of the rules; rules that contradict each other
            stand side by side.
        undecided: group and rule id where a figure that is not shown would decide.
    """

    advice: tuple[Advice, ...]
    undecided: tuple[tuple[str, str], ...]

    @property
    def table(self) -> pd.DataFrame:
        """One row a piece of advice: group, rule, title, its five parts, source, pages, kind."""
        columns = ["group", "rule", "title", *PARTS, "source", "pages", "kind"]
        return pd.DataFrame([advice.row for advice in self.advice], columns=columns)


def advise(
    book: AdviceBook,
    figures: pd.DataFrame,
    codebook: Codebook,
    facts: Iterable[str] = (),
) -> AdviceResult:
    """The rules that hold for each group.

    Args:
        book: the rules.
        figures: the published table of ``group_figures``; a value that may not be shown is NaN.
        codebook: labels for the answers that texts name.
        facts: what somebody says is so (``willing_partner``).

    Raises:
        DataError: the table lacks a figure that a rule reads.
    """
    known = frozenset(facts)
    advice, undecided = [], []
    groups = read_table(figures)
    for group in groups:
        for rule in book.rules:
            truth = rule.when.truth(group, known)
            if truth.holds is None:
                undecided.append((group.name, rule.id))
            elif truth.holds:
                advice.append(_advice(rule, group, truth, codebook, known))
    return AdviceResult(
        n=len(groups),
        method=f"{book.source}, version {book.version}",
        settings={"rules": len(book.rules), "facts": sorted(known)},
        advice=tuple(advice),
        undecided=tuple(undecided),
    )


def _advice(
    rule: Rule, group: Group, truth: Truth, codebook: Codebook, facts: frozenset[str]
) -> Advice:
    parts = {
        part: tuple(
            filled
            for entry in entries
            if entry.when is None or entry.when.truth(group, facts).holds
            for filled in _filled(entry, group, codebook)
        )
        for part, entries in rule.parts.items()
    }
    return Advice(group.name, rule, parts, truth.because)


def _filled(entry: Entry, group: Group, codebook: Codebook) -> list[Filled]:
    """Nothing when the answers that the text names may not be shown."""
    answers = {
        f"{item}:{number}": _most_given(group, codebook, item, number)
        for item, number in entry.places
    }
    return [Filled(entry.text, answers)] if all(answers.values()) else []


def _most_given(group: Group, codebook: Codebook, item: str, number: int) -> tuple[str, ...]:
    shares = [(group.value(f), f.codes[0]) for f in answer_figures(codebook, item)]
    given = [(share, code) for share, code in shares if share is not None and share > 0]
    given.sort(key=lambda pair: -pair[0])
    return tuple(codebook[item].label_of(code) for _, code in given[:number])
