"""Order effects: are cards that come early found more, or less, important?

Cards were shown in a random order, so that position and card are independent: what a card gets
beyond its own mean may only depend on position through the asking.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.descriptive.cards import CardTask
from analysis.descriptive.means import (
    INDEPENDENT,
    Resampling,
    weighted_means,
)
from analysis.errors import DataError, some
from analysis.results import Notice, Result
from analysis.weights import checked_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"

NO_ORDER = Notice(
    "no_order", "no effect of order: nobody laid two cards in an order that is known"
)


@dataclass(frozen=True, kw_only=True)
class OrderEffect(Result):
    """How scores depend on position.

    Attributes:
        table: one row a position: position (1 first), n, mean (score minus the card's mean), low,
            high.
        slope: mean change of the score a place later; low, high its limits.
    """

    table: pd.DataFrame
    slope: float
    low: float
    high: float


def order_effect(
    task: CardTask,
    orders: pd.Series[str],
    weights: ArrayLike | None = None,
    *,
    resampling: Resampling = INDEPENDENT,
) -> OrderEffect:
    """Scores by the position in which a card was shown.

    Args:
        task: the card task.
        orders: (n,) names of the cards in the order shown, separated by spaces; missing is
            unknown.
        weights: (n,) row weights, or none.
        resampling: resamples of recruitment, or none.

    Raises:
        DataError: an order names something that is no card.
    """
    positions = _positions(task, orders)
    w = checked_weights(weights, len(positions))
    beyond = task.scores - weighted_means(task.scores, w, resampling).estimate
    by_position = _by_position(beyond, positions)
    means = weighted_means(by_position, w, resampling)
    slope = weighted_means(_slopes(beyond, positions)[:, None], w, resampling)
    return OrderEffect(
        n=int(np.isfinite(positions).any(axis=1).sum()),
        method=f"score beyond the card's mean by position, {means.method}",
        settings={"level": resampling.level},
        warnings=() if np.isfinite(slope.estimate[0]) else (NO_ORDER,),
        table=pd.DataFrame(
            {
                "position": np.arange(1, len(task.cards) + 1),
                "n": means.n,
                "mean": means.estimate,
                "low": means.low,
                "high": means.high,
            }
        ),
        slope=float(slope.estimate[0]),
        low=float(slope.low[0]),
        high=float(slope.high[0]),
    )


def _positions(task: CardTask, orders: pd.Series[str]) -> Floats:
    """(n, cards) place at which each card was shown, 0 first; NaN where it was not."""
    number = {card: place for place, card in enumerate(task.cards)}
    positions = np.full(task.piles.shape, np.nan)
    for row, order in enumerate(orders):
        shown = [] if pd.isna(order) else str(order).split()
        wrong = [card for card in shown if card not in number]
        if wrong:
            raise DataError(f"an order names {some(wrong)}; the cards are {some(task.cards)}")
        positions[row, [number[card] for card in shown]] = np.arange(len(shown))
    return positions


def _by_position(beyond: Floats, positions: Floats) -> Floats:
    """(n, positions) the score of the card that was shown there."""
    found = np.full_like(beyond, np.nan)
    rows, cards = np.nonzero(np.isfinite(positions))
    found[rows, positions[rows, cards].astype(int)] = beyond[rows, cards]
    return found


def _slopes(beyond: Floats, positions: Floats) -> Floats:
    """(n,) least-squares slope within each person; NaN with fewer than two cards."""
    known = np.isfinite(beyond) & np.isfinite(positions)
    count = np.maximum(known.sum(axis=1, keepdims=True), 1)
    x, y = np.where(known, positions, 0.0), np.where(known, beyond, 0.0)
    dx = np.where(known, x - x.sum(axis=1, keepdims=True) / count, 0.0)
    squares = (dx**2).sum(axis=1)
    slopes: Floats = np.divide(
        (dx * y).sum(axis=1), squares, out=np.full(len(x), np.nan), where=squares > 0
    )
    return slopes
