"""From coupons to recruiters: who redeemed a coupon was brought by whom it was given to."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError, some
from analysis.recruitment.forest import UNKNOWN_RECRUITER


def recruiters_from_coupons(
    ids: pd.Series[Any],
    own: pd.Series[Any],
    given: pd.DataFrame,
    *,
    never_issued: str = "error",
) -> pd.Series[str]:
    """The recruiter of each respondent.

    Args:
        ids: (n,) the respondents.
        own: (n,) the number of the coupon each came with, as text; missing or empty for a seed.
        given: (n, k) the numbers of the coupons each was given, as text; may be missing.
        never_issued: what to do with a coupon that was redeemed but given to nobody: ``error``;
            or ``seed`` or ``drop``, which mark the recruiter as unknown, for ``forest`` to treat
            in the same way.

    Returns:
        (n,) the recruiter's id; missing for a seed.

    Raises:
        DataError: a coupon given twice, redeemed twice, or redeemed but never given.
    """
    if never_issued not in UNKNOWN_RECRUITER:
        raise SettingError(f"never_issued is one of {UNKNOWN_RECRUITER}")
    redeemed = _text(own)
    owner = _owner_of_coupon(ids, given)
    came = redeemed != ""
    twice = redeemed[came & redeemed.duplicated(keep=False)].unique()
    if len(twice):
        who = ids[redeemed.isin(twice)]
        raise DataError(
            f"coupons redeemed more than once: {some(twice)} (by {some(who)}); "
            "each coupon brings one person"
        )
    unknown = came & ~redeemed.isin(owner.index)
    if unknown.any() and never_issued == "error":
        raise DataError(
            f"coupons redeemed but given to nobody: {some(redeemed[unknown])} "
            f"(by {some(ids[unknown])}); correct the numbers (as text: leading zeros count), or "
            "choose for unknown-recruiter: seed (treat such people as seeds) or drop"
        )
    recruiters = redeemed.map(owner)
    return recruiters.mask(unknown, "coupon " + redeemed)


def _owner_of_coupon(ids: pd.Series[Any], given: pd.DataFrame) -> pd.Series[Any]:
    """The respondent who was given each coupon, by number."""
    if not given.shape[1]:
        raise SettingError("name the columns with the coupons that were given out")
    numbers = pd.concat([_text(given.iloc[:, k]) for k in range(given.shape[1])])
    owners = pd.concat([ids] * given.shape[1])
    issued = pd.Series(owners.to_numpy(), index=numbers.to_numpy())[(numbers != "").to_numpy()]
    twice = issued.index[issued.index.duplicated()].unique()
    if len(twice):
        holders = issued[issued.index.isin(twice)]
        raise DataError(
            f"coupons given out more than once: {some(twice)} (to {some(holders)}); "
            "each number belongs to one person"
        )
    return issued


def _text(values: pd.Series[Any]) -> pd.Series[str]:
    """As text, empty where missing; numbers read as floats have lost their zeros: refuse them."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "f" and values.notna().any():
        raise DataError(
            f"coupon numbers in {values.name!r} were read as decimal numbers; read them as text"
        )
    return values.astype("object").where(values.notna(), "").astype(str)
