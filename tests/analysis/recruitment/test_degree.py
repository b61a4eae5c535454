"""Missing, zero, wrong and small network sizes: a choice, never a silent repair."""

import numpy as np
import pytest

from analysis.errors import DataError, SettingError
from analysis.recruitment.estimate import estimate
from analysis.recruitment.homophily import population_homophily
from tests.recruitment_cases import of_people

NAN = float("nan")
PEOPLE = [["a", None, 4, "x"], ["b", "a", 0, "y"], ["c", "a", NAN, "y"], ["d", "b", 2, "x"]]


def degrees_with(choice):
    told, _ = of_people(PEOPLE, missing_degree=choice)
    return dict(zip(told.forest.ids, told.degrees, strict=True)), told.notices


def test_missing_and_zero_are_an_error_that_names_both():
    with pytest.raises(DataError, match=r"missing or zero: b, c;"):
        of_people(PEOPLE)


def test_they_can_be_left_out_of_estimates():
    degrees, notices = degrees_with("exclude")
    assert np.isnan(degrees["b"])
    assert np.isnan(degrees["c"])
    assert str(notices[0]) == "2 people without a network size are left out of the estimates: b, c"


def test_imputed_ones_get_the_mean_weight():
    degrees, notices = degrees_with("impute")
    known = np.array([4, 2])
    assert 1 / degrees["c"] == pytest.approx(np.mean(1 / known))
    assert notices[0].values["n"] == 2


def test_they_can_be_the_largest_as_r_does_but_not_in_silence():
    degrees, notices = degrees_with("max")
    assert degrees["b"] == degrees["c"] == 4
    assert notices[0].code == "missing_degree_max"


def test_negative_and_infinite_sizes_are_refused_whatever_the_choice():
    for wrong in (-1, float("inf")):
        people = [["a", None, 4, "x"], ["b", "a", wrong, "y"]]
        with pytest.raises(DataError, match="negative or infinite: b"):
            of_people(people, missing_degree="exclude")


def test_no_known_size_at_all_is_refused():
    with pytest.raises(DataError, match="no network size is known"):
        of_people([["a", None, 0, "x"]], missing_degree="exclude")


def test_too_small_a_size_can_be_kept_or_raised():
    people = [["a", None, 1, "x"], ["b", "a", 1, "y"], ["c", "a", 3, "y"]]
    kept, _ = of_people(people, small_degree="keep")
    raised, _ = of_people(people, small_degree="raise")
    assert kept.degrees[0] == 1
    assert raised.degrees[0] == 2
    assert kept.notices[0].code == "small_degree_keep"
    assert raised.notices[0].code == "small_degree_raise"


@pytest.mark.parametrize("choice", ["impute", "max"])
def test_what_was_filled_in_is_not_refused_as_too_small(choice):
    people = [["a", None, NAN, "x"], *([name, "a", 1, "y"] for name in "bcd")]
    filled, _ = of_people(people, missing_degree=choice)
    raised, _ = of_people(people, missing_degree=choice, small_degree="raise")
    assert filled.degrees[0] == pytest.approx(1)
    assert raised.degrees[0] == 3


def test_unknown_choices_are_refused():
    with pytest.raises(SettingError):
        of_people(PEOPLE, missing_degree="guess")
    with pytest.raises(SettingError):
        of_people(PEOPLE, missing_degree="max", small_degree="guess")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("size", [1e-300, 1e300])
def test_sizes_out_of_all_proportion_give_figures_and_no_overflow(size):
    large = max(size, 3)
    chain = [["a", None, large, "x"], ["b", "a", large, "y"], ["c", "b", large, "x"]]
    told, answer = of_people([*chain, ["d", None, size, "y"]])
    found = estimate(told, answer)
    assert 1 <= found.effective_n <= 4
    assert population_homophily(told, answer).shape == (2,)
