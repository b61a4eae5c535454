"""Willingness to pay: the share of people who accept at least each step of a price ladder."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.descriptive.codes import coded_column
from analysis.descriptive.frequencies import unanswered
from analysis.descriptive.means import INDEPENDENT, Resampling, weighted_means
from analysis.descriptive.missing import reasons_table
from analysis.errors import DataError, some
from analysis.results import Result

if TYPE_CHECKING:
    from analysis.dataset import Dataset


@dataclass(frozen=True, kw_only=True)
class PriceCurve(Result):
    """Who would pay how much.

    Attributes:
        table: one row a step, cheapest first: code, label, n (who accept at least this step),
            base, share, low, high; the first share is one.
        missing: every reason for no answer.
    """

    table: pd.DataFrame
    missing: pd.DataFrame


def price_curve(
    dataset: Dataset, name: str, *, resampling: Resampling = INDEPENDENT
) -> PriceCurve:
    """The share that accepts at least each step.

    Args:
        dataset: the data; the codebook gives the steps from cheap to dear.
        name: the column of the price question.
        resampling: resamples of recruitment, or none.

    Raises:
        DataError: there is no such column, the codebook does not order its steps, or a weight
            cannot be used.
    """
    column = coded_column(dataset, name)
    if column.codes != column.variable.codes:
        unordered = [code for code in column.codes if code not in column.variable.codes]
        raise DataError(f"the codebook of {name} gives no place to {some(unordered)}")
    accepted = np.cumsum(column.chosen[:, ::-1], axis=1)[:, ::-1]
    shares = weighted_means(accepted, dataset.weights, resampling)
    return PriceCurve(
        n=len(dataset),
        method=f"share accepting at least each step, percentile interval, {shares.method}",
        settings={"level": resampling.level, "resamples": len(shares.replicates)},
        warnings=unanswered(column),
        table=pd.DataFrame(
            {
                "code": column.codes,
                "label": column.labels,
                "n": np.nansum(accepted, axis=0).astype(int),
                "base": int(column.answered.sum()),
                "share": shares.estimate,
                "low": shares.low,
                "high": shares.high,
            }
        ),
        missing=reasons_table(dataset, [name]),
    )
