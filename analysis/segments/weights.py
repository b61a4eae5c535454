"""Sample weights: checked, and put on one scale."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DataError, some

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
        DataError: a weight is text, missing, infinite or negative (names the rows, counted from
            1), there are more or fewer weights than rows, or all are zero.
    """
    if sample_weight is None:
        return np.ones(n)
    try:
        weights = np.asarray(sample_weight, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"weights must be numbers of 0 or more: {error}") from None
    if weights.shape != (n,):
        raise DataError(f"there are {weights.size} weights for {n} rows; give one a row")
    wrong = np.flatnonzero(~np.isfinite(weights) | (weights < 0))
    if wrong.size:
        raise DataError(
            f"weights must be numbers of 0 or more; not so in row {some(wrong + 1)}, "
            f"{wrong.size} of {n} rows"
        )
    if n and not weights.any():
        raise DataError("all weights are zero; at least one row must count")
    scaled = weights / weights.max(initial=0.0) if n else weights
    mean = float(scaled[weights > 0].mean()) if n else 1.0
    return np.asarray(np.round(scaled / mean, DIGITS), dtype=np.float64)
