"""Agreement of coders: other people's figures, figures by hand, and the laws."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.errors import DataError, SettingError
from analysis.opentext.agreement import cohen_kappa, krippendorff_alpha, masi, nominal

DATA = Path(__file__).parent / "data"
EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text())
CODINGS = pd.read_csv(DATA / "codings40.csv", dtype=str).set_index("answer")
CELLS = st.sampled_from(["a", "b", "c", "a b", "b c", None])
TABLES = st.lists(st.tuples(CELLS, CELLS, CELLS), min_size=2, max_size=12)


def two(*pairs: str) -> pd.DataFrame:
    return pd.DataFrame([list(pair) for pair in pairs], columns=["first", "second"])


@pytest.mark.parametrize("case", EXPECTED["kappa"])
def test_kappa_is_that_of_r(case: dict[str, Any]) -> None:
    found = cohen_kappa(CODINGS[case["coders"]])
    assert found.value == pytest.approx(case["kappa"], abs=1e-10)
    assert found.observed == pytest.approx(case["agreement"], abs=1e-10)
    assert found.n == case["pairs"]


@pytest.mark.parametrize("case", EXPECTED["krippendorff_nominal"])
def test_alpha_is_that_of_the_reference(case: dict[str, Any]) -> None:
    found = krippendorff_alpha(CODINGS[case["coders"]])
    assert found.value == pytest.approx(case["alpha"], abs=1e-10)


@pytest.mark.parametrize("distance", ["nominal", "masi"])
def test_alpha_agrees_with_the_library_of_its_name(distance: str) -> None:
    import krippendorff

    codes = sorted(set(CODINGS.to_numpy().ravel()) - {np.nan}, key=str)
    numbers = CODINGS.replace({code: place for place, code in enumerate(codes)}).astype(float)
    other = krippendorff.alpha(numbers.T.to_numpy(), level_of_measurement="nominal")
    assert krippendorff_alpha(CODINGS, distance).value == pytest.approx(other, abs=1e-10)


def test_kappa_by_hand() -> None:
    """[[20, 5], [10, 15]]: agreement .7, by chance .5."""
    pairs = ["aa"] * 20 + ["ab"] * 5 + ["ba"] * 10 + ["bb"] * 15
    found = cohen_kappa(two(*pairs))
    assert (found.observed, found.expected) == pytest.approx((0.7, 0.5))
    assert found.value == pytest.approx(0.4)


def test_alpha_by_hand() -> None:
    """aa, ab, bb, bb: observed 2/8, expected 30/56."""
    found = krippendorff_alpha(two("aa", "ab", "bb", "bb"))
    assert found.observed == pytest.approx(2 / 8)
    assert found.expected == pytest.approx(30 / 56)
    assert found.value == pytest.approx(8 / 15)


def test_an_answer_that_one_person_coded_changes_nothing() -> None:
    codings = two("aa", "ab", "bb", "bb")
    more = pd.concat([codings, pd.DataFrame({"first": ["a"], "second": [None]})])
    assert krippendorff_alpha(more) == krippendorff_alpha(codings)


@pytest.mark.parametrize(
    ("a", "b", "distance"),
    [
        ("x", "x", 0),
        ("x y", "y x", 0),
        ("x", "y", 1),
        ("x", "x y", 1 - 1 / 2 * 2 / 3),
        ("x y", "y z", 1 - 1 / 3 * 1 / 3),
    ],
)
def test_masi_by_hand(a: str, b: str, distance: float) -> None:
    assert masi(a, b) == pytest.approx(distance)
    assert masi(b, a) == pytest.approx(distance)
    assert nominal(a, b) == float(distance > 0)


def test_masi_is_kinder_to_sets_that_overlap() -> None:
    codings = pd.DataFrame({"first": ["x y", "z", "x", "y"], "second": ["x", "z", "x y", "y"]})
    assert krippendorff_alpha(codings, "masi").value > krippendorff_alpha(codings).value


@pytest.mark.slow
@given(TABLES, st.integers(0, 99))
def test_order_and_names_change_nothing(rows: list[tuple[str | None, ...]], seed: int) -> None:
    codings = pd.DataFrame(rows, dtype=object)
    assume((codings.notna().sum(axis=1) > 1).any())
    order = np.random.default_rng(seed).permutation(len(codings))
    once = krippendorff_alpha(codings, "masi")
    moved = krippendorff_alpha(codings.iloc[order], "masi")
    assert moved == once or np.isnan([moved.value, once.value]).all()
    renamed = codings.replace(
        {"a": "x", "b": "y", "c": "z", "a b": "x y", "b c": "y z"}, regex=False
    )
    found = krippendorff_alpha(renamed[[2, 0, 1]], "masi")
    np.testing.assert_allclose(found.value, once.value)


def test_renamed_codes_and_another_order_give_the_same_interval() -> None:
    names = {"work": "a", "language": "z", "children": "m", "contact": "b"}
    once = krippendorff_alpha(CODINGS)
    assert krippendorff_alpha(CODINGS.replace(names).iloc[::-1]) == once
    assert once.low < once.value < once.high


@given(TABLES)
def test_agreement_is_at_most_one_and_lies_in_its_interval(
    rows: list[tuple[str | None, ...]],
) -> None:
    codings = pd.DataFrame(rows, dtype=object)
    assume((codings.notna().sum(axis=1) > 1).any())
    found = krippendorff_alpha(codings)
    assert not found.value > 1 + 1e-12
    assert np.isnan(found.low) or found.low <= found.high


def test_perfect_agreement_is_one_and_may_be_published() -> None:
    found = krippendorff_alpha(two("aa", "bb", "cc"))
    assert found.value == 1
    assert found.verdict == "publish"


@pytest.mark.parametrize(("coders", "verdict"), [(["coder_a", "coder_b"], "tentative")])
def test_the_verdict_follows_the_thresholds(coders: list[str], verdict: str) -> None:
    assert krippendorff_alpha(CODINGS[coders]).verdict == verdict
    assert cohen_kappa(CODINGS[["coder_b", "coder_c"]]).verdict == "insufficient"


def test_one_code_for_everything_is_no_agreement_beyond_chance() -> None:
    for found in (krippendorff_alpha(two("aa", "aa")), cohen_kappa(two("aa", "aa"))):
        assert np.isnan(found.value)
        assert found.warnings[0].code == "one_code"
        assert found.verdict == "insufficient"


def test_what_cannot_be_compared_is_refused() -> None:
    with pytest.raises(DataError, match="two coders; there are 3"):
        cohen_kappa(CODINGS)
    with pytest.raises(DataError, match="no answer was coded by two"):
        krippendorff_alpha(pd.DataFrame({"first": ["a", None], "second": [None, "b"]}))
    with pytest.raises(SettingError, match="nominal, masi"):
        krippendorff_alpha(CODINGS, "euclid")
