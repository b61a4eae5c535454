"""Quality of single interviews: cards all on one pile, cards laid too fast, length."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.descriptive.cards import CardTask
from analysis.errors import DataError, some
from analysis.results import Notice, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

LEAST_CARDS = 6  # with fewer cards laid, one pile says nothing
FAST = 2.0  # seconds a card
UNKNOWN = Notice("no_length", "no length is known")


@dataclass(frozen=True, kw_only=True)
class Lengths(Result):
    """How long interviews took.

    Attributes:
        table: one row a group (``all`` first): group, n, median, quarter, three_quarters, longest,
            all in minutes.
    """

    table: pd.DataFrame


def flat_piles(task: CardTask) -> Floats:
    """(n,) 1 where all cards lie on one pile, else 0; NaN with fewer than six cards laid."""
    laid = np.isfinite(task.piles)
    high = np.where(laid, task.piles, -np.inf).max(axis=1, initial=-np.inf)
    low = np.where(laid, task.piles, np.inf).min(axis=1, initial=np.inf)
    flat: Floats = np.where(laid.sum(axis=1) >= LEAST_CARDS, high == low, np.nan)
    return flat


def too_fast(seconds: Floats) -> Floats:
    """(n,) 1 where the median card took under two seconds, else 0; NaN without times.

    Args:
        seconds: (n, cards); NaN is not known.
    """
    known = np.isfinite(seconds).any(axis=1)
    medians = np.full(len(seconds), np.nan)
    medians[known] = np.nanmedian(seconds[known], axis=1)
    return np.where(known, medians < FAST, np.nan)


def lengths(minutes: pd.Series[float], groups: pd.Series[str] | None = None) -> Lengths:
    """Median and quarters of the length, for all and by group (language, interviewer).

    Raises:
        DataError: a length is below zero (names the rows).
    """
    wrong = minutes.index[minutes < 0]
    if len(wrong):
        raise DataError(f"an interview cannot last less than nothing; see row {some(wrong)}")
    parts = [("all", minutes)]
    if groups is not None:
        parts += [(str(name), part) for name, part in minutes.groupby(groups, observed=True)]
    return Lengths(
        n=int(minutes.notna().sum()),
        method="median and quarters",
        warnings=() if minutes.notna().any() else (UNKNOWN,),
        table=pd.DataFrame([_length(name, part.dropna()) for name, part in parts]),
    )


def _length(group: str, minutes: pd.Series[float]) -> dict[str, object]:
    quarters = minutes.quantile([0.25, 0.5, 0.75]).to_numpy()
    return {
        "group": group,
        "n": len(minutes),
        "median": quarters[1],
        "quarter": quarters[0],
        "three_quarters": quarters[2],
        "longest": minutes.max(),
    }
