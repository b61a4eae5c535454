"""What is special about each row, whatever its answers are called and wherever it stands.

Sorted by these numbers, rows meet chance in the same order in every copy of a file.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROUNDS = 3  # of refining; beyond this what is alike is alike in every way that matters
PART = np.uint64(0x1FFFFF)  # a hash is summed in parts of 21 bits, each exact in a float
SHIFTS = tuple(np.uint64(bits) for bits in (0, 21, 42))


def row_colours(
    codes: NDArray[np.signedinteger[Any]], sizes: Sequence[int], weights: NDArray[np.float64]
) -> NDArray[np.uint64]:
    """(n,) a number for each row that says what is special about it.

    Rows are told apart by how their answers are shared with others (colour refinement, Weisfeiler
    & Leman 1968), not by what the answers are called or where the row stands. Equal rows with
    equal weights have equal numbers.
    """
    own = mixed(np.round(weights * 1e6).astype(np.uint64))
    colours = own
    of_category = [np.zeros(size + 1, dtype=np.uint64) for size in sizes]
    for _ in range(ROUNDS):
        total = own.copy()
        for j, size in enumerate(sizes):
            sums = _sums(codes[:, j] + 1, colours, size + 1)
            of_category[j] = mixed(of_category[j] + sums)
            of_category[j][0] = 0  # a missing answer is shared by nobody
            total += of_category[j][codes[:, j] + 1]
        colours = mixed(total)
    return colours


def _sums(
    groups: NDArray[np.signedinteger[Any]], values: NDArray[np.uint64], size: int
) -> NDArray[np.uint64]:
    """(size,) sums of hashes by group, the same in every order of the rows."""
    total = np.zeros(size, dtype=np.uint64)
    for shift in SHIFTS:
        part = ((values >> shift) & PART).astype(np.float64)
        total += np.bincount(groups, part, minlength=size).astype(np.uint64) << shift
    return total


def mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The finaliser of splitmix64 (Steele, Lea & Flood 2014): every bit depends on every bit."""
    values = values + np.uint64(0x9E3779B97F4A7C15)
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))
