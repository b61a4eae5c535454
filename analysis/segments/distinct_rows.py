"""The different answer rows, in an order that neither names nor the file decide.

Chance enters after this: the same seed gives the same classes for the same people, in whatever
order they stand and whatever their answers are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.row_colours import mixed, row_colours

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True)
class DistinctRows:
    """Rows that differ, each with the weight of all that are like it.

    Attributes:
        codes: (m, p) answers, -1 missing.
        weights: (m,) summed weights.
        place: (n,) where in these each row of the data is.
    """

    codes: NDArray[np.int16]
    weights: NDArray[np.float64]
    place: NDArray[np.intp]

    @classmethod
    def of(
        cls, codes: NDArray[np.int16], sizes: Sequence[int], weights: NDArray[np.float64]
    ) -> DistinctRows:
        """From (n, p) answers and (n,) weights."""
        _, first, place = np.unique(_hashes(codes), return_index=True, return_inverse=True)
        codes, total = codes[first], np.asarray(np.bincount(place, weights), dtype=np.float64)
        order = np.argsort(row_colours(codes, sizes, total), kind="stable")
        rank = np.empty_like(order)
        rank[order] = np.arange(len(order))
        return cls(codes[order], total[order], rank[place])


def _hashes(codes: NDArray[np.int16]) -> NDArray[np.uint64]:
    """(n,) one number for each row of answers; 64 bits, so that different rows differ."""
    total = np.zeros(len(codes), dtype=np.uint64)
    for j, column in enumerate(codes.T):
        table = mixed(np.arange(int(column.max(initial=-1)) + 2, dtype=np.uint64) + (j << 16))
        total = mixed(total ^ table[column + 1])
    return total
