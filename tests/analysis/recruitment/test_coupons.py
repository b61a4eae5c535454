"""Who redeemed a coupon was brought by whom it was given to."""

import pandas as pd
import pytest

from analysis.errors import DataError, SettingError
from analysis.recruitment.coupons import recruiters_from_coupons
from analysis.recruitment.forest import forest

IDS = pd.Series(["a", "b", "c"])
GIVEN = pd.DataFrame({"one": ["001", "003", None], "two": ["002", None, None]})


def test_leading_zeros_count():
    own = pd.Series([None, "001", "003"])
    assert list(recruiters_from_coupons(IDS, own, GIVEN).fillna("")) == ["", "a", "b"]
    with pytest.raises(DataError, match="given to nobody: 1 "):
        recruiters_from_coupons(IDS, pd.Series([None, "1", "003"]), GIVEN)


def test_numbers_that_lost_their_zeros_are_refused():
    with pytest.raises(DataError, match="read them as text"):
        recruiters_from_coupons(IDS, pd.Series([None, 1.0, 3.0], name="own"), GIVEN)


def test_a_coupon_redeemed_twice_is_named():
    with pytest.raises(DataError, match=r"more than once: 001 \(by b, c\)"):
        recruiters_from_coupons(IDS, pd.Series([None, "001", "001"]), GIVEN)


def test_a_coupon_given_twice_is_named():
    twice = GIVEN.assign(two=["003", None, None])
    with pytest.raises(DataError, match=r"more than once: 003 \(to b, a\)"):
        recruiters_from_coupons(IDS, pd.Series([None, "001", "003"]), twice)


def test_a_coupon_given_to_nobody_can_make_a_seed_but_not_in_silence():
    own = pd.Series([None, "001", "999"])
    with pytest.raises(DataError, match=r"999 \(by c\)"):
        recruiters_from_coupons(IDS, own, GIVEN)
    named = recruiters_from_coupons(IDS, own, GIVEN, never_issued="seed")
    people = forest(IDS, named, unknown_recruiter="seed")
    assert people.seeds == 2
    assert people.notices


def test_there_must_be_columns_of_coupons():
    with pytest.raises(SettingError):
        recruiters_from_coupons(IDS, pd.Series([None] * 3), pd.DataFrame(index=range(3)))


def test_who_redeems_the_own_coupon_recruited_themselves():
    named = recruiters_from_coupons(IDS, pd.Series([None, "003", "001"]), GIVEN)
    with pytest.raises(DataError, match="recruited by themselves: b"):
        forest(IDS, named)
