"""The population that a recruitment sample stands for, for the bootstrap of Gile (2011).

People of one degree and one group stand for the sum of their weights, rounded by the largest
remainders. Groups are the categories; people whose answer is unknown are a group of their own.
Numbers are cut into quarters, and each person's number goes with the degree.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.recruitment.forest import Forest
from analysis.recruitment.sample import Sample
from analysis.recruitment.ss import ss_weights
from analysis.recruitment.statistic import Statistic

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

QUARTERS = (0.25, 0.5, 0.75)


@dataclass(frozen=True)
class Population:
    """The estimated population and how it recruits.

    Attributes:
        degree: (c,) degree of each class of people.
        group: (c,) group of each class, classes of one group standing together.
        size: (c,) people in each class; they add up to N.
        ties: (g, g) ties from a group to another for each unit of degree left in the other.
        answer: (c, q) what one unit of weight in a class adds to each of q weighted sums.
        recruits: numbers of recruits of those who recruited.
        seeds: number of seeds.
        draws: number of people, seeds included.
        known_groups: (g,) the category of each group, -1 for the group of unknown answers.
    """

    degree: Floats
    group: Integers
    size: Integers
    ties: Floats
    answer: Floats
    recruits: Integers
    seeds: int
    draws: int
    known_groups: Integers


def estimated_population(sample: Sample, statistic: Statistic, population: float) -> Population:
    """The population that the sample stands for under successive sampling."""
    outcome, forest = statistic.outcome, sample.forest
    everyone_weight = ss_weights(sample.degrees, population)
    used = np.flatnonzero(np.isfinite(everyone_weight))
    group, known_groups = _groups(statistic)
    value = np.zeros(len(forest)) if outcome.numbers is None else np.nan_to_num(outcome.numbers)
    kinds = np.column_stack([group, sample.degrees, value])[used]
    classes, which = np.unique(kinds, axis=0, return_inverse=True)
    weight = np.asarray(np.bincount(which.ravel(), everyone_weight[used]), dtype=float)
    return Population(
        degree=classes[:, 1],
        group=classes[:, 0].astype(np.intp),
        size=_largest_remainders(weight, round(population)),
        ties=_ties(forest, group, classes, weight),
        answer=_answers(statistic, classes, known_groups),
        recruits=forest.recruits[forest.recruits > 0],
        seeds=max(1, int(forest.is_seed[used].sum())),
        draws=len(used),
        known_groups=known_groups,
    )


def _groups(statistic: Statistic) -> tuple[Integers, Integers]:
    """(n,) group of each person, and the category of each group."""
    outcome = statistic.outcome
    if outcome.numbers is None:
        group, g = outcome.codes.copy(), len(outcome.categories)
    else:
        cuts = np.unique(np.quantile(outcome.numbers[outcome.known], QUARTERS))
        group = np.searchsorted(cuts, outcome.numbers, side="left").astype(np.intp)
        group[outcome.known] = np.unique(group[outcome.known], return_inverse=True)[1]
        g = int(group[outcome.known].max()) + 1
    categories = np.arange(g)
    if not outcome.known.all():
        group[~outcome.known] = g
        categories = np.append(categories, -1)
    return group, categories


def _ties(forest: Forest, group: Integers, classes: Floats, weight: Floats) -> Floats:
    """Symmetric ties between groups, for each unit of degree in the group that is reached."""
    g = int(group.max()) + 1
    recruit = np.flatnonzero(~forest.is_seed)
    cells = group[forest.recruiter[recruit]] * g + group[recruit]
    counts = np.bincount(cells, minlength=g * g).reshape(g, g)
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    in_group = classes[:, 0].astype(np.intp)
    degree = np.bincount(in_group, weight * classes[:, 1], minlength=g)
    ties = share * degree[:, None]
    ties = (ties + ties.T) / 2
    people = np.bincount(in_group, weight, minlength=g)
    silent = ties.sum(axis=1) == 0
    ties[silent] = people
    ties[:, silent & (ties.sum(axis=0) == 0)] = people[:, None]
    ties = ties / ties.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore", invalid="ignore"):
        for_each: Floats = np.where(degree > 0, ties / degree, 0.0)
    return for_each


def _answers(statistic: Statistic, classes: Floats, known_groups: Integers) -> Floats:
    """(c, q) indicator of the category, or the number and one; nothing for unknown answers."""
    category = known_groups[classes[:, 0].astype(np.intp)]
    if statistic.outcome.numbers is not None:
        known = (category >= 0).astype(float)
        return np.column_stack([classes[:, 2] * known, known])
    of_category = category[:, None] == np.arange(len(statistic.outcome.categories))
    return np.asarray(of_category, dtype=float)


def _largest_remainders(weight: Floats, total: int) -> Integers:
    """Whole numbers that add up to the total, as near to the weights as can be."""
    exact = weight * (total / weight.sum())
    whole: Integers = np.floor(exact + 1e-9).astype(np.intp)
    order = np.argsort(whole - exact, kind="stable")
    whole[order[: total - int(whole.sum())]] += 1
    return whole
