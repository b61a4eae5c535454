"""The small parts, each against what it promises."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analysis.errors import DataError, SettingError
from analysis.segments import Categories, LatentClasses, PartialKMeans, compare_classes
from analysis.segments.agreement import Agreement, adjusted_rand
from analysis.segments.cells import Cells, cluster_means
from analysis.segments.centring import centred, enough_answered, person_levels
from analysis.segments.describe import benjamini_hochberg, holm
from analysis.segments.distinct_rows import DistinctRows
from analysis.segments.exchange import exchanged
from analysis.segments.silhouette import distances, widths
from analysis.segments.stability import RowByRow, WholeClusters, best_jaccard

CODES = arrays(
    np.int16, st.tuples(st.integers(1, 25), st.integers(1, 5)), elements=st.integers(-1, 2)
)
ANSWERS = arrays(float, (20, 4), elements=st.sampled_from([0.0, 1.0, 2.0, np.nan]))


def sum_of_squares(cells, labels, k):
    centres = cluster_means(cells, labels, k)
    apart = (cells.values - centres[labels]) ** 2 * cells.answered
    return cells.weights @ apart.sum(axis=1)


@given(ANSWERS, st.integers(0, 1000))
@settings(max_examples=50)
def test_moving_single_rows_never_raises_the_sum_of_squares(X, seed):
    rng = np.random.default_rng(seed)
    cells = Cells.of(X, rng.uniform(0.5, 2, len(X)))
    labels = np.concatenate([np.arange(3), rng.integers(0, 3, len(X) - 3)])
    after, inertia = exchanged(cells, labels, 3, 100)
    assert inertia <= sum_of_squares(cells, labels, 3) + 1e-9
    assert inertia == pytest.approx(sum_of_squares(cells, after, 3), abs=1e-9)
    assert set(after) == {0, 1, 2}


def test_a_gap_counts_neither_in_a_distance_nor_in_a_centre():
    X = np.array([[0, 0, np.nan], [0, 0, 9], [5, 5, 9], [5, np.nan, 9]], dtype=float)
    found = PartialKMeans(2, random_state=1).fit(X)
    assert found.inertia_ == pytest.approx(0)
    assert adjusted_rand(found.labels_, [0, 0, 1, 1]) == 1
    assert found.predict(np.array([[0, np.nan, np.nan], [np.nan] * 3]))[1] == -1


def test_a_row_without_answers_is_in_no_cluster():
    X = np.array([[0.0], [1.0], [np.nan]])
    assert PartialKMeans(2, random_state=1).fit(X).labels_[2] == -1


@pytest.mark.parametrize("k", [0, 4])
def test_there_are_as_many_clusters_as_rows_at_most(k):
    with pytest.raises(SettingError, match="from 1 to 3"):
        PartialKMeans(k).fit(np.arange(3.0)[:, None])


@pytest.mark.parametrize("X", [[["a"]], [[np.inf]], [1.0, 2.0], np.empty((0, 3))])
def test_what_is_no_table_of_numbers_is_refused(X):
    with pytest.raises(DataError, match="scores must"):
        PartialKMeans(1).fit(X)


def test_centring_takes_off_what_everybody_says_and_what_one_says_to_all():
    X = np.array([[0, 1, 2, 3], [1, 2, 3, 4], [3, np.nan, 5, 6]], dtype=float)
    Z = centred(X, np.ones(3), np.zeros(4, dtype=np.intp))
    np.testing.assert_allclose(np.nanmean(Z, axis=1), 0, atol=1e-12)
    assert np.isnan(Z[2, 1])
    np.testing.assert_allclose(
        centred(X + 5, np.ones(3), np.zeros(4, dtype=np.intp)), Z, atol=1e-9
    )


def test_within_block_each_block_has_a_level_of_its_own():
    blocks = np.array([0, 0, 1, 1])
    X = np.array([[0, 1, 5, 5], [1, 0, 3, np.nan]], dtype=float)
    np.testing.assert_allclose(person_levels(X, blocks), [[0.5, 5], [0.5, 3]])
    Z = centred(X, np.ones(2), blocks)
    np.testing.assert_allclose(Z[:, :2].sum(axis=1), 0, atol=1e-12)


def test_six_answers_are_enough_and_fewer_items_need_all():
    X = np.full((2, 8), np.nan)
    X[0, :6], X[1, :5] = 1, 1
    assert enough_answered(X).tolist() == [True, False]
    assert enough_answered(X[:, :5]).tolist() == [True, True]


def test_silhouette_on_a_line_by_hand():
    X = np.array([[0.0], [1.0], [5.0], [6.0], [7.0]])
    ours = widths(distances(Cells.of(X, np.ones(5))), np.array([0, 0, 1, 1, 1]), np.ones(5))
    np.testing.assert_allclose(ours, [5 / 6, 4 / 5, 2 / 3, 9 / 11, 10 / 13])


def test_a_row_alone_in_its_cluster_has_width_zero():
    X = np.array([[0.0], [1.0], [9.0]])
    assert widths(distances(Cells.of(X, np.ones(3))), np.array([0, 0, 1]), np.ones(3))[2] == 0


def test_distances_with_gaps_are_scaled_up_to_all_items():
    X = np.array([[0, 0, np.nan, np.nan], [3, 4, 1, 1]], dtype=float)
    assert distances(Cells.of(X, np.ones(2)))[0, 1] == pytest.approx(np.sqrt(25 * 2))


def test_jaccard_of_an_old_cluster_is_its_best_match():
    old, new = np.array([0, 0, 0, 1, 1, 2]), np.array([0, 0, 1, 1, 1, 1])
    np.testing.assert_allclose(best_jaccard(old, new, 4, np.ones(6))[:3], [2 / 3, 2 / 4, 1 / 4])
    assert np.isnan(best_jaccard(old, new, 4, np.ones(6))[3])


def test_whole_trees_are_drawn_and_never_a_part():
    clusters = np.array([0, 1, 1, 2, 2, 2])
    for seed in range(20):
        rows = WholeClusters(clusters)(np.random.default_rng(seed))
        times = np.bincount(rows, minlength=6)
        assert times[1] == times[2]
        assert times[3] == times[4] == times[5]
    assert len(RowByRow(7)(np.random.default_rng(1))) == 7


@given(CODES, st.integers(0, 1000))
@settings(max_examples=60)
def test_distinct_rows_keep_every_answer_and_all_weight(codes, seed):
    weights = np.random.default_rng(seed).uniform(0.5, 2, len(codes))
    rows = DistinctRows.of(codes, (3,) * codes.shape[1], weights)
    np.testing.assert_array_equal(rows.codes[rows.place], codes)
    np.testing.assert_allclose(np.bincount(rows.place, weights), rows.weights)
    assert len(np.unique(rows.codes, axis=0)) == len(rows.codes)


@given(CODES, st.integers(0, 1000))
@settings(max_examples=40)
def test_classes_know_neither_the_names_of_answers_nor_the_order_of_rows(codes, seed):
    rng = np.random.default_rng(seed)
    names = [rng.permutation(["zee", "aap", "mier"]) for _ in codes.T]
    named = pd.DataFrame(
        {j: [None if c < 0 else own[c] for c in codes[:, j]] for j, own in enumerate(names)}
    )
    if named.dropna(axis=1, how="all").shape[1] < 2 or (codes >= 0).any(axis=1).sum() < 2:
        return
    order = rng.permutation(len(codes))
    weights = rng.uniform(0.5, 2, len(codes))
    plain = pd.DataFrame(codes.astype(float)).replace(-1, np.nan)
    fit = {"ks": [1], "starts": 2, "random_state": 1}
    one = compare_classes(Categories.of(plain), **fit, sample_weight=weights)
    other = compare_classes(
        Categories.of(named.iloc[order]), **fit, sample_weight=3 * weights[order]
    )
    assert other.models[0].loglik == pytest.approx(one.models[0].loglik, abs=1e-8)
    assert other.models[0].bic == pytest.approx(one.models[0].bic, abs=1e-8)


def test_two_classes_that_never_mix_are_found_exactly():
    frame = pd.DataFrame({"a": ["x"] * 30 + ["y"] * 10, "b": ["p"] * 30 + ["q"] * 10, "c": "zz"})
    model = LatentClasses(2, random_state=1).fit(frame).model_
    np.testing.assert_allclose(model.shares, [0.75, 0.25], atol=1e-6)
    assert model.labels.tolist() == [0] * 30 + [1] * 10
    assert model.loglik == pytest.approx(30 * np.log(0.75) + 10 * np.log(0.25), abs=1e-6)
    assert model.entropy == pytest.approx(1, abs=1e-6)


def test_more_classes_than_different_rows_are_left_out_and_said():
    answers = Categories.of(pd.DataFrame({"a": [1, 2, 1], "b": [1, 2, 1]}))
    found = compare_classes(answers, [1, 2, 3], random_state=1)
    assert [model.k for model in found.models] == [1, 2]
    assert "too_many_classes" in {notice.code for notice in found.warnings}
    with pytest.raises(SettingError, match="2 different rows"):
        compare_classes(answers, [3], random_state=1)


def test_a_column_of_ids_is_not_taken_for_an_item():
    with pytest.raises(DataError, match="different answers"):
        Categories.of(pd.DataFrame({"id": [f"p{i}" for i in range(2000)]}))


def test_whole_numbers_are_called_as_in_the_file():
    answers = Categories.of(pd.DataFrame({"a": [2.0, 10.0, np.nan, 1.5]}))
    assert answers.labels == (("1.5", "2", "10"),)


@pytest.mark.parametrize(
    ("value", "level"), [(0.8, "agree"), (0.79, "mostly"), (0.6, "mostly"), (0.59, "depends")]
)
def test_agreement_in_words(value, level):
    assert Agreement(value).level == level
    assert Agreement(value).words


def test_corrected_p_values_by_hand():
    p = np.array([0.01, 0.04, 0.03, 0.5])
    np.testing.assert_allclose(benjamini_hochberg(p), [0.04, 0.16 / 3, 0.16 / 3, 0.5])
    np.testing.assert_allclose(holm(p), [0.04, 0.09, 0.09, 0.5])
