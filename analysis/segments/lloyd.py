"""Assign each row to its nearest centre, average, and again: many runs side by side.

Distances are compared in single precision, which halves the work; what is reported afterwards,
centres and sums of squares, is computed in double precision from the rows' clusters.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.segments.cells import Cells, squared_distances

if TYPE_CHECKING:
    from numpy.typing import NDArray

AWAY = 1e6  # where centres stand that a run does not use
MANY, STILL = 10_000, 1e-3  # with more rows than that, centres that move less stand still


@dataclass(frozen=True, slots=True)
class Runs:
    """Several runs side by side; a run with fewer than K centres leaves the last ones unused.

    Attributes:
        k: (R,) the number of centres in use.
        centres: (R, K, p).
        labels: (R, n).
        inertia: (R,) weighted sum of squared distances over answered cells.
    """

    k: NDArray[np.intp]
    centres: NDArray[np.float64]
    labels: NDArray[np.intp]
    inertia: NDArray[np.float64]

    def best_first(self, k: int) -> NDArray[np.intp]:
        """The runs with this k, least inertia first."""
        of_k = np.flatnonzero(self.k == k)
        return of_k[np.argsort(self.inertia[of_k], kind="stable")]


def lloyd(
    cells: Cells, centres: NDArray[np.float64], k: NDArray[np.intp], max_iter: int = 100
) -> Runs:
    """From (R, K, p) centres until none of a run moves; one that loses its rows stays behind."""
    single, moving = cells.single(), np.arange(len(k))
    current = centres.astype(np.float32)
    current[np.arange(current.shape[1]) >= k[:, None]] = AWAY
    still = STILL if len(cells.weights) > MANY else 0.0
    for _ in range(max_iter):
        before = current[moving]
        _, sums, counts = _gathered(single, single, before)
        current[moving] = np.divide(sums, counts, out=before.copy(), where=counts > 0)
        moving = moving[np.abs(current[moving] - before).max(axis=(1, 2)) > still]
        if not moving.size:
            break
    labels, sums, counts = _gathered(cells, single, current)
    means = np.divide(sums, counts, out=np.zeros_like(sums), where=counts > 0)
    return Runs(k, means, labels, cells.total - (means * sums).sum(axis=(1, 2)))


def _gathered(
    cells: Cells, single: Cells, centres: NDArray[Any]
) -> tuple[NDArray[np.intp], NDArray[Any], NDArray[Any]]:
    """Nearest centres: (R, n) labels, and in the cells' precision (R, K, p) sums and counts."""
    runs, most, items = centres.shape
    labels = np.empty((runs, len(cells.weights)), dtype=np.intp)
    sums, counts = np.zeros((2, runs * most, items), dtype=cells.values.dtype)
    for (part, some), (_, rough) in zip(cells.chunks(), single.chunks(), strict=True):
        member = _nearest(rough, centres)
        if cells is not single:
            labels[:, part] = member.argmax(axis=1)
        heavy = (member * some.weights).reshape(runs * most, -1)
        sums += heavy @ some.values
        counts += heavy.sum(axis=1)[:, None] if some.complete else heavy @ some.answered
    shape = (runs, most, items)
    return labels, sums.reshape(shape), counts.reshape(shape)


def _nearest(cells: Cells, centres: NDArray[Any]) -> NDArray[np.bool_]:
    """(R, K, n) whether a centre is the nearest; the first of equally near ones is."""
    runs, most, items = centres.shape
    distance = squared_distances(cells, centres.reshape(runs * most, items))
    distance = distance.reshape(runs, most, -1)
    member: NDArray[np.bool_] = distance == distance.min(axis=1, keepdims=True)
    if np.count_nonzero(member) > runs * distance.shape[2]:
        member &= np.cumsum(member, axis=1) == 1
    return member
