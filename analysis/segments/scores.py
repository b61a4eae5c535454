"""Importance of a card: its pile, and one more when it is among the three picked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from analysis.errors import DataError, some

if TYPE_CHECKING:
    from analysis.dataset import Dataset


def item_scores(dataset: Dataset, cards: Sequence[str], picks: Sequence[str]) -> pd.DataFrame:
    """Scores s = pile + 1 if the card is picked, from 0 to 3 with piles 0, 1, 2.

    Args:
        dataset: holds the columns named below.
        cards: columns with the pile of each card; missing stays missing.
        picks: columns whose value is the name of a picked card (``motief_top1`` …).

    Returns:
        (n, cards) floats, NaN where the card was not laid.

    Raises:
        DataError: a column is not there, or a pile is not a number.
    """
    frame = dataset.frame
    unknown = [name for name in (*cards, *picks) if name not in frame.columns]
    if unknown:
        raise DataError(f"there are no columns {some(unknown)}; there are {some(frame.columns)}")
    return pd.DataFrame(
        {card: _pile(frame, card) + _picked(frame, picks, card) for card in cards},
        index=frame.index,
    )


def _pile(frame: pd.DataFrame, card: str) -> pd.Series[float]:
    piles = pd.to_numeric(frame[card], errors="coerce").astype("float64")
    wrong = frame.index[piles.isna() & frame[card].notna()]
    if len(wrong):
        raise DataError(f"{card} must hold the numbers of piles; not so in row {some(wrong)}")
    return piles


def _picked(frame: pd.DataFrame, picks: Sequence[str], card: str) -> pd.Series[float]:
    names = frame[list(picks)].to_numpy(dtype=object)
    return pd.Series((names == card).any(axis=1), index=frame.index, dtype="float64")
