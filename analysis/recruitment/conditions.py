"""When may estimates be headed as being about the population, and not about those interviewed?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.recruitment.sample import Sample
from analysis.results import Notice, Result

LEAST_WAVES = 3
LARGEST_TREE = 0.50
DEGREE_MISSING = 0.15
BY_STRANGERS = 0.20

AMONG_INTERVIEWED = "among those interviewed"
POPULATION = "estimate for the population"


@dataclass(frozen=True)
class Condition:
    """One condition: what was found, what is asked; ``holds`` is None when it is not known."""

    code: str
    text: str
    found: float | None
    limit: float
    holds: bool | None


@dataclass(frozen=True, kw_only=True)
class Conditions(Result):
    """The four conditions for weighting.

    Attributes:
        conditions: each of them.
        heading: how figures must be headed.
    """

    conditions: tuple[Condition, ...]
    heading: str

    @property
    def failing(self) -> tuple[Condition, ...]:
        """Those that do not hold or are not known."""
        return tuple(c for c in self.conditions if not c.holds)

    @property
    def table(self) -> pd.DataFrame:
        """One row a condition."""
        return pd.DataFrame([_row(c) for c in self.conditions])


def conditions(
    sample: Sample,
    degrees: pd.Series[float],
    by_strangers: pd.Series[Any] | None = None,
) -> Conditions:
    """Judge whether weighting towards the population can be defended.

    Args:
        sample: the sample.
        degrees: (n,) the network sizes as given, row by row.
        by_strangers: (n,) row by row, True for someone recruited by a stranger; missing for
            seeds and where it was not asked.
    """
    forest = sample.forest
    missing = float((degrees.isna() | (degrees == 0)).mean())
    largest = max(forest.tree_sizes.values()) / len(forest)
    strangers = _share_by_strangers(sample, by_strangers)
    found = (
        _at_least("waves", "waves after the seeds", float(forest.wave.max()), LEAST_WAVES),
        _at_most("largest_tree", "share of the largest tree", largest, LARGEST_TREE),
        _at_most("degree_missing", "share without a network size", missing, DEGREE_MISSING),
        _at_most("strangers", "share recruited by strangers", strangers, BY_STRANGERS),
    )
    heading = POPULATION if all(c.holds for c in found) else AMONG_INTERVIEWED
    return Conditions(
        n=len(sample),
        method="conditions for weighting",
        settings={c.code: c.limit for c in found},
        warnings=tuple(_notice(c) for c in found if not c.holds),
        conditions=found,
        heading=heading,
    )


def _share_by_strangers(sample: Sample, by_strangers: pd.Series[Any] | None) -> float | None:
    if by_strangers is None:
        return None
    given = pd.Series(sample.in_tree_order(by_strangers))[~sample.forest.is_seed].dropna()
    return float(np.mean(given.astype(bool))) if len(given) else None


def _at_least(code: str, text: str, found: float, limit: float) -> Condition:
    return Condition(code, text, found, limit, found >= limit)


def _at_most(code: str, text: str, found: float | None, limit: float) -> Condition:
    return Condition(code, text, found, limit, None if found is None else found <= limit)


def _notice(condition: Condition) -> Notice:
    if condition.holds is None:
        return Notice(f"condition_{condition.code}_unknown", f"not known: {condition.text}")
    text = f"{condition.text} is {{found:.3g}}, and the limit {{limit:.3g}}"
    values = {"found": condition.found, "limit": condition.limit}
    return Notice(f"condition_{condition.code}", text, values)


def _row(condition: Condition) -> Mapping[str, Any]:
    return {
        "condition": condition.text,
        "found": condition.found,
        "limit": condition.limit,
        "holds": condition.holds,
    }
