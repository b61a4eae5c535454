"""Weighted k-means on answered cells.

A row's distance to a centre counts only the cells that the row has, and a centre is the weighted
mean of the cells that its rows have: Chi, Chi & Baraniuk (2016, k-POD) show that this is k-means
with the missing cells filled in by the centres. Starts are weighted k-means++ (Arthur &
Vassilvitskii 2007). Many runs, of one k or of several, go through the same matrix products.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

import numpy as np

from analysis.errors import DataError, SettingError
from analysis.segments.order import canonical_rows
from analysis.segments.weights import relative_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

CHUNK = 32_768  # rows at a time, so that distances stay in the cache
SAMPLE = 4_000  # rows on which many starts are tried when there are more
KEPT = 3  # of the starts on a sample, so many go on to all rows


@dataclass(frozen=True, slots=True)
class Cells:
    """What k-means works on.

    Attributes:
        values: (n, p) scores, 0 where there is none.
        answered: (n, p) 1.0 where there is a score, 0.0 elsewhere.
        weights: (n,) weights of 0 or more.
        complete: every cell is answered.
    """

    values: NDArray[np.float64]
    answered: NDArray[np.float64]
    weights: NDArray[np.float64]
    complete: bool

    @classmethod
    def of(cls, X: NDArray[np.float64], weights: NDArray[np.float64]) -> Cells:
        """From (n, p) scores with NaN where there is no answer."""
        answered = ~np.isnan(X)
        values = np.where(answered, X, 0.0)
        return cls(values, answered.astype(np.float64), weights, bool(answered.all()))

    def rows(self, rows: NDArray[np.intp] | slice) -> Cells:
        """The same for some rows."""
        part = self.values[rows], self.answered[rows], self.weights[rows]
        return Cells(*part, self.complete)

    def chunks(self) -> Iterator[tuple[slice, Cells]]:
        """All rows, some at a time."""
        for start in range(0, len(self.weights), CHUNK):
            part = slice(start, start + CHUNK)
            yield part, self.rows(part)

    @property
    def total(self) -> float:
        """Weighted sum of squares about zero."""
        return float(self.weights @ (self.values**2).sum(axis=1))


@dataclass(frozen=True, slots=True)
class Runs:
    """Several runs side by side; a run with fewer than K centres leaves the last ones unused.

    Attributes:
        k: (R,) the number of centres in use.
        centres: (R, K, p).
        labels: (R, n).
        inertia: (R,) weighted sum of squared distances over answered cells.
    """

    k: NDArray[np.intp]
    centres: NDArray[np.float64]
    labels: NDArray[np.intp]
    inertia: NDArray[np.float64]

    def best_first(self, k: int) -> NDArray[np.intp]:
        """The runs with this k, least inertia first."""
        of_k = np.flatnonzero(self.k == k)
        return of_k[np.argsort(self.inertia[of_k], kind="stable")]


def squared_distances(cells: Cells, centres: NDArray[np.float64]) -> NDArray[np.float64]:
    """(c, n) squared distances over answered cells, less each row's own sum of squares."""
    if cells.complete:
        return np.asarray((-2 * centres) @ cells.values.T + (centres**2).sum(axis=1)[:, None])
    return np.asarray((-2 * centres) @ cells.values.T + (centres**2) @ cells.answered.T)


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


def lloyd(
    cells: Cells, centres: NDArray[np.float64], k: NDArray[np.intp], max_iter: int = 100
) -> Runs:
    """Assign and average until no row changes (with very many rows: until one in 10,000 does).

    A centre that loses all its rows stays where it was.
    """
    n, few = len(cells.weights), len(cells.weights) // 10_000
    labels = np.full((len(k), n), -1, dtype=np.intp)
    inertia = np.zeros(len(k))
    moving, centres = np.arange(len(k)), centres.copy()
    for _ in range(max_iter):
        new, sums, counts, inertia[moving] = _assign_and_sum(cells, centres[moving], k[moving])
        changed = (new != labels[moving]).sum(axis=1)
        labels[moving] = new
        filled = counts > 0
        centres[moving] = np.where(filled, sums / np.where(filled, counts, 1), centres[moving])
        moving = moving[changed > few]
        if not moving.size:
            break
    return Runs(k, centres, labels, inertia)


def _assign_and_sum(
    cells: Cells, centres: NDArray[np.float64], k: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]:
    """One step for all runs: labels (R, n), sums and counts (R, K, p), inertia (R,)."""
    runs, most, items = centres.shape
    labels = np.empty((runs, len(cells.weights)), dtype=np.intp)
    sums, counts = np.zeros((2, runs * most, items))
    inertia = np.full(runs, cells.total)
    for part, some in cells.chunks():
        labels[:, part], least = _nearest(some, centres, k)
        inertia += least @ some.weights
        member = (labels[:, None, part] == np.arange(most)[:, None]) * some.weights
        member = member.reshape(runs * most, -1)
        sums += member @ some.values
        counts += member.sum(axis=1)[:, None] if some.complete else member @ some.answered
    shape = (runs, most, items)
    return labels, sums.reshape(shape), counts.reshape(shape), inertia


def _nearest(
    cells: Cells, centres: NDArray[np.float64], k: NDArray[np.intp]
) -> tuple[NDArray[np.intp], NDArray[np.float64]]:
    """(R, n) labels and least distances; the first of equally near centres wins."""
    runs, most, items = centres.shape
    distance = squared_distances(cells, centres.reshape(runs * most, items))
    distance = distance.reshape(runs, most, -1)
    labels = np.zeros((runs, distance.shape[2]), dtype=np.intp)
    least = distance[:, 0].copy()
    for number in range(1, most):
        nearer = (distance[:, number] < least) & (k > number)[:, None]
        np.copyto(labels, number, where=nearer)
        np.copyto(least, distance[:, number], where=nearer)
    return labels, least


def many_starts(
    cells: Cells, k: int, n_init: int, generator: np.random.Generator, max_iter: int = 300
) -> Runs:
    """One k from many starts; with more than 4,000 rows they start on a sample of those.

    Every start is followed to its end on the sample; the best three go on to all rows.
    """
    n = len(cells.weights)
    wanted = np.full(n_init, k, dtype=np.intp)
    if n <= SAMPLE:
        return lloyd(cells, plus_plus(cells, wanted, generator), wanted, max_iter)
    sample = cells.rows(np.sort(generator.choice(n, SAMPLE, replace=False)))
    tried = lloyd(sample, plus_plus(sample, wanted, generator), wanted, max_iter)
    best = tried.best_first(k)[:KEPT]
    return lloyd(cells, tried.centres[best], tried.k[best], max_iter)


class PartialKMeans:
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
        runs = many_starts(cells, self.n_clusters, self.n_init, generator, self.max_iter)
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
        DataError: not a table of numbers, infinite, or without rows or columns.
    """
    try:
        scores = np.asarray(X, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(
            f"scores must be numbers, with NaN where one is missing: {error}"
        ) from None
    if scores.ndim != 2 or not scores.size:
        raise DataError(f"scores must have rows and columns; these have shape {scores.shape}")
    if np.isinf(scores).any():
        raise DataError("scores must be finite, with NaN where one is missing")
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
