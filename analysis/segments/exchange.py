"""The last step of k-means: rows that would do better in another cluster, one at a time.

Assigning every row to its nearest centre can come to rest where moving a single row, with the two
centres that follow it, still lowers the sum of squares (Hartigan & Wong 1979). Answers on a few
steps have many such places.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.cells import Cells

ENOUGH = 1e-9  # of the total: a smaller gain is rounding


def exchanged(
    cells: Cells, labels: NDArray[np.intp], k: int, max_moves: int
) -> tuple[NDArray[np.intp], float]:
    """(n,) labels after the best single moves, and the weighted sum of squares then."""
    labels, least = labels.copy(), ENOUGH * max(cells.total, np.finfo(float).tiny)
    heavy = cells.weights[:, None]
    count, total = _sums(cells, labels, k)
    rows = np.arange(len(labels))
    for _ in range(max_moves):
        change = np.column_stack([_joining(cells, count[c], total[c]) for c in range(k)])
        change[rows, labels] = np.inf
        gain = _leaving(cells, labels, count, total) - change.min(axis=1)
        mover = int(gain.argmax())
        if gain[mover] <= least:
            break
        to = int(change[mover].argmin())
        part = heavy[mover] * cells.answered[mover], heavy[mover] * cells.values[mover]
        for sign, cluster in ((-1, labels[mover]), (1, to)):
            count[cluster] += sign * part[0]
            total[cluster] += sign * part[1]
        labels[mover] = to
    count, total = _sums(cells, labels, k)
    explained = np.divide(total**2, count, out=np.zeros_like(total), where=count > 0).sum()
    return labels, float(cells.total - explained)


def _sums(
    cells: Cells, labels: NDArray[np.intp], k: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(k, p) weights of answered cells, and weighted sums of scores."""
    member = (labels == np.arange(k)[:, None]) * cells.weights
    return np.asarray(member @ cells.answered), np.asarray(member @ cells.values)


def _joining(
    cells: Cells, count: NDArray[np.float64], total: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(n,) by how much each row would raise the sum of squares of one cluster."""
    centre = np.divide(total, count, out=np.zeros_like(total), where=count > 0)
    heavy = cells.weights[:, None] * cells.answered
    factor = heavy * count / np.maximum(heavy + count, np.finfo(float).tiny)
    return np.asarray((factor * (cells.values - centre) ** 2).sum(axis=1))


def _leaving(
    cells: Cells,
    labels: NDArray[np.intp],
    count: NDArray[np.float64],
    total: NDArray[np.float64],
) -> NDArray[np.float64]:
    """(n,) by how much each row would lower that of its own cluster; none empties a cluster."""
    heavy = cells.weights[:, None] * cells.answered
    own = count[labels]
    left = own - heavy
    tiny = left <= 1e-9 * np.maximum(own, 1e-9)
    centre = np.divide(total[labels], own, out=np.zeros_like(own), where=own > 0)
    factor = np.divide(heavy * own, left, out=np.zeros_like(own), where=~tiny)
    gain = (factor * (cells.values - centre) ** 2).sum(axis=1)
    alone = np.bincount(labels, minlength=len(count))[labels] == 1
    return np.where(alone | (cells.weights == 0), -np.inf, gain)
