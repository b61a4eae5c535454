"""One population that answers like the one we have, but holds no groups.

Every item keeps its own shares of answers, every pair of items its own correlation, every row its
own gaps and weight; beneath lies one multivariate normal (a Gaussian copula). Whatever clustering
finds there is what clustering finds in a continuum: the principle of Hennig & Lin (2015).

The latent correlations are those at which the Pearson correlation of the *coded* answers equals
the observed one (Cario & Nelson 1997, NORTA). A rank correlation turned into a latent one by
2 sin(pi/6 r) is too weak with few categories, and the null then looks too empty.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

TERMS = 80  # of the Hermite series; beyond |r| = 0.9 what is left out is under 1e-4
STRONGEST = 0.99  # latent correlations are kept within this
HALVINGS = 40


@dataclass(frozen=True)
class OnePopulation:
    """A generator of data sets without groups.

    Attributes:
        levels: per item the codes that occur, ascending.
        cuts: per item the normal quantiles between them.
        root: (p, p) a square root of the latent correlation matrix.
        correlations: (p, p) the latent correlations, positive semidefinite.
        answered: (n, p) where there was an answer, copied row by row.
    """

    levels: tuple[NDArray[np.float64], ...]
    cuts: tuple[NDArray[np.float64], ...]
    root: NDArray[np.float64]
    correlations: NDArray[np.float64]
    answered: NDArray[np.bool_]

    @classmethod
    def like(cls, X: NDArray[np.float64], weights: NDArray[np.float64]) -> OnePopulation:
        """From (n, p) coded answers with NaN for gaps, each item answered by somebody."""
        levels, cuts = zip(*(_margin(column, weights) for column in X.T), strict=True)
        series = np.array([hermite(v, c) for v, c in zip(levels, cuts, strict=True)])
        latent = latent_correlations(series, covariances(X, weights))
        correlations = nearest_correlation(latent)
        values, vectors = np.linalg.eigh(correlations)
        root = (vectors * np.sqrt(np.maximum(values, 0.0))) @ vectors.T
        return cls(levels, cuts, root, correlations, ~np.isnan(X))

    def draw(self, generator: np.random.Generator) -> NDArray[np.float64]:
        """(n, p) new coded answers with the same gaps."""
        latent = generator.standard_normal(self.answered.shape) @ self.root
        columns = [
            values[np.searchsorted(cuts, column)]
            for values, cuts, column in zip(self.levels, self.cuts, latent.T, strict=True)
        ]
        return np.where(self.answered, np.column_stack(columns), np.nan)


def _margin(
    column: NDArray[np.float64], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The codes of one item, and the normal quantiles of their cumulative weighted shares."""
    from scipy.special import ndtri

    known = ~np.isnan(column) & (weights > 0)
    values, where = np.unique(column[known], return_inverse=True)
    running = np.cumsum(np.bincount(where, weights[known], minlength=len(values)))
    return values, np.asarray(ndtri(running[:-1] / running[-1]))


def hermite(values: NDArray[np.float64], cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    """(TERMS,) coefficients h_m of a coded normal: cov(X, Y) = sum over m of h_m g_m r^m.

    A code that jumps by d at the cut t has E[X He_m(Z)] = d phi(t) He_(m-1)(t); h_m is that
    over the square root of m!.
    """
    jumps = np.diff(values) * np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi)
    before, now = np.zeros_like(cuts), np.ones_like(cuts)
    series = np.empty(TERMS)
    for m in range(1, TERMS + 1):
        series[m - 1] = jumps @ now / np.sqrt(m)
        before, now = now, (cuts * now - np.sqrt(m - 1) * before) / np.sqrt(m)
    return series


def covariances(X: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(p, p) weighted Pearson correlations over pairs, times the standard deviations of the items.

    Pairs that nobody answered both are taken as unrelated.
    """
    answered = (~np.isnan(X)).astype(np.float64)
    values = np.nan_to_num(X)
    heavy = weights[:, None] * answered
    count = np.maximum(heavy.T @ answered, np.finfo(float).tiny)
    first = (weights[:, None] * values).T @ answered / count
    square = (weights[:, None] * values**2).T @ answered / count
    product = (weights[:, None] * values).T @ values / count
    spread = np.sqrt(np.maximum(square - first**2, 0.0))
    both = spread * spread.T
    r = np.divide(product - first * first.T, both, out=np.zeros_like(both), where=both > 1e-12)
    deviation = np.diag(spread)
    return np.asarray(np.clip(r, -1, 1) * np.outer(deviation, deviation))


def latent_correlations(
    series: NDArray[np.float64], covariance: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(p, p) the r at which each pair's series gives its covariance, by halving.

    What no r can give (two lopsided items, a sample's accident) becomes the strongest allowed.
    """
    items = len(series)
    one, other = np.triu_indices(items, 1)
    terms, wanted = series[one] * series[other], covariance[one, other]
    low, high = np.full(len(one), -STRONGEST), np.full(len(one), STRONGEST)
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        under = _power_series(terms, middle) < wanted
        low, high = np.where(under, middle, low), np.where(under, high, middle)
    latent = np.eye(items)
    latent[one, other] = latent[other, one] = (low + high) / 2
    return latent


def _power_series(terms: NDArray[np.float64], r: NDArray[np.float64]) -> NDArray[np.float64]:
    """Sum of terms[:, m-1] r^m, by Horner's rule."""
    total = np.zeros_like(r)
    for column in terms.T[::-1]:
        total = (total + column) * r
    return total


def nearest_correlation(R: NDArray[np.float64], rounds: int = 50) -> NDArray[np.float64]:
    """The nearest positive semidefinite matrix with unit diagonal (Higham 2002)."""
    near, correction = R.copy(), np.zeros_like(R)
    for _ in range(rounds):
        values, vectors = np.linalg.eigh(near - correction)
        positive = (vectors * np.maximum(values, 0.0)) @ vectors.T
        if values[0] >= -1e-8:
            break
        correction = positive - (near - correction)
        near = positive.copy()
        np.fill_diagonal(near, 1.0)
    scale = np.sqrt(np.diag(positive))
    return np.asarray(positive / np.outer(scale, scale))
