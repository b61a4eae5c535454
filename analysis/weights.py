"""Weights of rows: checked, once for every method that takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DataError, some

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SWAMPED = 1e-9  # of the largest weight: so little in all others is lost in rounding


def checked_weights(weights: ArrayLike | None, n: int) -> NDArray[np.float64]:
    """Weights of n rows, the largest 1; ones when there are none.

    Args:
        weights: one number a row, none below zero, or nothing for equal weights.
        n: the number of rows.

    Returns:
        (n,) weights; a row with weight zero keeps it.

    Raises:
        DataError: a weight is text, missing, infinite or negative (names the rows, counted from
            1), there are more or fewer weights than rows, all are zero, or one is so large that
            the others count for nothing.
    """
    if weights is None:
        return np.ones(n)
    given = _numbers(weights, n)
    if not n:
        return given
    if not given.any():
        raise DataError("all weights are zero; at least one row must count")
    scaled = given / given.max()
    _refuse_one_for_all(given, scaled)
    return np.asarray(scaled, dtype=np.float64)


def _numbers(weights: ArrayLike, n: int) -> NDArray[np.float64]:
    try:
        given = np.asarray(weights, dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise DataError(f"weights must be numbers of 0 or more: {error}") from None
    if given.shape != (n,):
        raise DataError(f"there are {given.size} weights for {n} rows; give one a row")
    wrong = np.flatnonzero(~np.isfinite(given) | (given < 0))
    if wrong.size:
        raise DataError(
            f"weights must be numbers of 0 or more; not so in row {some(wrong + 1)}, "
            f"{wrong.size} of {n} rows"
        )
    return given


def _refuse_one_for_all(given: NDArray[np.float64], scaled: NDArray[np.float64]) -> None:
    row = int(scaled.argmax())
    others = float(np.delete(scaled, row).sum())
    if 0 < others < SWAMPED:
        raise DataError(
            f"the weight of row {row + 1} is {given[row]:g}: beside it the others count for "
            "nothing; check it, or leave that row out"
        )
