"""Ordered answers as small numbers, and the tables of every pair of items."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, refuse_same_names, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

MOST_CATEGORIES = 20  # more are not ordered answers but measurements
BLOCK_ROWS = 20_000


@dataclass(frozen=True)
class CodedItems:
    """Answers of n people to k ordered items.

    Attributes:
        names: of the items.
        answers: (n, k) the numbers as given; NaN is missing.
        places: (n, k) place of each answer among the item's answers in use; −1 is missing.
        categories: how many places there are at most.
    """

    names: tuple[str, ...]
    answers: Floats
    places: NDArray[np.int64]
    categories: int

    @property
    def varied(self) -> NDArray[np.bool_]:
        """(k,) whether people differ on the item."""
        different: NDArray[np.bool_] = self.places.max(axis=0, initial=-1) > 0
        return different

    def rows(self, order: NDArray[np.intp]) -> CodedItems:
        """The same items for some rows, in that order."""
        return CodedItems(self.names, self.answers[order], self.places[order], self.categories)

    def columns(self, keep: NDArray[np.bool_]) -> CodedItems:
        """Some of the items."""
        names = tuple(name for name, kept in zip(self.names, keep, strict=True) if kept)
        return CodedItems(names, self.answers[:, keep], self.places[:, keep], self.categories)

    def shuffled(self, rng: np.random.Generator) -> CodedItems:
        """Each item's answers dealt out anew over the people: nothing goes together."""
        order = np.argsort(rng.random(self.places.shape), axis=0)
        take = np.take_along_axis
        dealt = take(self.answers, order, axis=0), take(self.places, order, axis=0)
        return CodedItems(self.names, *dealt, self.categories)


def coded_items(X: pd.DataFrame) -> CodedItems:
    """Read items; only the order of their numbers counts.

    Raises:
        DataError: two items have one name, or an item holds text, infinite numbers, or too
            many different numbers.
    """
    refuse_same_names(X.columns)
    frame = X.apply(_numbers)
    values = frame.to_numpy(dtype=np.float64)
    places = np.full(values.shape, -1, dtype=np.int64)
    for column in range(values.shape[1]):
        known = np.isfinite(values[:, column])
        used, place = np.unique(values[known, column], return_inverse=True)
        if len(used) > MOST_CATEGORIES:
            raise DataError(
                f"{frame.columns[column]} has {len(used)} different numbers; themes are for "
                f"ordered answers, {MOST_CATEGORIES} at most: put them in classes first"
            )
        places[known, column] = place
    return CodedItems(
        tuple(str(name) for name in frame), values, places, int(places.max(initial=0)) + 1
    )


def pair_tables(items: CodedItems, weights: Floats) -> Floats:
    """Weighted cross tables of all pairs (i < j), for each set of weights.

    Args:
        items: the answers.
        weights: (B, n).

    Returns:
        (B, pairs, categories, categories), pairs in the order of ``numpy.triu_indices``.
    """
    k, c = len(items.names), items.categories
    first, second = np.triu_indices(k, 1)
    tables = np.zeros((len(weights), k * c, k * c))
    for rows, answers in _one_hot(items):
        for place, w in enumerate(weights):
            tables[place] += (answers * w[rows, None]).T @ answers
    shaped = tables.reshape(len(weights), k, c, k, c)
    return shaped[:, first, :, second, :].transpose(1, 0, 2, 3)


def _one_hot(items: CodedItems) -> Iterator[tuple[slice, Floats]]:
    """Blocks of rows with a column for each answer of each item."""
    n, k = items.places.shape
    for begin in range(0, n, BLOCK_ROWS):
        rows = slice(begin, min(begin + BLOCK_ROWS, n))
        answers = items.places[rows, :, None] == np.arange(items.categories)
        yield rows, answers.reshape(-1, k * items.categories).astype(np.float64)


def _numbers(column: pd.Series[float]) -> pd.Series[float]:
    numbers = pd.to_numeric(column, errors="coerce")
    wrong = column.index[numbers.isna() & column.notna()]
    infinite = column.index[np.isinf(numbers.astype("float64"))]
    if len(wrong) or len(infinite):
        rows = some([*wrong, *infinite])
        raise DataError(f"{column.name} must hold numbers in order; not so in row {rows}")
    return numbers.astype("float64")
