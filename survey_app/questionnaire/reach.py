"""Which items can ever be asked: a search over the answers that their conditions read.

A condition is tried on every combination of telling values of the items it depends on, directly or
through their own conditions. Where that is too much to try, or where a condition does more than
compare answers with fixed values (``telling.plain``), it counts as reachable: a questionnaire that
is right must never be refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from itertools import islice, product

from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.model import Condition, Item, Questionnaire
from survey_app.questionnaire.telling import MOST_TRIALS, plain, telling

Chain = tuple[Condition, ...]  # all must be true: of the section, the question, the item


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
    conditions = {*chain, *(condition for name in names for condition in chains[name])}
    if not all(plain(condition.source) for condition in conditions):
        return True
    domains = [telling(questionnaire, name, today) for name in names]
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
