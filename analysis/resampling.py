"""Resamples of rows for any weighted figure, the same for all figures of a study.

Where there was recruitment, an interval never comes from a simple random sample: ambassadors are
drawn first, then seeds, then recruits (the tree bootstrap). Without recruitment rows are drawn.
A resample is told by how often each row is in it: multiply weights by that, and estimate.
Rows are put in an order of their own before chance enters, so that neither the order of a file nor
the names of answers change a resample.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import ANSWERED, Dataset
from analysis.errors import DataError, SettingError
from analysis.parallel import Block, Progress, RandomState, blocks, run
from analysis.recruitment.bootstrap_tree import CELLS_A_BLOCK, tree_counts
from analysis.recruitment.forest import Forest, forest
from analysis.row_colours import row_colours

Counts = NDArray[np.int64]
Floats = NDArray[np.float64]
Figures = Callable[[Counts], Floats]


def row_counts(
    data: Dataset,
    resamples: int,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> Counts:
    """How often each row is in each resample.

    Args:
        data: rows, with or without recruitment.
        resamples: B, at least 2.
        random_state: the same gives the same resamples. With recruitment they follow the ids,
            without it the answers and weights; never the order of the rows.
        n_jobs: processes, as in joblib.
        progress: called with blocks done and in all.

    Returns:
        (B, n) counts. Resamples of trees differ in size, with n as their mean.

    Raises:
        DataError: no rows, or a fault in who brought whom.
    """
    return np.concatenate(_over_blocks(data, _rows, resamples, random_state, n_jobs, progress))


def bootstrap(
    data: Dataset,
    figures: Figures,
    resamples: int,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> Floats:
    """(B, k) any k figures on the resamples of ``row_counts``, without holding all of these.

    Args:
        data: rows, with or without recruitment.
        figures: from (b, n) counts to (b, k) figures; weigh row i by its count times its weight.
        resamples: B, at least 2.
        random_state: as in ``row_counts``.
        n_jobs: as in ``row_counts``; ``figures`` must then be picklable.
        progress: as in ``row_counts``.
    """
    work = partial(_figures, figures)
    return np.concatenate(_over_blocks(data, work, resamples, random_state, n_jobs, progress))


def weighted_means(values: Floats, weights: Floats, counts: Counts) -> Floats:
    """(b, k) weighted means of k columns on each resample; NaN where nobody answered.

    Args:
        values: (n, k), NaN where missing.
        weights: (n,) ≥ 0.
        counts: (b, n) from ``row_counts``.
    """
    known = ~np.isnan(values)
    weighted = counts * weights
    with np.errstate(invalid="ignore"):
        return np.asarray((weighted @ np.where(known, values, 0)) / (weighted @ known))


Source = Forest | NDArray[np.intp]  # a recruitment forest, or the rows in an order of their own


def _over_blocks(
    data: Dataset,
    work: Callable[[Source, Block], NDArray[np.generic]],
    resamples: int,
    random_state: RandomState,
    n_jobs: int | None,
    progress: Progress | None,
) -> list[NDArray[np.generic]]:
    if resamples < 2:
        raise SettingError(f"{resamples} resamples: take at least 2 (1000 is usual)")
    if not len(data):
        raise DataError("there are no rows to resample")
    tasks = blocks(resamples, max(1, CELLS_A_BLOCK // len(data)), random_state)
    return run(partial(work, _source(data)), tasks, n_jobs, progress)


def _source(data: Dataset) -> Source:
    who = data.recruits
    if who is None:
        return _own_order(data)
    return forest(who.ids, who.recruiters, who.clusters)


def _own_order(data: Dataset) -> NDArray[np.intp]:
    """The rows sorted by what is special about them; rows that are alike can change places."""
    told = data.frame.astype(object).where(data.status == ANSWERED, data.status)
    columns = [pd.factorize(told.iloc[:, place]) for place in range(told.shape[1])]
    codes = np.array([codes for codes, _ in columns]).reshape(len(columns), len(data)).T
    weights = np.ones(len(data)) if data.weights is None else np.asarray(data.weights)
    scaled = weights / (weights.max() or 1.0)
    return np.argsort(row_colours(codes, [len(own) for _, own in columns], scaled), kind="stable")


def _rows(source: Source, block: Block) -> Counts:
    """(b, n) counts in the order of the rows."""
    counts = np.empty((block.size, len(source)), dtype=np.int64)
    if isinstance(source, Forest):
        counts[:, source.rows] = tree_counts(source, block).T
    else:
        even = np.full(len(source), 1 / len(source))
        counts[:, source] = block.generator().multinomial(len(source), even, size=block.size)
    return counts


def _figures(figures: Figures, source: Source, block: Block) -> Floats:
    return figures(_rows(source, block))
