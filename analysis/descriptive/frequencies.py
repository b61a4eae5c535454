"""Frequencies of one question: the share of each answer, and every reason for none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.descriptive.codes import CodedColumn, coded_column
from analysis.descriptive.means import INDEPENDENT, Resampling, weighted_means
from analysis.descriptive.missing import reasons_table
from analysis.results import Notice, Result

if TYPE_CHECKING:
    from analysis.dataset import Dataset


@dataclass(frozen=True, kw_only=True)
class Frequencies(Result):
    """Answers to one question; ``n`` is how many people are in the data.

    Attributes:
        table: one row an answer, in the codebook's order: code, label, n (who gave it), base
            (who answered), share (of the base), low, high. Shares of a question with several
            answers add up to more than one.
        missing: every reason for no answer: item, status, n, share, share_of_asked.
    """

    table: pd.DataFrame
    missing: pd.DataFrame

    @property
    def most_given(self) -> tuple[str, ...]:
        """The codes that anybody gave, most given first; equal ones in the codebook's order."""
        given = self.table[self.table["n"] > 0]
        return tuple(given.sort_values("share", ascending=False, kind="stable")["code"])


def frequencies(
    dataset: Dataset, name: str, *, resampling: Resampling = INDEPENDENT
) -> Frequencies:
    """How often each answer was given.

    Args:
        dataset: the data.
        name: a column with one code a cell, or several where the codebook says so.
        resampling: resamples of recruitment, or none for independent rows.

    Raises:
        DataError: there is no such column, or a weight cannot be used.
    """
    column = coded_column(dataset, name)
    shares = weighted_means(column.chosen, dataset.weights, resampling)
    return Frequencies(
        n=len(dataset),
        method=f"shares of those who answered, percentile interval, {shares.method}",
        settings={"level": resampling.level, "resamples": len(shares.replicates)},
        warnings=unanswered(column),
        table=pd.DataFrame(
            {
                "code": column.codes,
                "label": column.labels,
                "n": np.nansum(column.chosen, axis=0).astype(int),
                "base": int(column.answered.sum()),
                "share": shares.estimate,
                "low": shares.low,
                "high": shares.high,
            }
        ),
        missing=reasons_table(dataset, [name]),
    )


def unanswered(column: CodedColumn) -> tuple[Notice, ...]:
    """Why there are no shares, when nobody answered."""
    if column.answered.any():
        return ()
    text = "nobody answered {items}: no shares"
    return (Notice("nobody_answered", text, {"items": column.variable.name}),)
