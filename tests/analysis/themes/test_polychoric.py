"""Polychoric correlations: R's figures, theory, and the three laws."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from scipy.integrate import quad
from scipy.special import ndtr

from analysis.errors import DataError
from analysis.themes.bivariate import bivariate_cdf, bivariate_density
from analysis.themes.coded import coded_items
from analysis.themes.correlations import pearson_matrices, polychoric_matrices
from analysis.themes.polychoric import polychoric_of_tables
from tests.analysis.themes.reference import DATA, EXPECTED, SURVEYS, survey

TABLES = arrays.arrays(np.float64, (1, 3, 4), elements=st.integers(0, 30).map(float))


def polychoric(frame: pd.DataFrame, weights: np.ndarray | None = None) -> np.ndarray:
    w = np.ones(len(frame)) if weights is None else weights
    return polychoric_matrices(coded_items(frame), w[None])[0]


@pytest.mark.parametrize("name", SURVEYS)
def test_it_is_the_maximum_that_r_finds(name: str) -> None:
    expected = EXPECTED["polychoric"][name]["refined"]
    np.testing.assert_allclose(polychoric(survey(name)), expected, atol=1e-6)


@pytest.mark.parametrize("h", [-1.3, 0.0, 0.4, np.inf, -np.inf])
@pytest.mark.parametrize("k", [-0.7, 0.0, 2.0])
@pytest.mark.parametrize("r", [-0.97, -0.3, 0.0, 0.5, 0.999])
def test_the_bivariate_cdf_is_the_integral_of_its_density(h: float, k: float, r: float) -> None:
    """Φ₂ = Φ(h)Φ(k) + ∫ φ₂ dr from 0 to r (Plackett)."""

    def slope(t: float) -> float:
        return float(bivariate_density(np.array(h), np.array(k), np.array(t)))

    area = quad(slope, 0, r, epsabs=1e-12, epsrel=1e-12, limit=200)[0]
    found = bivariate_cdf(np.array(h), np.array(k), np.array(r))
    assert found == pytest.approx(ndtr(h) * ndtr(k) + area, abs=1e-9)


def test_two_halves_split_at_the_median_have_the_known_answer() -> None:
    """At thresholds of zero r = sin(2π(p₁₁ − ¼)) (Sheppard 1898)."""
    found = polychoric_of_tables(np.array([[[40.0, 10.0], [10.0, 40.0]]]))
    assert found[0] == pytest.approx(np.sin(2 * np.pi * (0.4 - 0.25)), abs=1e-10)


def test_independent_answers_have_correlation_zero() -> None:
    table = np.outer([10.0, 30.0, 60.0], [20.0, 50.0, 30.0])
    assert polychoric_of_tables(table[None])[0] == pytest.approx(0, abs=1e-10)


def test_a_cell_that_never_occurs_in_a_two_by_two_table_gives_one() -> None:
    tables = np.array([[[30.0, 10.0], [0.0, 20.0]], [[10.0, 30.0], [20.0, 0.0]]])
    assert polychoric_of_tables(tables).tolist() == [1.0, -1.0]


@given(arrays.arrays(np.int64, 3, elements=st.integers(1, 2_000)))
@example(np.array([71, 399, 166]))
@example(np.array([69, 289, 276]))
def test_one_runs_away_however_the_others_are_filled(counts: np.ndarray) -> None:
    low, apart, high = counts.astype(float)
    tables = np.array([[[low, apart], [0, high]], [[apart, low], [high, 0]]])
    assert polychoric_of_tables(tables).tolist() == [1.0, -1.0]


def test_the_correlation_behind_cut_normals_comes_back() -> None:
    rng = np.random.default_rng(8)
    pairs = rng.multivariate_normal([0, 0], [[1, 0.6], [0.6, 1]], size=20_000)
    cut = pd.DataFrame(
        {"a": np.digitize(pairs[:, 0], [-1, 0.2]), "b": np.digitize(pairs[:, 1], [0.8])}
    )
    assert polychoric(cut)[0, 1] == pytest.approx(0.6, abs=0.02)


@given(TABLES)
def test_a_turned_table_has_the_same_correlation_and_a_mirrored_one_the_opposite(
    tables: np.ndarray,
) -> None:
    once = polychoric_of_tables(tables)
    np.testing.assert_allclose(polychoric_of_tables(tables.transpose(0, 2, 1)), once, atol=1e-7)
    np.testing.assert_allclose(polychoric_of_tables(tables[:, ::-1]), -once, atol=1e-7)
    np.testing.assert_allclose(polychoric_of_tables(2 * tables), once, atol=1e-9)


def test_weights_are_repeated_rows() -> None:
    items, weights = survey("survey400"), pd.read_csv(DATA / "survey400.csv")["weight"]
    repeated = items.loc[items.index.repeat(weights)]
    found = polychoric(items, weights.to_numpy(dtype=float))
    np.testing.assert_allclose(found, polychoric(repeated), atol=1e-10)


def test_other_numbers_in_the_same_order_change_nothing() -> None:
    items = survey("survey400")
    renamed = items.replace({1: -7, 2: 0, 3: 0.5, 4: 100})
    np.testing.assert_allclose(polychoric(renamed), polychoric(items), atol=1e-12)


def test_a_pair_that_nobody_answered_has_no_correlation() -> None:
    frame = pd.DataFrame({"a": [1, 2, 1, np.nan, np.nan], "b": [np.nan, np.nan, np.nan, 1, 2]})
    assert np.isnan(polychoric(frame)[0, 1])


def test_product_moment_correlations_agree_with_pandas_pair_by_pair() -> None:
    items = survey("survey400").astype(float)
    found = pearson_matrices(items.to_numpy(), np.ones((1, len(items))))[0]
    np.testing.assert_allclose(found, items.corr(), atol=1e-12)


def test_measurements_are_not_taken_for_ordered_answers() -> None:
    with pytest.raises(DataError, match="length has 30 different numbers"):
        coded_items(pd.DataFrame({"length": np.arange(30.0)}))


def test_text_is_named_with_its_row() -> None:
    with pytest.raises(DataError, match=r"work must hold numbers.*row 1"):
        coded_items(pd.DataFrame({"work": ["1", "often"]}))
