"""The other method: latent classes on whether each answer is below, around or above one's average.

Latent classes assume nothing about distances, only that answers are independent within a class.
Taken on raw answers they find answering styles. Beside a person's plain mean they find them too:
with few answers, a mean that goes from 0.4 to 0.6 moves all answers of 0 at once. So an answer is
set beside those of people with the same average: it lies in the lower, middle or upper third of
theirs. Where equal answers stretch over a limit, chance decides (randomised quantile residuals,
Dunn & Smyth 1996); everybody takes part several times, so that this chance averages out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.categories import Categories
from analysis.segments.centring import person_levels
from analysis.segments.latent_class import LatentClasses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.prepared import Prepared

STARTS = 10
COPIES = 5  # times that everybody takes part
THIRDS = (1 / 3, 2 / 3)
BINS, REACH = 50, 0.08  # people in so many steps by their average; who stands how near counts


def classes_beside_own_average(
    ready: Prepared, rows: NDArray[np.intp], k: int, generator: np.random.Generator
) -> NDArray[np.intp]:
    """(rows,) the most probable of k latent classes."""
    answers = beside_own_average(ready, rows, generator)
    weights = np.tile(ready.weights[rows], COPIES)
    model = LatentClasses(k, n_init=STARTS, random_state=generator)
    found = model.fit(answers, sample_weight=weights).model_
    copies = found.posteriors[found.place].reshape(COPIES, len(rows), k)
    return np.asarray(copies.mean(axis=0).argmax(axis=1))


def beside_own_average(
    ready: Prepared, rows: NDArray[np.intp], generator: np.random.Generator
) -> Categories:
    """Below, around or above those of the same average within the block; all rows COPIES times."""
    X, weights = ready.scores[rows], ready.weights[rows]
    places = _places(person_levels(X, ready.blocks), weights)
    lots = (
        generator.permuted(_one_to_copies(X.shape), axis=0) + generator.random(X.shape)
    ) / COPIES
    columns = []
    for j, column in enumerate(X.T):
        below, upto = _shares_below(column, places[:, ready.blocks[j]], weights)
        side = np.searchsorted(THIRDS, below + lots[:, :, j] * (upto - below))
        columns.append(np.where(np.isnan(column), -1, side).astype(np.int16).ravel())
    return Categories.from_columns(ready.items, columns, [("below", "around", "above")] * len(X.T))


def _one_to_copies(shape: tuple[int, ...]) -> NDArray[np.float64]:
    """(copies, n, p) the number of the copy."""
    return np.broadcast_to(np.arange(float(COPIES))[:, None, None], (COPIES, *shape))


def _places(levels: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.intp]:
    """(n, blocks) on which of the steps from the lowest average to the highest each person is."""
    places = np.empty(levels.shape, dtype=np.intp)
    for block, column in enumerate(np.round(levels, 9).T):
        _, same = np.unique(column, return_inverse=True)
        size = np.bincount(same, weights)
        middle = (np.cumsum(size) - size / 2) / size.sum()
        places[:, block] = np.minimum((middle * BINS).astype(np.intp), BINS - 1)[same]
    return places


def _shares_below(
    column: NDArray[np.float64], places: NDArray[np.intp], weights: NDArray[np.float64]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """(n,) the share of people near in average who answer less, and less or the same."""
    known = ~np.isnan(column)
    values, answer = np.unique(column[known], return_inverse=True)
    counts = np.zeros((BINS, len(values)))
    np.add.at(counts, (places[known], answer), weights[known])
    steps = np.arange(BINS) / BINS
    near = np.exp(-(((steps[:, None] - steps) / REACH) ** 2) / 2) @ counts
    running = np.cumsum(near, axis=1) / near.sum(axis=1, keepdims=True)
    running = np.column_stack([np.zeros(BINS), running])
    below, upto = np.full(len(column), np.nan), np.full(len(column), np.nan)
    below[known] = running[places[known], answer]
    upto[known] = running[places[known], answer + 1]
    return below, upto
