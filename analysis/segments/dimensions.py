"""Along which lines people differ, when they do not fall into groups."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.cells import Cells

SHOWN = 3  # items at each end


@dataclass(frozen=True, slots=True)
class Dimension:
    """One line from the items at one end to those at the other.

    Attributes:
        share: of the variance of the centred scores.
        high: items at one end, strongest first.
        low: items at the other end, strongest first.
    """

    share: float
    high: tuple[str, ...]
    low: tuple[str, ...]


def main_dimensions(cells: Cells, items: Sequence[str], count: int = 2) -> tuple[Dimension, ...]:
    """The first principal components of centred scores, over pairs of answered cells.

    Args:
        cells: centred scores.
        items: (p,) their names.
        count: how many dimensions.
    """
    heavy = cells.weights[:, None]
    pairs = (heavy * cells.answered).T @ cells.answered
    product = (heavy * cells.values).T @ cells.values
    covariance = product / np.maximum(pairs, np.finfo(float).tiny)
    values, vectors = np.linalg.eigh(covariance)
    total = max(float(np.trace(covariance)), np.finfo(float).tiny)
    first = list(range(len(items) - 1, max(len(items) - 1 - count, -1), -1))
    return tuple(_dimension(values[j] / total, vectors[:, j], items) for j in first)


def _dimension(share: float, loadings: NDArray[np.float64], items: Sequence[str]) -> Dimension:
    """Turned so that the strongest item stands at the high end: its sign means nothing."""
    loadings = loadings * np.sign(loadings[np.abs(loadings).argmax()])
    order = np.argsort(-loadings, kind="stable")
    high = tuple(items[j] for j in order[:SHOWN] if loadings[j] > 0)
    low = tuple(items[j] for j in order[::-1][:SHOWN] if loadings[j] < 0)
    return Dimension(float(share), high, low)
