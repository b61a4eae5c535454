"""An order of rows that does not depend on the order of the file.

Chance enters after sorting: the same seed then gives the same result for the same people,
whichever of them stands first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


def canonical_rows(
    X: NDArray[np.float64],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp] | None = None,
) -> NDArray[np.intp]:
    """(n,) row numbers sorted by answers, weight and cluster; equal rows are interchangeable."""
    keys = [np.nan_to_num(column, nan=-np.inf) for column in X.T]
    tail = [] if clusters is None else [clusters]
    return np.lexsort([*tail, weights, *keys[::-1]])
