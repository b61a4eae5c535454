"""The answer that is estimated: a category or a number for each person, in tree order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import DataError, some
from analysis.recruitment.sample import Sample

MOST_CATEGORIES = 1_000
UNKNOWN = -1


@dataclass(frozen=True)
class Outcome:
    """An outcome of n people in tree order.

    Categories are numbered as they first appear in tree order, so that their names have no part
    in any computation or draw; tables are sorted by name.

    Attributes:
        name: the column.
        codes: (n,) number of the category, -1 when unknown; for numbers 0 when known.
        categories: (g,) the names by code; empty for numbers.
        numbers: (n,) the numbers, NaN when unknown; None for categories.
    """

    name: str
    codes: NDArray[np.intp]
    categories: tuple[str, ...]
    numbers: NDArray[np.float64] | None = None

    @property
    def known(self) -> NDArray[np.bool_]:
        """(n,) who gave an answer."""
        return np.asarray(self.codes != UNKNOWN)

    @property
    def labels(self) -> tuple[str, ...]:
        """What is estimated: the categories by code, or ``mean``."""
        return self.categories if self.numbers is None else ("mean",)

    @property
    def by_name(self) -> NDArray[np.intp]:
        """The codes in the order of their names."""
        return np.argsort(np.array(self.labels), kind="stable")


def categorical(sample: Sample, values: pd.Series[Any]) -> Outcome:
    """Categories from values row by row; missing or empty is unknown.

    Raises:
        DataError: when no answer is known, or there are very many different ones.
    """
    given = values.astype("object").where(values.notna(), "").map(_without_point)
    text = sample.in_tree_order(given.astype(str))
    codes, names = pd.factorize(pd.Series(text).mask(text == ""))
    if not len(names):
        raise DataError(f"nobody has an answer in {values.name!r}")
    if len(names) > MOST_CATEGORIES:
        raise DataError(
            f"{values.name!r} has {len(names)} different answers, and shares are of "
            f"{MOST_CATEGORIES} at most; is it an id, or a number to take the mean of?"
        )
    return Outcome(str(values.name), codes.astype(np.intp), tuple(str(name) for name in names))


def _without_point(value: object) -> object:
    """A whole number has no point: 1, never 1.0."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


def numeric(sample: Sample, values: pd.Series[Any]) -> Outcome:
    """Numbers from values row by row; missing or empty is unknown.

    Raises:
        DataError: text that is no number, an infinite number, or no answer at all.
    """
    given = values.astype("object").where(values.notna(), "").astype(str)
    numbers = pd.to_numeric(given.mask(given == ""), errors="coerce").to_numpy(dtype=float)
    wrong = (np.isnan(numbers) & (given != "").to_numpy()) | np.isinf(numbers)
    if wrong.any():
        raise DataError(
            f"not a number in {values.name!r}: {some(given[wrong].unique())} "
            f"(data rows {some(np.flatnonzero(wrong) + 1)}); "
            "leave a missing number empty, or treat the outcome as categories"
        )
    placed = sample.in_tree_order(pd.Series(numbers, name=values.name))
    if np.isnan(placed).all():
        raise DataError(f"nobody has an answer in {values.name!r}")
    codes = np.where(np.isnan(placed), UNKNOWN, 0).astype(np.intp)
    return Outcome(str(values.name), codes, (), placed)
