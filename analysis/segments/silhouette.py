"""Silhouette widths (Rousseeuw 1987), weighted, on jointly answered cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.cells import Cells


def distances(cells: Cells) -> NDArray[np.float64]:
    """(n, n) Euclidean distances; with gaps the mean square over shared cells, times p.

    Two rows that share no cell are as far apart as rows are on average.
    """
    values, answered = cells.values, cells.answered
    squares = values**2
    if cells.complete:
        own = squares.sum(axis=1)
        square = own[:, None] + own - 2 * (values @ values.T)
    else:
        square = squares @ answered.T
        square = square + square.T - 2 * (values @ values.T)
        shared = answered @ answered.T
        none = shared == 0
        square *= values.shape[1] / np.where(none, 1.0, shared)
        square[none] = square[~none].mean() if not none.all() else 0.0
    np.fill_diagonal(square, 0.0)
    return np.asarray(np.sqrt(np.maximum(square, 0.0, out=square), out=square))


def widths(
    distance: NDArray[np.float64], labels: NDArray[np.intp], weights: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) silhouette width of each row; 0 for a row alone in its cluster, or with one cluster.

    Args:
        distance: (n, n).
        labels: (n,) 0 … k-1.
        weights: (n,) how much each row counts in the mean distance to a cluster.
    """
    member = (labels[:, None] == np.arange(labels.max(initial=0) + 1)) * weights[:, None]
    total, rows = distance @ member, np.arange(len(labels))
    size = np.tile(member.sum(axis=0), (len(labels), 1))
    size[rows, labels] -= weights
    alone = size[rows, labels] <= 1e-9 * weights.mean()
    mean = total / np.where(size > 0, size, np.nan)
    within = mean[rows, labels]
    mean[rows, labels] = np.nan
    between = np.nanmin(mean, axis=1, initial=np.inf)
    with np.errstate(invalid="ignore"):
        width = (between - within) / np.maximum(within, between)
    return np.where(alone | ~np.isfinite(between) | ~np.isfinite(width), 0.0, width)


def mean_silhouette(
    distance: NDArray[np.float64], labels: NDArray[np.intp], weights: NDArray[np.float64]
) -> float:
    """The weighted mean of the widths."""
    return float(np.average(widths(distance, labels, weights), weights=weights))
