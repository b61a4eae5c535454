"""Make the samples in ``data``: samples that the other reference cases have nothing of.

One long chain, an answer that hardly ever leaves its group, networks of 1 and of 500, sixty
seeds, six answers of which two are called NA and nan, coupons, unknown answers and unknown network
sizes. Nobody in them exists. From the root of the project:

    python -m tests.analysis.checked_against_r.make_samples
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

FOLDER = Path(__file__).with_name("data")
Integers = NDArray[np.int64]
Recruits = Callable[[np.random.Generator], int]
Sizes = Callable[[np.random.Generator, int], NDArray[np.float64]]


@dataclass(frozen=True)
class Shape:
    """How one recruitment sample looks; shares are between 0 and 1."""

    people: int
    seeds: int
    recruits: Recruits
    sizes: Sizes
    answers: Sequence[str]
    stays: float = 0.4
    unknown_answers: float = 0.0
    unknown_sizes: float = 0.0
    zero_sizes: float = 0.0
    coupons: int = 0


def up_to_three(chance: float) -> Recruits:
    return lambda rng: int(rng.binomial(3, chance))


SHAPES = {
    "one_chain": Shape(
        80, 1, lambda rng: 1, lambda rng, n: np.ceil(rng.lognormal(2, 0.8, n)), ("c", "a", "b")
    ),
    "coupons": Shape(
        120, 9, up_to_three(0.45), lambda rng, n: rng.choice([5.0, 10, 20, 50], n),
        ("d é", "B b", "a,c", 'C"q'), unknown_answers=0.15, coupons=3,
    ),
    "extremes": Shape(
        150, 12, up_to_three(0.45), lambda rng, n: rng.choice([1.0, 2, 500], n, p=[0.4, 0.4, 0.2]),
        ("yes", "no"), unknown_sizes=0.08, zero_sizes=0.04,
    ),
    "many_seeds": Shape(
        200, 60, up_to_three(0.4),
        lambda rng, n: np.minimum(np.ceil(rng.pareto(1.2, n) * 3 + 1), 500),
        ("NA", "nan", "Z", "z", "10", "9"),
    ),
    "sticky": Shape(
        200, 8, up_to_three(0.5), lambda rng, n: rng.poisson(12, n) + 1.0,
        ("west", "east", "centre"), stays=0.9,
    ),
    "tiny": Shape(
        12, 1, up_to_three(0.6), lambda rng, n: rng.choice([1.0, 2, 30], n), ("no", "yes")
    ),
}  # fmt: skip


def forest(rng: np.random.Generator, shape: Shape) -> Integers:
    """(n,) the place of the recruiter, -1 for seeds; a chain that dies goes on anywhere."""
    recruiter, turn = [-1] * shape.seeds, 0
    while len(recruiter) < shape.people:
        who = turn if turn < len(recruiter) else int(rng.integers(len(recruiter)))
        many = shape.recruits(rng) if turn < len(recruiter) else 1
        recruiter += [who] * min(many, shape.people - len(recruiter))
        turn += 1
    return np.array(recruiter)


def answers(rng: np.random.Generator, recruiter: Integers, k: int, stays: float) -> Integers:
    """(n,) answers: that of the recruiter with this chance, else any."""
    shares, found = rng.dirichlet(np.full(k, 4.0)), np.zeros(len(recruiter), dtype=np.int64)
    for place, above in enumerate(recruiter):
        keeps = above >= 0 and rng.random() < stays
        found[place] = found[above] if keeps else rng.choice(k, p=shares)
    return found


def recruitment(rng: np.random.Generator, shape: Shape) -> tuple[list[str], list[list[str]]]:
    """A header, and the rows in an order that says nothing."""
    n, recruiter = shape.people, forest(rng, shape)
    ids = [f"{number:04d}" for number in rng.permutation(3 * n)[:n]]
    given = answers(rng, recruiter, len(shape.answers), shape.stays)
    sizes = [f"{size:.0f}" for size in shape.sizes(rng, n)]
    hours = np.round(rng.gamma(2, 3, n) + given, 2)
    no_answer, no_size, zero = (
        rng.random(n) < share
        for share in (shape.unknown_answers, shape.unknown_sizes, shape.zero_sizes)
    )
    cards = _cards(rng, recruiter, shape.coupons) if shape.coupons else [[]] * n
    rows = [
        [
            ids[i],
            "seed" if recruiter[i] < 0 else ids[recruiter[i]],
            "" if no_size[i] else "0" if zero[i] else sizes[i],
            "" if no_answer[i] else shape.answers[given[i]],
            str(hours[i]),
            *cards[i],
        ]
        for i in rng.permutation(n)
    ]
    names = [f"given_{k + 1}" for k in range(shape.coupons)]
    return [
        "id",
        "recruiter",
        "size",
        "answer",
        "hours",
        *(["own", *names] if names else []),
    ], rows


def _cards(rng: np.random.Generator, recruiter: Integers, each: int) -> list[list[str]]:
    """For each the card they came with, and those they were given; numbers with zeros in front."""
    n = len(recruiter)
    numbers = [f"{number:06d}" for number in rng.permutation(10**6)[: n * each]]
    given = [numbers[each * i : each * (i + 1)] for i in range(n)]
    left = [list(cards) for cards in given]
    return [["" if a < 0 else left[a].pop(0), *given[i]] for i, a in enumerate(recruiter)]


def ordered(rng: np.random.Generator) -> NDArray[np.object_]:
    """200 people, five items with 2 to 6 answers; one turned round, 5 % unknown."""
    people, signs = rng.normal(size=200), [1, -1, 1, 1, 1]
    items = []
    for sign, many in zip(signs, (2, 3, 4, 5, 6), strict=True):
        value = 0.7 * sign * people + 0.7 * rng.normal(size=200)
        cuts = np.quantile(value, np.cumsum(rng.dirichlet(np.full(many, 3.0)))[:-1])
        items.append(np.searchsorted(cuts, value) + 1)
    return _with_gaps(rng, np.column_stack(items), 0.05)


def classes(rng: np.random.Generator) -> NDArray[np.object_]:
    """100 people, four items with three answers: three and four classes have many near-bests."""
    person = rng.choice(2, 100, p=rng.dirichlet([6.0, 6.0]))
    chance = rng.dirichlet(np.full(3, 0.7), size=(4, 2))
    given = [[rng.choice(3, p=chance[j, z]) + 1 for j in range(4)] for z in person]
    return _with_gaps(rng, np.array(given), 0.0)


def codings(rng: np.random.Generator) -> NDArray[np.object_]:
    """80 answers, four coders, five codes, 30 % not coded."""
    truth = rng.choice(5, 80, p=rng.dirichlet(np.full(5, 2.0)))
    right = rng.random((80, 4)) < 0.7
    given = np.where(right, truth[:, None], rng.integers(0, 5, (80, 4)))
    return _with_gaps(rng, np.vectorize("k{}".format)(given), 0.3)


def _with_gaps(
    rng: np.random.Generator, cells: NDArray[np.generic], share: float
) -> NDArray[np.object_]:
    told = cells.astype(str).astype(object)
    told[rng.random(told.shape) < share] = ""
    return told


def write(name: str, header: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    with (FOLDER / f"{name}.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)


def main() -> None:
    """Write all samples."""
    for number, (name, shape) in enumerate(SHAPES.items()):
        write(name, *recruitment(np.random.default_rng([2026, 11, 24, number]), shape))
    write("ordered", [f"i{j + 1}" for j in range(5)], ordered(np.random.default_rng(241)))
    write("classes", [f"v{j + 1}" for j in range(4)], classes(np.random.default_rng(242)))
    write("codings", [f"coder_{j + 1}" for j in range(4)], codings(np.random.default_rng(243)))


if __name__ == "__main__":
    main()
