"""From resampled estimates to standard errors, intervals and design effects."""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Spread:
    """How far resampled estimates lie apart, for each of g figures.

    Attributes:
        low: (g,) lower bound.
        high: (g,) upper bound.
        standard_error: (g,) standard deviation of the resampled estimates.
        undefined: number of resamples without an estimate.
    """

    low: Floats
    high: Floats
    standard_error: Floats
    undefined: int

    @property
    def width(self) -> Floats:
        """(g,) length of each interval."""
        return self.high - self.low


def percentiles(replicates: Floats, level: float) -> Spread:
    """Bounds that cut off equal tails of the resampled estimates (Baraff et al. 2016)."""
    kept, undefined = _defined(replicates)
    tail = (1 - level) / 2
    low, high = np.quantile(kept, [tail, 1 - tail], axis=0)
    return Spread(low, high, _deviation(kept), undefined)


def around_estimate(replicates: Floats, estimate: Floats, level: float, share: bool) -> Spread:
    """Estimate ± z standard errors, as Gile (2011) advises for SS; shares stay within 0 and 1."""
    kept, undefined = _defined(replicates)
    error = _deviation(kept)
    reach = NormalDist().inv_cdf((1 + level) / 2) * error
    low, high = estimate - reach, estimate + reach
    if share:
        low, high = np.clip(low, 0, 1), np.clip(high, 0, 1)
    return Spread(low, high, error, undefined)


def design_effects(estimate: Floats, standard_error: Floats, variance: Floats, n: int) -> Floats:
    """Variance of the estimate over that of a simple random sample of n; NaN when that is 0.

    Args:
        estimate: (g,) the estimates, for their shape.
        standard_error: (g,) bootstrap standard errors.
        variance: (g,) variance of the answer itself: p (1 − p) for a share.
        n: number of answers used.
    """
    simple = np.broadcast_to(variance / n, estimate.shape)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(simple > 0, standard_error**2 / simple, np.nan))


def _defined(replicates: Floats) -> tuple[Floats, int]:
    """The resamples that have an estimate; if none, one that is NaN."""
    undefined = np.isnan(replicates).any(axis=1)
    if undefined.all():
        return replicates[:1], len(replicates)
    return replicates[~undefined], int(undefined.sum())


def _deviation(replicates: Floats) -> Floats:
    if len(replicates) < 2:
        return np.full(replicates.shape[1], np.nan)
    return np.asarray(replicates.std(axis=0, ddof=1))
