"""From a data set to segments: what comes out, and what may not change it."""

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Codebook, Variable
from analysis.dataset import Dataset, Recruits
from analysis.errors import DataError, SettingError
from analysis.segments import SegmentFinder, describe_segments, find_segments, item_scores
from analysis.segments.trees import recruitment_clusters

QUICK = {"nulls": 10, "resamples": 10, "random_state": 1}


def three_groups(n=240, items=9, seed=4):
    """Groups that stand well apart: each finds its own third of the items important."""
    rng = np.random.default_rng(seed)
    group = rng.choice(3, n, p=[0.5, 0.3, 0.2])
    pull = 1.6 * (np.arange(items) // (items // 3) == group[:, None])
    X = np.digitize(pull + rng.normal(size=(n, items)), [0, 1, 2]).astype(float)
    return pd.DataFrame(X).add_prefix("q"), group


@pytest.fixture(scope="module")
def found():
    frame, _ = three_groups()
    return SegmentFinder(**QUICK).fit(frame).result_


def test_segments_come_largest_first_with_what_is_known_of_them(found):
    assert (found.verdict, found.k) == ("segments", 3)
    assert [s.n for s in found.segments] == np.bincount(found.labels).tolist()
    assert [s.share for s in found.segments] == sorted(s.share for s in found.segments)[::-1]
    assert set(found.segments[0].proposal) <= {"q0", "q1", "q2"}
    assert found.segments[0].standing == "named"
    assert found.agreement["lca"].value > 0.6


def test_memberships_add_up_and_mostly_agree_with_the_segments(found):
    np.testing.assert_allclose(found.memberships.sum(axis=1), 1)
    assert (found.memberships.argmax(axis=1) == found.labels).mean() > 0.95


def test_dimensions_name_items_at_both_ends(found):
    assert found.dimensions[0].share > found.dimensions[1].share > 0
    assert found.dimensions[0].high
    assert found.dimensions[0].low


def test_higher_codes_and_tripled_weights_change_nothing():
    frame, _ = three_groups()
    weights = np.random.default_rng(1).uniform(0.5, 2, len(frame))
    plain = SegmentFinder(**QUICK).fit(frame, None, weights).result_
    other = SegmentFinder(**QUICK).fit(frame + 7, None, 3 * weights).result_
    np.testing.assert_array_equal(other.labels, plain.labels)
    assert other.gate.rows == plain.gate.rows
    assert [s.share for s in other.segments] == [s.share for s in plain.segments]


def test_another_order_of_rows_gives_the_same_to_everybody():
    frame, _ = three_groups()
    trees = np.arange(len(frame)) % 12
    order = np.random.default_rng(5).permutation(len(frame))
    plain = SegmentFinder(**QUICK).fit(frame, clusters=trees).result_
    moved = SegmentFinder(**QUICK).fit(frame.iloc[order], clusters=trees[order]).result_
    np.testing.assert_array_equal(moved.labels, plain.labels[order])
    assert moved.gate == plain.gate
    assert [s.stability for s in moved.segments] == [s.stability for s in plain.segments]


def test_a_data_set_brings_its_blocks_weights_and_recruitment():
    frame, _ = three_groups()
    items = list(frame.columns)
    ids = pd.Series([f"p{i}" for i in range(len(frame))])
    recruiters = ids.shift(1).where(np.arange(len(frame)) % 20 > 0)
    book = Codebook(tuple(Variable(q, block="ab"[j % 2]) for j, q in enumerate(items)))
    data = Dataset(
        frame,
        book,
        weights=np.ones(len(frame)),
        recruits=Recruits(ids, recruiters, pd.Series(np.ones(len(frame)))),
    )
    found = find_segments(data, items, **QUICK)
    assert found.settings["centred"] == "within block"
    assert found.settings["resampled"] == "whole recruitment trees"
    assert list(found.levels) == ["a", "b"]
    assert "centring" in found.agreement or found.verdict != "segments"


def test_a_tree_is_everybody_below_one_seed():
    ids, recruiters = pd.Series(list("dabce")), pd.Series(["b", None, "a", None, "c"])
    degrees = pd.Series(np.ones(5))
    trees = recruitment_clusters(Recruits(ids, recruiters, degrees))
    assert len(set(trees[[0, 1, 2]])) == 1
    assert trees[3] == trees[4] != trees[0]
    same = recruitment_clusters(Recruits(ids, recruiters, degrees, pd.Series(["x"] * 5)))
    assert len(set(same)) == 1


@pytest.mark.parametrize("setting", [{"k_max": 1}, {"nulls": 1}, {"resamples": 0}])
def test_settings_that_cannot_be_are_refused(setting):
    with pytest.raises(SettingError, match=next(iter(setting))):
        SegmentFinder(**setting).fit(three_groups()[0])


def test_blocks_name_every_item_and_more_than_one():
    frame, _ = three_groups()
    with pytest.raises(SettingError, match="q8"):
        SegmentFinder({f"q{j}": "a" for j in range(8)}).fit(frame)
    alone = {f"q{j}": "a" for j in range(8)} | {"q8": "b"}
    with pytest.raises(SettingError, match="alone: q8"):
        SegmentFinder(alone).fit(frame)


@pytest.mark.parametrize("weights", [[-1.0], [np.nan], [np.inf], [0.0]])
def test_weights_that_cannot_be_used_are_refused(weights):
    frame, _ = three_groups(60)
    with pytest.raises(DataError, match="weights"):
        SegmentFinder(**QUICK).fit(frame, None, np.array(weights * 60))


def test_who_has_weight_zero_is_placed_but_does_not_count():
    frame, _ = three_groups()
    weights = np.ones(len(frame))
    weights[:5] = 0
    found = SegmentFinder(**QUICK).fit(frame, None, weights).result_
    assert (found.labels[:5] >= 0).all()
    assert "zero_weights" in {notice.code for notice in found.warnings}


def test_two_hundred_items_and_ten_people_are_no_problem():
    X = np.random.default_rng(1).integers(0, 4, (10, 200)).astype(float)
    found = SegmentFinder(**(QUICK | {"nulls": 3})).fit(pd.DataFrame(X)).result_
    assert found.verdict in {"none", "weak"}


def test_a_score_is_the_pile_and_one_more_for_a_pick():
    piles = {"a": ["0", "1", None], "b": [2, 1, 0], "top1": ["b", "a", None]}
    scores = item_scores(Dataset(pd.DataFrame(piles)), ["a", "b"], ["top1"])
    np.testing.assert_array_equal(scores, [[0, 3], [2, 1], [np.nan, 0]])
    with pytest.raises(DataError, match="top1 must hold"):
        item_scores(Dataset(pd.DataFrame(piles)), ["top1"], [])


def described(**options):
    frame, group = three_groups()
    rng = np.random.default_rng(3)
    frame["sex"] = np.where(rng.random(len(group)) < 0.2 + 0.5 * (group == 0), "m", "f")
    frame["chance"] = rng.choice(["x", "y"], len(group))
    frame["channels"] = np.where(group == 1, "school app", "app")
    frame["age"] = 30.0 + 10 * (group == 2) + rng.normal(size=len(group))
    book = Codebook((Variable("channels", multiple=True), Variable("age", level="interval")))
    names = ["sex", "chance", "channels", "age"]
    return describe_segments(Dataset(frame, book), group, names, **options).table


@pytest.mark.parametrize("correction", ["fdr_bh", "holm"])
def test_what_distinguishes_a_segment_comes_first_and_chance_does_not(correction):
    table = described(correction=correction)
    clear = table[table["distinguishes"]]
    assert {("sex", "m", 0), ("channels", "school", 1), ("age", "", 2)} <= set(
        zip(clear["variable"], clear["category"], clear["segment"], strict=True)
    )
    assert not table.loc[table["variable"] == "chance", "distinguishes"].any()
    assert (table["low"] <= table["difference"]).all()
    assert (table["difference"] <= table["high"]).all()
    assert (table["p_adjusted"] >= table["p"]).all()


def test_describing_needs_at_least_two_segments():
    frame, _ = three_groups(30)
    with pytest.raises(DataError, match="two segments"):
        describe_segments(Dataset(frame), np.zeros(30, dtype=int), ["q0"])


def test_people_of_one_tree_are_resampled_one_by_one_and_it_is_said():
    """The only tree there is would be drawn whole each time: everything would come back."""
    frame, _ = three_groups()
    found = SegmentFinder(**QUICK).fit(frame, clusters=np.zeros(len(frame))).result_
    assert found.verdict == "segments"
    assert found.settings["resampled"] == "people"
    assert "one_tree" in {notice.code for notice in found.warnings}
    assert all(segment.stability < 1 for segment in found.segments)


def test_few_trees_are_told_and_many_are_not():
    frame, _ = three_groups()
    for trees, told in ((5, True), (12, False)):
        found = SegmentFinder(**QUICK).fit(frame, clusters=np.arange(len(frame)) % trees).result_
        assert found.settings["resampled"] == "whole recruitment trees"
        assert ("few_trees" in {notice.code for notice in found.warnings}) is told


def test_one_tree_gives_differences_no_interval():
    frame, group = three_groups()
    n = len(frame)
    ids = pd.Series([f"p{row}" for row in range(n)])
    recruiters = pd.Series([None, *ids[:-1]], dtype="object")
    recruits = Recruits(ids, recruiters, pd.Series(np.full(n, 3.0)))
    told = describe_segments(Dataset(frame, recruits=recruits), group, ["q0"])
    assert {notice.code for notice in told.warnings} == {"one_cluster"}
    assert told.table[["low", "high"]].isna().all().all()
    assert not told.table["distinguishes"].any()


def test_two_items_of_one_name_are_refused():
    frame, _ = three_groups()
    frame.columns = ["q0", "q0", *frame.columns[2:]]
    with pytest.raises(DataError, match="more than one item is named q0"):
        SegmentFinder(**QUICK).fit(frame)
