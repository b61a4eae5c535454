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
    assert list(recruiters_from_coupons(IDS, own, GIVEN).recruiters.fillna("")) == ["", "a", "b"]
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
    named = recruiters_from_coupons(IDS, own, GIVEN, never_issued="seed").recruiters
    people = forest(IDS, named, unknown_recruiter="seed")
    assert people.seeds == 2
    assert people.notices


def test_there_must_be_columns_of_coupons():
    with pytest.raises(SettingError):
        recruiters_from_coupons(IDS, pd.Series([None] * 3), pd.DataFrame(index=range(3)))


def test_who_redeems_the_own_coupon_recruited_themselves():
    named = recruiters_from_coupons(IDS, pd.Series([None, "003", "001"]), GIVEN).recruiters
    with pytest.raises(DataError, match="recruited by themselves: b"):
        forest(IDS, named)


def test_coupons_used_twice_can_be_kept_but_not_in_silence():
    own = pd.Series([None, "001", "001"])
    found = recruiters_from_coupons(IDS, own, GIVEN, twice="keep")
    assert list(found.recruiters.fillna("")) == ["", "a", "a"]
    assert str(found.notices[0]) == "1 coupons were redeemed more than once: 001"


def test_a_coupon_of_two_people_tells_no_recruiter():
    of_two = GIVEN.assign(two=["003", "002", None])
    unused = recruiters_from_coupons(IDS, pd.Series([None, "001", "002"]), of_two, twice="keep")
    assert list(unused.recruiters.fillna("")) == ["", "a", "b"]
    assert unused.notices[0].code == "coupon_given_twice"
    with pytest.raises(DataError, match="given to nobody: 003"):
        recruiters_from_coupons(IDS, pd.Series([None, "001", "003"]), of_two, twice="keep")


def test_unknown_choices_are_refused():
    for wrong in ({"twice": "first"}, {"never_issued": "ignore"}):
        with pytest.raises(SettingError):
            recruiters_from_coupons(IDS, pd.Series([None] * 3), GIVEN, **wrong)
