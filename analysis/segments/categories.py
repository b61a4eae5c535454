"""Categorical answers as small whole numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, refuse_same_names

if TYPE_CHECKING:
    from numpy.typing import NDArray


MOST_CATEGORIES = 1_000


@dataclass(frozen=True)
class Categories:
    """What everybody answered.

    Attributes:
        items: names of the items.
        codes: (n, p) place of the answer among the item's categories, -1 where there is none.
        labels: per item its categories, as text; numbers in order of size, texts by alphabet.
    """

    items: tuple[str, ...]
    codes: NDArray[np.int16]
    labels: tuple[tuple[str, ...], ...]

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of categories of each item."""
        return tuple(len(labels) for labels in self.labels)

    def some(self, items: Sequence[int]) -> Categories:
        """Some of the items, by number."""
        names = tuple(self.items[j] for j in items)
        return Categories(names, self.codes[:, list(items)], tuple(self.labels[j] for j in items))

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Categories:
        """From a frame of numbers or texts; NaN and None are missing, 1.0 is called 1.

        Raises:
            DataError: there are no rows or no columns, or an item has very many answers.
        """
        if not frame.size:
            raise DataError(f"answers must have rows and columns; these have shape {frame.shape}")
        columns = [_coded(frame.iloc[:, j]) for j in range(frame.shape[1])]
        return cls.from_columns(
            [str(name) for name in frame.columns],
            [codes for codes, _ in columns],
            [labels for _, labels in columns],
        )

    @classmethod
    def from_columns(
        cls,
        items: Sequence[str],
        codes: Sequence[NDArray[np.integer[Any]]],
        labels: Sequence[Sequence[str]],
    ) -> Categories:
        """From codes with their labels in any order; labels that nobody uses fall away."""
        refuse_same_names(items)
        for name, own in zip(items, labels, strict=True):
            if len(own) > MOST_CATEGORIES:
                raise DataError(
                    f"item {name} has {len(own)} different answers; an item of latent classes has "
                    f"at most {MOST_CATEGORIES}. Is it an id or a number? Leave it out or group it"
                )
        sorted_columns = [_sorted(c, own) for c, own in zip(codes, labels, strict=True)]
        return cls(
            tuple(items),
            np.column_stack([column for column, _ in sorted_columns]),
            tuple(own for _, own in sorted_columns),
        )


def _coded(column: pd.Series[Any]) -> tuple[NDArray[np.integer[Any]], list[str]]:
    codes, values = pd.factorize(column)
    if len(values) <= MOST_CATEGORIES:  # else they are refused
        codes = codes.astype(np.int16)
    return codes, [_as_text(value) for value in values]


def _as_text(value: object) -> str:
    """A whole number has no point: 1, never 1.0."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _sorted(
    codes: NDArray[np.integer[Any]], labels: Sequence[str]
) -> tuple[NDArray[np.int16], tuple[str, ...]]:
    used = np.bincount(codes[codes >= 0], minlength=len(labels)) > 0
    order = sorted(np.flatnonzero(used).tolist(), key=lambda code: _by_size(labels, code))
    place = np.full(len(labels) + 1, -1, dtype=np.int16)
    place[order] = np.arange(len(order))
    return place[codes], tuple(labels[code] for code in order)


def _by_size(labels: Sequence[str], code: int) -> tuple[int, float, str]:
    try:
        size = float(labels[code])
    except ValueError:
        size = math.nan
    return (0, size, labels[code]) if math.isfinite(size) else (1, 0.0, labels[code])
