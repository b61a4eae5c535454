"""Weighted means of many columns at once, each with an interval from the same resamples.

A share is the mean of a column of zeros and ones; a score is a mean; so nearly everything that
describes a study goes through here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.errors import SettingError
from analysis.weights import checked_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"

RESAMPLED_ROWS = 5_000  # above this, replicates come from the normal limit of the bootstrap


@dataclass(frozen=True)
class Means:
    """Means of k columns.

    Attributes:
        estimate: (k,) weighted means over the answered rows; NaN where nobody answered.
        low, high: (k,) percentile limits; NaN where nobody answered.
        n: (k,) number of answered rows.
        replicates: (B, k) the same means in each resample.
        method: how the resamples were made.
    """

    estimate: Floats
    low: Floats
    high: Floats
    n: NDArray[np.int64]
    replicates: Floats
    method: str


@dataclass(frozen=True, slots=True)
class Resampling:
    """How intervals are made.

    Attributes:
        weights: (B, n) how often each row occurs in each resample, for instance of recruitment
            trees; none for a bootstrap of independent rows.
        level: share of resamples between the limits.
        size: number of resamples when ``weights`` is none.
        seed: of those resamples.
    """

    weights: ArrayLike | None = None
    level: float = 0.95
    size: int = 1000
    seed: int = 0

    def where(self, rows: NDArray[np.bool_]) -> Resampling:
        """The same resamples, for some of the rows."""
        if self.weights is None:
            return self
        return Resampling(np.asarray(self.weights)[:, rows], self.level, self.size, self.seed)


INDEPENDENT = Resampling()


def weighted_means(
    values: ArrayLike, weights: ArrayLike | None = None, resampling: Resampling = INDEPENDENT
) -> Means:
    """Mean of each column over its answered rows, with percentile limits (Efron 1979).

    Rows are put in the order of their content before chance enters, so that a seed gives the same
    limits whatever the order of the rows.

    Args:
        values: (n, k) numbers; NaN is not answered.
        weights: (n,) row weights, above zero somewhere, or none.
        resampling: the resamples, or how to make them.

    Raises:
        DataError: a weight is missing, infinite or negative, or all are zero.
        SettingError: the resamples do not fit the rows.
    """
    X = np.asarray(values, dtype=np.float64)
    w = checked_weights(weights, len(X))
    if not 0 < resampling.level < 1:
        raise SettingError(f"an interval's level lies between 0 and 1, not {resampling.level}")
    estimate = _means(X, w[None, :])[0] if len(X) else np.full(X.shape[1], np.nan)
    replicates, method = _replicates(X, w, estimate, resampling)
    tail = (1 - resampling.level) / 2
    low, high = _limits(replicates, tail)
    return Means(estimate, low, high, np.isfinite(X).sum(axis=0), replicates, method)


def category_shares(
    places: ArrayLike,
    categories: int,
    weights: ArrayLike | None = None,
    resampling: Resampling = INDEPENDENT,
) -> Means:
    """Share of each category among the answered rows, as ``weighted_means`` of its indicators.

    Args:
        places: (n,) place of each row's category, 0 … categories − 1; negative is missing.
        categories: how many there are.
        weights: (n,) row weights, or none.
        resampling: the resamples, or how to make them.
    """
    codes = np.asarray(places, dtype=np.intp)
    if resampling.weights is None and len(codes) > RESAMPLED_ROWS:
        return _large_shares(codes, categories, checked_weights(weights, len(codes)), resampling)
    indicators = (codes[:, None] == np.arange(categories)).astype(np.float64)
    indicators[codes < 0] = np.nan
    return weighted_means(indicators, weights, resampling)


def weighted_median(values: ArrayLike, weights: ArrayLike | None = None) -> float:
    """The number that half of the weight lies below; halfway between two when it is both.

    Args:
        values: (n,) numbers; NaN is not answered.
        weights: (n,) row weights, or none.
    """
    x = np.asarray(values, dtype=np.float64)
    w = checked_weights(weights, len(x))
    order = np.argsort(x, kind="stable")
    order = order[np.isfinite(x[order]) & (w[order] > 0)]
    if len(order) == 0:
        return float("nan")
    below = np.cumsum(w[order]) / w[order].sum()
    low = int(np.searchsorted(below, 0.5 - 1e-12))
    high = min(int(np.searchsorted(below, 0.5 + 1e-12)), len(order) - 1)
    return float((x[order[low]] + x[order[high]]) / 2)


def _replicates(
    X: Floats, w: Floats, estimate: Floats, resampling: Resampling
) -> tuple[Floats, str]:
    if resampling.weights is not None:
        counts = np.asarray(resampling.weights, dtype=np.float64)
        if counts.ndim != 2 or counts.shape[1] != len(X):
            raise SettingError(
                f"the resamples have shape {counts.shape}; they need one column for each of the "
                f"{len(X)} rows"
            )
        return _means(X, counts * w), "resamples of recruitment"
    if len(X) == 0:
        return np.full((1, X.shape[1]), np.nan), "none"
    rng = np.random.default_rng(resampling.seed)
    if len(X) > RESAMPLED_ROWS:
        return _normal(X, w, estimate, resampling.size, rng), "normal limit of the bootstrap"
    return _independent(X, w, resampling.size, rng), "bootstrap of independent rows"


def _means(X: Floats, weights: Floats) -> Floats:
    """(B, k) weighted means over answered cells, for (B, n) weights."""
    known = np.isfinite(X)
    totals = weights @ np.where(known, X, 0.0)
    bases = weights @ known.astype(np.float64)
    return np.divide(totals, bases, out=np.full_like(totals, np.nan), where=bases > 0)


def _independent(X: Floats, w: Floats, size: int, rng: np.random.Generator) -> Floats:
    order = np.lexsort([w, *np.nan_to_num(X, nan=-1e300).T])
    counts = rng.multinomial(len(X), np.full(len(X), 1 / len(X)), size=size)
    return _means(X[order], counts * w[order])


def _normal(X: Floats, w: Floats, estimate: Floats, size: int, rng: np.random.Generator) -> Floats:
    """Draws from the joint normal limit: covariance of each row's pull on the means."""
    known = np.isfinite(X)
    bases = w @ known.astype(np.float64)
    pull = np.where(known, X - estimate, 0.0) * w[:, None] / np.where(bases > 0, bases, 1.0)
    covariance = pull.T @ pull
    values, vectors = np.linalg.eigh(covariance)
    spread = vectors * np.sqrt(np.clip(values, 0, None))
    # The square root is made symmetric: it does not depend on the sign of the vectors.
    root = spread @ vectors.T
    draws: Floats = estimate + rng.standard_normal((size, len(estimate))) @ root
    return draws


def _large_shares(
    codes: NDArray[np.intp], categories: int, w: Floats, resampling: Resampling
) -> Means:
    """The normal limit from counts alone: each share varies as a sum of the rows' weights."""
    known = codes >= 0
    sums = np.bincount(codes[known], w[known], minlength=categories)
    squares = np.bincount(codes[known], w[known] ** 2, minlength=categories)
    base = sums.sum() if known.any() else np.nan
    share = sums / base
    variance = squares * (1 - 2 * share) + share**2 * squares.sum()
    error = np.sqrt(np.clip(variance, 0, None)) / base
    rng = np.random.default_rng(resampling.seed)
    draws = share + error * rng.standard_normal((resampling.size, categories))
    low, high = _limits(draws, (1 - resampling.level) / 2)
    n = np.full(categories, int(known.sum()))
    return Means(share, low, high, n, draws, "normal limit of the bootstrap")


def _limits(replicates: Floats, tail: float) -> tuple[Floats, Floats]:
    """Percentiles of each column over the resamples in which somebody answered."""
    limits = np.full((2, replicates.shape[1]), np.nan)
    for column in range(replicates.shape[1]):
        known = replicates[np.isfinite(replicates[:, column]), column]
        if len(known):
            limits[:, column] = np.quantile(known, (tail, 1 - tail))
    return limits[0], limits[1]
