"""Segments: CPU seconds of the whole search, beside scikit-learn's k-means for the same k alone.

OMP_NUM_THREADS=1 python -m benchmarks segments
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.segments import SegmentFinder
from analysis.segments.agreement import adjusted_rand
from analysis.simulation import Answering, card_scores

SIZES = ((150, None), (300, None), (600, 3.0), (1_000, None), (10_000, None), (100_000, 10.0))
KS = range(2, 7)


def people(
    n: int, missing: float = 0.03
) -> tuple[pd.DataFrame, dict[str, str], NDArray[np.int64]]:
    """Card scores of the enquête's five segments, their blocks, and the truth."""
    answering = Answering(style=0.4, missing=missing)
    made = card_scores(n, np.random.default_rng(1), answering=answering)
    blocks = {card: block for block, cards in made.blocks.items() for card in cards}
    return made.scores, blocks, made.segment


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def scikit_learn(scores: pd.DataFrame) -> None:
    """Only cluster, 20 starts for each k, gaps filled with means: no null, no bootstrap."""
    from sklearn.cluster import KMeans

    filled = scores.fillna(scores.mean())
    for k in KS:
        KMeans(k, n_init=20, random_state=1).fit(filled)


def main() -> None:
    """A line for each number of people."""
    scores, blocks, _ = people(200)
    SegmentFinder(blocks, nulls=2, resamples=2, random_state=1).fit(scores)  # loads what it needs
    scikit_learn(scores)
    print(f"{'people':>8} {'CPU s':>7} {'target':>7} {'verdict':>9} {'k':>2} {'Rand':>5}"
          f" {'k-means of scikit-learn, s':>27}")  # fmt: skip
    for n, target in SIZES:
        scores, blocks, truth = people(n)
        finder = SegmentFinder(blocks, random_state=1)
        seconds = cpu(lambda scores=scores, finder=finder: finder.fit(scores))  # type: ignore[misc]
        beside = cpu(lambda scores=scores: scikit_learn(scores))  # type: ignore[misc]
        found = finder.result_
        print(
            f"{n:>8,} {seconds:>7.2f} {target or '':>7} {found.verdict:>9} {found.k:>2}"
            f" {adjusted_rand(truth, found.labels):>5.2f} {beside:>27.2f}",
            flush=True,
        )


if __name__ == "__main__":
    main()
