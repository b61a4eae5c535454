"""Diagnostics of Gile, Johnston & Salganik (2015): do estimates settle, and do trees agree?

- *convergence*: the estimate from everyone up to each wave, or up to each interview;
- *bottleneck*: the same within each seed's tree: trees that settle apart recruit within groups;
- *all points*: who was interviewed when, in which tree, with which answer.

Weights are those of the whole sample. All are tables with one row a step and category.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample
from analysis.recruitment.statistic import Statistic
from analysis.results import Result

Steps = NDArray[np.intp]

SETTLED = 0.02  # Heckathorn's (1997) criterion: within two percentage points of the end


@dataclass(frozen=True, kw_only=True)
class Convergence(Result):
    """Running estimates.

    Attributes:
        table: columns ``step``, ``known``, ``category``, ``estimate`` (and ``seed`` by tree).
        settled_at: the first step after which all shares stay within 0.02 of the end; None for
            numbers or within trees.
    """

    table: pd.DataFrame
    settled_at: int | None = None


def by_wave(sample: Sample, statistic: Statistic) -> Convergence:
    """The estimate from everyone up to each wave."""
    return _running(statistic, sample.forest.wave, "wave")


def by_interview(sample: Sample, statistic: Statistic, order: pd.Series[Any]) -> Convergence:
    """The estimate after each interview.

    Args:
        sample: the sample.
        statistic: estimator and outcome.
        order: (n,) row by row, when each was interviewed; equal moments count as one step.
    """
    steps = pd.Series(sample.in_tree_order(order)).rank(method="dense").to_numpy()
    return _running(statistic, steps.astype(np.intp) - 1, "interview")


def by_tree(sample: Sample, statistic: Statistic) -> Convergence:
    """The estimate up to each wave within each seed's tree (bottleneck)."""
    forest = sample.forest
    trees, waves = forest.seeds, int(forest.wave.max()) + 1
    steps = forest.seed * waves + forest.wave
    cells = statistic.sums_by(steps, trees * waves).reshape(trees, waves, -1)
    sums = np.cumsum(cells, axis=1).reshape(trees * waves, -1)
    known = np.bincount(steps, statistic.used, trees * waves).reshape(trees, waves)
    table = _table(statistic, sums, known.cumsum(axis=1).ravel())
    table.insert(0, "seed", forest.ids[table["step"] // waves])
    table["step"] %= waves
    deepest = np.zeros(trees, dtype=int)
    np.maximum.at(deepest, forest.seed, forest.wave)
    reached = table["step"] <= np.repeat(deepest, waves * len(statistic.outcome.labels))
    return Convergence(
        n=len(sample),
        method=statistic.estimator.name,
        settings={"by": "tree"},
        table=table[reached].reset_index(drop=True),
    )


def all_points(
    sample: Sample, outcome: Outcome, order: pd.Series[Any] | None = None
) -> pd.DataFrame:
    """One row a person: ``id``, ``seed``, ``wave``, ``order`` and ``answer``, by order.

    Args:
        sample: the sample.
        outcome: the answers.
        order: (n,) row by row, when each was interviewed; default tree order.
    """
    forest = sample.forest
    names = np.array([*outcome.categories, None], dtype=object)
    table = pd.DataFrame(
        {
            "id": forest.ids,
            "seed": forest.ids[forest.seed],
            "wave": forest.wave,
            "order": np.arange(len(forest)) if order is None else sample.in_tree_order(order),
            "answer": names[outcome.codes] if outcome.numbers is None else outcome.numbers,
        }
    )
    return table.sort_values("order", kind="stable").reset_index(drop=True)


def _running(statistic: Statistic, steps: Steps, by: str) -> Convergence:
    known = np.bincount(steps, statistic.used).cumsum()
    sums = np.cumsum(statistic.sums_by(steps, len(known)), axis=0)
    return Convergence(
        n=len(steps),
        method=statistic.estimator.name,
        settings={"by": by},
        table=_table(statistic, sums, known),
        settled_at=_settled_at(statistic, sums),
    )


def _table(statistic: Statistic, sums: NDArray[Any], known: NDArray[Any]) -> pd.DataFrame:
    estimates = statistic.estimates(sums)
    order = statistic.outcome.by_name
    steps, k = estimates.shape
    return pd.DataFrame(
        {
            "step": np.repeat(np.arange(steps), k),
            "known": np.repeat(known.astype(int), k),
            "category": np.tile(np.array(statistic.outcome.labels, dtype=object)[order], steps),
            "estimate": estimates[:, order].ravel(),
        }
    )


def _settled_at(statistic: Statistic, sums: NDArray[Any]) -> int | None:
    if statistic.outcome.numbers is not None:
        return None
    estimates = statistic.estimates(sums)
    away = ~(np.abs(estimates - estimates[-1]) <= SETTLED).all(axis=1)
    return int(np.flatnonzero(away).max()) + 1 if away.any() else 0
