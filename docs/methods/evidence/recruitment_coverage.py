"""How often do 95 % intervals hold the truth? On networks with known shares.

    python docs/methods/evidence/recruitment_coverage.py

Prints the table of docs/methods/recruitment.md. Two groups in a network of N people: ties within a
group are likelier (homophily), and the smaller group knows more people (activity). Ten seeds are
drawn with chances proportional to degree; everyone recruits up to three people among those they
know who have not taken part, until n have.
"""

from __future__ import annotations

import sys

import numpy as np
import pandas as pd

from analysis.dataset import Recruits
from analysis.recruitment.estimate import estimate
from analysis.recruitment.outcome import categorical
from analysis.recruitment.sample import sample

RUNS = 200
RESAMPLES = 500
SEEDS = 10
SHARE = 0.3
COUPONS = (0.22, 0.26, 0.28, 0.24)
SETTINGS = [(N, n, pull) for N, n in ((1000, 500), (3000, 500)) for pull in (1.0, 3.0)]
WAYS = (("rds2", "tree"), ("rds2", "salganik"), ("ss", "tree"), ("ss", "ss"))


def network(rng: np.random.Generator, size: int, pull: float) -> tuple[np.ndarray, np.ndarray]:
    """Ties (size, size) and who is in the group, with a mean degree of 12."""
    inside = rng.permutation(size) < SHARE * size
    activity = rng.lognormal(0, 0.4, size) * np.where(inside, 1.5, 1.0)
    chance = np.outer(activity, activity) * np.where(inside[:, None] == inside, pull, 1.0)
    chance *= 12 * size / chance.sum()
    upper = np.triu(rng.random((size, size)) < chance, 1)
    return upper | upper.T, inside


def recruited(rng: np.random.Generator, ties: np.ndarray, n: int) -> dict[int, int]:
    """Recruiter of each of n people, -1 for seeds; a chain that dries up gets a new seed."""
    degree = ties.sum(axis=1)
    chance = degree / degree.sum()
    people = rng.choice(len(ties), SEEDS, replace=False, p=chance).tolist()
    recruiter = dict.fromkeys(people, -1)
    for person in people:
        free = [f for f in np.flatnonzero(ties[person]).tolist() if f not in recruiter]
        wanted = min(int(rng.choice(4, p=COUPONS)), len(free), n - len(recruiter))
        for friend in rng.choice(free, wanted, replace=False).tolist() if wanted else []:
            recruiter[friend] = person
            people.append(friend)
        if person == people[-1] and len(recruiter) < n:
            rest = np.where(np.isin(np.arange(len(ties)), people), 0, degree)
            people.append(int(rng.choice(len(ties), p=rest / rest.sum())))
            recruiter[people[-1]] = -1
    return recruiter


def covered(rng: np.random.Generator, size: int, n: int, pull: float) -> dict[str, np.ndarray]:
    """For each way: whether the interval holds the truth, its width, and the error."""
    ties, inside = network(rng, size, pull)
    chain = recruited(rng, ties, n)
    people = np.array(list(chain))
    names = pd.Series([f"p{k:04d}" for k in people])
    above = pd.Series([None if a < 0 else f"p{a:04d}" for a in chain.values()], dtype=object)
    told = sample(Recruits(names, above, pd.Series(ties.sum(axis=1)[people].astype(float))))
    outcome = categorical(told, pd.Series(np.where(inside[people], "in", "out"), name="group"))
    found = {}
    for estimator, method in WAYS:
        table = estimate(
            told,
            outcome,
            estimator=estimator,
            method=method,
            population=float(size),
            resamples=RESAMPLES,
            random_state=rng,
        ).table.set_index("category")
        low, high, middle = table.loc["in", ["low", "high", "estimate"]].astype(float)
        found[f"{estimator} {method}"] = np.array(
            [low <= inside.mean() <= high, high - low, middle - inside.mean()]
        )
    return found


def main() -> None:
    """Print one line a setting and way."""
    print("| N | n | pull | estimate, bootstrap | coverage | mean width | mean error | sd |")
    print("|---|---|---|---|---|---|---|---|")
    for size, n, pull in SETTINGS:
        rng = np.random.default_rng([size, n, int(pull)])
        runs = [covered(rng, size, n, pull) for _ in range(RUNS)]
        for way in runs[0]:
            kept = np.array([run[way] for run in runs])
            held, width, error = kept.mean(axis=0)
            sd = kept[:, 2].std(ddof=1)
            print(
                f"| {size} | {n} | {pull:g} | {way} | {held:.0%} | {width:.3f} | {error:+.3f} | "
                f"{sd:.3f} |"
            )
        sys.stdout.flush()


if __name__ == "__main__":
    main()
