"""Which items can ever be asked: a search over the answers that their conditions read.

A condition is tried on every combination of telling values of the items it depends on, directly or
through their own conditions. Where that is too much to try, it counts as reachable.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, product

from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.model import Condition, Item, Questionnaire

MOST_TRIALS = 20_000

Chain = tuple[Condition, ...]  # all must be true: of the section, the question, the item

_NUMBER = re.compile(r"(?<![\w.'])[0-9]{1,9}(?![\w.'])")
_LITERAL = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def unreachable(questionnaire: Questionnaire, today: date) -> Iterator[Item]:
    """The questions, sub-items and cards whose conditions can never be true together."""
    chains = _chains(questionnaire)
    owners = {**questionnaire.items, **{q.name: q.item for q in questionnaire}}
    reached: dict[Chain, bool] = {(): True}
    for name, chain in chains.items():
        if chain not in reached:
            reached[chain] = _reachable(questionnaire, chains, chain, today)
        if not reached[chain]:
            yield owners[name]


def _chains(questionnaire: Questionnaire) -> dict[str, Chain]:
    """The conditions above each item, in the order of the questionnaire."""
    chains: dict[str, Chain] = {}
    for question in questionnaire:
        section = questionnaire.section_of[question.name].relevant
        for item in question.parts:
            conditions = (section, question.item.relevant, item.relevant)
            chains[item.name] = tuple(dict.fromkeys(c for c in conditions if c))
    return chains


def _reachable(
    questionnaire: Questionnaire, chains: Mapping[str, Chain], chain: Chain, today: date
) -> bool:
    names = _needed(chains, chain)
    domains = [_telling(questionnaire, name, today) for name in names]
    trials = 0
    for values in islice(product(*domains), MOST_TRIALS):
        trials += 1
        evaluator = Evaluator(today)
        for name, value in zip(names, values, strict=True):
            if all(evaluator.true(condition) for condition in chains[name]):
                evaluator.set(name, value)
        if all(evaluator.true(condition) for condition in chain):
            return True
    return trials == MOST_TRIALS


def _needed(chains: Mapping[str, Chain], chain: Chain) -> list[str]:
    """The items that a chain reads, directly or through their own chains, in order."""
    found: set[str] = set()
    waiting = set().union(*(condition.references for condition in chain)) & chains.keys()
    while waiting:
        name = waiting.pop()
        found.add(name)
        for condition in chains[name]:
            waiting |= (condition.references & chains.keys()) - found
    return [name for name in chains if name in found]


def _telling(questionnaire: Questionnaire, name: str, today: date) -> list[str]:
    """Values of an item that conditions can tell apart, the empty one included."""
    item = questionnaire.items.get(name)
    if not item:
        return [""]
    sources = [c.source for c in questionnaire.conditions if name in c.references]
    if item.constraint:
        sources.append(item.constraint.source)
    candidates = _candidates(questionnaire, item, " ".join(sources))
    evaluator = Evaluator(today)
    free = item.constraint is None or item.constraint.references - {name}
    possible = [v for v in candidates if free or evaluator.accepts(item.constraint, name, v)]
    return ["", *possible]


def _candidates(questionnaire: Questionnaire, item: Item, sources: str) -> list[str]:
    literals = {a or b for a, b in _LITERAL.findall(sources)}
    numbers = {int(n) for n in _NUMBER.findall(sources)}
    if item.list_name:
        return _of_list(questionnaire, item, literals)
    if KINDS[item.type].level == "interval":
        near = {0, 1}.union(*({n - 1, n, n + 1} for n in numbers))
        if item.parameters:
            bounds = [int(item.parameters[key]) for key in ("start", "end", "step")]
            near = {n for n in (*near, *bounds[:2]) if bounds[0] <= n <= bounds[1]}
        return [str(n) for n in sorted(near)]
    return ["x", *sorted(literals - {""})]


def _of_list(questionnaire: Questionnaire, item: Item, literals: set[str]) -> list[str]:
    codes = [choice.name for choice in questionnaire.choices(item)]
    named = [code for code in codes if code in literals]
    rest = [code for code in codes if code not in literals][:1]
    if not KINDS[item.type].multiple:
        return named + rest
    growing = [" ".join(codes[: n + 1]) for n in range(1, len(codes))]
    return named + rest + [" ".join(named)] + growing
