"""``doorvragen rds`` on any CSV file: its JSON, its words, and one line for each fault."""

import json

import pytest
from click.testing import CliRunner

from survey_app.cli import doorvragen
from tests.recruitment_cases import DATA, expected, micro

SMALL = ("--id", "id", "--recruiter", "recruiter", "--degree", "degree")
COUPONS = (
    *("--id", "id", "--own-coupon", "own_coupon", "--coupons", "coupon_1,coupon_2,coupon_3"),
    *("--degree", "degree"),
)


def run(file, *options):
    return CliRunner().invoke(doorvragen, ["rds", str(file), *options])


def told(file, *options):
    result = run(file, *options, "--json")
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return json.loads(result.stdout, parse_constant=lambda name: pytest.fail(name))


def refusal(file, *options):
    result = run(file, *options, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    lines = result.stderr.strip().split("\n")
    assert len(lines) == 1
    return lines[0]


def of_people(tmp_path, people):
    """A CSV file of ``[id, recruiter, network size, category]``, None as an empty cell."""
    rows = [["id", "recruiter", "degree", "answer"], *people]
    text = "\n".join(",".join("" if c is None else str(c) for c in row) for row in rows)
    path = tmp_path / "people.csv"
    path.write_text(text + "\n", encoding="utf-8")
    return path


def test_the_object_has_the_agreed_keys_and_the_figures_of_r():
    found = told(DATA / "small60.csv", *SMALL, "--outcome", "course")
    want = expected()["small60"]
    assert found["estimator"] == "rds2"
    assert found["n"] == 60
    assert found["seeds"] == 3
    assert found["waves"] == want["forest"]["people_by_wave"]
    assert found["transitions"] == {"no": {"no": 25, "yes": 10}, "yes": {"no": 10, "yes": 12}}
    figures = want["outcomes"]["course"]
    assert found["estimates"] == pytest.approx(figures["rds2"])
    assert found["homophily"]["recruitment"] == pytest.approx(figures["recruitment_homophily"])
    for name in ("no", "yes"):
        homophily = found["homophily"]["population"][name]
        assert homophily == pytest.approx(figures["population_homophily"])
    assert found["differential_activity"]["yes"] == pytest.approx(figures["differential_activity"])
    assert found["intervals"] == {}
    assert found["standard_errors"] == {}
    assert {"settings", "warnings"} <= set(found)


def test_coupons_and_a_population():
    options = ("--outcome", "course", "--population", "600")
    found = told(DATA / "coupons250.csv", *COUPONS, *options)
    figures = expected()["coupons250"]["outcomes"]["course"]
    assert found["estimator"] == "ss"
    assert found["estimates"] == pytest.approx(figures["ss"]["600"]["exact"])
    assert list(found["populations"]) == ["300", "600", "1200"]
    assert any("16 people without an answer" in warning for warning in found["warnings"])


def test_leading_zeros_and_another_mark_for_seeds():
    options = (*SMALL, "--seed-value", "0", "--outcome", "district")
    found = told(DATA / "large600.csv", *options, "--exclude-seeds")
    figures = expected()["large600"]["outcomes"]["district"]
    assert found["estimates"] == pytest.approx(figures["rds2_without_seeds"])
    assert found["waves"] == expected()["large600"]["forest"]["people_by_wave"]


def test_a_number_has_a_mean():
    options = (*SMALL, "--outcome", "hours", "--numeric", "--bootstrap", "50")
    found = told(DATA / "small60.csv", *options)
    want = expected()["small60"]["outcomes"]["hours"]["rds2"]
    assert found["estimates"] == {"mean": pytest.approx(want)}
    low, high = found["intervals"]["mean"]
    assert low < want < high
    assert found["transitions"] == {}


@pytest.mark.parametrize("method", ["tree", "ss", "salganik"])
def test_each_bootstrap_gives_bounds_and_repeats_itself(method):
    options = (*SMALL, "--outcome", "district", "--bootstrap", "40", "--method", method)
    if method == "ss":
        options += ("--population", "400", "--estimator", "ss")
    found = told(DATA / "small60.csv", *options, "--seed", "5")
    again = told(DATA / "small60.csv", *options, "--seed", "5")
    other = told(DATA / "small60.csv", *options, "--seed", "6")
    assert found == again
    assert found["intervals"] != other["intervals"]
    assert set(found["intervals"]) == set(found["standard_errors"]) == {"centre", "east", "west"}
    assert bool(found["tree_intervals"]) == (method == "ss")


def test_the_ss_estimator_has_its_own_bootstrap_by_default():
    options = (*SMALL, "--outcome", "course", "--bootstrap", "20")
    assert told(DATA / "small60.csv", *options)["settings"]["bootstrap"] == "tree bootstrap"
    found = told(DATA / "small60.csv", *options, "--estimator", "ss", "--population", "99")
    assert found["settings"]["bootstrap"] == "SS bootstrap"


def test_what_is_undefined_is_null_with_a_reason(tmp_path):
    people = next(c for c in micro()["cases"] if "never meet" in c["name"])["people"]
    found = told(
        of_people(tmp_path, people), *SMALL, "--outcome", "answer", "--estimator", "rds1",
        "--bootstrap", "20",
    )  # fmt: skip
    assert found["estimates"] == {"a": None, "b": None}
    assert found["intervals"] == {"a": [None, None], "b": [None, None]}
    assert any("no unique stationary distribution" in w for w in found["warnings"])


def test_categories_are_the_texts_of_the_file(tmp_path):
    people = [["1", None, 3, "1"], ["2", "1", 3, "01"], ["3", "1", 2, "1.0"], ["4", "2", 2, "NA"]]
    found = told(of_people(tmp_path, people), *SMALL, "--outcome", "answer")
    assert set(found["estimates"]) == {"1", "01", "1.0", "NA"}


def test_semicolons_and_a_byte_order_mark(tmp_path):
    path = tmp_path / "excel.csv"
    text = "id;recruiter;degree;answer\n007;seed;3;ja\n008;007;2;nee\n"
    path.write_text(text, encoding="utf-8-sig")
    assert told(path, *SMALL, "--outcome", "answer")["n"] == 2


@pytest.mark.parametrize("case", micro()["bad_input"], ids=lambda case: case["name"])
def test_faults_end_with_one_line_that_names_the_ids(tmp_path, case):
    people = [[*row[:2], "" if row[2] is None else row[2], row[3]] for row in case["people"]]
    line = refusal(of_people(tmp_path, people), *SMALL, "--outcome", "answer")
    for name in case["names"]:
        assert name in line


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--outcome", "nothing"), "there is no column nothing"),
        (("--outcome", "course", "--estimator", "ss"), "--population"),
        (("--outcome", "course", "--population", "59"), "smaller than the sample of 60"),
        (("--outcome", "course", "--numeric"), "column course must hold numbers; line 2"),
        (("--outcome", "course", "--bootstrap", "1"), "at least 2"),
        (("--outcome", "course", "--bootstrap", "9", "--method", "ss"), "--population"),
        (("--outcome", "course", "--own-coupon", "id"), "either --recruiter"),
        (("--outcome", "course", "--cluster", "district"), "another cluster than their seed's"),
        (("--outcome", "course", "--interviewed", "hours"), "must hold dates"),
        (("--outcome", "course", "--seed-value", "nobody"), "the recruiter of p12"),
    ],
)
def test_options_that_do_not_fit_end_with_one_line(options, words):
    assert words in refusal(DATA / "small60.csv", *SMALL, *options)


def test_text_among_network_sizes_names_column_and_line(tmp_path):
    path = of_people(tmp_path, [["a", None, 3, "x"], ["b", "a", "many", "x"]])
    line = refusal(path, *SMALL, "--outcome", "answer")
    assert "column degree" in line
    assert "line 3" in line
    assert "many" in line


def test_choices_let_faulty_files_through_with_a_warning(tmp_path):
    people = [["a", None, 1, "x"], ["b", "a", "", "x"], ["c", "zzz", 4, "y"], ["d", "a", 2, "y"]]
    path = of_people(tmp_path, people)
    found = told(
        path, *SMALL, "--outcome", "answer", "--missing-degree", "exclude",
        "--small-degree", "raise", "--unknown-recruiter", "seed",
    )  # fmt: skip
    assert found["seeds"] == 2
    assert found["used"] == 3
    assert len([w for w in found["warnings"] if "people" in w or "sizes" in w]) >= 3


def test_a_file_that_is_not_there(tmp_path):
    assert "cannot read" in refusal(tmp_path / "none.csv", *SMALL, "--outcome", "course")


def test_a_header_without_rows(tmp_path):
    assert "no rows" in refusal(of_people(tmp_path, []), *SMALL, "--outcome", "answer")


def test_words_for_people_who_read_a_screen():
    options = (*SMALL, "--outcome", "course", "--population", "400", "--bootstrap", "20")
    result = run(DATA / "small60.csv", *options)
    assert result.exit_code == 0
    assert "Gile's SS" in result.stdout
    assert "95% interval" in result.stdout
    assert "N = 800" in result.stdout
    assert "! share of the largest tree" in result.stdout
