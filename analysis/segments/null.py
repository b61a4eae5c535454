"""One population that answers like the one we have, but holds no groups.

Every item keeps its own shares of answers, every pair of items its own correlation, every row its
own gaps and weight; beneath lies one multivariate normal (a Gaussian copula). Whatever clustering
finds there is what clustering finds in a continuum: the principle of Hennig & Lin (2015).

The latent correlations are those at which the Pearson correlation of the *coded* answers equals
the observed one (Cario & Nelson 1997, NORTA). A rank correlation turned into a latent one by
2 sin(pi/6 r) is too weak with few categories, and the null then looks too empty.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.components import independent, whitened
from analysis.segments.heap import Shape, one_heap

if TYPE_CHECKING:
    from numpy.typing import NDArray

TERMS = 80  # of the Hermite series; beyond |r| = 0.9 what is left out is under 1e-4
STRONGEST = 0.99  # latent correlations are kept within this
HALVINGS = 40
DRAWS_FOR_CUTS = 20_000


@dataclass(frozen=True)
class OnePopulation:
    """A generator of data sets without groups.

    Attributes:
        levels: per item the codes that occur, ascending.
        cuts: per item the latent values between them.
        correlations: (p, p) the latent correlations, positive semidefinite.
        answered: (n, p) where there was an answer, copied row by row.
        loadings: (p, p) what each line behind the answers, of variance 1 and unrelated to the
            others, adds to each item; times its transpose gives the correlations.
        shapes: by line, how people lie along it; lines that are not named, and without shapes all
            of them, are normal.
    """

    levels: tuple[NDArray[np.float64], ...]
    cuts: tuple[NDArray[np.float64], ...]
    correlations: NDArray[np.float64]
    answered: NDArray[np.bool_]
    loadings: NDArray[np.float64]
    shapes: Mapping[int, Shape] = field(default_factory=dict)

    @classmethod
    def like(cls, X: NDArray[np.float64], weights: NDArray[np.float64]) -> OnePopulation:
        """From (n, p) coded answers with NaN for gaps, each item answered by somebody."""
        levels, cuts = zip(*(_margin(column, weights) for column in X.T), strict=True)
        series = np.array([hermite(v, c) for v, c in zip(levels, cuts, strict=True)])
        latent = nearest_correlation(latent_correlations(series, covariances(X, weights)))
        return cls(levels, cuts, latent, ~np.isnan(X), principal(latent))

    def shaped(
        self, X: NDArray[np.float64], weights: NDArray[np.float64], generator: np.random.Generator
    ) -> tuple[OnePopulation, OnePopulation]:
        """The same population, lying along its main lines as the people of X do, but in one heap.

        A continuum need not be normal: people can be spread evenly along it, or mostly at one
        end. That is no group, yet k-means gains more from it than from a normal heap. The answers
        do not tell in which directions the lines run: once they are the principal axes with a
        variance above 1, once the independent components among these.
        """
        main = np.flatnonzero((self.loadings**2).sum(axis=0) > 1)
        along = whitened(self._scores(X)[:, main], weights)
        turned = self.loadings.copy()
        turn = independent(along, weights)
        turned[:, main] = turned[:, main] @ turn
        return (
            self._heaped(self.loadings, main, along, weights, generator),
            self._heaped(turned, main, along @ turn, weights, generator),
        )

    def _heaped(
        self,
        loadings: NDArray[np.float64],
        main: NDArray[np.intp],
        along: NDArray[np.float64],
        weights: NDArray[np.float64],
        generator: np.random.Generator,
    ) -> OnePopulation:
        """With these lines, the main ones shaped as the people lie along them, in one heap."""
        shapes = {
            int(line): one_heap(scores, weights)
            for line, scores in zip(main, along.T, strict=True)
        }
        shaped = replace(self, loadings=loadings, shapes=shapes)
        many = shaped.latent(DRAWS_FOR_CUTS, generator)
        cuts = [
            np.quantile(column, _below(cuts))
            for column, cuts in zip(many.T, self.cuts, strict=True)
        ]
        return replace(shaped, cuts=tuple(cuts))

    def _scores(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, p) where people lie along the lines, up to a factor a line."""
        return np.asarray(self._expected(X) @ self.loadings)

    def latent(self, n: int, generator: np.random.Generator) -> NDArray[np.float64]:
        """(n, p) values before they are cut into answers."""
        along = generator.standard_normal((n, len(self.loadings)))
        for line, shape in self.shapes.items():
            along[:, line] = shape.draw(n, generator)
        return np.asarray(along @ self.loadings.T)

    def draw(self, generator: np.random.Generator) -> NDArray[np.float64]:
        """(n, p) new coded answers with the same gaps."""
        latent = self.latent(len(self.answered), generator)
        columns = [
            values[np.searchsorted(cuts, column)]
            for values, cuts, column in zip(self.levels, self.cuts, latent.T, strict=True)
        ]
        return np.where(self.answered, np.column_stack(columns), np.nan)

    def _expected(self, X: NDArray[np.float64]) -> NDArray[np.float64]:
        """(n, p) the mean of a standard normal given the answer; 0 where there is none."""
        expected = np.zeros(X.shape)
        for j, (levels, cuts) in enumerate(zip(self.levels, self.cuts, strict=True)):
            known = ~np.isnan(X[:, j])
            place = np.minimum(np.searchsorted(levels, X[known, j]), len(levels) - 1)
            expected[known, j] = _means_between(cuts)[place]
        return expected


def principal(R: NDArray[np.float64]) -> NDArray[np.float64]:
    """(p, p) principal axes of a correlation matrix as columns, as long as their deviation."""
    values, vectors = np.linalg.eigh(R)
    strongest = np.abs(vectors).argmax(axis=0)
    signs = np.sign(vectors[strongest, np.arange(len(values))])
    return np.asarray(vectors * signs * np.sqrt(np.maximum(values, 0.0)))


def _means_between(cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    """Means of a standard normal within the intervals that the cuts make."""
    density = np.concatenate([[0.0], np.exp(-(cuts**2) / 2) / np.sqrt(2 * np.pi), [0.0]])
    below = np.concatenate([[0.0], _below(cuts), [1.0]])
    return np.asarray(-np.diff(density) / np.maximum(np.diff(below), 1e-12))


def _below(cuts: NDArray[np.float64]) -> NDArray[np.float64]:
    from scipy.special import ndtr

    return np.asarray(ndtr(cuts))


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
