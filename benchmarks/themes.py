"""Themes: polychoric correlations beside a plain pair-by-pair search, and how often themes are
found where there are none, and where there are some.

    OMP_NUM_THREADS=1 python -m benchmarks themes
    OMP_NUM_THREADS=1 python -m benchmarks themes --full   (40 data sets a cell)
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analysis.simulation import Answering, one_population
from analysis.themes import ThemeFinder, Themes
from analysis.themes.coded import coded_items
from analysis.themes.correlations import polychoric_matrices

ITEMS = 12
KINDS: dict[str, dict[str, object]] = {
    "unrelated, flat": {"shape": "flat"},
    "unrelated, normal": {"shape": "normal"},
    "unrelated, lopsided": {"shape": "lopsided"},
    "strong style": {"answering": Answering(style=0.8)},
    "extremes": {"answering": Answering(extremes=0.5)},
    "style and 10 % missing": {"answering": Answering(style=0.8, missing=0.1)},
}
POWER = {"three factors": Answering(), "three factors, style": Answering(style=0.6)}


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU seconds of several runs."""
    least = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def pair_by_pair(frame: pd.DataFrame) -> np.ndarray:
    """The comparison: each pair its own bounded search, cell by cell with scipy's normal."""
    from scipy.optimize import minimize_scalar
    from scipy.stats import multivariate_normal, norm

    k = frame.shape[1]
    matrix = np.eye(k)
    for i in range(k):
        for j in range(i):
            table = pd.crosstab(frame.iloc[:, i], frame.iloc[:, j]).to_numpy(dtype=float)
            rows = norm.ppf(np.cumsum(table.sum(axis=1)) / table.sum()).clip(-8, 8)
            columns = norm.ppf(np.cumsum(table.sum(axis=0)) / table.sum()).clip(-8, 8)
            points = [[(h, c) for c in columns] for h in rows]

            def loss(r: float, table: np.ndarray = table, points: object = points) -> float:
                normal = multivariate_normal(cov=[[1, r], [r, 1]])
                grid = np.pad(normal.cdf(points), ((1, 0), (1, 0)))
                cells = np.diff(np.diff(grid, axis=0), axis=1)
                return -float((table * np.log(cells.clip(1e-300))).sum())

            found = minimize_scalar(loss, bounds=(-0.999, 0.999), method="bounded")
            matrix[i, j] = matrix[j, i] = found.x
    return matrix


def speed() -> None:
    """CPU seconds, and what the comparison needs."""
    frame = one_population(600, np.random.default_rng(1), items=ITEMS, factors=3)
    items, weights = coded_items(frame), np.ones((1, len(frame)))
    ours = cpu(lambda: polychoric_matrices(items, weights))
    theirs = cpu(lambda: pair_by_pair(frame), times=1)
    apart = np.abs(polychoric_matrices(items, weights)[0] - pair_by_pair(frame)).max()
    print(f"66 polychoric correlations, 600 people: {ours:.4f} s; pair by pair {theirs:.2f} s, "
          f"{theirs / ours:.0f} times; at most {apart:.1e} apart")  # fmt: skip
    for n, k in ((600, 12), (600, 24), (100_000, 12), (600, 200)):
        frame = one_population(n, np.random.default_rng(1), items=k, factors=3)
        seconds = cpu(lambda frame=frame: ThemeFinder().fit(frame), times=1)
        print(f"whole search, {n:,} × {k}: {seconds:.2f} s")


def found(frame: pd.DataFrame, seed: int) -> Themes:
    """What the search finds."""
    return ThemeFinder(random_state=seed).fit(frame).result_


def false_alarms(sets: int) -> None:
    """Of data without themes: how often any theme, and how often one not marked as style."""
    print(f"\nfalse alarms in {sets} data sets of 12 items: any theme / one not marked as style")
    for kind, options in KINDS.items():
        cells = []
        for n in (150, 300, 600):
            results = [
                found(one_population(n, np.random.default_rng(seed), items=ITEMS, **options), seed)  # type: ignore[arg-type]
                for seed in range(sets)
            ]
            anything = sum(bool(result.themes) for result in results)
            unmarked = sum(any(not t.style_dependent for t in r.themes) for r in results)
            cells.append(f"{anything:>3} /{unmarked:>3}")
        print(f"  {kind:<24} n = 150, 300, 600: {'   '.join(cells)}")


def power(sets: int) -> None:
    """Of three themes of four items: how often just these are found, with and without style."""
    truth = {frozenset(f"item{number:02}" for number in range(f + 1, 13, 3)) for f in range(3)}
    print(f"\nthree known themes, all found and nothing else, of {sets} data sets")
    for kind, answering in POWER.items():
        cells = []
        for n in (150, 300, 600):
            hits = 0
            for seed in range(sets):
                rng = np.random.default_rng(1000 + seed)
                frame = one_population(n, rng, items=ITEMS, factors=3, answering=answering)
                hits += {frozenset(t.items) for t in found(frame, seed).themes} == truth
            cells.append(f"{hits:>3}")
        print(f"  {kind:<24} n = 150, 300, 600: {'  '.join(cells)}")


def main() -> None:
    """Everything; the grids in full when asked."""
    sets = 40 if "--full" in sys.argv else 10
    speed()
    false_alarms(sets)
    power(sets)


if __name__ == "__main__":
    main()
