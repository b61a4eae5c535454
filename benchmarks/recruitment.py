"""CPU seconds of the recruitment estimates, beside a plain loop over resamples in the same run.

The comparison copies people one by one down the trees, as published programs for the tree
bootstrap do; it is run on few resamples and its time multiplied. Run with one thread:

    OMP_NUM_THREADS=1 python -m benchmarks recruitment
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from functools import partial

import numpy as np
import pandas as pd

from analysis.dataset import Recruits
from analysis.recruitment.bootstrap_salganik import salganik_replicates
from analysis.recruitment.bootstrap_ss import ss_replicates
from analysis.recruitment.bootstrap_tree import tree_replicates
from analysis.recruitment.estimate import estimate
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.outcome import categorical
from analysis.recruitment.sample import Sample, sample
from analysis.recruitment.statistic import Statistic, statistic

RESAMPLES = 1000
LOOP_RESAMPLES = 20


def a_forest(n: int, seeds: int, random_state: int = 1) -> tuple[Sample, pd.Series]:
    """People who recruit up to three others each, in chains, with a category that runs in them."""
    rng = np.random.default_rng(random_state)
    above, category, reach = [-1] * seeds, list(rng.random(seeds) < 0.4), 0
    while len(above) < n:
        for _ in range(min(int(rng.choice(4, p=[0.2, 0.26, 0.28, 0.26])), n - len(above))):
            above.append(reach)
            stays = rng.random() < 0.7
            category.append(bool(category[reach]) if stays else bool(rng.random() < 0.4))
        reach = min(reach + 1, len(above) - 1)
    above_array = np.array(above)
    names = np.array([f"{k:07d}" for k in range(n)], dtype=object)
    recruiter = np.where(above_array < 0, None, names[above_array])
    known = np.bincount(above_array[above_array >= 0], minlength=n) + (above_array >= 0)
    degree = known + 1 + np.round(rng.lognormal(2.2, 0.6, n))
    answer = pd.Series(np.where(category, "yes", "no"), name="answer", dtype=object)
    told = sample(Recruits(pd.Series(names), pd.Series(recruiter), pd.Series(degree)))
    return told, answer


def looped_tree_bootstrap(told: Sample, figure: Statistic, resamples: int) -> np.ndarray:
    """The comparison: copies of people, one by one."""
    rng = np.random.default_rng(1)
    forest = told.forest
    children: list[list[int]] = [[] for _ in range(len(forest))]
    for person, recruiter in enumerate(forest.recruiter):
        if recruiter >= 0:
            children[recruiter].append(person)
    inverse, yes = 1 / told.degrees, figure.outcome.codes == 0
    shares = []
    for _ in range(resamples):
        copies = [int(rng.integers(forest.seeds)) for _ in range(forest.seeds)]
        for person in copies:
            below = children[person]
            copies += [below[int(rng.integers(len(below)))] for _ in below]
        drawn = np.array(copies)
        shares.append(float(inverse[drawn][yes[drawn]].sum() / inverse[drawn].sum()))
    return np.array(shares)


def cpu(work: Callable[[], object], times: int = 3) -> float:
    """The least CPU seconds of several runs."""
    least = float("inf")
    for _ in range(times):
        start = time.process_time()
        work()
        least = min(least, time.process_time() - start)
    return least


def row(what: str, seconds: float, target: float, loop: float | None = None) -> None:
    """One line of the table."""
    against = "" if loop is None else f"{loop:>12.3f} {loop / seconds:>8.0f}×"
    verdict = "ok" if seconds <= target else "TOO SLOW"
    print(f"{what:<52} {seconds:>9.4f} {target:>8.2f} {verdict:<9}{against}")


def main() -> None:
    print(f"{'CPU seconds':<52} {'ours':>9} {'target':>8} {'':<9}{'plain loop':>12} {'ratio':>9}")
    told, answer = a_forest(500, 10)
    outcome = categorical(told, answer)
    rds2 = statistic(told, outcome, ESTIMATORS["rds2"])
    ss = partial(statistic, told, outcome, ESTIMATORS["ss"], 2000)
    looped = cpu(partial(looped_tree_bootstrap, told, rds2, LOOP_RESAMPLES), 1)
    loop = looped * RESAMPLES / LOOP_RESAMPLES
    whole = partial(estimate, told, outcome, resamples=RESAMPLES, random_state=1)
    row("RDS-II and 1000 tree resamples, n = 500", cpu(whole), 0.1, loop)
    chains = partial(salganik_replicates, told.forest, rds2, RESAMPLES, 1)
    row("Salganik's bootstrap, 1000 resamples, n = 500", cpu(chains), 0.1)
    row("SS point estimate, N = 2000, n = 500", cpu(ss), 0.02)
    simulated = partial(ss_replicates, told, ss(), 2000, RESAMPLES, 1)
    row("SS bootstrap, 1000 resamples, N = 2000, n = 500", cpu(simulated), 0.3)
    for n, target in ((1_000, 0.2), (10_000, 2.0), (100_000, 20.0)):
        told, answer = a_forest(n, 10)
        outcome = categorical(told, answer)
        rds2 = statistic(told, outcome, ESTIMATORS["rds2"])
        few = cpu(partial(looped_tree_bootstrap, told, rds2, 2), 1)
        work = partial(tree_replicates, told.forest, rds2, RESAMPLES, 1)
        row(f"RDS-II, 1000 tree resamples, n = {n:,}", cpu(work, 1), target, few * RESAMPLES / 2)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"largest memory of the whole run: {peak:.2f} GB")


if __name__ == "__main__":
    main()
