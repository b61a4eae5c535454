"""Building the forest, and every fault in it by name."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError, SettingError
from analysis.recruitment.forest import forest
from analysis.recruitment.sample import sample, subset
from tests.recruitment_cases import (
    DATA,
    SAMPLES,
    expected,
    load,
    micro,
    people_frame,
    random_frame,
    recruits_of,
    sample_of,
)

BAD = {case["name"]: case for case in micro()["bad_input"]}


def test_waves_trees_and_recruits_are_those_of_the_reference():
    for name in SAMPLES:
        _, told = load(name)
        want = expected()[name]["forest"]
        assert told.forest.people_by_wave == tuple(want["people_by_wave"])
        assert told.forest.tree_sizes == want["tree_size_by_seed"]
        assert sorted(told.forest.ids[: told.forest.seeds]) == want["seeds"]
        counts = np.bincount(told.forest.recruits)
        assert {str(k): int(n) for k, n in enumerate(counts)} == (
            want["people_by_number_of_recruits"]
        )


@pytest.mark.parametrize("name", SAMPLES)
def test_each_person_has_the_recruiter_seed_and_wave_of_the_reference(name):
    _, told = load(name)
    want = pd.read_csv(DATA / f"{name}_forest.csv", dtype=str, keep_default_na=False)
    table = told.forest.table()
    table["recruiter"] = table["recruiter"].fillna("")
    assert (table.astype(str).to_numpy() == want.to_numpy()).all()


@pytest.mark.parametrize("case", BAD.values(), ids=list(BAD))
def test_bad_input_names_the_ids(case):
    table = people_frame(case["people"])
    with pytest.raises(DataError) as error:
        sample(recruits_of(table))
    for name in case["names"]:
        assert name in str(error.value)


def test_a_circle_names_only_those_in_it():
    ids = pd.Series(["s", "a", "b", "c", "below", "below2"])
    recruiters = pd.Series([None, "c", "a", "b", "c", "below"])
    with pytest.raises(DataError, match=r"circle: a, b, c;"):
        forest(ids, recruiters)


def test_no_rows_and_empty_ids_are_refused():
    with pytest.raises(DataError, match="no rows"):
        forest(pd.Series([], dtype=str), pd.Series([], dtype=str))
    with pytest.raises(DataError, match=r"without an id: 2"):
        forest(pd.Series(["a", None, "c"]), pd.Series([None, "a", "a"]))


def test_an_unknown_recruiter_can_make_a_seed():
    people = forest(
        pd.Series(["a", "b", "c"]), pd.Series([None, "x", "b"]), unknown_recruiter="seed"
    )
    assert people.seeds == 2
    assert [str(notice) for notice in people.notices] == [
        "1 people with an unknown recruiter became seeds: b"
    ]


def test_dropping_an_unknown_recruiters_recruits_drops_all_below():
    people = forest(
        pd.Series(["a", "b", "c", "d"]), pd.Series([None, "x", "b", "a"]), unknown_recruiter="drop"
    )
    assert list(people.ids) == ["a", "d"]
    assert list(people.rows) == [0, 3]
    assert "left out 2 people" in str(people.notices[0])


def test_dropping_everybody_is_refused():
    with pytest.raises(DataError, match="nobody is left"):
        forest(pd.Series(["a"]), pd.Series(["x"]), unknown_recruiter="drop")


def test_an_unknown_choice_is_refused():
    with pytest.raises(SettingError):
        forest(pd.Series(["a"]), pd.Series([None]), unknown_recruiter="ignore")


def test_a_cluster_holds_whole_trees():
    ids, recruiters = pd.Series(["a", "b", "c"]), pd.Series([None, "a", None])
    people = forest(ids, recruiters, pd.Series(["x", None, "y"]))
    assert people.clusters == 2
    with pytest.raises(DataError, match="another cluster than their seed's: b"):
        forest(ids, recruiters, pd.Series(["x", "y", "y"]))


def test_seeds_without_a_cluster_stand_alone():
    ids, recruiters = pd.Series(["a", "b", "c", "d"]), pd.Series([None] * 4)
    people = forest(ids, recruiters, pd.Series(["x", None, "x", None]))
    assert list(people.ids) == ["a", "c", "b", "d"]
    assert list(people.cluster) == [0, 0, 1, 2]


def test_a_part_says_how_many_new_seeds_it_made():
    _, told = load("small60")
    part, new_seeds = subset(told, told.forest.wave > 0)
    assert new_seeds == told.forest.people_by_wave[1] == part.forest.seeds
    assert "2 people became seeds" in str(part.notices[-1])
    assert list(part.in_tree_order(load("small60")[0]["id"])) == list(part.forest.ids)


def test_a_very_long_chain_needs_no_recursion():
    ids = pd.Series([f"{k:05d}" for k in range(20_000)])
    people = forest(ids, ids.shift(1))
    assert people.wave[-1] == 19_999
    assert people.seeds == 1


def test_a_recruit_interviewed_before_the_recruiter_is_named():
    table = people_frame([["a", None, 3, "x"], ["b", "a", 3, "x"], ["c", "b", 3, "x"]])
    when = pd.to_datetime(pd.Series(["2026-03-02", "2026-03-01", "2026-03-05"]))
    with pytest.raises(DataError, match="before their recruiter: b"):
        sample(recruits_of(table), interviewed=when)
    kept = sample(recruits_of(table), interviewed=when, time_order="keep")
    assert kept.notices[0].code == "before_recruiter"


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(1, 60), st.integers(1, 6))
def test_any_forest_is_told_as_walking_up_from_each_person_does(seed, n, seeds):
    table = random_frame(seed, max(n, seeds), seeds)
    people = sample_of(table).forest
    above = dict(zip(table["id"], table["recruiter"], strict=True))
    told = people.table().set_index("id")
    for name in table["id"]:
        steps, top = 0, name
        while above[top]:
            steps, top = steps + 1, above[top]
        assert told.loc[name, "wave"] == steps
        assert told.loc[name, "seed"] == top
    assert sum(people.people_by_wave) == len(table) == sum(people.tree_sizes.values())


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 10**6))
def test_the_order_of_rows_does_not_change_the_forest(seed):
    table = random_frame(seed)
    shuffled = table.sample(frac=1, random_state=seed % 1000)
    one, other = sample_of(table), sample_of(shuffled.reset_index(drop=True))
    assert list(one.forest.ids) == list(other.forest.ids)
    assert (one.forest.recruiter == other.forest.recruiter).all()
    assert (one.degrees == other.degrees).all()
