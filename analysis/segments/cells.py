"""Scores with gaps, as the clustering sees them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 32_768  # rows at a time, so that distances stay in the cache


@dataclass(frozen=True, slots=True)
class Cells:
    """What k-means works on.

    Attributes:
        values: (n, p) scores, 0 where there is none.
        answered: (n, p) 1.0 where there is a score, 0.0 elsewhere.
        weights: (n,) weights of 0 or more.
        complete: every cell is answered.
    """

    values: NDArray[Any]
    answered: NDArray[Any]
    weights: NDArray[Any]
    complete: bool

    @classmethod
    def of(cls, X: NDArray[np.float64], weights: NDArray[np.float64]) -> Cells:
        """From (n, p) scores with NaN where there is no answer."""
        answered = ~np.isnan(X)
        values = np.where(answered, X, 0.0)
        return cls(values, answered.astype(np.float64), weights, bool(answered.all()))

    def rows(self, rows: NDArray[np.intp] | slice) -> Cells:
        """The same for some rows."""
        part = self.values[rows], self.answered[rows], self.weights[rows]
        return Cells(*part, self.complete)

    def chunks(self) -> Iterator[tuple[slice, Cells]]:
        """All rows, some at a time."""
        for start in range(0, len(self.weights), CHUNK):
            part = slice(start, start + CHUNK)
            yield part, self.rows(part)

    def single(self) -> Cells:
        """The same in single precision, for work that only compares distances."""
        values, answered, weights = (
            part.astype(np.float32) for part in (self.values, self.answered, self.weights)
        )
        return Cells(values, answered, weights, self.complete)

    @property
    def total(self) -> float:
        """Weighted sum of squares about zero."""
        return float(self.weights @ (self.values**2).sum(axis=1))


def squared_distances(cells: Cells, centres: NDArray[Any]) -> NDArray[Any]:
    """(c, n) squared distances over answered cells, less each row's own sum of squares."""
    if cells.complete:
        return np.asarray((-2 * centres) @ cells.values.T + (centres**2).sum(axis=1)[:, None])
    return np.asarray((-2 * centres) @ cells.values.T + (centres**2) @ cells.answered.T)


def cluster_means(cells: Cells, labels: NDArray[np.intp], k: int) -> NDArray[np.float64]:
    """(k, p) weighted means over answered cells; 0 where a cluster has no answer."""
    member = (labels == np.arange(k)[:, None]) * cells.weights
    count = member @ cells.answered
    return np.asarray((member @ cells.values) / np.where(count > 0, count, 1.0))
