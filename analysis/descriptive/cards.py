"""A card task as numbers: the pile of each card, whether it was picked, its score."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.dataset import Dataset

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class CardTask:
    """What everybody did with a set of cards.

    Attributes:
        cards: names of the cards.
        piles: (n, cards) place of the pile from low (0) to high; NaN where it was not laid.
        picked: (n, cards) 1 where the card is among the picks, else 0; NaN where it was not laid.
        codes: the piles, from low to high.
    """

    cards: tuple[str, ...]
    piles: Floats
    picked: Floats
    codes: tuple[str, ...]

    @property
    def scores(self) -> Floats:
        """(n, cards) pile + 1 if picked."""
        scores: Floats = self.piles + self.picked
        return scores


def card_task(dataset: Dataset, cards: Sequence[str], picks: Sequence[str] = ()) -> CardTask:
    """Read a card task from its columns.

    Piles are put in the order of the codebook's categories; without a codebook they must be
    numbers.

    Args:
        dataset: with one column for each card and each pick.
        cards: columns that hold a pile.
        picks: columns that hold the name of a card.

    Raises:
        DataError: a column is not there, or holds what is no pile or no card.
    """
    known = dataset.frame.columns
    unknown = [name for name in (*cards, *picks) if name not in known]
    if unknown:
        raise DataError(f"there are no columns {some(unknown)}; there are {some(known)}")
    codes = _pile_codes(dataset, cards)
    piles = np.column_stack([_piles(dataset.frame[card], codes) for card in cards])
    picked = _picked(dataset.frame[list(picks)], tuple(cards))
    return CardTask(tuple(cards), piles, np.where(np.isnan(piles), np.nan, picked), codes)


def block_means(scores: Floats) -> Floats:
    """(n,) mean of a person's answered scores; NaN where there are none."""
    known = np.isfinite(scores)
    sums, counts = np.where(known, scores, 0.0).sum(axis=1), known.sum(axis=1)
    means: Floats = np.divide(sums, counts, out=np.full(len(scores), np.nan), where=counts > 0)
    return means


def centred(scores: Floats) -> Floats:
    """(n, cards) scores minus the person's own mean: what stands out for this person."""
    differences: Floats = scores - block_means(scores)[:, None]
    return differences


def _pile_codes(dataset: Dataset, cards: Sequence[str]) -> tuple[str, ...]:
    if not cards:
        raise DataError("a card task needs at least one card")
    declared = dataset.variable(cards[0]).codes
    if declared:
        return tuple(declared)
    given = {value for card in cards for value in _places(dataset.frame[card])[0]}
    try:
        numbers = sorted(float(value) for value in given)
    except ValueError:
        words = [value for value in given if not _is_number(value)]
        raise DataError(
            f"{some(words)} is no pile: give the order of the piles in the codebook, or numbers"
        ) from None
    return tuple(f"{number:g}" for number in numbers)


def _piles(column: pd.Series[Any], codes: tuple[str, ...]) -> Floats:
    """Each value's place in the order of the piles."""
    values, places = _places(column)
    rank = {code: float(place) for place, code in enumerate(codes)}
    names = [_text(value) for value in values]
    wrong = [name for name in names if name not in rank]
    if wrong:
        raise DataError(f"{column.name} holds {some(wrong)}; the piles are {some(codes)}")
    ranks = np.array([*(rank[name] for name in names), np.nan])
    piles: Floats = ranks[places]
    return piles


def _picked(picks: pd.DataFrame, cards: tuple[str, ...]) -> Floats:
    picked = np.zeros((len(picks), len(cards)))
    for name in picks.columns:
        values, places = _places(picks[name])
        wrong = [value for value in values if value not in cards]
        if wrong:
            raise DataError(f"{name} holds {some(wrong)}; the cards are {some(cards)}")
        cards_of = np.array([*(cards.index(value) for value in values), -1], dtype=np.intp)
        chosen = cards_of[places]
        rows = np.flatnonzero(chosen >= 0)
        picked[rows, chosen[rows]] = 1.0
    return picked


def _places(column: pd.Series[Any]) -> tuple[list[Any], NDArray[np.intp]]:
    """The distinct values, and for each row which one it is; −1 (the last) is missing."""
    codes, values = pd.factorize(column)
    return list(values), codes


def _text(value: object) -> str:
    return f"{value:g}" if isinstance(value, int | float | np.number) else str(value)


def _is_number(value: object) -> bool:
    try:
        float(str(value))
    except ValueError:
        return False
    return True
