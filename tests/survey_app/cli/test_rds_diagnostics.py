"""``doorvragen rds --diagnostics``: whether estimates settle, and what there is to report."""

import json

import numpy as np
import pytest
from click.testing import CliRunner

from survey_app.cli import doorvragen
from tests.recruitment_cases import DATA, expected, frame

SMALL = ("--id", "id", "--recruiter", "recruiter", "--degree", "degree")
COURSE = (*SMALL, "--outcome", "course")


def run(file, *options):
    return CliRunner().invoke(doorvragen, ["rds", str(file), *options])


def told(file, *options):
    result = run(file, *options, "--json")
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout, parse_constant=lambda name: pytest.fail(name))


@pytest.fixture(scope="module")
def found():
    return told(DATA / "small60.csv", *COURSE, "--diagnostics")


def test_estimates_by_wave_are_those_of_r(found):
    want = expected()["small60"]["outcomes"]["course"]["convergence_rds2"]
    waves = found["convergence"]["waves"]
    assert [step["wave"] for step in waves] == want["wave"]
    assert [step["known"] for step in waves] == want["known"]
    estimates = [[step["estimates"][name] for name in want["order"]] for step in waves]
    assert np.array(estimates) == pytest.approx(np.array(want["estimate"]), abs=1e-10)
    assert found["convergence"]["interviews"] is None


def test_the_trees_are_told_apart(found):
    seeds = frame("small60").query("recruiter == 'seed'")["id"]
    assert set(found["bottleneck"]) == set(seeds)
    assert sum(steps[-1]["known"] for steps in found["bottleneck"].values()) == 60
    assert found["recruits_per_person"] == 57 / 60


def test_the_reporting_table_has_figures_and_blanks(found):
    answers = {row["name"]: row["answer"] for row in found["strobe"]}
    assert answers["seeds"] == "3 seeds"
    assert answers["eligibility"] == ""


def test_without_the_option_the_object_has_none_of_these():
    assert {"convergence", "bottleneck", "strobe"}.isdisjoint(told(DATA / "small60.csv", *COURSE))


def test_interviews_are_followed_one_by_one(tmp_path):
    table = frame("small60")
    wave = frame("small60_forest")["wave"].astype(int)
    path = tmp_path / "dated.csv"
    table.assign(day=[f"2026-03-{1 + w:02}" for w in wave]).to_csv(path, index=False)
    found = told(path, *COURSE, "--diagnostics", "--interviewed", "day")
    by_day = [step["estimates"] for step in found["convergence"]["interviews"]]
    assert by_day == [step["estimates"] for step in found["convergence"]["waves"]]


@pytest.mark.parametrize(("answers", "holds"), [(["yes", "NEE"], False), (["0", ""], True)])
def test_how_many_came_through_strangers_is_a_condition(tmp_path, answers, holds):
    table = frame("small60").assign(stranger=answers * 30)
    path = tmp_path / "strangers.csv"
    table.to_csv(path, index=False)
    found = told(path, *COURSE, "--diagnostics", "--by-stranger", "stranger")
    (condition,) = [c for c in found["conditions"] if "strangers" in c["condition"]]
    assert condition["holds"] is holds


def test_what_is_neither_yes_nor_no_is_refused():
    result = run(DATA / "small60.csv", *COURSE, "--by-stranger", "district", "--json")
    assert result.exit_code == 2
    assert "line 2" in result.stderr


@pytest.mark.parametrize("options", [("course",), ("hours", "--numeric")])
def test_it_can_be_read_by_people(options):
    result = run(DATA / "small60.csv", *SMALL, "--diagnostics", "--outcome", *options)
    assert result.exit_code == 0
    assert "share of the largest tree: 0.717 (0.5)" in result.output
    assert "12a  estimator and how sampling was allowed for: RDS-II" in result.output
