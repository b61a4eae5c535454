"""The tree bootstrap of Baraff, McCormick & Raftery (2016).

Seeds are drawn with replacement; each copy of a person draws as many of that person's recruits as
there are, with replacement, and so on down. Where seeds were brought by ambassadors, these are
drawn first. Only how often each person is copied matters: m copies of someone with c recruits
make c·m draws among these, so that the copies of the recruits are multinomial (c·m; 1/c …).
The mean size of a resample is n; it is never cut to n.
"""

from __future__ import annotations

from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis.parallel import Block, Progress, RandomState, blocks, run
from analysis.recruitment.forest import Forest
from analysis.recruitment.statistic import Statistic

Counts = NDArray[np.int64]

CELLS_A_BLOCK = 4_000_000  # people × resamples held at once: 32 MB


def tree_blocks(forest: Forest, resamples: int, random_state: RandomState) -> list[Block]:
    """Blocks of resamples that fit in memory; their number depends on n only."""
    return blocks(resamples, max(1, CELLS_A_BLOCK // len(forest)), random_state)


def tree_counts(forest: Forest, block: Block) -> Counts:
    """(n, size) how often each person, in tree order, is in each resample."""
    rng = block.generator()
    counts = np.empty((len(forest), block.size), dtype=np.int64)
    root = np.ones((1, block.size), dtype=np.int64)
    above = _draw(rng, root, forest.clusters)[0]
    for wave in forest.sibships():
        for group in wave:
            drawn = _draw(rng, above[group.recruiters], group.size)
            places = group.first[:, None] + np.arange(group.size)
            counts[places] = drawn
        above = counts
    return counts


def tree_replicates(
    forest: Forest,
    statistic: Statistic,
    resamples: int,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> NDArray[np.float64]:
    """(B, g) the estimate on each resample; NaN where it is undefined.

    With the same ``random_state`` each outcome of a sample is estimated on the same resamples.
    Weights stay those of the sample: they say how likely each person was to be in it.
    """
    tasks = tree_blocks(forest, resamples, random_state)
    found = run(partial(_replicates, forest, statistic), tasks, n_jobs, progress)
    return np.concatenate(found)


def _replicates(forest: Forest, statistic: Statistic, block: Block) -> NDArray[np.float64]:
    return statistic.estimates(statistic.sums(tree_counts(forest, block)))


def _draw(rng: np.random.Generator, copies: Counts, size: int) -> Counts:
    """(k, size, B) copies of each of ``size`` recruits of k people with (k, B) copies."""
    if size == 1:
        return copies[:, None, :]
    drawn = rng.multinomial(size * copies, np.full(size, 1 / size))
    return np.moveaxis(drawn, -1, 1)
