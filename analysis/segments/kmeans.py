"""Weighted k-means on answered cells.

A row's distance to a centre counts only the cells that the row has, and a centre is the weighted
mean of the cells that its rows have: Chi, Chi & Baraniuk (2016, k-POD) show that this is k-means
with the missing cells filled in by the centres. Starts are weighted k-means++ (Arthur &
Vassilvitskii 2007). Many runs, of one k or of several, go through the same matrix products.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

import numpy as np

from analysis.errors import DataError, SettingError
from analysis.estimator import Estimator
from analysis.segments.cells import Cells, cluster_means, squared_distances
from analysis.segments.exchange import exchanged
from analysis.segments.lloyd import Runs, lloyd
from analysis.segments.order import canonical_rows
from analysis.segments.weights import relative_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SAMPLE = 4_000  # rows on which many starts are tried when there are more
KEPT = 3  # of the starts on a sample, so many go on to all rows
LARGEST = 1e100  # larger scores have no finite square
POLISHED, MOVES = 10, 200  # without a sample: so many runs, by so many moves of single rows


def plus_plus(
    cells: Cells, k: NDArray[np.intp], generator: np.random.Generator
) -> NDArray[np.float64]:
    """(R, max k, p) starting centres: rows drawn far from those already drawn.

    The missing cells of a drawn row become 0, which is the mean of an item after centring.
    """
    runs, most = len(k), int(k.max())
    own = (cells.values**2).sum(axis=1)
    centres = np.empty((runs, most, cells.values.shape[1]))
    nearest = np.full((runs, len(own)), np.inf)
    chance = np.tile(cells.weights, (runs, 1))
    for number in range(most):
        rows = _draw(chance, generator.random(runs))
        centres[:, number] = cells.values[rows]
        distance = squared_distances(cells, centres[:, number]) + own
        np.minimum(nearest, np.maximum(distance, 0.0), out=nearest)
        nearest[nearest < 1e-12 * (1 + own)] = 0.0  # rounding is no distance
        chance = cells.weights * nearest
        chance[~chance.any(axis=1)] = cells.weights
    return centres


def _draw(chance: NDArray[np.float64], uniform: NDArray[np.float64]) -> NDArray[np.intp]:
    """One row a run, in proportion to its chances."""
    running = np.cumsum(chance, axis=1)
    below = running <= (uniform * running[:, -1])[:, None]
    return np.asarray(np.minimum(below.sum(axis=1), chance.shape[1] - 1))


def many_starts(
    cells: Cells,
    k: int,
    n_init: int,
    generator: np.random.Generator,
    *,
    max_iter: int = 300,
    polished: int = POLISHED,
) -> Runs:
    """One k from many starts; with more than 4,000 rows they start on a sample of those.

    Every start is followed to its end on the sample; the best three go on to all rows.
    """
    n = len(cells.weights)
    wanted = np.full(n_init, k, dtype=np.intp)
    if n <= SAMPLE:
        runs = lloyd(cells, plus_plus(cells, wanted, generator), wanted, max_iter)
        return _polished(cells, runs, polished)
    sample = cells.rows(np.sort(generator.choice(n, SAMPLE, replace=False)))
    tried = lloyd(sample, plus_plus(sample, wanted, generator), wanted, max_iter)
    best = tried.best_first(k)[:KEPT]
    return lloyd(cells, tried.centres[best], tried.k[best], max_iter)


def _polished(cells: Cells, runs: Runs, most: int) -> Runs:
    """The best different runs, after the moves of single rows that still help."""
    order = np.argsort(runs.inertia, kind="stable")
    apart = np.diff(runs.inertia[order], prepend=-np.inf) > 1e-9 * max(cells.total, 1e-300)
    best, k = order[apart][:most], int(runs.k[0])
    moved = [exchanged(cells, runs.labels[run], k, MOVES) for run in best]
    labels = np.array([found for found, _ in moved])
    centres = np.array([cluster_means(cells, found, k) for found in labels])
    return Runs(runs.k[best], centres, labels, np.array([inertia for _, inertia in moved]))


class PartialKMeans(Estimator):
    """Weighted k-means on the answered cells of rows, from many starts.

    Args:
        n_clusters: how many clusters, 1 or more.
        n_init: how many k-means++ starts.
        max_iter: the most steps of one start.
        random_state: a seed or a generator; with a seed the order of the rows does not matter.

    Attributes:
        n_clusters_: clusters that hold at least one row.
        labels_: (n,) 0 for the largest by weight, and so on; -1 for a row without answers.
        cluster_centers_: (n_clusters_, p).
        inertia_: weighted sum of squared distances over answered cells, weights with mean 1.
    """

    n_clusters_: int
    labels_: NDArray[np.intp]
    cluster_centers_: NDArray[np.float64]
    inertia_: float

    def __init__(
        self,
        n_clusters: int = 2,
        *,
        n_init: int = 20,
        max_iter: int = 300,
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_init = n_init
        self.max_iter = max_iter
        self.random_state = random_state

    def fit(self, X: ArrayLike, y: object = None, sample_weight: ArrayLike | None = None) -> Self:
        """Find the clusters of (n, p) scores, NaN where there is no answer.

        Raises:
            DataError: no row has an answer, or a weight cannot be used.
            SettingError: more clusters are asked than there are rows with answers.
        """
        scores = as_scores(X)
        weights = relative_weights(sample_weight, len(scores))
        usable = np.flatnonzero(~np.isnan(scores).all(axis=1))
        if self.n_clusters < 1 or self.n_clusters > usable.size:
            raise SettingError(
                f"n_clusters is {self.n_clusters}; it must be from 1 to {usable.size}, "
                "the number of rows with an answer"
            )
        rows = usable[canonical_rows(scores[usable], weights[usable])]
        self._learn(Cells.of(scores[rows], weights[rows]), rows, len(scores))
        return self

    def _learn(self, cells: Cells, rows: NDArray[np.intp], n: int) -> None:
        generator = np.random.default_rng(self.random_state)
        runs = many_starts(cells, self.n_clusters, self.n_init, generator, max_iter=self.max_iter)
        best = runs.best_first(self.n_clusters)[0]
        order, labels = by_size(runs.labels[best], cells.weights, self.n_clusters)
        self.labels_ = np.full(n, -1, dtype=np.intp)
        self.labels_[rows] = labels
        self.cluster_centers_ = runs.centres[best][order]
        self.inertia_ = float(runs.inertia[best])
        self.n_clusters_ = len(order)

    def predict(self, X: ArrayLike) -> NDArray[np.intp]:
        """(n,) the nearest cluster over answered cells; -1 for a row without answers."""
        scores = as_scores(X)
        distance = squared_distances(Cells.of(scores, np.ones(len(scores))), self.cluster_centers_)
        return np.where(np.isnan(scores).all(axis=1), -1, distance.argmin(axis=0))


def as_scores(X: ArrayLike) -> NDArray[np.float64]:
    """(n, p) floats.

    Raises:
        DataError: not a table of numbers, infinite or above 1e100, or without rows or columns.
    """
    try:
        if hasattr(X, "to_numpy"):  # a frame may hold pandas' own missing values
            X = X.to_numpy(dtype=np.float64, na_value=np.nan)
        scores = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(
            f"scores must be numbers, with NaN where one is missing: {error}"
        ) from None
    if scores.ndim != 2 or not scores.size:
        raise DataError(f"scores must have rows and columns; these have shape {scores.shape}")
    if np.isinf(scores).any():
        raise DataError("scores must be finite, with NaN where one is missing")
    if (np.abs(scores) > LARGEST).any():
        raise DataError(f"scores must lie between -{LARGEST:g} and {LARGEST:g}")
    return scores


def by_size(
    labels: NDArray[np.intp], weights: NDArray[np.float64], k: int
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Old numbers of the clusters that hold rows, largest weight first, and the new labels."""
    size = np.bincount(labels, weights, minlength=k)
    held = np.bincount(labels, minlength=k) > 0
    order = np.argsort(np.where(held, -size, np.inf), kind="stable")[: int(held.sum())]
    rank = np.empty(k, dtype=np.intp)
    rank[order] = np.arange(len(order))
    return order, rank[labels]
