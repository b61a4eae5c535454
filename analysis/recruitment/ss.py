"""Gile's successive sampling weights, as the root of one equation.

Successive sampling draws people one after the other with chances proportional to their degrees.
It is a race of exponential clocks with rate d, so that someone is in the sample by "time" t with
chance 1 − exp(−d t) (Rosén 1972). Gile (2011) alternates between these chances and the estimated
population by degree; at the fixed point the weights 1/(1 − exp(−d t)) add up to N.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import SettingError

Floats = NDArray[np.float64]

MOST_STEPS = 200
CLOSE = 1e-15


def sampling_time(degrees: Floats, population: float, counts: Floats | None = None) -> Floats:
    """The t at which Σ counts / (1 − exp(−degrees t)) equals the population.

    The logarithm of the sum is convex and falling in log t, so Newton's steps from the left, where
    the sum is that of 1/(d t) at most, walk to the root without overshooting.

    Args:
        degrees: (k,) degrees > 0.
        population: N, not below the number of people.
        counts: (k, …) people with each degree, one column for each sample; default one each.

    Returns:
        (…) one t for each sample; infinite where the population is the sample, or nobody is in it.
    """
    many = np.ones(len(degrees)) if counts is None else counts
    d = degrees.reshape(-1, *[1] * (many.ndim - 1))
    people = many.sum(axis=0)
    many = np.where(people > 0, many, 1.0)
    log_t = np.log((many / d).sum(axis=0) / population)
    for _ in range(MOST_STEPS):
        x = d * np.exp(log_t)
        with np.errstate(over="ignore"):
            weight = many / -np.expm1(-x)
            total = weight.sum(axis=0)
            slope = -(weight * x / np.expm1(x)).sum(axis=0) / total
            step = np.where(slope < 0, (np.log(population) - np.log(total)) / slope, 0.0)
        log_t = log_t + np.maximum(step, 0)
        if np.all(step <= CLOSE * np.maximum(1, np.abs(log_t))):
            break
    return np.where((population <= people) | (people == 0), np.inf, np.exp(log_t))


def ss_weights(degrees: Floats, population: float) -> Floats:
    """(n,) weights 1/π of successive sampling; NaN where the degree is.

    N = n gives equal weights, N without end gives those of RDS-II.

    Args:
        degrees: (n,) degrees > 0, NaN for people left out.
        population: N.

    Raises:
        SettingError: when N is smaller than the number of people.
    """
    known = np.isfinite(degrees)
    if not population >= known.sum():
        raise SettingError(
            f"the population of {population:g} is smaller than the sample of {int(known.sum())}; "
            "give the number of people in the whole population"
        )
    if np.isinf(population) or not known.any():
        return 1 / degrees
    kinds, which, counts = np.unique(degrees[known], return_inverse=True, return_counts=True)
    time = sampling_time(kinds, population, counts.astype(float))
    weights = np.full(len(degrees), np.nan)
    weights[known] = (1 / -np.expm1(-kinds * time))[which]
    return weights
