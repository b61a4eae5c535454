"""Estimates with their intervals: the front door of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import SettingError
from analysis.parallel import Progress, RandomState
from analysis.recruitment.bootstrap_salganik import salganik_replicates
from analysis.recruitment.bootstrap_ss import ss_replicates
from analysis.recruitment.bootstrap_tree import tree_replicates
from analysis.recruitment.estimators import ESTIMATORS, Estimator
from analysis.recruitment.intervals import Spread, around_estimate, design_effects, percentiles
from analysis.recruitment.notices import notices_of_estimate, notices_of_spread
from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample
from analysis.recruitment.statistic import Statistic, statistic
from analysis.recruitment.transitions import count_transitions
from analysis.results import Result

Floats = NDArray[np.float64]

METHODS = {"tree": "tree bootstrap", "ss": "SS bootstrap", "salganik": "Salganik's bootstrap"}


@dataclass(frozen=True, kw_only=True)
class Estimate(Result):
    """Shares or a mean for the population behind a recruitment sample.

    ``n`` counts everyone in the sample.

    Attributes:
        outcome: the column.
        used: number of known answers with a weight.
        effective_n: Kish's (Σw)² / Σw² over those.
        table: one row a category by name, or one row ``mean``; columns ``category``, ``n``,
            ``estimate``, and with resamples ``low``, ``high``, ``standard_error``,
            ``design_effect`` (and ``tree_low``, ``tree_high`` beside the SS bootstrap).
        transitions: recruits by the recruiter's (row) and their own (column) category; empty for
            numbers.
    """

    outcome: str
    used: int
    effective_n: float
    table: pd.DataFrame
    transitions: pd.DataFrame = field(default_factory=pd.DataFrame)

    def column(self, name: str) -> dict[str, float]:
        """One column of the table by category; empty when there is none."""
        if name not in self.table:
            return {}
        return dict(zip(self.table["category"], self.table[name].astype(float), strict=True))


@dataclass(frozen=True)
class _Task:
    """What is estimated, checked."""

    sample: Sample
    statistic: Statistic
    population: float | None
    include_seeds: bool
    level: float

    @cached_property
    def estimates(self) -> Floats:
        """(g,) the estimate from the sample itself."""
        first: Floats = self.statistic.estimates(self.statistic.sums())[0]
        return first


def estimate(
    sample: Sample,
    outcome: Outcome,
    *,
    estimator: str = "rds2",
    population: float | None = None,
    include_seeds: bool = True,
    resamples: int = 0,
    method: str | None = None,
    level: float = 0.95,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> Estimate:
    """Estimate shares (or a mean) and, with resamples, how sure they are.

    Args:
        sample: who brought whom and network sizes.
        outcome: categories or numbers.
        estimator: ``rds1``, ``rds1ds``, ``rds2`` or ``ss``; numbers: ``rds2`` or ``ss``.
        population: N; needed for ``ss`` and for the SS bootstrap. An assumption: see
            ``sensitivity``.
        include_seeds: whether seeds count in the estimate.
        resamples: number of bootstrap resamples; 0 for none.
        method: ``tree``, ``ss`` or ``salganik``; default ``ss`` for the SS estimator, else
            ``tree``. Beside ``ss`` the tree bootstrap's bounds are given too.
        level: of the intervals. Tree: percentiles. Others: estimate ± z standard errors.
        random_state: seed, generator or seed sequence; the same gives the same.
        n_jobs: processes, as in joblib.
        progress: called with how much is done and of how much.

    Raises:
        SettingError: options that do not exist or do not fit each other or these data.
    """
    chosen = _checked_estimator(estimator, outcome, population, len(sample))
    task = _Task(
        sample=sample,
        statistic=statistic(sample, outcome, chosen, population, include_seeds=include_seeds),
        population=population,
        include_seeds=include_seeds,
        level=_checked_level(level),
    )
    way = _checked_method(method, estimator, population, resamples)
    ways = ("ss", "tree") if way == "ss" else (way,)
    table = _point_table(task)
    notices = notices_of_estimate(sample, task.statistic, task.estimates, include_seeds)
    if resamples:
        draw = partial(_replicates, task, resamples, random_state, n_jobs)
        spread, *beside = (
            _spread(task, one, draw(_part(progress, number, len(ways)), one))
            for number, one in enumerate(ways)
        )
        tree = beside[0] if beside else None
        _add_spread(task, table, spread, tree)
        notices += notices_of_spread(sample, task.statistic, task.estimates, spread, tree, way)
    return Estimate(
        n=len(sample),
        method=chosen.name,
        settings=_settings(task, estimator, resamples, way),
        warnings=notices,
        outcome=outcome.name,
        used=int(task.statistic.used.sum()),
        effective_n=_effective_n(task.statistic.weights[task.statistic.used]),
        table=table.iloc[outcome.by_name].reset_index(drop=True),
        transitions=_transitions_table(sample, outcome),
    )


def _effective_n(weights: Floats) -> float:
    """Kish's (Σw)² / Σw²; as shares of the largest weight, so that no square is out of range."""
    if not len(weights):
        return 0.0
    shares = weights / weights.max()
    return float(shares.sum() ** 2 / (shares**2).sum())


def _checked_estimator(code: str, outcome: Outcome, population: float | None, n: int) -> Estimator:
    if code not in ESTIMATORS:
        raise SettingError(f"there is no estimator {code!r}; there are {', '.join(ESTIMATORS)}")
    chosen = ESTIMATORS[code]
    if outcome.numbers is not None and chosen.of_transitions:
        raise SettingError(f"{chosen.name} needs categories; for numbers choose rds2 or ss")
    if chosen.needs_population and population is None:
        raise SettingError(f"{chosen.name} needs the size of the population")
    if population is not None and not population >= n:
        raise SettingError(
            f"the population of {population:g} is smaller than the sample of {n}; "
            "give the number of people in the whole population"
        )
    return chosen


def _checked_level(level: float) -> float:
    if not 0 < level < 1:
        raise SettingError(f"level {level:g} is not between 0 and 1; 0.95 is usual")
    return level


def _checked_method(
    method: str | None, estimator: str, population: float | None, resamples: int
) -> str:
    if resamples < 0 or resamples == 1:
        raise SettingError(
            f"{resamples} resamples: take 0 for none, or at least 2 (1000 is usual)"
        )
    way = method or ("ss" if estimator == "ss" else "tree")
    if way not in METHODS:
        raise SettingError(f"there is no bootstrap {way!r}; there are {', '.join(METHODS)}")
    if resamples and way == "ss" and (population is None or np.isinf(population)):
        raise SettingError("the SS bootstrap needs the size of the population")
    return way


def _replicates(
    task: _Task,
    resamples: int,
    random_state: RandomState,
    n_jobs: int | None,
    progress: Progress | None,
    way: str,
) -> Floats:
    """(B, g) resampled estimates."""
    how = (resamples, random_state, n_jobs, progress)
    if way == "tree":
        return tree_replicates(task.sample.forest, task.statistic, *how)
    if way == "salganik":
        return salganik_replicates(task.sample.forest, task.statistic, *how)
    size = task.population or np.inf
    return ss_replicates(task.sample, task.statistic, size, *how, include_seeds=task.include_seeds)


def _part(progress: Progress | None, number: int, parts: int) -> Progress | None:
    """Progress through one of several equal parts, in thousandths."""
    if progress is None:
        return None
    tell = progress
    return lambda done, total: tell(1000 * number + 1000 * done // total, 1000 * parts)


def _spread(task: _Task, way: str, replicates: Floats) -> Spread:
    if way == "tree":
        return percentiles(replicates, task.level)
    share = task.statistic.outcome.numbers is None
    return around_estimate(replicates, task.estimates, task.level, share)


def _point_table(task: _Task) -> pd.DataFrame:
    outcome = task.statistic.outcome
    people = np.bincount(outcome.codes[task.statistic.used], minlength=len(outcome.labels))
    return pd.DataFrame(
        {"category": list(outcome.labels), "n": people, "estimate": task.estimates}
    )


def _add_spread(task: _Task, table: pd.DataFrame, spread: Spread, tree: Spread | None) -> None:
    undefined = np.isnan(task.estimates)
    columns = {"low": spread.low, "high": spread.high, "standard_error": spread.standard_error}
    columns["design_effect"] = design_effects(
        task.estimates, spread.standard_error, _variance(task), int(task.statistic.used.sum())
    )
    if tree is not None:
        columns |= {"tree_low": tree.low, "tree_high": tree.high}
    for name, values in columns.items():
        table[name] = np.where(undefined, np.nan, values)


def _variance(task: _Task) -> Floats:
    """(g,) p (1 − p), or the weighted variance of the numbers."""
    numbers = task.statistic.outcome.numbers
    if numbers is None:
        return task.estimates * (1 - task.estimates)
    used = task.statistic.used
    if not used.any():
        return np.array([np.nan])
    away = (numbers[used] - task.estimates[0]) ** 2
    return np.array([np.average(away, weights=task.statistic.weights[used])])


def _settings(task: _Task, estimator: str, resamples: int, way: str) -> Mapping[str, Any]:
    settings: dict[str, Any] = {
        "estimator": estimator,
        "population": task.population,
        "include_seeds": task.include_seeds,
        "resamples": resamples,
    }
    if resamples:
        settings |= {"bootstrap": METHODS[way], "level": task.level}
        settings["interval"] = "percentiles" if way == "tree" else "estimate ± z standard errors"
    return settings


def _transitions_table(sample: Sample, outcome: Outcome) -> pd.DataFrame:
    if outcome.numbers is not None:
        return pd.DataFrame()
    counts = count_transitions(sample.forest, outcome)
    order = outcome.by_name
    names = [outcome.labels[code] for code in order]
    return pd.DataFrame(counts[np.ix_(order, order)], index=names, columns=names)
