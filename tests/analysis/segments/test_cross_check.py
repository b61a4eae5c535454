"""The other method is not fooled by how people answer, and finds segments that are there."""

import numpy as np
import pandas as pd
import pytest

from analysis.segments.agreement import adjusted_rand
from analysis.segments.comparison import compare_methods
from analysis.segments.cross_check import (
    COPIES,
    beside_own_average,
    classes_beside_own_average,
)
from analysis.segments.prepared import prepare
from analysis.simulation import Answering, card_scores, one_population


def ready_from(scores: pd.DataFrame, blocks=None, weights=None):
    X = scores.to_numpy(dtype=float)
    weights = np.ones(len(X)) if weights is None else weights
    return prepare(X, list(scores.columns), blocks or {}, weights, None, 6)


@pytest.fixture(scope="module")
def cards():
    made = card_scores(400, np.random.default_rng(7), answering=Answering(style=0.4))
    blocks = {card: block for block, names in made.blocks.items() for card in names}
    ready = ready_from(made.scores, blocks)
    return ready, made.segment[ready.rows]


def test_known_segments_are_found_in_spite_of_style(cards):
    ready, truth = cards
    found = classes_beside_own_average(ready, np.arange(400), 5, np.random.default_rng(1))
    assert adjusted_rand(found, truth) > 0.6


def test_both_methods_agree_on_segments_that_are_there(cards):
    ready, truth = cards
    agreement = compare_methods(ready, truth, 5, np.random.default_rng(1))
    assert agreement["lca"].level != "depends"


def test_a_third_is_below_around_and_above_whatever_ones_level():
    strong = Answering(style=1.5)
    scores = one_population(600, np.random.default_rng(3), items=12, answering=strong)
    ready = ready_from(scores)
    sides = beside_own_average(ready, np.arange(600), np.random.default_rng(1)).codes
    low = np.tile(ready.scores.mean(axis=1) < np.median(ready.scores.mean(axis=1)), COPIES)
    for people in (low, ~low):
        shares = [(sides[people] == side).mean() for side in range(3)]
        np.testing.assert_allclose(shares, 1 / 3, atol=0.03)


def test_an_answer_that_is_missing_is_on_no_side():
    scores = one_population(80, np.random.default_rng(3), answering=Answering(missing=0.1))
    ready = ready_from(scores)
    sides = beside_own_average(ready, np.arange(80), np.random.default_rng(1)).codes
    np.testing.assert_array_equal(sides[:80] < 0, np.isnan(ready.scores))


def test_people_of_weight_zero_are_not_asked():
    frame = one_population(60, np.random.default_rng(2))
    weights = np.r_[np.zeros(10), np.ones(50)]
    ready = ready_from(frame, weights=weights)
    halves = (np.arange(60) % 2).astype(np.intp)
    assert -1 <= compare_methods(ready, halves, 2, np.random.default_rng(1))["lca"].value <= 1
