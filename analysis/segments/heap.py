"""The shape of one heap: how people lie along a line, smoothed until there is one summit.

Silverman (1981): the least bandwidth at which a kernel estimate has a single mode gives the one
heap that is nearest to the data. Flat and lopsided stay flat and lopsided; two heaps become one.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

BINS = 512
HALVINGS = 20
WIDEST = 3.0  # standard deviations
NEGLIGIBLE = 1e-6  # of the summit: bumps below this do not count


@dataclass(frozen=True, slots=True)
class Shape:
    """A distribution with mean 0 and variance 1.

    Attributes:
        values: ascending.
        below: share of people below each value.
    """

    values: NDArray[np.float64]
    below: NDArray[np.float64]

    def draw(self, n: int, generator: np.random.Generator) -> NDArray[np.float64]:
        """(n,) values at random."""
        return np.interp(generator.random(n), self.below, self.values)


def one_heap(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> Shape:
    """The nearest shape with one summit."""
    centred = scores - np.average(scores, weights=weights)
    spread = np.sqrt(np.average(centred**2, weights=weights))
    scaled = centred / max(float(spread), 1e-12)
    ends = float(scaled.min()) - 1, float(scaled.max()) + 1
    counts, edges = np.histogram(scaled, bins=BINS, range=ends, weights=weights)
    middles, step = (edges[1:] + edges[:-1]) / 2, float(edges[1] - edges[0])
    density = _smoothed(counts, _bandwidth(counts, step, len(scores)) / step)
    density /= density.sum()
    middles = middles - density @ middles
    return Shape(middles / np.sqrt(density @ middles**2), np.cumsum(density))


def _bandwidth(counts: NDArray[np.float64], step: float, n: int) -> float:
    """The least that leaves one summit, and not below a quarter of the usual n^(-1/5)."""
    low, high = 0.25 / float(n**0.2), WIDEST
    if _summits(_smoothed(counts, low / step)) <= 1:
        return low
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if _summits(_smoothed(counts, middle / step)) <= 1:
            high = middle
        else:
            low = middle
    return high


def _smoothed(counts: NDArray[np.float64], bandwidth: float) -> NDArray[np.float64]:
    from scipy.ndimage import gaussian_filter1d

    return np.asarray(gaussian_filter1d(counts, bandwidth, mode="constant"))


def _summits(density: NDArray[np.float64]) -> int:
    slopes = np.sign(np.diff(density[density > NEGLIGIBLE * density.max()]))
    slopes = slopes[slopes != 0]
    return int(((slopes[:-1] > 0) & (slopes[1:] < 0)).sum())
