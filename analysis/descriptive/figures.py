"""Figures about groups: the only thing that advice may read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.descriptive.codes import CodedColumn, coded_column, numbers
from analysis.descriptive.means import (
    INDEPENDENT,
    Resampling,
    weighted_means,
    weighted_median,
)
from analysis.errors import DataError, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.dataset import Dataset

Floats: TypeAlias = "NDArray[np.float64]"

FACTS = ("group", "figure", "kind", "item", "codes", "among")
COLUMNS = [*FACTS, "n", "count", "value", "low", "high"]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure about a group.

    Attributes:
        kind: ``share`` (of those who answered, with any of ``codes``), ``above`` (mean centred
            score minus everybody's), ``median``, or ``size`` (people in the group).
        item: the question or card; empty for the size.
        codes: for a share.
        among: item and codes: only people with one of these answers.
    """

    kind: str
    item: str
    codes: tuple[str, ...] = ()
    among: tuple[str, tuple[str, ...]] | None = None

    @property
    def key(self) -> str:
        """A stable name: ``share gezin=kind_0_3|kind_4_12``."""
        codes = f"={'|'.join(self.codes)}" if self.codes else ""
        among = f" among {self.among[0]}={'|'.join(self.among[1])}" if self.among else ""
        return f"{self.kind} {self.item}{codes}{among}".strip()


SIZE = Figure("size", "")


@dataclass(frozen=True)
class Group:
    """The published figures of one group, by key: (value, low); NaN is not shown."""

    name: str
    figures: Mapping[str, tuple[float, float]]

    def value(self, figure: Figure) -> float | None:
        """The figure, or none when it may not be shown.

        Raises:
            DataError: the table does not have it.
        """
        value = self._find(figure)[0]
        return None if np.isnan(value) else value

    def low(self, figure: Figure) -> float | None:
        """The lower limit of its interval, or none."""
        low = self._find(figure)[1]
        return None if np.isnan(low) else low

    def _find(self, figure: Figure) -> tuple[float, float]:
        if figure.key not in self.figures:
            raise DataError(f"the table of group {self.name} lacks the figure {figure.key!r}")
        return self.figures[figure.key]


def group_figures(
    dataset: Dataset,
    groups: pd.Series[Any],
    figures: Iterable[Figure],
    scores: pd.DataFrame | None = None,
    *,
    resampling: Resampling = INDEPENDENT,
) -> pd.DataFrame:
    """The table that advice reads; hide small figures (value NaN) before it is used.

    Figures about items that the data lack are left unknown, with n = 0.

    Args:
        dataset: answers and derived variables.
        groups: (n,) the group of each person; missing is in none.
        figures: which figures.
        scores: (n, cards) scores centred within each person and block, for ``above``.
        resampling: resamples of recruitment, or none.

    Returns:
        group, figure (key), kind, item, codes and among (as text), n (base), count (people
        counted in a share), value, low, high. The first figure of each group is its size.
    """
    measured = _Measured(dataset, pd.DataFrame() if scores is None else scores, resampling)
    groups = groups.reset_index(drop=True)
    wanted = (SIZE, *figures)
    tables = [
        measured.table(wanted, (groups == name).to_numpy()).assign(group=str(name))
        for name in sorted(groups.dropna().unique(), key=str)
    ]
    return (
        pd.concat(tables, ignore_index=True)[COLUMNS]
        if tables
        else pd.DataFrame([], None, COLUMNS)
    )


def read_table(figures: pd.DataFrame) -> tuple[Group, ...]:
    """The groups in a published table, in its order.

    Raises:
        DataError: a column is missing.
    """
    needed = ["group", "figure", "value", "low"]
    missing = [name for name in needed if name not in figures.columns]
    if missing:
        raise DataError(f"the table of figures lacks {some(missing)}")
    return tuple(
        Group(
            str(name),
            {
                str(key): (float(value), float(low))
                for key, value, low in zip(part["figure"], part["value"], part["low"], strict=True)
            },
        )
        for name, part in figures.groupby("group", sort=False)
    )


@dataclass(frozen=True)
class _Measured:
    """Figures of any part of a data set."""

    dataset: Dataset
    scores: pd.DataFrame
    resampling: Resampling

    @cached_property
    def _beyond(self) -> Floats:
        """(n, cards) centred scores minus everybody's mean."""
        centred = self.scores.to_numpy(dtype=np.float64)
        if centred.size == 0:
            return centred
        return np.asarray(centred - weighted_means(centred, self.dataset.weights).estimate)

    def table(self, figures: Sequence[Figure], rows: NDArray[np.bool_]) -> pd.DataFrame:
        """All figures of one group, from the same resamples."""
        values = np.column_stack(
            [np.empty((int(rows.sum()), 0))] + [self._values(figure, rows) for figure in figures]
        )
        weights = None if self.dataset.weights is None else self.dataset.weights[rows]
        means = weighted_means(values, weights, self.resampling.where(rows))
        table = pd.DataFrame([_facts(figure) for figure in figures], columns=FACTS[1:])
        median = np.array([figure.kind == "median" for figure in figures], dtype=bool)
        medians = [weighted_median(column, weights) for column in values.T]
        counts = (values == 1).sum(axis=0)
        share = np.array([figure.kind == "share" for figure in figures], dtype=bool)
        return table.assign(
            n=means.n,
            count=np.where(share, counts, means.n),
            value=np.where(median, medians, means.estimate),
            low=np.where(median, np.nan, means.low),
            high=np.where(median, np.nan, means.high),
        )

    def _values(self, figure: Figure, rows: NDArray[np.bool_]) -> Floats:
        """(rows,) numbers whose mean or median is the figure; NaN when the data lack them."""
        if figure.kind == "size":
            return np.full(int(rows.sum()), float(rows.sum()))
        items = [figure.item, *([figure.among[0]] if figure.among else [])]
        source = self.scores if figure.kind == "above" else self.dataset.frame
        if any(item not in source.columns for item in items):
            return np.full(int(rows.sum()), np.nan)
        if figure.kind == "above":
            place = list(self.scores.columns).index(figure.item)
            return np.asarray(self._beyond[rows, place])
        if figure.kind == "median":
            return numbers(self.dataset, figure.item)[rows]
        values = self._column(figure.item).any_of(figure.codes)
        if figure.among:
            item, codes = figure.among
            values[self._column(item).any_of(codes) != 1] = np.nan
        return np.asarray(values[rows], dtype=np.float64)

    def _column(self, name: str) -> CodedColumn:
        if name not in self._columns:
            self._columns[name] = coded_column(self.dataset, name)
        return self._columns[name]

    @cached_property
    def _columns(self) -> dict[str, CodedColumn]:
        """Columns that were read before."""
        return {}


def _facts(figure: Figure) -> tuple[str, str, str, str, str]:
    """What the figure is, for its row of the table."""
    among = f"{figure.among[0]}={'|'.join(figure.among[1])}" if figure.among else ""
    return figure.key, figure.kind, figure.item, " ".join(figure.codes), among
