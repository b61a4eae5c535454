"""What else is different about the people of a segment: background, wishes, channels, messengers.

Each segment is set beside everybody else in it. These figures describe the segments and never make
them. Many are computed at once, so that some differ by chance: the p-values are corrected.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError
from analysis.results import Notice, Result
from analysis.segments.trees import recruitment_clusters
from analysis.segments.weights import relative_weights

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.codebook import Variable
    from analysis.dataset import Dataset

Correction = Literal["fdr_bh", "holm"]
COLUMNS = (
    "variable", "category", "segment", "n", "value", "others", "difference", "low", "high", "p",
    "p_adjusted", "distinguishes",
)  # fmt: skip
FEW_CLUSTERS = 10


@dataclass(frozen=True, kw_only=True)
class SegmentDescription(Result):
    """How the people of each segment differ from the others.

    Attributes:
        table: one row for each segment and category, surest difference first: variable, category
            (empty for a mean), segment, n (people of the segment who answered), value (weighted
            share or mean in the segment), others (the same in all other segments), difference,
            low, high (its interval; NaN where all come from one recruitment tree), p, p_adjusted,
            distinguishes (p_adjusted below 1 - level).
    """

    table: pd.DataFrame


def describe_segments(
    dataset: Dataset,
    labels: NDArray[np.intp],
    variables: Sequence[str],
    *,
    level: float = 0.95,
    correction: Correction = "fdr_bh",
) -> SegmentDescription:
    """Shares and means in each segment beside those of everybody else in a segment.

    Standard errors are linearised; with recruitment they count whole trees (Binder 1983), so that
    people who brought each other do not count as independent.

    Args:
        dataset: with weights and recruitment where there are any.
        labels: (n,) the segment of each row, -1 for none.
        variables: columns that took no part in making the segments. ``interval`` ones get means,
            others the share of each category, of each choice where several could be made.
        level: of the intervals.
        correction: ``fdr_bh`` (Benjamini & Hochberg 1995) or ``holm`` (Holm 1979).

    Raises:
        DataError: labels do not fit the rows, or there are not at least two segments.
        SettingError: an unknown correction, or a level outside 0 to 1.
    """
    if correction not in ADJUSTED or not 0 < level < 1:
        raise SettingError(f"correction is one of {', '.join(ADJUSTED)}, level between 0 and 1")
    labels = np.asarray(labels)
    if labels.shape != (len(dataset),) or len(np.unique(labels[labels >= 0])) < 2:
        raise DataError("describing needs a label for each row, and at least two segments")
    compare = _Comparison(
        labels=labels,
        weights=relative_weights(dataset.weights, len(dataset)),
        clusters=_clusters(dataset),
        level=level,
    )
    rows = [row for name in variables for row in compare.rows(*_columns(dataset, name))]
    table = pd.DataFrame(rows, columns=list(COLUMNS[:-2]))
    table["p_adjusted"] = ADJUSTED[correction](table["p"].to_numpy(dtype=np.float64))
    table["distinguishes"] = table["p_adjusted"] < 1 - level
    table = table.sort_values(["p_adjusted", "p"], kind="stable", ignore_index=True)
    return SegmentDescription(
        n=int((labels >= 0).sum()),
        method="difference with all other segments, linearised standard errors",
        settings={"level": level, "correction": correction, "comparisons": len(table)},
        warnings=compare.notices,
        table=table,
    )


@dataclass(frozen=True)
class _Comparison:
    """One segment beside the others, for any column of zeros and ones or numbers."""

    labels: NDArray[np.intp]
    weights: NDArray[np.float64]
    clusters: NDArray[np.intp] | None
    level: float

    @property
    def notices(self) -> tuple[Notice, ...]:
        count = 0 if self.clusters is None else len(np.unique(self.clusters[self.labels >= 0]))
        if self.clusters is None or count >= FEW_CLUSTERS:
            return ()
        if count < 2:
            return (Notice("one_cluster", "one recruitment tree: differences have no interval"),)
        text = "only {count} recruitment trees: intervals of differences are rough"
        return (Notice("few_clusters", text, {"count": count}),)

    def rows(
        self, variable: str, columns: list[tuple[str, NDArray[np.float64]]]
    ) -> Iterator[tuple[object, ...]]:
        for category, values in columns:
            for segment in np.unique(self.labels[self.labels >= 0]):
                row = self._row(values, int(segment))
                if row is not None:
                    yield variable, category, int(segment), *row

    def _row(self, values: NDArray[np.float64], segment: int) -> tuple[float, ...] | None:
        """n, value, others, difference, low, high, p; none where a side has no answers."""
        from scipy.stats import t

        known = ~np.isnan(values) & (self.labels >= 0)
        inside = known & (self.labels == segment)
        outside = known & ~inside
        size_in, size_out = self.weights[inside].sum(), self.weights[outside].sum()
        if not size_in or not size_out:
            return None
        value = float(self.weights[inside] @ values[inside] / size_in)
        others = float(self.weights[outside] @ values[outside] / size_out)
        influence = np.zeros(len(values))
        influence[inside] = self.weights[inside] * (values[inside] - value) / size_in
        influence[outside] = -self.weights[outside] * (values[outside] - others) / size_out
        error, freedom = _standard_error(influence, known, self.clusters)
        error = max(error, _least_error(values, self.weights, (inside, outside)))
        difference = value - others
        reach = float(t.ppf((1 + self.level) / 2, freedom)) * error
        p = float(2 * t.sf(abs(difference) / error, freedom)) if error > 0 else 1.0
        ends = difference - reach, difference + reach
        return int(inside.sum()), value, others, difference, *ends, p


def _standard_error(
    influence: NDArray[np.float64], known: NDArray[np.bool_], clusters: NDArray[np.intp] | None
) -> tuple[float, int]:
    """Linearised standard error and degrees of freedom: of rows, or of clusters of rows."""
    if clusters is None:
        sums = influence[known]
    else:
        _, place = np.unique(clusters[known], return_inverse=True)
        sums = np.asarray(np.bincount(place, influence[known]), dtype=np.float64)
    count = len(sums)
    if count < 2:
        return float("nan"), 1
    return float(np.sqrt(count / (count - 1) * (sums**2).sum())), count - 1


def _least_error(
    values: NDArray[np.float64],
    weights: NDArray[np.float64],
    sides: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> float:
    """Of shares of 0 or 1, which have no variance of their own.

    As if one more person had said yes, and one more no (Agresti & Caffo 2000).
    """
    variance = 0.0
    for side in sides:
        share = np.unique(values[side])
        if len(share) == 1 and share[0] in (0.0, 1.0):
            n = weights[side].sum() ** 2 / (weights[side] ** 2).sum()
            near = (n * share[0] + 1) / (n + 2)
            variance += near * (1 - near) / (n + 2)
    return float(np.sqrt(variance))


def _clusters(dataset: Dataset) -> NDArray[np.intp] | None:
    return None if dataset.recruits is None else recruitment_clusters(dataset.recruits)


def _columns(dataset: Dataset, name: str) -> tuple[str, list[tuple[str, NDArray[np.float64]]]]:
    """A variable as columns of numbers, NaN where not answered."""
    variable, answers = dataset.variable(name), dataset.frame[name]
    if variable.level == "interval":
        return name, [("", answers.to_numpy(dtype=np.float64))]
    known = answers.notna().to_numpy()
    chosen = [_codes(answer, multiple=variable.multiple) for answer in answers]
    return name, [
        (code, np.where(known, [float(code in codes) for codes in chosen], np.nan))
        for code in _categories(variable, chosen)
    ]


def _codes(answer: object, *, multiple: bool) -> frozenset[str]:
    if pd.isna(answer):  # type: ignore[call-overload]
        return frozenset()
    return frozenset(str(answer).split() if multiple else [str(answer)])


def _categories(variable: Variable, chosen: Sequence[frozenset[str]]) -> list[str]:
    """Those of the codebook that occur, else all that occur, sorted."""
    occurring = frozenset[str]().union(*chosen)
    named = [code for code in variable.codes if code in occurring]
    return named or sorted(occurring)


def benjamini_hochberg(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """p-values under which the expected share of false findings stays at the level asked."""
    order = np.argsort(-p, kind="stable")
    ranks = np.arange(len(p), 0, -1)
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.minimum.accumulate(p[order] * len(p) / ranks), 1.0)
    return adjusted


def holm(p: NDArray[np.float64]) -> NDArray[np.float64]:
    """p-values under which the chance of any false finding stays at the level asked."""
    order = np.argsort(p, kind="stable")
    ranks = np.arange(len(p))
    adjusted = np.empty_like(p)
    adjusted[order] = np.minimum(np.maximum.accumulate(p[order] * (len(p) - ranks)), 1.0)
    return adjusted


ADJUSTED = {"fdr_bh": benjamini_hochberg, "holm": holm}
