"""Convergence, trees, conditions, the STROBE-RDS table and exports."""

import io
import re

import numpy as np
import pandas as pd
import pytest

from analysis.recruitment.conditions import AMONG_INTERVIEWED, POPULATION, conditions
from analysis.recruitment.convergence import all_points, by_interview, by_tree, by_wave
from analysis.recruitment.coupons import recruiters_from_coupons
from analysis.recruitment.estimate import estimate
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.export import coupon_table, dot, r_script, recruiter_table
from analysis.recruitment.forest import forest
from analysis.recruitment.homophily import affiliation
from analysis.recruitment.outcome import categorical, numeric
from analysis.recruitment.sample import sample, subset
from analysis.recruitment.statistic import statistic
from analysis.recruitment.strobe import ITEMS, strobe
from analysis.recruitment.structure import structure
from tests.recruitment_cases import SAMPLES, expected, load, of_people, recruits_of


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("column", ["course", "district"])
def test_estimates_up_to_each_wave_are_those_of_r(name, column):
    table, told = load(name)
    figure = statistic(told, categorical(told, table[column]), ESTIMATORS["rds2"])
    want = expected()[name]["outcomes"][column]["convergence_rds2"]
    found = by_wave(told, figure).table
    wide = found.pivot_table(index="step", columns="category", values="estimate")[want["order"]]
    np.testing.assert_allclose(wide.to_numpy(), np.array(want["estimate"]), atol=1e-10)
    assert found.groupby("step")["known"].first().tolist() == want["known"]


@pytest.mark.parametrize("name", SAMPLES)
def test_means_up_to_each_wave_are_those_of_r(name):
    table, told = load(name)
    figure = statistic(told, numeric(told, table["hours"]), ESTIMATORS["rds2"])
    want = expected()[name]["outcomes"]["hours"]["convergence_rds2"]
    found = by_wave(told, figure)
    np.testing.assert_allclose(found.table["estimate"], want["estimate"], atol=1e-10)
    assert found.settled_at is None


def test_the_last_interview_gives_the_estimate_itself():
    table, told = load("small60")
    figure = statistic(told, categorical(told, table["course"]), ESTIMATORS["rds1"])
    order = pd.Series(np.arange(60))
    found = by_interview(told, figure, order).table
    last = found[found["step"] == 59].set_index("category")["estimate"].to_dict()
    assert last == pytest.approx(expected()["small60"]["outcomes"]["course"]["rds1"])


def test_shares_settle_when_they_stay_within_two_points_of_the_end():
    table, told = load("large600")
    figure = statistic(told, categorical(told, table["course"]), ESTIMATORS["rds2"])
    found = by_wave(told, figure)
    wide = found.table.pivot_table(index="step", columns="category", values="estimate").to_numpy()
    near = (np.abs(wide - wide[-1]) <= 0.02).all(axis=1)
    assert near[found.settled_at :].all()
    assert not near[found.settled_at - 1]


def test_each_tree_ends_with_the_estimate_of_that_tree_alone():
    table, told = load("coupons250")
    figure = statistic(told, categorical(told, table["district"]), ESTIMATORS["rds2"])
    found = by_tree(told, figure).table
    for position in range(told.forest.seeds):
        name = told.forest.ids[position]
        tree, new_seeds = subset(told, told.forest.seed == position)
        assert new_seeds == 0
        alone = estimate(tree, categorical(tree, table["district"])).column("estimate")
        rows = found[found["seed"] == name]
        assert rows["step"].max() == tree.forest.wave.max()
        last = rows[rows["step"] == rows["step"].max()].set_index("category")["estimate"]
        for category, share in alone.items():
            assert last[category] == pytest.approx(share)


def test_all_points_are_everybody_once_in_order():
    table, told = load("small60")
    outcome = categorical(told, table["district"])
    found = all_points(told, outcome, pd.Series(np.arange(60)[::-1]))
    assert list(found["id"]) == list(table["id"][::-1])
    assert found["answer"].isna().sum() == (table["district"] == "").sum()
    assert set(found["seed"]) == set(told.forest.tree_sizes)


def test_affiliation_runs_from_minus_one_to_one():
    counts = np.array([[10, 0], [5, 5]])
    assert affiliation(counts, np.array([0.4, 0.5])) == pytest.approx([1, 0])
    assert affiliation(np.array([[0, 9], [9, 0]]), np.array([0.4, 0.6])) == pytest.approx([-1, -1])


def test_the_heading_says_among_those_interviewed_until_every_condition_holds():
    table, told = load("large600")
    degrees = table["degree"].astype(float)
    strangers = pd.Series(False, index=table.index)
    held = conditions(told, degrees, strangers)
    assert held.heading == POPULATION
    assert held.failing == ()
    unknown = conditions(told, degrees)
    assert unknown.heading == AMONG_INTERVIEWED
    assert [c.code for c in unknown.failing] == ["strangers"]
    assert str(unknown.warnings[0]) == "not known: share recruited by strangers"


def test_each_condition_can_fail():
    people = [["a", None, 3, "x"], ["b", "a", 3, "y"], ["c", "a", 0, "x"]]
    told, _ = of_people(people, missing_degree="exclude")
    degrees = pd.Series([3.0, 3.0, 0.0])
    found = conditions(told, degrees, pd.Series([None, True, False]))
    assert {c.code for c in found.failing} == {
        "waves",
        "largest_tree",
        "degree_missing",
        "strangers",
    }
    assert found.table["found"].tolist() == pytest.approx([1, 1, 1 / 3, 1 / 2])


def test_strobe_fills_what_it_can_and_names_the_blanks():
    table, told = load("small60")
    found = estimate(told, categorical(told, table["course"]), resamples=20, random_state=1)
    judged = conditions(told, table["degree"].astype(float))
    given = {"title": "RDS in the title"}
    filled = strobe(told, [found], judged, given, coupons_given=180, software="this 1.0")
    answers = filled.table.set_index("name")["answer"]
    assert len(filled.table) == len(ITEMS)
    assert answers["title"] == "RDS in the title"
    assert "p36: 42 recruits, 6 waves" in answers["trees"]
    assert answers["coupons"] == "180 given out, 57 returned (32%)"
    assert "largest tree: not met" in answers["criteria"]
    assert "yes 0.343" in answers["estimates"]
    assert {"why_rds", "funding", "degree_question"} <= set(filled.blanks)
    assert "trees" not in filled.blanks


def _again(table):
    """As it comes back from a CSV file, all text."""
    return pd.read_csv(io.StringIO(table.to_csv(index=False)), dtype=str, keep_default_na=False)


def test_both_tables_for_r_hold_the_same_forest():
    table, told = load("large600")
    outcomes = table[["course", "district"]]
    one = _again(recruiter_table(told, outcomes))
    assert list(one["id"]) == list(table["id"])
    assert list(one["course"]) == list(table["course"])
    named = one["recruiter.id"].mask(one["recruiter.id"] == "0")
    assert forest(one["id"], named).tree_sizes == told.forest.tree_sizes
    other = _again(coupon_table(told, outcomes))
    given = other.filter(like="coupon.")
    recruiters = recruiters_from_coupons(other["id"], other["own.coupon"], given).recruiters
    assert forest(other["id"], recruiters).tree_sizes == told.forest.tree_sizes


def test_the_seed_value_is_nobodys_id():
    told, _ = of_people([["0", None, 2, "x"], ["00", "0", 2, "y"]])
    named = recruiter_table(told, pd.DataFrame(index=range(2)))
    assert list(named["recruiter.id"]) == ["000", "0"]


def test_the_r_script_reads_ids_as_text():
    script = r_script("d.csv", ["course"], 900, coupons=3)
    assert 'colClasses = "character"' in script
    assert 'c("coupon.1", "coupon.2", "coupon.3")' in script
    assert "population.size = 900" in script
    assert 'RDS.II.estimates(d, "course", subset = has.size' in script
    assert "rid.from.coupons" not in r_script("d.csv", [])


def test_a_drawing_tells_no_ids_and_has_an_arrow_for_each_recruit():
    table, told = load("small60")
    drawing = dot(told, categorical(told, table["district"]))
    assert drawing.count("->") == 57
    assert drawing.count("shape=box") == 3
    assert "p12" not in drawing
    assert len(set(re.findall(r'fillcolor="(#\w+)"', drawing))) == 4


def test_diagnostics_of_a_sample_in_shuffled_rows_point_to_the_same_people():
    table, _ = load("small60")
    shuffled = table.sample(frac=1, random_state=3).reset_index(drop=True)
    told = sample(recruits_of(shuffled))
    points = all_points(told, categorical(told, shuffled["course"]))
    answers = shuffled.set_index("id")["course"]
    assert list(points["answer"]) == list(answers[points["id"]])


def test_measures_without_a_value_have_a_reason():
    told, outcome = of_people([["a", None, 3, "x"], ["b", "a", 3, "x"], ["c", None, 2, "y"]])
    shares = estimate(told, outcome).table["estimate"].to_numpy()
    found = structure(told, outcome, shares)
    assert found.recruitment_homophily == pytest.approx(1)
    assert {notice.code for notice in found.warnings} == {
        "population_homophily_undefined",
        "affiliation_undefined",
    }
    alone, answer = of_people([["a", None, 3, "x"]])
    codes = {notice.code for notice in structure(alone, answer, np.array([1.0])).warnings}
    assert {"recruitment_homophily_undefined", "differential_activity_undefined"} <= codes


def test_numbers_have_no_structure():
    table, told = load("small60")
    found = structure(told, numeric(told, table["hours"]), np.array([5.0]))
    assert found.table.empty
    assert np.isnan(found.recruitment_homophily)
