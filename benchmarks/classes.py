"""Latent classes: CPU seconds beside StepMix on the same data, and the likelihood both reached."""

from __future__ import annotations

import resource
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.segments.latent_class import LatentClasses

ITEMS, ANSWERS, CLASSES = 24, 5, 5
SIZES = ((1_000, 10, 0.2), (10_000, 10, 0.6), (100_000, 10, 5.0), (1_000_000, 4, 20.0))
BESIDE = 10_000  # StepMix is run up to this many rows


def people(n: int, missing: float = 0.0, seed: int = 1) -> NDArray[np.float64]:
    """(n, 24) answers 0 … 4 of five known classes; NaN where missing."""
    rng = np.random.default_rng(seed)
    shares = rng.dirichlet(np.full(CLASSES, 5.0))
    chances = rng.dirichlet(np.full(ANSWERS, 0.8), (CLASSES, ITEMS)).cumsum(axis=2)
    of = rng.choice(CLASSES, n, p=shares)
    X = np.empty((n, ITEMS))
    for item in range(ITEMS):
        X[:, item] = (rng.random(n)[:, None] > chances[of, item, :-1]).sum(axis=1)
    X[rng.random(X.shape) < missing] = np.nan
    return X


def cpu(work: Callable[[], Any]) -> tuple[float, Any]:
    """CPU seconds of this process, and the answer."""
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def ours(X: NDArray[np.float64], starts: int) -> tuple[float, float]:
    """CPU seconds and log-likelihood."""
    seconds, model = cpu(lambda: LatentClasses(CLASSES, n_init=starts, random_state=1).fit(X))
    return seconds, model.model_.loglik


def stepmix(X: NDArray[np.float64], starts: int) -> tuple[float, float]:
    """The same from StepMix, whose score is a mean over rows."""
    from stepmix.stepmix import StepMix

    measured = "categorical_nan" if np.isnan(X).any() else "categorical"
    model = StepMix(
        CLASSES, measurement=measured, n_init=starts, random_state=1, progress_bar=0, verbose=0
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        seconds, _ = cpu(lambda: model.fit(X))
        return seconds, float(model.score(X)) * len(X)


def main() -> None:
    """Print a line for each size, complete and with 10 % missing."""
    print(
        f"{'rows':>9} {'missing':>7} {'starts':>6} {'CPU s':>7} {'target':>7} {'loglik':>15}"
        f" {'StepMix s':>10} {'its loglik':>15} {'faster':>7}"
    )
    ours(people(500), 2)  # what is loaded once is not timed
    for n, starts, target in SIZES:
        for missing in (0.0, 0.1):
            X = people(n, missing)
            seconds, loglik = ours(X, starts)
            line = f"{n:>9,} {missing:>7.0%} {starts:>6} {seconds:>7.2f} {target:>7.1f}"
            line += f" {loglik:>15.3f}"
            if n <= BESIDE:
                theirs, other = stepmix(X, starts)
                line += f" {theirs:>10.2f} {other:>15.3f} {theirs / seconds:>6.0f}×"
            print(line, flush=True)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"highest memory of this process: {peak:.2f} GB")


if __name__ == "__main__":
    main()
