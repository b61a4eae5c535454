"""Independent components: the directions in which people's scores are least normal.

Principal axes of two lines that weigh about equally lie in any direction: of people spread evenly
over a square they may see the diagonals. The rotation that makes skewness and kurtosis largest
(Comon 1994) finds the sides. It is sought one pair of columns at a time, over a fixed grid of
angles, so that it needs no start and no chance.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANGLES = np.linspace(0, np.pi / 2, 32, endpoint=False)
SWEEPS = 6
MOST = 8  # columns that are turned; the work grows with the square


def whitened(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(n, q) the nearest scores with mean 0, variance 1 and no correlation."""
    centred = scores - np.average(scores, axis=0, weights=weights)
    covariance = (weights[:, None] * centred).T @ centred / weights.sum()
    values, vectors = np.linalg.eigh(covariance)
    return np.asarray(centred @ (vectors / np.sqrt(np.maximum(values, 1e-12))) @ vectors.T)


def independent(white: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(q, q) the rotation after which (n, q) white scores are least normal, column by column.

    Beyond eight columns only the last eight are turned: the strongest, where columns go up.
    """
    turn = np.eye(white.shape[1])
    turned = white.copy()
    for _ in range(SWEEPS):
        angles = []
        for pair in combinations(range(len(turn))[-MOST:], 2):
            both = list(pair)
            angle = _best_angle(turned[:, both], weights)
            turned[:, both] = turned[:, both] @ _rotation(angle)
            turn[:, both] = turn[:, both] @ _rotation(angle)
            angles.append(angle)
        if not any(angles):
            break
    return turn


def _best_angle(pair: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    first = pair @ np.array([np.cos(ANGLES), np.sin(ANGLES)])
    second = pair @ np.array([-np.sin(ANGLES), np.cos(ANGLES)])
    return float(ANGLES[(_not_normal(first, weights) + _not_normal(second, weights)).argmax()])


def _rotation(angle: float) -> NDArray[np.float64]:
    return np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])


def _not_normal(scores: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Negentropy of each column by its skewness and kurtosis (Jones & Sibson 1987)."""
    share = weights / weights.sum()
    square = scores**2
    return np.asarray((share @ (square * scores)) ** 2 / 12 + (share @ square**2 - 3) ** 2 / 48)
