"""Settings that cannot be, and files that leave a choice: one line, and what would be right."""

import json

import pytest
from click.testing import CliRunner

from survey_app.cli import doorvragen
from tests.recruitment_cases import DATA

SMALL = ("--id", "id", "--recruiter", "recruiter", "--degree", "degree", "--outcome", "answer")
SURVEY = str(DATA.parents[1] / "segments" / "data" / "survey400.csv")


def run(*arguments):
    return CliRunner().invoke(doorvragen, [*map(str, arguments), "--json"])


def told(*arguments):
    result = run(*arguments)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout)


def refusal(*arguments):
    result = run(*arguments)
    assert result.exit_code == 2, result.exception
    assert result.stdout == ""
    (line,) = result.stderr.strip().split("\n")
    return line


def people(folder, *rows):
    path = folder / "people.csv"
    path.write_text("\n".join(["id,recruiter,degree,answer,day", *rows]), encoding="utf-8")
    return path


@pytest.fixture
def chain(tmp_path):
    return people(tmp_path, "a,seed,3,x,2026-03-02", "b,a,3,y,2026-03-01", "c,b,4,x,2026-03-05")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--population", "inf"), "leave it out"),
        (("--population", "nan"), "number of people"),
        (("--population", "2"), "smaller than the sample of 3"),
        (("--bootstrap", "9", "--jobs", "0"), "n_jobs is 0"),
        (("--bootstrap", "1"), "at least 2"),
        (("--level", "95"), "between 0 and 1"),
        (("--interviewed", "day"), "before their recruiter: b"),
        (("--interviewed", "answer"), "dates"),
    ],
)
def test_recruitment_refuses_what_cannot_be(chain, options, said):
    assert said in refusal("rds", chain, *SMALL, *options)


def test_dates_before_the_recruiters_can_be_kept(chain):
    found = told("rds", chain, *SMALL, "--interviewed", "day", "--time-order", "keep")
    assert "1 people were interviewed before their recruiter: b" in found["warnings"]


def test_a_person_may_not_be_called_what_stands_for_no_recruiter(tmp_path):
    path = people(tmp_path, "seed,,3,x,", "b,seed,3,y,", "c,seed,4,x,")
    assert "--seed-value" in refusal("rds", path, *SMALL)
    assert told("rds", path, *SMALL, "--seed-value", "none")["seeds"] == 1


def test_seeds_may_be_marked_in_the_column_of_coupons_too(tmp_path):
    path = tmp_path / "coupons.csv"
    path.write_text("id,own,given,degree,answer\na,seed,001,3,x\nb,001,,3,y\n", encoding="utf-8")
    columns = ("--id", "id", "--own-coupon", "own", "--coupons", "given", "--degree", "degree")
    found = told("rds", path, *columns, "--outcome", "answer")
    assert found["waves"] == [1, 1]


@pytest.mark.parametrize(
    "ks", ["", "0", "5:1", "1:2:3", "3:", "abc", "1.5", "1:51", "1:99999999999"]
)
def test_numbers_of_classes_that_cannot_be(ks):
    assert "such as 3, 1,3 or 1:5" in refusal("classes", SURVEY, "--items", "m*", "--k", ks)


@pytest.mark.parametrize("command", ["segments", "classes", "themes"])
@pytest.mark.parametrize("size", ["1e308", "1e-320"])
def test_only_the_relation_between_weights_counts(tmp_path, command, size):
    heavy = tmp_path / "heavy.csv"
    lines = (DATA.parents[1] / "segments" / "data" / "survey400.csv").read_text().splitlines()
    heavy.write_text("\n".join([lines[0] + ",w", *(line + f",{size}" for line in lines[1:])]))
    options = ("--items", "m*", *(("--k", "2") if command == "classes" else ()))
    found = told(command, heavy, *options, "--weights", "w")
    plain = told(command, heavy, *options)
    for answer in (found, plain):
        answer.pop("settings")
    assert found == plain


@pytest.mark.parametrize("command", ["segments", "classes", "themes"])
@pytest.mark.parametrize("weight", ["-1", "", "nan", "inf", "much"])
def test_weights_that_cannot_be_are_named(tmp_path, command, weight):
    path = tmp_path / "weights.csv"
    path.write_text("a,b,w\n" + "1,2,1\n2,1,1\n" * 5 + f"1,1,{weight}\n")
    line = refusal(command, path, "--items", "a,b", "--weights", "w")
    assert "row 11" in line or "column w must hold numbers; line 12" in line
