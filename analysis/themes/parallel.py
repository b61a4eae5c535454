"""Parallel analysis: do the items go together more than items that were dealt out by chance?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.themes.tree import average_linkage

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

SURE = 0.95


@dataclass(frozen=True)
class ParallelAnalysis:
    """Eigenvalues beside those of chance.

    Attributes:
        eigenvalues: (k,) of the correlations, largest first.
        thresholds: (k,) what 95 in 100 sets of unrelated items stay below, place by place.
        factors: how many leading eigenvalues lie above their threshold.
        coherent_from: correlation that 95 in 100 sets do not reach between any two items.
    """

    eigenvalues: Floats
    thresholds: Floats
    factors: int
    coherent_from: float


def parallel_analysis(correlations: Floats, by_chance: Floats) -> ParallelAnalysis:
    """Horn's parallel analysis (1965, Psychometrika 30(2)) at the 95th percentile (Glorfeld 1995).

    Args:
        correlations: (k, k) of the items.
        by_chance: (R, k, k) of the same items, each dealt out anew over the people.
    """
    eigenvalues = _eigenvalues(correlations[None])[0]
    thresholds = np.quantile(_eigenvalues(by_chance), SURE, axis=0)
    above = eigenvalues > thresholds
    factors = int(np.argmin(np.append(above, False)))
    closest = [1 - average_linkage(matrix).heights[0] for matrix in by_chance]
    return ParallelAnalysis(eigenvalues, thresholds, factors, float(np.quantile(closest, SURE)))


def _eigenvalues(matrices: Floats) -> Floats:
    """(m, k), largest first; a pair without a correlation counts as unrelated."""
    values: Floats = np.linalg.eigvalsh(np.nan_to_num(matrices))[:, ::-1]
    return values
