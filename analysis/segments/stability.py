"""Would the same segments come out again? Bootstrap Jaccard per cluster (Hennig 2007).

Draw the sample anew, cluster it, and see for each old cluster how much of it comes back as one
new cluster. People who were recruited by one another are drawn together, as whole trees.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from analysis.parallel import Block, blocks, run
from analysis.segments.cells import Cells
from analysis.segments.kmeans import many_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.gate import Progress

Resample = Callable[[np.random.Generator], "NDArray[np.intp]"]
"""Draws row numbers, with repeats."""

RESAMPLES = 50
STARTS = 8
MAX_ROWS = 2_000
NAMED = 0.75
INDICATIVE = 0.60


@dataclass(frozen=True)
class RowByRow:
    """Resamples of n rows, each drawn by itself."""

    n: int

    def __call__(self, generator: np.random.Generator) -> NDArray[np.intp]:
        """n row numbers."""
        return generator.integers(0, self.n, self.n)


@dataclass(frozen=True)
class WholeClusters:
    """Resamples of whole clusters (recruitment trees): as many clusters as there are.

    Args:
        clusters: (n,) the cluster of each row.
    """

    clusters: NDArray[np.intp]

    def __call__(self, generator: np.random.Generator) -> NDArray[np.intp]:
        """Row numbers, about n of them."""
        order = np.argsort(self.clusters, kind="stable")
        _, starts = np.unique(self.clusters[order], return_index=True)
        trees = np.split(order, starts[1:])
        return np.concatenate([trees[t] for t in generator.integers(0, len(trees), len(trees))])


@dataclass(frozen=True)
class Stability:
    """The bootstrap of a clustering.

    Args:
        resamples: how many.
        n_init: starts of k-means in each.
        polished: how many of them go on to moves of single rows.
        repeats: a row drawn twice counts twice; otherwise drawn rows enter once, as in R's fpc.
        n_jobs: as in joblib; the result does not depend on it.
    """

    resamples: int = RESAMPLES
    n_init: int = STARTS
    polished: int = 1
    repeats: bool = False
    n_jobs: int | None = None

    def jaccard(
        self,
        cells: Cells,
        labels: NDArray[np.intp],
        generator: np.random.Generator,
        resample: Resample | None = None,
        progress: Progress | None = None,
    ) -> NDArray[np.float64]:
        """(k,) the mean, over resamples, of each cluster's best match.

        Args:
            cells: centred scores, in canonical order.
            labels: (n,) 0 … k-1, every cluster with a row.
            generator: where chance comes from.
            resample: draws rows; by default each row by itself.
            progress: told about each resample.
        """
        draw = resample or RowByRow(len(labels))
        work = _Rematch(cells, labels, draw, self)
        told = partial(progress, "stability") if progress else None
        tasks = blocks(self.resamples, 1, generator)
        return _mean_of_known(np.array(run(work, tasks, self.n_jobs, told)))


@dataclass(frozen=True, eq=False)  # a cluster of machines wants tasks that can be hashed
class _Rematch:
    """Draw, cluster and compare once; can be sent to another process."""

    cells: Cells
    labels: NDArray[np.intp]
    draw: Resample
    how: Stability

    def __call__(self, block: Block) -> NDArray[np.float64]:
        """(k,) best Jaccard of each old cluster; NaN when none of it was drawn."""
        generator, k = block.generator(), int(self.labels.max()) + 1
        rows, times = np.unique(self.draw(generator), return_counts=True)
        counts = times.astype(np.float64) if self.how.repeats else np.ones(len(rows))
        part = self.cells.rows(rows)
        part = Cells(part.values, part.answered, part.weights * counts, part.complete)
        wanted = min(k, len(rows))
        runs = many_starts(part, wanted, self.how.n_init, generator, polished=self.how.polished)
        best = runs.labels[runs.best_first(wanted)[0]]
        return best_jaccard(self.labels[rows], best, k, counts)


def best_jaccard(
    old: NDArray[np.intp], new: NDArray[np.intp], k: int, counts: NDArray[np.float64]
) -> NDArray[np.float64]:
    """(k,) for each old cluster the largest Jaccard similarity with a new one."""
    width = int(new.max()) + 1
    both = np.bincount(old * width + new, counts, minlength=k * width).reshape(k, width)
    of_old, of_new = both.sum(axis=1, keepdims=True), both.sum(axis=0)
    union = of_old + of_new - both
    similarity = np.divide(both, union, out=np.zeros_like(both), where=union > 0).max(axis=1)
    return np.where(of_old[:, 0] > 0, similarity, np.nan)


def _mean_of_known(matches: NDArray[np.float64]) -> NDArray[np.float64]:
    """Column means without the NaN; 0 for a cluster that no resample ever held."""
    known = ~np.isnan(matches)
    total = np.where(known, matches, 0.0).sum(axis=0)
    return np.asarray(total / np.maximum(known.sum(axis=0), 1))
