"""Draw docs/methods/recruitment-cost.svg: CPU seconds of 1,000 tree resamples by sample size.

OMP_NUM_THREADS=1 python docs/methods/evidence/recruitment_cost.py
"""

from __future__ import annotations

import time
from functools import partial
from math import log10
from pathlib import Path

from analysis.recruitment.bootstrap_tree import tree_replicates
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.outcome import categorical
from analysis.recruitment.statistic import statistic
from benchmarks.recruitment import a_forest

SIZES = (1_000, 3_000, 10_000, 30_000, 100_000)
TARGET = Path(__file__).parents[1] / "recruitment-cost.svg"
WIDTH, HEIGHT, EDGE = 480, 320, 60
STYLE = 'font-family="sans-serif" font-size="12"'


def seconds(n: int) -> float:
    """CPU seconds of RDS-II on 1,000 resamples of n people."""
    told, answer = a_forest(n, 10)
    figure = statistic(told, categorical(told, answer), ESTIMATORS["rds2"])
    work = partial(tree_replicates, told.forest, figure, 1000, 1)
    start = time.process_time()
    work()
    return time.process_time() - start


def place(n: float, cost: float) -> tuple[float, float]:
    """Where a point stands, both axes by powers of ten: 10³ to 10⁵ people, 0.01 to 10 s."""
    x = EDGE + (log10(n) - 3) / 2 * (WIDTH - 2 * EDGE)
    y = HEIGHT - EDGE - (log10(cost) + 2) / 3 * (HEIGHT - 2 * EDGE)
    return round(x, 1), round(y, 1)


def drawing(costs: list[float]) -> str:
    """Points, and a line along which cost grows as the number of people."""
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" {STYLE}>']
    parts.append("<title>CPU seconds of 1,000 tree resamples by number of people</title>")
    parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>')
    (x0, y0), (x1, y1) = place(1e3, costs[-1] / 100), place(1e5, costs[-1])
    parts.append(f'<path d="M{x0} {y0}L{x1} {y1}" stroke="#999" stroke-dasharray="4"/>')
    for power in (3, 4, 5):
        x, y = place(10**power, 0.01)
        parts.append(f'<text x="{x}" y="{y + 20}" text-anchor="middle">{10**power:,}</text>')
    for cost in (0.01, 0.1, 1, 10):
        x, y = place(1e3, cost)
        parts.append(f'<text x="{x - 12}" y="{y + 4}" text-anchor="end">{cost:g} s</text>')
    for n, cost in zip(SIZES, costs, strict=True):
        x, y = place(n, cost)
        parts.append(f'<circle cx="{x}" cy="{y}" r="4" fill="#2b6cb0"/>')
        parts.append(f'<text x="{x + 8}" y="{y + 14}">{cost:.2g} s</text>')
    parts.append(f'<text x="{WIDTH / 2}" y="{HEIGHT - 16}" text-anchor="middle">people</text>')
    return "\n".join([*parts, "</svg>"]) + "\n"


if __name__ == "__main__":
    seconds(SIZES[0])  # what is imported on the way is no cost of people
    TARGET.write_text(drawing([seconds(n) for n in SIZES]), encoding="utf-8")
