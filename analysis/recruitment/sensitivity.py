"""The size of the population is an assumption: the SS estimate at a low, middle and high N."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample
from analysis.recruitment.statistic import statistic
from analysis.results import Result


@dataclass(frozen=True, kw_only=True)
class Sensitivity(Result):
    """SS estimates by assumed population; columns ``population``, ``category``, ``estimate``."""

    table: pd.DataFrame


def low_mid_high(sample: Sample, population: float) -> tuple[float, float, float]:
    """Half of N but not below the sample, N, and twice N."""
    return max(float(len(sample)), population / 2), float(population), 2.0 * population


def sensitivity(
    sample: Sample,
    outcome: Outcome,
    populations: Sequence[float],
    *,
    include_seeds: bool = True,
) -> Sensitivity:
    """SS at each assumed N (``inf`` gives RDS-II).

    Raises:
        SettingError: an N smaller than the sample.
    """
    rows = []
    for population in populations:
        told = statistic(
            sample, outcome, ESTIMATORS["ss"], population, include_seeds=include_seeds
        )
        shares = told.estimates(told.sums())[0]
        for code in outcome.by_name:
            rows.append((population, outcome.labels[code], float(shares[code])))
    return Sensitivity(
        n=len(sample),
        method=ESTIMATORS["ss"].name,
        settings={"include_seeds": include_seeds},
        table=pd.DataFrame(rows, columns=["population", "category", "estimate"]).astype(
            {"population": np.float64}
        ),
    )
