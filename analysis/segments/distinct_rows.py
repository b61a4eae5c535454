"""The different answer rows, in an order that neither names nor the file decide.

Chance enters after this: the same seed gives the same classes for the same people, in whatever
order they stand and whatever their answers are called.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 3  # of refining; beyond this what is alike is alike in every way that matters
PART = np.uint64(0x1FFFFF)  # a hash is summed in parts of 21 bits, each exact in a float
SHIFTS = tuple(np.uint64(bits) for bits in (0, 21, 42))


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
        table = _mixed(np.arange(int(column.max(initial=-1)) + 2, dtype=np.uint64) + (j << 16))
        total = _mixed(total ^ table[column + 1])
    return total


def row_colours(
    codes: NDArray[np.int16], sizes: Sequence[int], weights: NDArray[np.float64]
) -> NDArray[np.uint64]:
    """(n,) a number for each row that says what is special about it.

    Rows are told apart by how their answers are shared with others (colour refinement, Weisfeiler
    & Leman 1968), not by what the answers are called or where the row stands. Equal rows with
    equal weights have equal numbers.
    """
    own = _mixed(np.round(weights * 1e6).astype(np.uint64))
    colours = own
    of_category = [np.zeros(size + 1, dtype=np.uint64) for size in sizes]
    for _ in range(ROUNDS):
        total = own.copy()
        for j, size in enumerate(sizes):
            sums = _sums(codes[:, j] + 1, colours, size + 1)
            of_category[j] = _mixed(of_category[j] + sums)
            of_category[j][0] = 0  # a missing answer is shared by nobody
            total += of_category[j][codes[:, j] + 1]
        colours = _mixed(total)
    return colours


def _sums(groups: NDArray[np.int16], values: NDArray[np.uint64], size: int) -> NDArray[np.uint64]:
    """(size,) sums of hashes by group, the same in every order of the rows."""
    total = np.zeros(size, dtype=np.uint64)
    for shift in SHIFTS:
        part = ((values >> shift) & PART).astype(np.float64)
        total += np.bincount(groups, part, minlength=size).astype(np.uint64) << shift
    return total


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea & Flood 2014): every bit depends on every bit."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
