"""False alarms and power of the gate, on made-up people whose truth is known.

    OMP_NUM_THREADS=1 python docs/methods/evidence/segments_grid.py alarms --sets 40 --out grid.csv
    OMP_NUM_THREADS=1 python docs/methods/evidence/segments_grid.py power --sets 20 --out grid.csv
    python docs/methods/evidence/segments_grid.py table --out grid.csv

A line of the file for each data set; what stands there is not made again, so that a run can be
stopped and taken up. `table` prints the tables of docs/methods/segments.md. Data set number s of a
kind and size is made with seed 1000 + s; the limits of the gate were set on seeds below 1000.
"""

from __future__ import annotations

import argparse
import csv
import time
from collections.abc import Callable
from dataclasses import astuple, dataclass, field, fields
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import linear_sum_assignment

from analysis.segments import Segmentation, SegmentFinder
from analysis.segments.agreement import adjusted_rand
from analysis.simulation import Answering, card_scores, one_population

SIZES = (150, 300, 600, 1000)


@dataclass(frozen=True)
class Made:
    """Made-up people and the truth about them."""

    scores: pd.DataFrame
    truth: np.ndarray
    blocks: dict[str, str] = field(default_factory=dict)
    weights: np.ndarray | None = None
    trees: np.ndarray | None = None


Kind = Callable[[int, np.random.Generator], Made]


def answers(**options: object) -> Kind:
    """One population of ordered answers, in one block."""

    def make(n: int, rng: np.random.Generator) -> Made:
        frame = one_population(n, rng, **options)  # type: ignore[arg-type]
        return Made(frame, np.zeros(n, dtype=int))

    return make


def cards(segments: bool, **answering: float) -> Kind:
    """Card scores 0-3 of the enquête in two blocks, with its five segments or without."""

    def make(n: int, rng: np.random.Generator) -> Made:
        made = card_scores(n, rng, answering=Answering(**answering), segments=segments)
        blocks = {card: block for block, names in made.blocks.items() for card in names}
        return Made(made.scores, made.segment, blocks)

    return make


def unequal_chances() -> Kind:
    """Five segments that come into the sample with chances 1, 1/2, 1/3, 1/4, 1/5, and weights."""

    def make(n: int, rng: np.random.Generator) -> Made:
        made = cards(True, style=0.4)(4 * n, rng)
        chance = 1 / (1.0 + made.truth)
        rows = np.flatnonzero(rng.random(4 * n) < chance)[:n]
        scores = made.scores.iloc[rows].reset_index(drop=True)
        return Made(scores, made.truth[rows], made.blocks, 1 / chance[rows])

    return make


def two_groups(share: float, apart: float) -> Kind:
    """Two groups; one finds 12 of 24 items more important, each by so many sd of its noise."""

    def make(n: int, rng: np.random.Generator) -> Made:
        small = rng.random(n) < share
        pull = apart * small[:, None] * (np.arange(24) < 12)
        latent = pull + 0.4 * rng.normal(size=(n, 1)) + rng.normal(size=(n, 24))
        frame = pd.DataFrame(np.digitize(latent, [-0.8, 0.0, 0.8]).astype(float))
        return Made(frame.add_prefix("item"), small.astype(int))

    return make


def continuum(trait: str, loading: float = 1.0, factors: int = 2, cuts: str = "even") -> Kind:
    """Everybody somewhere on lines that are flat (uniform) or lopsided (exponential)."""

    def make(n: int, rng: np.random.Generator) -> Made:
        drawn = {
            "flat": lambda: rng.uniform(-np.sqrt(3), np.sqrt(3), (n, factors)),
            "lopsided": lambda: rng.exponential(1.0, (n, factors)) - 1,
            "normal": lambda: rng.normal(size=(n, factors)),
        }[trait]()
        signs = rng.choice([-1.0, 1.0], (factors, 24)) * rng.uniform(0.3, 1.0, (factors, 24))
        latent = loading * drawn @ signs + rng.normal(size=(n, 24))
        at = [-0.8, 0.0, 0.8] if cuts == "even" else [0.4, 1.0, 1.6]
        frame = pd.DataFrame(np.digitize(latent, at).astype(float))
        return Made(frame.add_prefix("item"), np.zeros(n, dtype=int))

    return make


def steep(
    trait: str, lines: int = 2, load: float = 0.8, items: int = 24, measured: bool = False
) -> Kind:
    """Lines in directions drawn at random that make up load² of every item's variance."""

    def make(n: int, rng: np.random.Generator) -> Made:
        drawn = {
            "flat": lambda: rng.uniform(-np.sqrt(3), np.sqrt(3), (n, lines)),
            "lopsided": lambda: rng.exponential(1.0, (n, lines)) - 1,
        }[trait]()
        directions = rng.normal(size=(lines, items))
        directions *= load / np.sqrt((directions**2).sum(axis=0))
        latent = drawn @ directions + np.sqrt(1 - load**2) * rng.normal(size=(n, items))
        answered = latent if measured else np.digitize(latent, [-0.8, 0.0, 0.8]).astype(float)
        return Made(pd.DataFrame(answered).add_prefix("item"), np.zeros(n, dtype=int))

    return make


def recruited(alike: float, factors: int = 2) -> Kind:
    """One population in ten trees; each person resembles who brought them, on every line."""

    def make(n: int, rng: np.random.Generator) -> Made:
        drawn = rng.normal(size=(n, factors))
        tree = np.arange(n)
        for person in range(10, n):
            by = (person - 10) // 2  # everybody brings two
            drawn[person] = alike * drawn[by] + np.sqrt(1 - alike**2) * drawn[person]
            tree[person] = tree[by]
        latent = drawn @ rng.normal(0, 0.7, (factors, 24)) + rng.normal(size=(n, 24))
        frame = pd.DataFrame(np.digitize(latent, [-0.8, 0.0, 0.8]).astype(float))
        return Made(frame.add_prefix("item"), np.zeros(n, dtype=int), trees=tree)

    return make


ALARMS: dict[str, Kind] = {
    "clean": answers(),
    "clean, flat answers": answers(shape="flat"),
    "clean, lopsided answers": answers(shape="lopsided"),
    "correlated, 1 factor": answers(factors=1),
    "correlated, 3 factors": answers(factors=3),
    "correlated, lopsided": answers(factors=3, shape="lopsided"),
    "strong style": answers(factors=2, answering=Answering(style=0.8)),
    "very strong style": answers(factors=2, answering=Answering(style=1.5)),
    "extreme style": answers(factors=2, answering=Answering(extremes=0.5)),
    "strong and extreme style": answers(factors=2, answering=Answering(style=0.8, extremes=0.5)),
    "10 % missing, style": answers(factors=2, answering=Answering(style=0.8, missing=0.1)),
    "flat continua": continuum("flat"),
    "flat continuum, one": continuum("flat", factors=1),
    "lopsided continua": continuum("lopsided"),
    "lopsided continuum, one": continuum("lopsided", factors=1),
    "lopsided continua and answers": continuum("lopsided", cuts="high"),
    "steep flat continua": steep("flat"),
    "steep flat continua, measured": steep("flat", measured=True),
    "steep lopsided continua": steep("lopsided"),
    "steep lopsided continua, three": steep("lopsided", lines=3),
    "steep lopsided continua, measured": steep("lopsided", load=0.7, measured=True),
    "steep lopsided continua, 60 items": steep("lopsided", items=60),
    "card sort": cards(False, style=0.4),
    "card sort, strong style": cards(False, style=0.8),
    "card sort, extremes": cards(False, style=0.4, extremes=0.4),
    "card sort, 5 % missing": cards(False, style=0.4, missing=0.05),
    "recruited, half alike": recruited(0.5),
    "recruited, much alike": recruited(0.8),
    "6 items": answers(items=6, factors=2),
    "8 items, style": answers(items=8, factors=2, answering=Answering(style=0.8)),
    "12 items, yes or no": answers(items=12, categories=2, factors=2),
    "12 items, 7 answers": answers(items=12, categories=7, factors=2, shape="lopsided"),
    "48 items, 5 answers": answers(items=48, categories=5, factors=3),
}
POWER: dict[str, Kind] = {
    "five segments": cards(True, style=0.4),
    "strong style": cards(True, style=0.8),
    "5 % missing": cards(True, style=0.4, missing=0.05),
    "unequal chances, weights": unequal_chances(),
    "two groups 1.0 apart": two_groups(0.5, 1.0),
    "two groups 1.5 apart": two_groups(0.5, 1.5),
    "two groups 2.0 apart": two_groups(0.5, 2.0),
    "two groups 2.0 apart, 1 in 5": two_groups(0.2, 2.0),
    "two groups 2.0 apart, 1 in 10": two_groups(0.1, 2.0),
}


FIRST = 1000  # seeds below were looked at while the limits were chosen
MEANS = {
    "agreement": "Rand",
    "share_off": "share off by",
    "share_most": "at most",
    "with_lca": "Rand with classes",
}
MADE_WITH = ("grid", "kind", "n", "seed")


@dataclass(frozen=True)
class Found:
    """What came out for one data set.

    Attributes:
        share_off, share_most: difference between a weighted share found and the true one, the mean
            and the largest of the segments.
        seconds: of CPU.
    """

    grid: str
    kind: str
    n: int
    seed: int
    verdict: str
    k: int
    candidate: int
    z_shaped: float
    gap_shaped: float
    agreement: float
    share_off: float
    share_most: float
    with_lca: float
    seconds: float


def one(grid: str, kind: str, n: int, seed: int) -> Found:
    """Make a data set, look for segments, compare with the truth."""
    made = (ALARMS if grid == "alarms" else POWER)[kind](n, np.random.default_rng(seed))
    start = time.process_time()
    finder = SegmentFinder(made.blocks, random_state=seed, resamples=5)
    result = finder.fit(made.scores, None, made.weights, made.trees).result_
    seconds = time.process_time() - start
    shaped, lca = result.gate.shaped, result.agreement.get("lca")
    off = shares_off(made, result) if result.k > 1 else np.array([np.nan])
    return Found(
        *(grid, kind, n, seed, result.verdict, result.k, result.k_candidate or 1),
        z_shaped=shaped.z_gap if shaped else np.nan,
        gap_shaped=shaped.gap if shaped else np.nan,
        agreement=adjusted_rand(made.truth, result.labels),
        share_off=float(off.mean()),
        share_most=float(off.max()),
        with_lca=lca.value if lca else np.nan,
        seconds=seconds,
    )


def shares_off(made: Made, result: Segmentation) -> np.ndarray:
    """Differences of weighted shares, each segment beside the true one it holds most of."""
    weights = np.ones(len(made.truth)) if made.weights is None else made.weights
    known = result.labels >= 0
    width = max(int(made.truth.max()) + 1, result.k)
    both = np.zeros((width, width))
    np.add.at(both, (made.truth[known], result.labels[known]), weights[known] / weights.sum())
    rows, columns = linear_sum_assignment(-both)
    return np.abs(both.sum(axis=1)[rows] - both.sum(axis=0)[columns])


def run(grid: str, seeds: range, sizes: list[int], only: str, out: Path) -> None:
    """Make what the file does not have yet, and tell each cell."""
    have = read(out)
    done = set(have[list(MADE_WITH)].itertuples(index=False, name=None))
    with out.open("a", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        if not len(have):
            writer.writerow(field.name for field in fields(Found))
        for kind in ALARMS if grid == "alarms" else POWER:
            for n in sizes if only in kind else []:
                for seed in seeds:
                    if (grid, kind, n, seed) not in done:
                        writer.writerow(astuple(one(grid, kind, n, seed)))
                        file.flush()
                cell = read(out).query("grid == @grid and kind == @kind and n == @n")
                print(f"{grid:<7} {kind:<30} {n:>5}  {verdicts(cell)}", flush=True)


def read(out: Path) -> pd.DataFrame:
    """What was made so far."""
    if not out.exists() or not out.stat().st_size:
        return pd.DataFrame(columns=[field.name for field in fields(Found)])
    return pd.read_csv(out)


def verdicts(cell: pd.DataFrame) -> str:
    """How often each verdict, and the mean agreement with the truth."""
    counts = cell["verdict"].value_counts()
    said = "  ".join(f"{v} {counts.get(v, 0):>3}" for v in ("none", "weak", "segments"))
    return f"{said}  Rand {cell['agreement'].mean():.2f}  {cell['seconds'].mean():.1f} s"


def tables(found: pd.DataFrame) -> str:
    """Markdown: false alarms by kind and size; power by kind and size."""
    lines = ["| one population | " + " | ".join(f"n = {n}" for n in SIZES) + " |"]
    lines.append("|---|" + "--:|" * len(SIZES))
    alarms = found[found["grid"] == "alarms"]
    for kind, of_kind in alarms.groupby("kind", sort=False):
        cells = [of_kind[of_kind["n"] == n] for n in SIZES]
        lines.append(f"| {kind} | " + " | ".join(map(alarms_in, cells)) + " |")
    columns = ("known segments", "n", "found", "k, mean", *MEANS.values())
    lines += ["", "| " + " | ".join(columns) + " |", "|---|" + "--:|" * (len(columns) - 1)]
    power = found[found["grid"] == "power"]
    for (kind, n), cell in power.groupby(["kind", "n"], sort=False):
        hits = f"{(cell['verdict'] == 'segments').sum()} of {len(cell)}"
        found_any = cell["verdict"].eq("segments").any()
        means = [f"{cell[name].mean():.2f}" if found_any else "" for name in MEANS]
        row = [kind, str(n), hits, f"{cell['k'].mean():.1f}", *means]
        lines.append("| " + " | ".join(row) + " |")
    return "\n".join(lines)


def alarms_in(cell: pd.DataFrame) -> str:
    """Segments, and in brackets weak, of how many."""
    counts = cell["verdict"].value_counts()
    return f"{counts.get('segments', 0)} ({counts.get('weak', 0)}) of {len(cell)}"


def main() -> None:
    """The grid asked for, or the tables of what was made."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grid", choices=["alarms", "power", "table"])
    parser.add_argument("--sets", type=int, default=20)
    parser.add_argument("--only", default="", help="kinds with this in their name")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    parser.add_argument("--out", type=Path, default=Path("segments_grid.csv"))
    asked = parser.parse_args()
    if asked.grid == "table":
        print(tables(read(asked.out)))
        return
    sizes = [int(n) for n in asked.sizes.split(",")]
    run(asked.grid, range(FIRST, FIRST + asked.sets), sizes, asked.only, asked.out)


if __name__ == "__main__":
    main()
