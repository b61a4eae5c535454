"""Are there groups at all? Two numbers beside what a population without groups would give.

For each k the data are clustered, and so are data sets of one population with the same margins,
correlations, gaps and weights. Two z-scores must both be high at the same k: of the mean
silhouette, and of the gap, which is the explained share of the sum of squares less its mean over
the null data sets. The silhouette alone is fooled by strong answering style. Among the k that
pass, the candidate is the one with the largest gap on a log scale, log W0 - log W of the sums of
squares within clusters: the scale of the gap statistic (Tibshirani, Walther & Hastie 2001).

The candidate is looked at once more, beside one population whose people lie along its main lines
as ours do: evenly, or mostly at one end. Half of these null data sets lie so along the principal
axes, half along independent components. Where the gap is hardly larger than they give, people
differ by degrees.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np

from analysis.parallel import Block, run
from analysis.parallel import blocks as blocks_of
from analysis.segments.cells import Cells
from analysis.segments.centring import centred
from analysis.segments.kmeans import plus_plus
from analysis.segments.lloyd import lloyd
from analysis.segments.null import OnePopulation
from analysis.segments.silhouette import distances, mean_silhouette

if TYPE_CHECKING:
    from numpy.typing import NDArray

MAX_ROWS = 1_000
NULLS = 40
STARTS, MOST_STARTS = 8, 32  # of k-means for each k; few rows can have more for the same work
MIN_Z_SILHOUETTE = 2.0
MIN_Z_GAP = 1.5
ROWS_A_Z = 150  # of the second look: a heap is never quite ours, and with more rows it shows
MIN_Z_SHAPED, MOST_Z_SHAPED = (
    1.0,
    2.5,
)  # but among few it says little, and not more and more for ever
WEAK_GAP = 0.015  # explained share beyond the null: 1.5 percentage points
FEW_ROWS, FEW_GAP = 300, 0.010  # with fewer rows the gap itself is unsure by more than a point

LEAST_SPREAD = 1e-9  # of a null: without any, the data are degenerate
LEAST_LEFT = 1e-12  # of the sum of squares: clusters of equal rows leave nothing

Progress = Callable[[str, int, int], None]
"""Called with the step's name, how much is done, and of how much."""

FromWhere = tuple[OnePopulation, Block]
"""What a null data set is drawn from: the population, and the stream of chance."""


@dataclass(frozen=True, slots=True)
class GateRow:
    """What one k shows beside the null.

    Attributes:
        silhouette: mean silhouette of the data.
        z_silhouette: in standard deviations of the null, above its mean.
        gap: explained share of the sum of squares less its mean over the null.
        z_gap: in standard deviations of the null.
        log_gap: logarithm of the sum of squares within clusters that the null leaves (its mean
            share), less that of the data.
    """

    silhouette: float
    z_silhouette: float
    gap: float
    z_gap: float
    log_gap: float

    @property
    def passes(self) -> bool:
        """Both z-scores are high enough."""
        return self.z_silhouette >= MIN_Z_SILHOUETTE and self.z_gap >= MIN_Z_GAP


@dataclass(frozen=True, slots=True)
class ShapedRow:
    """What the candidate shows beside one population lying along its axes as the data do.

    Attributes:
        gap: explained share of the sum of squares less its mean over the null.
        z_gap: in standard deviations of the null.
        rows: how many the gate looked at.
    """

    gap: float
    z_gap: float
    rows: int = FEW_ROWS

    @property
    def least_gap(self) -> float:
        """What is asked of the gap."""
        return FEW_GAP if self.rows < FEW_ROWS else WEAK_GAP

    @property
    def least_z(self) -> float:
        """What is asked of its z."""
        return min(max(self.rows / ROWS_A_Z, MIN_Z_SHAPED), MOST_Z_SHAPED)

    @property
    def passes(self) -> bool:
        """The gap is more than that of degrees, and not by a trifle."""
        return self.z_gap >= self.least_z and self.gap >= self.least_gap


@dataclass(frozen=True, slots=True)
class GateResult:
    """What the gate says.

    Attributes:
        rows: per k tried.
        candidate: the passing k with the largest gap on the log scale, or none.
        chance: how often one population without groups would show as much, of 1.
        nulls: how many null data sets were made.
        shaped: the candidate beside one population that is not normal; none without candidate.
    """

    rows: Mapping[int, GateRow] = field(default_factory=dict)
    candidate: int | None = None
    chance: float = 1.0
    nulls: int = 0
    shaped: ShapedRow | None = None


@dataclass(frozen=True)
class Gate:
    """The comparison with one population.

    Args:
        k_max: the most clusters tried; from 2.
        nulls: how many null data sets.
        n_init: starts of k-means for each k; by default 8 for 1,000 rows, up to 32 for fewer.
        n_jobs: as in joblib; the result does not depend on it.
    """

    k_max: int = 6
    nulls: int = NULLS
    n_init: int | None = None
    n_jobs: int | None = None

    def judge(
        self,
        X: NDArray[np.float64],
        weights: NDArray[np.float64],
        blocks: NDArray[np.intp],
        generator: np.random.Generator,
        progress: Progress | None = None,
    ) -> GateResult:
        """Compare (n, p) coded answers, in canonical order, with null data sets."""
        ks = clusterable(X, self.k_max)
        if not ks:
            return GateResult()
        starts = self.n_init or min(MOST_STARTS, max(STARTS, STARTS * MAX_ROWS // len(X)))
        task = _Task(weights, blocks, ks, starts)
        observed = task.measure(X, generator)
        population = OnePopulation.like(X, weights)
        null = self._nulls(task.measure_null, [population], "null", generator, progress)
        result = beside(ks, observed, null)
        if result.candidate is None:
            return result
        shaped = population.shaped(X, weights, generator)
        again = replace(task, ks=(result.candidate,))
        null = self._nulls(again.explained_of_null, shaped, "shaped", generator, progress)
        explained = null[:, 0]
        gap = float(observed[ks.index(result.candidate), 1] - explained.mean())
        z = gap / max(float(explained.std(ddof=1)), LEAST_SPREAD)
        return replace(result, shaped=ShapedRow(gap, z, len(X)))

    def _nulls(
        self,
        one_null: Callable[[FromWhere], NDArray[np.float64]],
        populations: Sequence[OnePopulation],
        name: str,
        generator: np.random.Generator,
        progress: Progress | None,
    ) -> NDArray[np.float64]:
        """(nulls, …) measures of data sets without groups, of the populations in turn."""
        told = partial(progress, name) if progress else None
        tasks = list(zip(cycle(populations), blocks_of(self.nulls, 1, generator), strict=False))
        return np.array(run(one_null, tasks, self.n_jobs, told))


def clusterable(X: NDArray[np.float64], k_max: int) -> tuple[int, ...]:
    """The k for which there are more than k different rows."""
    different = len(np.unique(np.nan_to_num(X, nan=-np.inf), axis=0))
    return tuple(range(2, min(k_max, different - 1) + 1))


@dataclass(frozen=True)
class _Task:
    """Centre, cluster and measure one data set; small enough to send to another process."""

    weights: NDArray[np.float64]
    blocks: NDArray[np.intp]
    ks: tuple[int, ...]
    n_init: int

    def measure_null(self, of: FromWhere) -> NDArray[np.float64]:
        """(k, 2) of a data set without groups."""
        population, block = of
        generator = block.generator()
        return self.measure(population.draw(generator), generator)

    def explained_of_null(self, of: FromWhere) -> NDArray[np.float64]:
        """(k,) only the explained share, which costs less."""
        population, block = of
        generator = block.generator()
        return self._clustered(population.draw(generator), generator)[2]

    def measure(
        self, X: NDArray[np.float64], generator: np.random.Generator
    ) -> NDArray[np.float64]:
        """(k, 2) mean silhouette and explained share."""
        cells, labels, explained = self._clustered(X, generator)
        distance = distances(cells)
        widths = [mean_silhouette(distance, of_k, self.weights) for of_k in labels]
        return np.column_stack([widths, explained])

    def _clustered(
        self, X: NDArray[np.float64], generator: np.random.Generator
    ) -> tuple[Cells, NDArray[np.intp], NDArray[np.float64]]:
        """The centred cells, (k, n) labels, and (k,) explained shares."""
        cells = Cells.of(centred(X, self.weights, self.blocks), self.weights)
        k = np.repeat(np.array(self.ks, dtype=np.intp), self.n_init)
        runs = lloyd(cells, plus_plus(cells, k, generator), k)
        best = [runs.best_first(k)[0] for k in self.ks]
        total = max(cells.total, float(np.finfo(float).tiny))
        return cells, runs.labels[best], 1 - runs.inertia[best] / total


def beside(
    ks: tuple[int, ...], observed: NDArray[np.float64], null: NDArray[np.float64]
) -> GateResult:
    """z-scores per k, the candidate, and how often a null data set would do as well.

    Args:
        ks: (K,) the k that were tried.
        observed: (K, 2) mean silhouette and explained share of the data.
        null: (R, K, 2) the same of R null data sets.
    """
    mean, spread = null.mean(axis=0), null.std(axis=0, ddof=1)
    spread = np.maximum(spread, LEAST_SPREAD)
    z = (observed - mean) / spread
    rows = {k: _row(*of_k) for k, *of_k in zip(ks, observed, mean, z, strict=True)}
    passing = [k for k in ks if rows[k].passes]
    candidate = max(passing, key=lambda k: rows[k].log_gap) if passing else None
    return GateResult(rows, candidate, _chance(z, (null - mean) / spread), len(null))


def _row(
    observed: NDArray[np.float64], mean: NDArray[np.float64], z: NDArray[np.float64]
) -> GateRow:
    """What one k shows: silhouette and explained share of the data, beside those of the null."""
    (silhouette, explained), (z_silhouette, z_gap) = observed.tolist(), z.tolist()
    expected = float(mean[1])
    left = max(1 - explained, LEAST_LEFT)
    log_gap = float(np.log(max(1 - expected, LEAST_LEFT) / left))
    return GateRow(silhouette, z_silhouette, explained - expected, z_gap, log_gap)


def _chance(z: NDArray[np.float64], null_z: NDArray[np.float64]) -> float:
    """Share of data sets, null and own, whose best k passes by as wide a margin as ours."""
    least = np.array([MIN_Z_SILHOUETTE, MIN_Z_GAP])
    own = (z - least).min(axis=-1).max()
    nulls = (null_z - least).min(axis=-1).max(axis=-1)
    return float((1 + (nulls >= own).sum()) / (1 + len(nulls)))
