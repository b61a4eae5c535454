"""Two questions at once: who gave both answers, of those who answered both."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.descriptive.codes import CodedColumn, coded_column
from analysis.descriptive.means import INDEPENDENT, Means, Resampling, weighted_means
from analysis.errors import some
from analysis.results import Notice, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.dataset import Dataset

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, kw_only=True)
class Crosstab(Result):
    """A table of two questions; ``n`` is who answered both.

    Attributes:
        table: one row a cell: row, row_label, column, column_label, n (who gave both), row_n (who
            gave the row's answer and answered the other), row_share (n of row_n), low, high,
            share (of everybody who answered both), share_low, share_high. Counts are of people;
            shares are weighted where there are weights.
    """

    table: pd.DataFrame

    def counts(self) -> pd.DataFrame:
        """People in each cell, as a square table."""
        return self._square("n")

    def row_shares(self) -> pd.DataFrame:
        """Shares within each row, as a square table."""
        return self._square("row_share")

    def _square(self, value: str) -> pd.DataFrame:
        square = self.table.pivot_table(
            value, "row", "column", sort=False, dropna=False, aggfunc="first"
        )
        return square.reindex(
            index=self.table["row"].unique(), columns=self.table["column"].unique()
        )


def crosstab(
    dataset: Dataset, rows: str, columns: str, *, resampling: Resampling = INDEPENDENT
) -> Crosstab:
    """Cross two questions; either may have several answers.

    Args:
        dataset: the data.
        rows, columns: names of two columns.
        resampling: resamples of recruitment, or none.

    Raises:
        DataError: there is no such column, or a weight cannot be used.
    """
    first, second = coded_column(dataset, rows), coded_column(dataset, columns)
    known = first.answered & second.answered
    across = first.chosen[:, :, None] * second.chosen[:, None, :]
    across[~known] = np.nan
    n, r, c = across.shape
    within = np.where(first.chosen[:, :, None] == 1, across, np.nan)
    overall = weighted_means(across.reshape(n, r * c), dataset.weights, resampling)
    by_row = weighted_means(within.reshape(n, r * c), dataset.weights, resampling)
    return Crosstab(
        n=int(known.sum()),
        method=f"shares within rows and of all, percentile interval, {overall.method}",
        settings={"rows": rows, "columns": columns, "level": resampling.level},
        warnings=_warnings(first, known, rows, columns),
        table=pd.DataFrame(
            {
                "row": np.repeat(first.codes, c),
                "row_label": np.repeat(first.labels, c),
                "column": np.tile(second.codes, r),
                "column_label": np.tile(second.labels, r),
                "n": np.nansum(across, axis=0).astype(int).ravel(),
                **_shares("row_", by_row),
                **_overall(overall),
            }
        ),
    )


def _warnings(
    first: CodedColumn, known: NDArray[np.bool_], rows: str, columns: str
) -> tuple[Notice, ...]:
    """Why some or all shares are not there."""
    if not known.any():
        text = "nobody answered both {rows} and {columns}: no shares"
        return (Notice("nobody_answered", text, {"rows": rows, "columns": columns}),)
    empty = ~(first.chosen[known] == 1).any(axis=0)
    if not empty.any():
        return ()
    names = some(np.array(first.labels, dtype=object)[empty])
    text = "no shares within {rows} {names}: nobody answered that"
    return (Notice("empty_rows", text, {"rows": rows, "names": names}),)


def _shares(prefix: str, means: Means) -> dict[str, Floats]:
    return {
        f"{prefix}n": means.n.astype(np.float64),
        f"{prefix}share": means.estimate,
        "low": means.low,
        "high": means.high,
    }


def _overall(means: Means) -> dict[str, Floats]:
    return {"share": means.estimate, "share_low": means.low, "share_high": means.high}
