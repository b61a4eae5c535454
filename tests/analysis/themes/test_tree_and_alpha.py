"""The tree of items and Cronbach's alpha: R's figures."""

import numpy as np
import pytest

from analysis.themes.alpha import cronbach_alpha
from analysis.themes.coded import coded_items
from analysis.themes.correlations import polychoric_matrices
from analysis.themes.parallel import parallel_analysis
from analysis.themes.result import dendrogram
from analysis.themes.tree import average_linkage
from tests.analysis.themes.reference import EXPECTED, SURVEYS, survey


@pytest.mark.parametrize("name", SURVEYS)
def test_items_merge_as_in_r(name: str) -> None:
    items, expected = survey(name), EXPECTED["hclust_average_on_1_minus_r"][name]
    matrix = polychoric_matrices(coded_items(items), np.ones((1, len(items))))[0]
    table = dendrogram(average_linkage(matrix), list(items))
    np.testing.assert_allclose(table["height"], expected["heights"], atol=1e-6)
    assert [sorted(merged) for merged in table["items"]] == expected["merged_items"]


@pytest.mark.parametrize("name", SURVEYS)
def test_eigenvalues_are_those_of_r(name: str) -> None:
    items = survey(name)
    matrix = polychoric_matrices(coded_items(items), np.ones((1, len(items))))[0]
    found = parallel_analysis(matrix, np.eye(len(matrix))[None]).eigenvalues
    expected = EXPECTED["hclust_average_on_1_minus_r"][name]["eigenvalues"]
    np.testing.assert_allclose(found, expected, atol=1e-6)


def test_a_merge_stands_until_a_larger_one_takes_it_up() -> None:
    matrix = np.array([[1, 0.9, 0.1], [0.9, 1, 0.1], [0.1, 0.1, 1]])
    tree = average_linkage(matrix)
    assert tree.clusters_after(0) == []
    assert tree.clusters_after(1) == [0]
    assert tree.clusters_after(2) == [1]
    assert tree.parts(1) == [0]


@pytest.mark.parametrize("case", EXPECTED["alpha"])
def test_alpha_is_that_of_r(case: dict) -> None:
    alpha = cronbach_alpha(survey("survey120")[case["items"]].to_numpy(dtype=float))
    assert alpha.raw == pytest.approx(case["raw_alpha"], abs=1e-10)
    assert alpha.standardised == pytest.approx(case["standardised_alpha"], abs=1e-10)
    assert alpha.average_r == pytest.approx(case["average_r"], abs=1e-10)


def test_alpha_does_not_change_when_all_weights_are_doubled() -> None:
    answers = survey("survey400").to_numpy(dtype=float)
    weights = np.linspace(0.5, 2, len(answers))
    assert cronbach_alpha(answers, weights) == cronbach_alpha(answers, 2 * weights)


def test_alpha_of_two_equal_items_is_one_and_of_a_constant_item_unknown() -> None:
    answers = np.array([[1.0, 1.0], [2.0, 2.0], [4.0, 4.0]])
    assert cronbach_alpha(answers).raw == pytest.approx(1)
    assert np.isnan(cronbach_alpha(np.array([[1.0, 2.0], [1.0, 3.0]])).raw)
