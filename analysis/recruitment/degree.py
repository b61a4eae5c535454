"""Network sizes (degrees): what to do when one is missing, zero, or too small to be true."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import DataError, SettingError, some
from analysis.recruitment.forest import Forest
from analysis.results import Notice

MISSING_DEGREE = ("error", "exclude", "impute", "max")
SMALL_DEGREE = ("error", "keep", "raise")

Floats = NDArray[np.float64]


def checked_degrees(
    forest: Forest, given: Floats, *, missing: str = "error", small: str = "error"
) -> tuple[Floats, tuple[Notice, ...]]:
    """Degrees that weights can be made of.

    Args:
        forest: the recruitment forest.
        given: (n,) network sizes in tree order; NaN when unknown.
        missing: for a missing or zero degree: ``error``; ``exclude`` the person from estimates
            (they stay in the forest); ``impute`` the harmonic mean of the known degrees, which
            gives the person the mean weight; or ``max``, the largest known degree, which is what
            R's RDS does without saying so.
        small: for a degree below the people someone is known to know (recruits, and the recruiter
            unless a seed): ``error``, for degrees that were given; ``keep`` it; or ``raise`` it to
            that number.

    Returns:
        (n,) degrees > 0, NaN for the excluded; and notices of what was changed.

    Raises:
        DataError: a negative or infinite degree, or a fault for which ``error`` was chosen;
            names the ids.
    """
    if missing not in MISSING_DEGREE:
        raise SettingError(f"missing_degree is one of {MISSING_DEGREE}")
    if small not in SMALL_DEGREE:
        raise SettingError(f"small_degree is one of {SMALL_DEGREE}")
    wrong = np.isinf(given) | (given < 0)
    if wrong.any():
        raise DataError(
            f"network size negative or infinite: {some(forest.ids[wrong])}; "
            "a network size is a number above zero"
        )
    degrees, filled = _without_gaps(forest, given, missing)
    degrees, raised = _large_enough(forest, degrees, small, told=given > 0)
    return degrees, filled + raised


def _without_gaps(
    forest: Forest, given: Floats, missing: str
) -> tuple[Floats, tuple[Notice, ...]]:
    gaps = np.isnan(given) | (given == 0)
    if not gaps.any():
        return given, ()
    if missing == "error":
        raise DataError(
            f"network size missing or zero: {some(forest.ids[gaps])}; give a number above zero, "
            "or choose for missing-degree: exclude (leave them out of estimates), impute, or max"
        )
    if gaps.all():
        raise DataError("no network size is known: without one there are no weights")
    known = given[~gaps]
    value = {
        "exclude": np.nan,
        "impute": len(known) / float(np.sum(1 / known)),
        "max": float(known.max()),
    }[missing]
    texts = {
        "exclude": "{n} people without a network size are left out of the estimates: {ids}",
        "impute": "{n} missing network sizes were set to the harmonic mean {value:.4g}: {ids}",
        "max": "{n} missing network sizes were set to the largest, {value:.4g}: {ids}",
    }
    values = {"n": int(gaps.sum()), "ids": some(forest.ids[gaps]), "value": value}
    return np.where(gaps, value, given), (
        Notice(f"missing_degree_{missing}", texts[missing], values),
    )


def _large_enough(
    forest: Forest, degrees: Floats, small: str, told: NDArray[np.bool_]
) -> tuple[Floats, tuple[Notice, ...]]:
    known_people = forest.recruits + ~forest.is_seed
    low = degrees < known_people
    if small == "error":
        low &= told  # what we filled in ourselves is nobody's mistake
    if not low.any():
        return degrees, ()
    if small == "error":
        raise DataError(
            f"network size below the number of people they are known to know "
            f"(recruits, and the recruiter): {some(forest.ids[low])}; correct it, or choose for "
            "small-degree: keep, or raise (to that number)"
        )
    values = {"n": int(low.sum()), "ids": some(forest.ids[low])}
    if small == "keep":
        text = "{n} network sizes are below the number of people known to be known: {ids}"
        return degrees, (Notice("small_degree_keep", text, values),)
    text = "{n} network sizes were raised to the number of people known to be known: {ids}"
    return np.where(low, known_people, degrees), (Notice("small_degree_raise", text, values),)
