"""Answers packed for the EM algorithm: a row is a few patterns, a pattern a few answers.

Items are taken together in bundles; each bundle has the joint answers that occur. Scores and
counts then go through two sparse products, the wide one over answers (small) and the long one over
rows (short): with 24 items of 5 categories in bundles of 3, 8 numbers a row instead of 120.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CHUNK = 16_384  # rows at a time, so that responsibilities stay in the cache
MOST_PATTERNS = 1_024  # in one bundle


@dataclass(frozen=True)
class Patterns:
    """Rows by patterns, patterns by answers.

    Attributes:
        rows: sparse (rows of a chunk, patterns) for each chunk of rows.
        answers: sparse (patterns, C) with C all categories of all items; missing counts nowhere.
        weights: (n,).
        sizes: (p,) categories of each item.
    """

    rows: tuple[Any, ...]
    answers: Any
    weights: NDArray[np.float64]
    sizes: NDArray[np.intp]

    @classmethod
    def of(
        cls, codes: NDArray[np.int16], sizes: Sequence[int], weights: NDArray[np.float64]
    ) -> Patterns:
        """Pack (n, p) codes, -1 missing."""
        from scipy.sparse import csr_array

        starts = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.intp)
        columns, members, offset = [], [], 0
        for bundle in _bundles(sizes, len(codes)):
            pattern, member = _joint(codes, bundle, sizes)
            columns.append(pattern + offset)
            members.append(np.where(member >= 0, member + starts[bundle], -1))
            offset += len(member)
        indices = np.column_stack(columns).astype(np.int32)
        answers = _one_hot(members, int(sum(sizes)))
        ones, chunks = np.ones(CHUNK * indices.shape[1]), []
        for start in range(0, len(codes), CHUNK):
            part = indices[start : start + CHUNK]
            pointer = np.arange(0, part.size + 1, part.shape[1], dtype=np.int32)
            triple = ones[: part.size], part.ravel(), pointer
            chunks.append(csr_array(triple, shape=(len(part), offset), copy=False))
        return cls(tuple(chunks), answers, weights, np.asarray(sizes, dtype=np.intp))

    @property
    def starts(self) -> NDArray[np.intp]:
        """(p,) where in C each item begins."""
        return np.concatenate([[0], np.cumsum(self.sizes)[:-1]]).astype(np.intp)

    def chunks(self) -> Iterator[tuple[Any, NDArray[np.float64]]]:
        """Sparse (rows, patterns) and weights of some rows at a time."""
        start = 0
        for rows in self.rows:
            yield rows, self.weights[start : start + rows.shape[0]]
            start += rows.shape[0]


def _bundles(sizes: Sequence[int], n: int) -> list[list[int]]:
    """Neighbouring items together while their joint answers stay few beside the rows."""
    most = min(MOST_PATTERNS, max(n // 8, 1))
    bundles: list[list[int]] = []
    width = 0
    for item, size in enumerate(sizes):
        if bundles and width * (size + 1) <= most:
            bundles[-1].append(item)
            width *= size + 1
        else:
            bundles.append([item])
            width = size + 1
    return bundles


def _joint(
    codes: NDArray[np.int16], bundle: list[int], sizes: Sequence[int]
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """(n,) pattern of each row, and (patterns, items) codes of each pattern that occurs."""
    dims = tuple(sizes[item] + 1 for item in bundle)
    flat = np.ravel_multi_index(tuple(codes[:, item] + 1 for item in bundle), dims)
    occurs = np.bincount(flat, minlength=int(np.prod(dims))) > 0
    place = np.cumsum(occurs) - 1
    member = np.column_stack(np.unravel_index(np.flatnonzero(occurs), dims)) - 1
    return place[flat], member


def _one_hot(members: list[NDArray[np.intp]], width: int) -> Any:
    """Sparse (patterns, C): the answers that each pattern holds."""
    from scipy.sparse import csr_array

    lengths = np.concatenate([(member >= 0).sum(axis=1) for member in members])
    indices = np.concatenate([member[member >= 0] for member in members])
    pointer = np.concatenate([[0], np.cumsum(lengths)])
    shape = (len(lengths), width)
    return csr_array((np.ones(len(indices)), indices, pointer), shape=shape)
