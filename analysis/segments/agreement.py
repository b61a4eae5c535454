"""How far two ways of dividing the same people agree, as a number and in words."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from analysis.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOTH_AGREE = 0.80
MOSTLY = 0.60


@dataclass(frozen=True, slots=True)
class Agreement:
    """An adjusted Rand index: 1 the same division, 0 what chance gives, below 0 less than that."""

    value: float

    @property
    def level(self) -> str:
        """``agree``, ``mostly`` or ``depends``."""
        if self.value >= BOTH_AGREE:
            return "agree"
        return "mostly" if self.value >= MOSTLY else "depends"

    @property
    def words(self) -> str:
        """What it means for somebody who wants to use the segments."""
        return WORDS[self.level]


WORDS = {
    "agree": "both methods agree",
    "mostly": "both methods mostly agree",
    "depends": "it depends on the method: do not target on it",
}


def adjusted_rand(
    one: Sequence[Hashable] | NDArray[Any], other: Sequence[Hashable] | NDArray[Any]
) -> float:
    """Adjusted Rand index (Hubert & Arabie 1985) of two labellings of the same rows.

    Two labellings that both put everyone together, or both everyone apart, agree: 1.

    Raises:
        DataError: the labellings differ in length, or are empty.
    """
    if len(one) != len(other) or not len(one):
        raise DataError(f"cannot compare {len(one)} labels with {len(other)}; give one a row")
    together = _pairs(_crossed(one, other))
    rows, columns = _pairs(_crossed(one, one)), _pairs(_crossed(other, other))
    expected = rows * columns / max(len(one) * (len(one) - 1) / 2, 1.0)
    most = (rows + columns) / 2
    return 1.0 if most == expected else float((together - expected) / (most - expected))


def _crossed(one: Any, other: Any) -> NDArray[np.int64]:
    """Counts of each pair of labels."""
    first = np.unique(np.asarray(one), return_inverse=True)[1].astype(np.int64)
    second = np.unique(np.asarray(other), return_inverse=True)[1].astype(np.int64)
    return np.bincount(first * (second.max() + 1) + second)


def _pairs(counts: NDArray[np.int64]) -> float:
    """How many pairs of rows share a cell."""
    return float((counts * (counts - 1) / 2).sum())
