"""False alarms and power of the gate, on made-up people whose truth is known.

    OMP_NUM_THREADS=1 nice -n 19 python docs/methods/evidence/segments_grid.py alarms --sets 40
    OMP_NUM_THREADS=1 nice -n 19 python docs/methods/evidence/segments_grid.py power --sets 20

Prints one line a cell; `--jobs 2` uses two processes. The seed of a data set is its number.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd
from joblib import Parallel, delayed

from analysis.segments import Segmentation, SegmentFinder
from analysis.segments.agreement import adjusted_rand
from analysis.simulation import Answering, card_scores, one_population

SIZES = (150, 300, 600, 1000)
Made = tuple[pd.DataFrame, dict[str, str], "np.ndarray"]
Kind = Callable[[int, np.random.Generator], Made]


def answers(**options: object) -> Kind:
    """One population of ordered answers, in one block."""

    def make(n: int, rng: np.random.Generator) -> Made:
        frame = one_population(n, rng, **options)  # type: ignore[arg-type]
        return frame, {}, np.zeros(n, dtype=int)

    return make


def cards(segments: bool, **answering: float) -> Kind:
    """Card scores 0-3 of the enquête in two blocks, with its five segments or without."""

    def make(n: int, rng: np.random.Generator) -> Made:
        made = card_scores(n, rng, answering=Answering(**answering), segments=segments)
        blocks = {card: block for block, names in made.blocks.items() for card in names}
        return made.scores, blocks, made.segment

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
        return frame.add_prefix("item"), {}, np.zeros(n, dtype=int)

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
    "card sort": cards(False, style=0.4),
    "card sort, strong style": cards(False, style=0.8),
    "card sort, extremes": cards(False, style=0.4, extremes=0.4),
    "card sort, 5 % missing": cards(False, style=0.4, missing=0.05),
}
POWER: dict[str, Kind] = {
    "five segments": cards(True, style=0.4),
    "strong style": cards(True, style=0.8),
    "5 % missing": cards(True, style=0.4, missing=0.05),
}


@dataclass(frozen=True)
class Found:
    """What came out for one data set."""

    verdict: str
    k: int
    agreement: float
    seconds: float
    result: Segmentation


def one(kind: Kind, n: int, seed: int) -> Found:
    """Make a data set, look for segments, compare with the truth."""
    frame, blocks, truth = kind(n, np.random.default_rng(seed))
    start = time.process_time()
    result = SegmentFinder(blocks, random_state=seed, resamples=5).fit(frame).result_
    seconds = time.process_time() - start
    return Found(result.verdict, result.k, adjusted_rand(truth, result.labels), seconds, result)


def main() -> None:
    """The grid asked for, a line a cell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("grid", choices=["alarms", "power"])
    parser.add_argument("--sets", type=int, default=20)
    parser.add_argument("--first", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--only", default="")
    parser.add_argument("--sizes", default=",".join(map(str, SIZES)))
    asked = parser.parse_args()
    kinds = ALARMS if asked.grid == "alarms" else POWER
    seeds = range(asked.first, asked.first + asked.sets)
    for name, kind in kinds.items():
        if asked.only not in name:
            continue
        for n in map(int, asked.sizes.split(",")):
            work = (delayed(one)(kind, n, seed) for seed in seeds)
            found = Parallel(n_jobs=asked.jobs)(work)
            print(f"{name:<32} {n:>5}  {line(found)}", flush=True)


def line(found: list[Found]) -> str:
    """Verdicts; with segments also which k, and the agreement with the truth."""
    verdicts = [f.verdict for f in found]
    counts = "  ".join(f"{v} {verdicts.count(v):>3}" for v in ("none", "weak", "segments"))
    ks = " ".join(f"{k}:{sum(f.k == k for f in found)}" for k in sorted({f.k for f in found}))
    rand = np.array([f.agreement for f in found])
    return (
        f"{counts}  k {ks}  Rand mean {rand.mean():.2f} median {np.median(rand):.2f} "
        f"least {rand.min():.2f}  {np.mean([f.seconds for f in found]):.1f} s"
    )


if __name__ == "__main__":
    main()
