"""Missing answers, each with its reason; never counted as low, never left out in silence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pandas as pd

from analysis.dataset import ANSWERED, REASONS
from analysis.errors import DataError, some
from analysis.results import Result

if TYPE_CHECKING:
    from analysis.dataset import Dataset

NOT_ASKED = ("nvt_route", "geen_toestemming", "afgebroken")  # the person was never asked


@dataclass(frozen=True, kw_only=True)
class Missing(Result):
    """Why answers are missing.

    Attributes:
        table: one row for each item and status, in order: item, status (``beantwoord`` first),
            n, share (of all rows), share_of_asked (of those who were asked; missing for reasons
            of not being asked).
    """

    table: pd.DataFrame


def missing_by_reason(dataset: Dataset, names: Sequence[str] | None = None) -> Missing:
    """Count the answers and every reason for a missing one, item by item.

    Raises:
        DataError: a column is not there.
    """
    items = list(dataset.frame.columns if names is None else names)
    table = reasons_table(dataset, items)
    return Missing(n=len(dataset), method="counts", settings={"items": len(items)}, table=table)


def reasons_table(dataset: Dataset, names: Sequence[str]) -> pd.DataFrame:
    """The table of ``Missing`` for these items."""
    unknown = [name for name in names if name not in dataset.frame.columns]
    if unknown:
        raise DataError(f"there are no columns {some(unknown)}; there are {_columns(dataset)}")
    rows = [row for name in names for row in _reasons_of(dataset, name)]
    columns = ["item", "status", "n", "share", "share_of_asked"]
    return pd.DataFrame(rows, columns=columns)


def _reasons_of(dataset: Dataset, name: str) -> list[tuple[str, str, int, float, float]]:
    counts = dataset.status[name].value_counts()
    n = {status: int(counts.get(status, 0)) for status in (ANSWERED, *REASONS)}
    everybody = len(dataset)
    asked = everybody - sum(n[status] for status in NOT_ASKED)
    return [
        (
            name,
            status,
            count,
            count / everybody if everybody else float("nan"),
            count / asked if asked and status not in NOT_ASKED else float("nan"),
        )
        for status, count in n.items()
    ]


def _columns(dataset: Dataset) -> str:
    return some(dataset.frame.columns)
