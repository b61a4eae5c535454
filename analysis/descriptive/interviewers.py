"""Interviewer effects: how far answers depend on who asked.

Intraclass correlation of a one-way random model, from mean squares between (B) and within (W):
ICC = (B − W) / (B + (m − 1) W), m = (N − Σn²/N) / (k − 1); limits from the F distribution (Searle
1971, Linear Models). A value below zero means: no sign of an effect.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, some
from analysis.results import Notice, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

LEVEL = 0.95
FEW = 5  # interviews of one interviewer


@dataclass(frozen=True, kw_only=True)
class InterviewerEffects(Result):
    """How much of the spread of answers lies between interviewers.

    Attributes:
        table: one row an item, strongest first: item, n, interviewers, icc, low, high, p (of no
            effect), p_adjusted (Holm 1979, for the number of items), design_effect
            (1 + (m − 1) ICC, at least 1).
    """

    table: pd.DataFrame


def interviewer_effects(answers: pd.DataFrame, interviewers: pd.Series[str]) -> InterviewerEffects:
    """Intraclass correlation of each item.

    Args:
        answers: (n, k) numbers: scores, or 0 and 1; NaN is missing.
        interviewers: (n,) who asked; missing leaves the row out.

    Raises:
        DataError: fewer than two interviewers.
    """
    who, names = pd.factorize(interviewers)
    if len(names) < 2:
        raise DataError(f"interviewer effects need two interviewers; there is {len(names)}")
    rows = [_effect(name, answers[name].to_numpy(dtype=float), who) for name in answers]
    table = pd.DataFrame(
        rows,
        columns=["item", "n", "interviewers", "icc", "low", "high", "p", "design_effect"],
    )
    table.insert(7, "p_adjusted", _holm(table["p"].to_numpy()))
    table = table.sort_values(["icc", "item"], ascending=[False, True], ignore_index=True)
    return InterviewerEffects(
        n=int((who >= 0).sum()),
        method="intraclass correlation, one-way random effects, F limits",
        settings={"level": LEVEL, "interviewers": len(names)},
        warnings=_warnings(who, names.astype(str), table),
        table=table,
    )


def _effect(
    name: Hashable, values: Floats, who: NDArray[np.intp]
) -> tuple[Hashable, int, int, float, float, float, float, float]:
    from scipy.stats import f

    known = np.isfinite(values) & (who >= 0)
    y, group = values[known], who[known]
    sizes = np.bincount(group)
    sizes_used = sizes[sizes > 0]
    n, k = len(y), len(sizes_used)
    nothing = (name, n, k, np.nan, np.nan, np.nan, np.nan, np.nan)
    if k < 2 or n <= k:
        return nothing
    sums = np.bincount(group, y)[sizes > 0]
    between = float((sums**2 / sizes_used).sum() - n * y.mean() ** 2) / (k - 1)
    within = float((y**2).sum() - (sums**2 / sizes_used).sum()) / (n - k)
    if within <= 1e-12:
        return nothing
    m = float((n - (sizes_used**2).sum() / n) / (k - 1))
    ratio, tail = between / within, (1 - LEVEL) / 2

    def correlation(F: float) -> float:
        return (F - 1) / (F + m - 1)

    low = correlation(ratio / f.ppf(1 - tail, k - 1, n - k))
    high = correlation(ratio / f.ppf(tail, k - 1, n - k))
    icc, p = correlation(ratio), float(f.sf(ratio, k - 1, n - k))
    return (name, n, k, icc, float(low), float(high), p, max(1.0, 1 + (m - 1) * icc))


def _holm(p: Floats) -> Floats:
    """Probabilities corrected step by step for their number; unknown ones stay unknown."""
    adjusted = np.full(len(p), np.nan)
    known = np.flatnonzero(np.isfinite(p))
    order = known[np.argsort(p[known], kind="stable")]
    steps = p[order] * np.arange(len(order), 0, -1)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1)
    return adjusted


def _warnings(
    who: NDArray[np.intp], names: pd.Index[str], table: pd.DataFrame
) -> tuple[Notice, ...]:
    found = []
    few = names[np.bincount(who[who >= 0], minlength=len(names)) < FEW]
    if len(few):
        text = (
            "{number} interviewers held fewer than {few} interviews: their effect is hardly known"
        )
        found.append(Notice("few_interviews", text, {"number": len(few), "few": FEW}))
    unknown = table.loc[table["icc"].isna(), "item"]
    if len(unknown):
        text = "no effect for {items}: too few answers, or no interviewer's answers differ"
        found.append(Notice("no_effect", text, {"items": some(unknown)}))
    return tuple(found)
