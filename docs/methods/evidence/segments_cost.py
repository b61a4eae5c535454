"""Draw segments-cost.svg and classes-cost.svg in docs/methods: CPU seconds by number of people.

OMP_NUM_THREADS=1 python docs/methods/evidence/segments_cost.py segments classes
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from straight_line import drawing

from analysis.segments import SegmentFinder
from analysis.segments.latent_class import LatentClasses
from benchmarks.classes import CLASSES
from benchmarks.classes import people as answers
from benchmarks.segments import people as cards

TARGET = Path(__file__).parents[1]
OF_SEGMENTS = (1_000, 25_000, 50_000, 75_000, 100_000)
OF_CLASSES = (200_000, 400_000, 600_000, 800_000, 1_000_000)
STARTS = 4


def cpu(work: Callable[[], object]) -> float:
    """CPU seconds of this process."""
    start = time.process_time()
    work()
    return time.process_time() - start


def segments() -> list[float]:
    """The whole search on the first n of the same people: gate, k-means, bootstrap, classes."""
    scores, blocks, _ = cards(max(OF_SEGMENTS))
    finder = SegmentFinder(blocks, random_state=1)
    finder.fit(scores[:300])  # what is imported on the way is no cost of people
    return [told("segments", n, cpu(lambda n=n: finder.fit(scores[:n]))) for n in OF_SEGMENTS]  # type: ignore[misc]


def classes() -> list[float]:
    """Five classes of 24 items from four starts, on the first n of the same people."""
    given = answers(max(OF_CLASSES))
    finder = LatentClasses(CLASSES, n_init=STARTS, random_state=1)
    finder.fit(given[:300])
    return [told("classes", n, cpu(lambda n=n: finder.fit(given[:n]))) for n in OF_CLASSES]  # type: ignore[misc]


def told(what: str, n: int, seconds: float) -> float:
    """Say it while the rest is measured."""
    print(f"{what:<10} {n:>9,}  {seconds:.2f} s", flush=True)
    return seconds


def main() -> None:
    """What is asked for on the command line, or both."""
    asked = sys.argv[1:] or ["segments", "classes"]
    if "segments" in asked:
        svg = drawing("Looking for segments, 24 items: CPU seconds", OF_SEGMENTS, segments())
        (TARGET / "segments-cost.svg").write_text(svg, encoding="utf-8")
    if "classes" in asked:
        svg = drawing("Five latent classes, 24 items of 5: CPU seconds", OF_CLASSES, classes())
        (TARGET / "classes-cost.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
