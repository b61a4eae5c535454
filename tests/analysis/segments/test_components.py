"""Independent components: the sides of a square, the edges of a corner, however they lie."""

import numpy as np
import pytest

from analysis.segments.components import independent, whitened

SPREADS = {
    "flat": lambda rng: rng.uniform(size=(2000, 2)),
    "lopsided": lambda rng: rng.exponential(size=(2000, 2)),
}


@pytest.mark.parametrize("degrees", [0, 30, 45, 80])
@pytest.mark.parametrize("spread", SPREADS)
def test_turned_lines_are_found_back(spread, degrees):
    true = SPREADS[spread](np.random.default_rng(1))
    angle = np.deg2rad(degrees)
    turned = true @ np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    weights = np.ones(len(true))
    white = whitened(turned, weights)
    found = white @ independent(white, weights)
    alike = np.abs(np.corrcoef(found.T, true.T)[:2, 2:])
    np.testing.assert_allclose(np.sort(alike.max(axis=1)), 1, atol=0.01)
    assert set(alike.argmax(axis=1)) == {0, 1}


def test_four_lines_are_told_apart():
    rng = np.random.default_rng(2)
    true = np.column_stack([rng.uniform(size=(3000, 2)), rng.exponential(size=(3000, 2))])
    white = whitened(true @ rng.normal(size=(4, 4)), np.ones(3000))
    turn = independent(white, np.ones(3000))
    np.testing.assert_allclose(turn @ turn.T, np.eye(4), atol=1e-12)
    alike = np.abs(np.corrcoef((white @ turn).T, true.T)[:4, 4:])
    assert alike.max(axis=1).min() > 0.95
    assert set(alike.argmax(axis=1)) == {0, 1, 2, 3}


def test_white_scores_have_variance_one_and_people_without_weight_do_not_count():
    rng = np.random.default_rng(3)
    scores = rng.exponential(size=(300, 3)) @ rng.normal(size=(3, 3))
    weights = np.where(np.arange(300) < 200, 2.0, 0.0)
    white = whitened(scores, weights)
    np.testing.assert_allclose(np.cov(white[:200].T, ddof=0), np.eye(3), atol=1e-10)
    np.testing.assert_allclose(
        independent(white, weights), independent(white[:200], weights[:200]), atol=1e-12
    )


@pytest.mark.parametrize("columns", [0, 1])
def test_none_or_one_line_is_not_turned(columns):
    white = whitened(np.random.default_rng(4).normal(size=(50, columns)), np.ones(50))
    np.testing.assert_array_equal(independent(white, np.ones(50)), np.eye(columns))


def test_of_many_lines_only_the_last_eight_are_turned():
    white = whitened(np.random.default_rng(5).exponential(size=(200, 11)), np.ones(200))
    turn = independent(white, np.ones(200))
    np.testing.assert_array_equal(turn[:, :3], np.eye(11)[:, :3])
    assert not np.array_equal(turn[3:, 3:], np.eye(8))
