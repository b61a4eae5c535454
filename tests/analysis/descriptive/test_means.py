"""Means and shares with intervals: right by hand; blind to order and to the scale of weights."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from analysis.descriptive.means import (
    RESAMPLED_ROWS,
    Resampling,
    category_shares,
    weighted_means,
)
from analysis.errors import DataError, SettingError

ANSWERS = arrays.arrays(
    np.float64,
    st.tuples(st.integers(1, 12), st.integers(1, 3)),
    elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, np.nan]),
)


def test_a_missing_answer_does_not_count() -> None:
    means = weighted_means([[0.0, 2.0], [np.nan, 1.0], [3.0, 0.0]])
    assert means.estimate.tolist() == [1.5, 1.0]
    assert means.n.tolist() == [2, 3]


def test_weights_count() -> None:
    assert weighted_means([[0.0], [3.0]], weights=[2, 1]).estimate[0] == pytest.approx(1)


def test_nobody_answered_gives_no_mean_and_no_interval() -> None:
    means = weighted_means([[np.nan], [np.nan]])
    assert np.isnan([means.estimate[0], means.low[0], means.high[0]]).all()
    assert means.n[0] == 0


@given(ANSWERS, st.integers(0, 99))
def test_order_of_rows_and_doubled_weights_change_nothing(values: np.ndarray, seed: int) -> None:
    rng = np.random.default_rng(seed)
    weights = rng.integers(1, 4, len(values)).astype(float)
    order = rng.permutation(len(values))
    once = weighted_means(values, weights, Resampling(size=20))
    again = weighted_means(values[order], 2 * weights[order], Resampling(size=20))
    for name in ("estimate", "low", "high", "n", "replicates"):
        np.testing.assert_allclose(getattr(once, name), getattr(again, name), atol=1e-12)


@given(ANSWERS)
def test_an_interval_lies_within_what_was_answered(values: np.ndarray) -> None:
    means = weighted_means(values, resampling=Resampling(size=30))
    for column in np.flatnonzero(means.n):
        assert np.nanmin(values[:, column]) <= means.low[column] <= means.high[column]
        assert means.high[column] <= np.nanmax(values[:, column])


def test_given_resamples_are_used_as_they_are() -> None:
    counts = [[2, 0, 0], [0, 0, 1]]
    means = weighted_means([[0.0], [1.0], [4.0]], resampling=Resampling(counts, level=0.5))
    assert means.replicates[:, 0].tolist() == [0.0, 4.0]
    assert means.low[0] == 1.0
    assert means.high[0] == 3.0


def test_the_bootstrap_has_the_width_that_theory_gives() -> None:
    values = np.repeat([0.0, 1.0], [300, 100])[:, None]
    means = weighted_means(values, resampling=Resampling(size=4000))
    width = 2 * 1.96 * np.sqrt(0.25 * 0.75 / 400)
    assert means.high[0] - means.low[0] == pytest.approx(width, rel=0.06)


@pytest.mark.slow
def test_large_data_get_the_same_width_as_their_bootstrap() -> None:
    rng = np.random.default_rng(1)
    values = rng.normal(size=(RESAMPLED_ROWS + 1, 1))
    weights = rng.uniform(0.5, 3, len(values))
    large = weighted_means(values, weights, Resampling(size=4000))
    counts = rng.multinomial(len(values), np.full(len(values), 1 / len(values)), size=1000)
    small = weighted_means(values, weights, Resampling(counts))
    assert (large.high - large.low)[0] == pytest.approx((small.high - small.low)[0], rel=0.1)


def test_shares_of_large_data_agree_with_the_general_way() -> None:
    rng = np.random.default_rng(2)
    places = rng.choice([-1, 0, 1, 2], p=[0.1, 0.2, 0.3, 0.4], size=RESAMPLED_ROWS + 100)
    weights = rng.uniform(0.5, 2, len(places))
    indicators = (places[:, None] == np.arange(3)).astype(float)
    indicators[places < 0] = np.nan
    quick = category_shares(places, 3, weights, Resampling(size=4000))
    general = weighted_means(indicators, weights, Resampling(size=4000))
    np.testing.assert_allclose(quick.estimate, general.estimate, rtol=1e-12)
    np.testing.assert_allclose(quick.high - quick.low, general.high - general.low, rtol=0.08)


@pytest.mark.parametrize(
    ("weights", "named"),
    [([1.0, -1.0], "row 2"), ([np.nan, 1.0], "row 1"), ([0.0, 0.0], "zero"), ([1.0], "1 weights")],
)
def test_weights_that_cannot_be_used_are_named(weights: list[float], named: str) -> None:
    with pytest.raises(DataError, match=named):
        weighted_means([[1.0], [2.0]], weights)


def test_resamples_of_another_size_are_refused() -> None:
    with pytest.raises(SettingError, match="2 rows"):
        weighted_means([[1.0], [2.0]], resampling=Resampling([[1, 1, 1]]))


def test_no_rows_give_no_means() -> None:
    means = weighted_means(np.empty((0, 2)))
    assert np.isnan(means.estimate).all()
    assert means.n.tolist() == [0, 0]
