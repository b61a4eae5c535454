"""Sample weights: checked, and put on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.weights import checked_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

DIGITS = 12  # rounding after scaling: tripled weights give the very same numbers


def relative_weights(sample_weight: ArrayLike | None, n: int) -> NDArray[np.float64]:
    """Weights with mean 1 over the rows that count.

    Args:
        sample_weight: one number a row, none below zero, or nothing for equal weights.
        n: the number of rows.

    Returns:
        (n,) weights; a row with weight zero keeps it.

    Raises:
        DataError: a weight cannot be used: see `checked_weights`.
    """
    scaled = checked_weights(sample_weight, n)
    if sample_weight is None or not n:
        return scaled
    mean = float(scaled[scaled > 0].mean())
    return np.asarray(np.round(scaled / mean, DIGITS), dtype=np.float64)
