"""The values of an item that conditions can tell apart, to try conditions on (``reach``)."""

from __future__ import annotations

from collections.abc import Iterator, Set
from datetime import date
from itertools import combinations, islice
from math import floor

from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.grammar import Token, tokens
from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.model import Item, Questionnaire

MOST_TRIALS = 20_000
MOST_DIGITS = 15  # of a number, that a float holds exactly

_COMPARED = {"=", "!=", "<", "<=", ">", ">="}
_WORDS = {"and", "or", "not", "true", "false", "boolean", "selected"}
_LITERALS = {"text", "number"}


def plain(source: str) -> bool:
    """Whether a condition only compares answers with fixed values, so that a search is conclusive.

    Sums, lengths, parts of a text and comparisons of two answers have more telling values than
    can be listed.
    """
    words = list(tokens(source))
    return all(_plain(words, at) for at in range(len(words)))


def telling(questionnaire: Questionnaire, name: str, today: date) -> list[str]:
    """Values of an item that plain conditions can tell apart, the empty one included."""
    item = questionnaire.items.get(name)
    if not item:
        return [""]
    sources = [c.source for c in questionnaire.conditions if name in c.references]
    constraint = item.constraint
    if constraint is None or constraint.references - {name} or not plain(constraint.source):
        return ["", *_candidates(questionnaire, item, sources)]
    candidates = _candidates(questionnaire, item, [*sources, constraint.source])
    if len(candidates) == MOST_TRIALS:
        return candidates
    evaluator = Evaluator(today)
    return ["", *(v for v in candidates if evaluator.accepts(constraint, name, v))]


def _plain(words: list[Token], at: int) -> bool:
    word = words[at]
    if word.kind == "name":
        return word.text in _WORDS
    if word.kind == "number":
        return len(word.text) <= MOST_DIGITS
    if word.kind != "sign":
        return True
    before, after = words[at - 1], words[at + 1]
    if word.text in _COMPARED:
        negative = after.text == "-" and words[at + 2].kind == "number"
        return negative or bool({before.kind, after.kind} & _LITERALS)
    if word.text == ",":  # of ``selected``, the only function here that has one
        return after.kind == "text"
    return word.text not in {"+", "*"} and (word.text != "-" or before.text in _COMPARED)


def _candidates(questionnaire: Questionnaire, item: Item, sources: list[str]) -> list[str]:
    words = [word for source in sources for word in tokens(source)]
    literals = {word.text[1:-1] for word in words if word.kind == "text"} - {""}
    numbers = [word.text for word in words if word.kind == "number"]
    near = {n for text in numbers if len(text) <= MOST_DIGITS for n in _near(float(text))}
    if item.list_name:
        codes = [choice.name for choice in questionnaire.choices(item)]
        found = _of_list(codes, literals, bool(near), KINDS[item.type].multiple)
        return list(islice(found, MOST_TRIALS))
    if item.parameters:
        start, end = int(item.parameters["start"]), int(item.parameters["end"])
        return [str(n) for n in sorted(near | {start, end}) if start <= n <= end]
    values = [str(n) for n in sorted(near | {0, 1})]
    return [*values, "x", *sorted(literals)] if item.type == "text" else values


def _near(number: float) -> set[int]:
    """The whole numbers around a number and around its negative."""
    return {sign * floor(number) + step for sign in (1, -1) for step in (-2, -1, 0, 1, 2)}


def _of_list(codes: list[str], literals: Set[str], every: bool, multiple: bool) -> Iterator[str]:
    """Single codes; of a multiple choice every combination of those that are named."""
    named = [code for code in codes if code in literals]
    rest = [code for code in codes if code not in literals]
    rest = rest if every else rest[:1]
    yield from named + rest
    for size in range(2, len(named) + 2) if multiple else ():
        for some in combinations(named + rest[:1], size):
            yield " ".join(some)
