"""The segments themselves: who is in which, how stable it is, what sets it apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.cells import cluster_means
from analysis.segments.kmeans import by_size, many_starts
from analysis.segments.result import Segment, Standing
from analysis.segments.stability import INDICATIVE, MAX_ROWS, NAMED, Stability, WholeClusters

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.gate import Progress
    from analysis.segments.prepared import Prepared

STARTS = 100
MIN_SHARE = 0.05
MIN_ROWS = 30
PROPOSED = 3


@dataclass(frozen=True, slots=True)
class Division:
    """A division of the people in a `Prepared`.

    Attributes:
        centres: (k, p) centred means.
        labels: (m,) 0 … k-1, largest first.
        segments: (k,) what is known of each.
    """

    centres: NDArray[np.float64]
    labels: NDArray[np.intp]
    segments: tuple[Segment, ...]


def divide(
    ready: Prepared,
    k: int,
    generator: np.random.Generator,
    resamples: int,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> Division:
    """Cluster all rows into k, and bootstrap the clusters on at most 2,000 of them."""
    runs = many_starts(ready.cells, k, STARTS, generator)
    best = runs.best_first(k)[0]
    order, labels = by_size(runs.labels[best], ready.weights, k)
    stability = Stability(resamples, n_jobs=n_jobs)
    rows = ready.sample(MAX_ROWS, generator)
    trees = None if ready.trees < 2 else ready.clusters  # one tree would be drawn as it is
    draw = None if trees is None else WholeClusters(trees[rows])
    jaccard = stability.jaccard(ready.cells.rows(rows), labels[rows], generator, draw, progress)
    centres = cluster_means(ready.cells, labels, len(order))
    return Division(centres, labels, _segments(ready, labels, centres, jaccard))


def _segments(
    ready: Prepared,
    labels: NDArray[np.intp],
    centres: NDArray[np.float64],
    jaccard: NDArray[np.float64],
) -> tuple[Segment, ...]:
    rows = np.bincount(labels, minlength=len(centres))
    weight = np.bincount(labels, ready.weights, minlength=len(centres))
    return tuple(
        Segment(
            label=label,
            n=int(rows[label]),
            share=float(weight[label] / weight.sum()),
            stability=float(jaccard[label]),
            standing=standing(float(jaccard[label]), int(rows[label]), len(labels)),
            profile=dict(zip(ready.items, centres[label].tolist(), strict=True)),
            proposal=_proposal(ready.items, centres[label]),
        )
        for label in range(len(centres))
    )


def standing(stability: float, rows: int, n: int) -> Standing:
    """Whether a segment may have a name: stable, and at least 30 people and 5 %."""
    if stability < INDICATIVE:
        return "hidden"
    large = rows >= max(MIN_ROWS, MIN_SHARE * n)
    return "named" if stability >= NAMED and large else "indicative"


def _proposal(items: tuple[str, ...], profile: NDArray[np.float64]) -> tuple[str, ...]:
    """The items that stand out above everybody's mean, most distinguishing first."""
    order = np.argsort(-profile, kind="stable")[:PROPOSED]
    return tuple(items[j] for j in order if profile[j] > 0)
