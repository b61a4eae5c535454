"""The gate: groups where there are groups, and none where there are none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis.segments import SegmentFinder
from analysis.segments.agreement import adjusted_rand
from analysis.segments.gate import Gate, GateResult, GateRow, ShapedRow, beside, clusterable
from analysis.segments.pipeline import verdict_of
from analysis.simulation import Answering, card_scores, one_population

QUICK = {"nulls": 20, "resamples": 10, "random_state": 1}


def cards(n, *, segments, style=0.4, seed=3):
    made = card_scores(
        n, np.random.default_rng(seed), answering=Answering(style=style), segments=segments
    )
    blocks = {card: block for block, names in made.blocks.items() for card in names}
    return made.scores, blocks, made.segment


@pytest.mark.slow
@pytest.mark.parametrize("style", [0.4, 0.8])
def test_the_five_segments_of_the_enquete_are_found(style):
    scores, blocks, truth = cards(500, segments=True, style=style)
    found = SegmentFinder(blocks, **QUICK).fit(scores).result_
    assert found.verdict == "segments"
    assert adjusted_rand(truth, found.labels) > 0.55
    assert found.gate.chance < 0.1


@pytest.mark.slow
@pytest.mark.parametrize(
    "answering",
    [Answering(), Answering(style=0.8), Answering(style=1.5), Answering(extremes=0.5)],
    ids=["clean", "strong style", "very strong style", "extreme style"],
)
def test_style_makes_no_segments(answering):
    scores = one_population(300, np.random.default_rng(5), factors=2, answering=answering)
    found = SegmentFinder(**QUICK).fit(scores).result_
    assert found.verdict != "segments"
    assert (found.k, set(found.labels), found.segments) == (1, {0}, ())


@pytest.mark.slow
def test_a_card_sort_without_segments_is_not_divided():
    scores, blocks, _ = cards(300, segments=False)
    assert SegmentFinder(blocks, **QUICK).fit(scores).result_.verdict != "segments"


@pytest.mark.slow
@pytest.mark.parametrize("spread", ["flat", "lopsided"])
def test_a_flat_or_lopsided_continuum_is_a_matter_of_degrees(spread):
    """The normal null is left behind; the second look, at people in one heap, sees through it."""
    rng = np.random.default_rng(5)
    flat = spread == "flat"
    trait = rng.uniform(-1.7, 1.7, (600, 1)) if flat else rng.exponential(size=(600, 2)) - 1
    pull = trait @ rng.uniform(-1, 1, (trait.shape[1], 24))
    X = np.digitize(pull + rng.normal(size=(600, 24)), [-0.8, 0, 0.8]).astype(float)
    found = SegmentFinder(**QUICK).fit(pd.DataFrame(X)).result_
    assert found.verdict == "weak"
    assert found.k_candidate is not None


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2])
def test_people_all_over_a_square_are_a_matter_of_degrees(seed):
    """Measured scores on two flat lines: the principal axes alone miss the corners."""
    rng = np.random.default_rng(seed)
    directions = rng.normal(size=(24, 2))
    loads = 0.8 * directions / np.linalg.norm(directions, axis=1, keepdims=True)
    square = rng.uniform(-np.sqrt(3), np.sqrt(3), (300, 2))
    X = square @ loads.T + 0.6 * rng.normal(size=(300, 24))
    gate = Gate().judge(X, np.ones(300), np.zeros(24, dtype=np.intp), rng)
    assert gate.shaped is not None
    assert not gate.shaped.passes


GOOD = GateRow(silhouette=0.1, z_silhouette=4.0, gap=0.03, z_gap=4.0, log_gap=0.04)
PASSED = GateResult({3: GOOD}, 3, 0.02, 40, ShapedRow(gap=0.02, z_gap=2.1))


def test_the_verdict_says_segments_when_everything_passes():
    assert verdict_of(PASSED, recruited=False) == "segments"


@pytest.mark.parametrize(
    ("row", "shaped", "recruited"),
    [
        (replace(GOOD, gap=0.014), PASSED.shaped, False),
        (GOOD, ShapedRow(gap=0.02, z_gap=0.7), False),
        (GOOD, ShapedRow(gap=0.014, z_gap=3.0), False),
        (replace(GOOD, z_silhouette=2.9), PASSED.shaped, True),
    ],
    ids=[
        "small gap",
        "no surer than one heap",
        "hardly more than one heap",
        "recruits resemble their recruiter",
    ],
)
def test_the_verdict_is_weak(row, shaped, recruited):
    gate = replace(PASSED, rows={3: row}, shaped=shaped)
    assert verdict_of(gate, recruited=recruited) == "weak"


def test_the_verdict_is_none_without_a_candidate():
    assert verdict_of(GateResult({2: GOOD}), recruited=False) == "none"


@pytest.mark.parametrize(("z_silhouette", "z_gap"), [(1.9, 9.0), (9.0, 1.4)])
def test_both_numbers_must_be_high(z_silhouette, z_gap):
    assert not replace(GOOD, z_silhouette=z_silhouette, z_gap=z_gap).passes


def test_there_are_never_more_clusters_than_different_rows_less_one():
    X = np.array([[0.0, 1.0], [0.0, 1.0], [1.0, 0.0], [1.0, 1.0]])
    assert clusterable(X, 6) == (2,)
    assert clusterable(X[:2], 6) == ()


@pytest.mark.parametrize(("rows", "enough"), [(100, True), (150, True), (1_000, False)])
def test_the_second_look_asks_more_where_people_are_many(rows, enough):
    assert ShapedRow(gap=0.02, z_gap=2.0, rows=rows).passes is enough


def test_the_second_look_asks_something_among_few_too():
    assert not ShapedRow(gap=0.02, z_gap=0.9, rows=60).passes


def test_the_second_look_does_not_ask_ever_more():
    assert ShapedRow(gap=0.02, z_gap=2.6, rows=1_000).passes


def test_the_candidate_leaves_least_beside_what_chance_leaves():
    """As many points more are worth more where less is left: 6 of 60 beside 6.1 of 70."""
    observed = np.array([[0.5, 0.361], [0.5, 0.46]])
    null = np.array([[[0.1 + d, 0.30 + d], [0.1 + d, 0.40 + d]] for d in (-0.001, 0.001)])
    result = beside((2, 3), observed, null)
    assert result.rows[2].gap > result.rows[3].gap
    assert result.candidate == 3


def test_clusters_that_leave_nothing_have_a_finite_gap():
    observed, null = np.array([[0.9, 1.0]]), np.array([[[0.1, 0.3]], [[0.2, 0.4]]])
    assert np.isfinite(beside((2,), observed, null).rows[2].log_gap)
