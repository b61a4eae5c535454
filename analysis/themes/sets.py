"""Checked answers in the order of their content, and the sets that chance makes of them.

Rows are sorted before chance enters, so that a seed gives the same sets whatever the order of the
rows in the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError, some
from analysis.themes.coded import CodedItems, coded_items
from analysis.weights import checked_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"

SAMPLE_ROWS = 5_000  # rows that chance works on; the correlations themselves use all
MOST_PAIRS = 600_000  # pairs times sets: with very many items there are fewer sets
FEWEST_SETS = 20
AT_ONCE = 10  # sets between two reports of progress


@dataclass(frozen=True)
class Sets:
    """Sets of answers with (b, n) weights, some at a time; ``total`` of them."""

    each: Iterator[tuple[CodedItems, Floats]]
    total: int


@dataclass(frozen=True)
class Sorted:
    """Answers in the order of their content.

    Attributes:
        items: those on which people differ.
        weights: (n,) largest 1.
        given: (B, n) resamples from outside, or none.
        left_out: items on which nobody differs.
    """

    items: CodedItems
    weights: Floats
    given: Floats | None
    left_out: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.weights)

    def nulls(self, wanted: int, seed: int) -> Sets:
        """The items dealt out anew over the people."""
        rng = np.random.default_rng([seed, 1])
        items, weights = self._sample(rng)
        total = self._number(wanted)
        return Sets(((items.shuffled(rng), weights[None]) for _ in range(total)), total)

    def resamples(self, wanted: int, seed: int) -> Sets:
        """Resamples of the people: those given, else independent rows."""
        if self.given is not None:
            parts = [self.given[s : s + AT_ONCE] for s in range(0, len(self.given), AT_ONCE)]
            return Sets(((self.items, part * self.weights) for part in parts), len(self.given))
        rng = np.random.default_rng([seed, 2])
        items, weights = self._sample(rng)
        total = self._number(wanted)
        sizes = [min(AT_ONCE, total - begin) for begin in range(0, total, AT_ONCE)]
        n = len(weights)
        even = np.full(n, 1 / n)
        return Sets(
            ((items, rng.multinomial(n, even, size=size) * weights) for size in sizes), total
        )

    def _sample(self, rng: np.random.Generator) -> tuple[CodedItems, Floats]:
        n = len(self)
        if n <= SAMPLE_ROWS:
            return self.items, self.weights
        rows = np.sort(rng.choice(n, SAMPLE_ROWS, replace=False))
        return self.items.rows(rows), self.weights[rows]

    def _number(self, wanted: int) -> int:
        k = len(self.items.names)
        return int(np.clip(2 * MOST_PAIRS // (k * (k - 1)), min(FEWEST_SETS, wanted), wanted))


def sorted_answers(
    X: pd.DataFrame, sample_weight: ArrayLike | None, resamples: ArrayLike | None
) -> Sorted:
    """Check the input and sort its rows.

    Raises:
        DataError: too few rows or items, text, a wrong weight.
        SettingError: the resamples do not fit the rows.
    """
    if X.shape[1] < 2:
        raise DataError(f"themes need at least two items; there is {some(X.columns) or 'none'}")
    weights = checked_weights(sample_weight, len(X))
    given = _given(resamples, len(X))
    items = coded_items(X)
    answered = int(((items.places >= 0).any(axis=1) & (weights > 0)).sum())
    if answered < 3:
        raise DataError(f"themes need at least three people who answered; there are {answered}")
    varied = items.varied
    left_out = tuple(name for name, kept in zip(items.names, varied, strict=True) if not kept)
    if varied.sum() < 2:
        raise DataError(
            f"nobody differs on {some(left_out)}; themes need two items on which people differ"
        )
    order = np.lexsort([weights, *items.places.T[::-1]])
    kept = items.columns(varied).rows(order)
    return Sorted(kept, weights[order], None if given is None else given[:, order], left_out)


def _given(resamples: ArrayLike | None, n: int) -> Floats | None:
    if resamples is None:
        return None
    given = np.asarray(resamples, dtype=np.float64)
    if given.ndim != 2 or given.shape[1] != n or len(given) == 0:
        raise SettingError(
            f"the resamples have shape {given.shape}; they need one column for each of {n} rows"
        )
    return given
