"""How surely somebody belongs to a segment: most people are a bit of two."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.cells import Cells, squared_distances

if TYPE_CHECKING:
    from numpy.typing import NDArray


def memberships(
    cells: Cells, centres: NDArray[np.float64], labels: NDArray[np.intp]
) -> NDArray[np.float64]:
    """(n, k) shares that add up to 1 for each row.

    The posterior of the mixture that k-means approximates (Celeux & Govaert 1992): normals with
    one common variance, over answered cells, around the centres, in the segments' shares.

    Args:
        cells: centred scores.
        centres: (k, p).
        labels: (n,) 0 … k-1, the segments found.
    """
    own = (cells.values**2).sum(axis=1)
    distance = np.maximum(squared_distances(cells, centres) + own, 0.0)
    nearest = distance[labels, np.arange(len(labels))]
    variance = (cells.weights @ nearest) / (cells.weights @ cells.answered.sum(axis=1))
    size = np.bincount(labels, cells.weights, minlength=len(centres))
    with np.errstate(divide="ignore"):
        logs = np.log(size / size.sum())[:, None] - distance / (2 * max(variance, 1e-12))
    share = np.exp(logs - logs.max(axis=0))
    return np.asarray((share / share.sum(axis=0)).T)
