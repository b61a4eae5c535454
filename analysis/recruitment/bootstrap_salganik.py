"""The bootstrap of Salganik (2006), for comparison with older reports.

One chain: start with the category of a respondent drawn at random, draw someone from all those
recruited by a person of that category, take that person's category, and so on until the resample
is as large as the sample. The recruiter's category is the only memory.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis.errors import SettingError
from analysis.parallel import Block, Progress, RandomState, blocks, run
from analysis.recruitment.bootstrap_tree import CELLS_A_BLOCK
from analysis.recruitment.forest import Forest
from analysis.recruitment.statistic import Statistic
from analysis.recruitment.transitions import pairs


def salganik_replicates(
    forest: Forest,
    statistic: Statistic,
    resamples: int,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """(B, g) the estimate on each chain; NaN where it is undefined.

    Raises:
        SettingError: for numbers, which give the chain no memory, or without any recruit whose
            answer and whose recruiter's answer are known.
    """
    if statistic.outcome.numbers is not None:
        raise SettingError(
            "Salganik's bootstrap needs categories; for numbers choose the tree bootstrap"
        )
    if not len(pairs(forest, statistic.outcome)[0]):
        raise SettingError(
            "Salganik's bootstrap needs recruits with a known answer whose recruiter's answer is "
            "known; there are none: choose the tree bootstrap"
        )
    tasks = blocks(resamples, max(1, CELLS_A_BLOCK // len(forest)), random_state)
    return np.concatenate(run(partial(_replicates, forest, statistic), tasks, n_jobs, progress))


def _replicates(forest: Forest, statistic: Statistic, block: Block) -> NDArray[np.float64]:
    people = _chains(forest, statistic, block)
    n, size = len(forest), block.size
    cells = people + n * np.arange(size)
    counts = np.bincount(cells.ravel(), minlength=n * size).reshape(size, n).T
    return statistic.estimates(statistic.sums(counts))


def _chains(forest: Forest, statistic: Statistic, block: Block) -> NDArray[np.intp]:
    """(length, size) the person drawn at each step of each chain."""
    rng = block.generator()
    codes = statistic.outcome.codes
    known = np.flatnonzero(statistic.outcome.known)
    pool, start, size = _recruits_by_recruiters_category(forest, statistic)
    chance = rng.random((len(known), block.size))
    people = np.empty(chance.shape, dtype=np.intp)
    people[0] = known[(chance[0] * len(known)).astype(np.intp)]
    for step in range(1, len(known)):
        code = codes[people[step - 1]]
        people[step] = pool[start[code] + (chance[step] * size[code]).astype(np.intp)]
    return people


def _recruits_by_recruiters_category(
    forest: Forest, statistic: Statistic
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.intp]]:
    """Recruits sorted by their recruiter's category; where each part starts; how large it is.

    A category that recruited nobody draws from all recruits.
    """
    recruit, source, _ = pairs(forest, statistic.outcome)
    size = np.bincount(source, minlength=len(statistic.outcome.categories))
    start = np.cumsum(size) - size
    silent = size == 0
    sorted_recruits = recruit[np.argsort(source, kind="stable")]
    return sorted_recruits, np.where(silent, 0, start), np.where(silent, len(recruit), size)
