"""From coupons to recruiters: who redeemed a coupon was brought by whom it was given to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError, some
from analysis.recruitment.forest import UNKNOWN_RECRUITER
from analysis.results import Notice

COUPON_TWICE = ("error", "keep")


@dataclass(frozen=True)
class Redeemed:
    """What the coupons tell.

    Attributes:
        recruiters: (n,) the recruiter's id; missing for a seed; ``coupon 123`` when unknown.
        notices: what was let pass.
    """

    recruiters: pd.Series[str]
    notices: tuple[Notice, ...] = ()


def recruiters_from_coupons(
    ids: pd.Series[Any],
    own: pd.Series[Any],
    given: pd.DataFrame,
    *,
    never_issued: str = "error",
    twice: str = "error",
) -> Redeemed:
    """The recruiter of each respondent.

    Args:
        ids: (n,) the respondents.
        own: (n,) the number of the coupon each came with, as text; missing or empty for a seed.
        given: (n, k) the numbers of the coupons each was given, as text; may be missing.
        never_issued: what to do with a coupon that was redeemed but given to nobody: ``error``;
            or ``seed`` or ``drop``, which mark the recruiter as unknown, for ``forest`` to treat
            in the same way.
        twice: what to do with a coupon given out or redeemed more than once: ``error``, or
            ``keep``: all who redeemed it are recruits of the holder; one that was given to
            several people and redeemed tells no recruiter, as if it was never issued.

    Raises:
        DataError: a coupon given twice, redeemed twice, or redeemed but never given.
    """
    if never_issued not in UNKNOWN_RECRUITER:
        raise SettingError(f"never_issued is one of {UNKNOWN_RECRUITER}")
    if twice not in COUPON_TWICE:
        raise SettingError(f"twice is one of {COUPON_TWICE}")
    redeemed = _text(own)
    owner, of_several = _owner_of_coupon(ids, given, twice)
    used_twice = _redeemed_twice(ids, redeemed, twice)
    unknown = (redeemed != "") & ~redeemed.isin(owner.index)
    if unknown.any() and never_issued == "error":
        raise DataError(
            f"coupons redeemed but given to nobody: {some(redeemed[unknown])} "
            f"(by {some(ids[unknown])}); correct the numbers (as text: leading zeros count), or "
            "choose for unknown-recruiter: seed (treat such people as seeds) or drop"
        )
    recruiters = redeemed.map(owner).mask(unknown, "coupon " + redeemed)
    return Redeemed(recruiters, of_several + used_twice)


def _owner_of_coupon(
    ids: pd.Series[Any], given: pd.DataFrame, twice: str
) -> tuple[pd.Series[Any], tuple[Notice, ...]]:
    """The one respondent who was given each coupon, by number."""
    if not given.shape[1]:
        raise SettingError("name the columns with the coupons that were given out")
    numbers = pd.concat([_text(given.iloc[:, k]) for k in range(given.shape[1])])
    owners = pd.concat([ids] * given.shape[1])
    issued = pd.Series(owners.to_numpy(), index=numbers.to_numpy())[(numbers != "").to_numpy()]
    repeated = issued.index.duplicated(keep=False)
    if not repeated.any():
        return issued, ()
    names = issued.index[repeated].unique()
    if twice == "error":
        raise DataError(
            f"coupons given out more than once: {some(names)} (to {some(issued[repeated])}); "
            "each number belongs to one person; correct them, or choose for coupon-twice: keep"
        )
    holders = issued.groupby(level=0)
    single = issued[~issued.index.duplicated()][lambda one: holders.nunique()[one.index] == 1]
    text = "{n} coupons were given out more than once: {coupons}"
    values = {"n": len(names), "coupons": some(names)}
    return single, (Notice("coupon_given_twice", text, values),)


def _redeemed_twice(
    ids: pd.Series[Any], redeemed: pd.Series[str], twice: str
) -> tuple[Notice, ...]:
    again = (redeemed != "") & redeemed.duplicated(keep=False)
    if not again.any():
        return ()
    names = redeemed[again].unique()
    if twice == "error":
        raise DataError(
            f"coupons redeemed more than once: {some(names)} (by {some(ids[again])}); "
            "each coupon brings one person; correct them, or choose for coupon-twice: keep"
        )
    text = "{n} coupons were redeemed more than once: {coupons}"
    values = {"n": len(names), "coupons": some(names)}
    return (Notice("coupon_redeemed_twice", text, values),)


def _text(values: pd.Series[Any]) -> pd.Series[str]:
    """As text, empty where missing; numbers read as floats have lost their zeros: refuse them."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "f" and values.notna().any():
        raise DataError(
            f"coupon numbers in {values.name!r} were read as decimal numbers; read them as text"
        )
    return values.astype("object").where(values.notna(), "").astype(str)
