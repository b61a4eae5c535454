"""Polychoric correlations: of the normal variables that may lie behind ordered answers.

Two-step maximum likelihood (Olsson 1979, Psychometrika 44(4)): thresholds from the margins of the
pair's own table, then the one correlation that makes the table likeliest. Pairwise complete rows,
weights, no continuity correction. For two categories each it is the tetrachoric correlation.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.themes.bivariate import bivariate_cdf, bivariate_density

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

EDGE = 1 - 1e-7  # the search goes no further
STEEP, SAME = 0.9, 1e-13  # beyond the one, a likelihood as high at the edge is asked for: ±1
GRID = np.tanh(np.linspace(-3, 3, 9))  # where the search may begin
LEAST = 1e-300
CHUNK = 20_000  # tables at once


def polychoric_of_tables(
    tables: Floats, start: Floats | None = None, *, tolerance: float = 1e-12
) -> Floats:
    """The polychoric correlation of each table.

    Args:
        tables: (m, a, b) weighted counts; rows and columns in order; empty ones do not matter.
        start: (m,) where to begin; none tries a grid first.
        tolerance: stop when no correlation moves more than this.

    Returns:
        (m,) correlations; ±1 where the likelihood rises to the edge; NaN where one of the two has
        fewer than two answers in use.
    """
    r = np.full(len(tables), np.nan)
    usable = np.flatnonzero(_varies(tables, 1) & _varies(tables, 2))
    for begin in range(0, len(usable), CHUNK):
        rows = usable[begin : begin + CHUNK]
        first = None if start is None else np.nan_to_num(start[rows])
        r[rows] = _at_the_edge(tables[rows], _Likelihood(tables[rows]).maximum(first, tolerance))
    return r


def _at_the_edge(tables: Floats, r: Floats) -> Floats:
    """±1 where the likelihood is no less there: it rises, and is flat to the last digit before."""
    steep = np.flatnonzero(np.abs(r) > STEEP)
    if not steep.size:
        return r
    likelihood, settled = _Likelihood(tables[steep]), r.copy()
    edge = np.copysign(EDGE, r[steep])
    runs_away = likelihood.at(edge) >= likelihood.at(r[steep]) - SAME
    settled[steep[runs_away]] = np.sign(edge[runs_away])
    return settled


class _Likelihood:
    """Log-likelihood of the correlation, for many tables of one shape."""

    def __init__(self, tables: Floats) -> None:
        self.counts = tables / tables.sum(axis=(1, 2), keepdims=True)
        self.row = _thresholds(self.counts.sum(axis=2))
        self.column = _thresholds(self.counts.sum(axis=1))

    def maximum(self, start: Floats | None, tolerance: float) -> Floats:
        """Fisher scoring on Fisher's z, kept between points where the slope points inwards."""
        z = np.arctanh(np.clip(self._best_of_grid() if start is None else start, -EDGE, EDGE))
        low, high = np.full_like(z, -np.arctanh(EDGE)), np.full_like(z, np.arctanh(EDGE))
        for _ in range(100):
            r = np.tanh(z)
            score, information = self._score(r)
            low, high = np.where(score > 0, z, low), np.where(score < 0, z, high)
            step = score / np.maximum(information * (1 - r * r), LEAST)
            following = z + np.clip(step, -1, 1)
            outside = (following < low) | (following > high)
            following = np.where(outside, (low + high) / 2, following)
            moved = np.abs(np.tanh(following) - r).max(initial=0.0)
            z = following
            if moved < tolerance:
                break
        return np.tanh(z)

    def _best_of_grid(self) -> Floats:
        likelihoods = [self.at(np.full(len(self.counts), point)) for point in GRID]
        best: Floats = GRID[np.argmax(likelihoods, axis=0)]
        return best

    def at(self, r: Floats) -> Floats:
        """(m,) mean log-likelihood of each table's answers."""
        cells = np.maximum(self._cells(bivariate_cdf, r, margins=True), LEAST)
        total: Floats = (self.counts * np.log(cells)).sum(axis=(1, 2))
        return total

    def _score(self, r: Floats) -> tuple[Floats, Floats]:
        """First derivative of the log-likelihood, and its expected second derivative."""
        cells = np.maximum(self._cells(bivariate_cdf, r, margins=True), 1e-17)
        slopes = self._cells(bivariate_density, r, margins=False)
        ratio = slopes / cells
        return (self.counts * ratio).sum(axis=(1, 2)), (slopes * ratio).sum(axis=(1, 2))

    def _cells(self, function: object, r: Floats, *, margins: bool) -> Floats:
        """A function of pairs of thresholds, differenced to the cells of the table."""
        inner = function(  # type: ignore[operator]
            self.row[:, :, None], self.column[:, None, :], r[:, None, None]
        )
        m, a, b = len(r), inner.shape[1] + 2, inner.shape[2] + 2
        grid = np.zeros((m, a, b))
        grid[:, 1:-1, 1:-1] = inner
        if margins:
            grid[:, 1:, -1] = np.cumsum(self.counts.sum(axis=2), axis=1)
            grid[:, -1, 1:] = np.cumsum(self.counts.sum(axis=1), axis=1)
        cells: Floats = np.diff(np.diff(grid, axis=1), axis=2)
        return cells


def _thresholds(shares: Floats) -> Floats:
    """(m, categories − 1) normal quantiles of the cumulative shares."""
    from scipy.special import ndtri

    below = np.cumsum(shares, axis=1)[:, :-1]
    return np.asarray(ndtri(np.clip(below, 0.0, 1.0)), dtype=np.float64)


def _varies(tables: Floats, axis: int) -> NDArray[np.bool_]:
    """Whether more than one answer occurs on that side of each table."""
    other = 3 - axis
    used: NDArray[np.bool_] = (tables.sum(axis=other) > 0).sum(axis=1) > 1
    return used
