"""``doorvragen segments`` and ``classes`` from outside: the contract of their JSON."""

import json
import math
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from analysis.simulation import card_scores
from survey_app.cli import doorvragen
from survey_app.cli.segments import numbers_of_classes

DATA = Path(__file__).parents[2] / "analysis" / "segments" / "data"
SURVEY = str(DATA / "survey400.csv")
BOTH = ("--items", "m*,b*", "--blocks", "m*;b*")
CARDS = ("--items", "motief*,belemmering*", "--blocks", "motief*;belemmering*", "--id", "id")


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doorvragen, arguments)


def document(*arguments: str) -> dict:
    result = run(*arguments, "--json")
    assert result.exit_code == 0, result.output

    def refuse(name: str) -> float:
        raise AssertionError(f"{name} is no JSON")

    return json.loads(result.stdout, parse_constant=refuse)


@pytest.fixture(scope="module")
def people(tmp_path_factory) -> Path:
    """150 sorters of cards of the enquete's five segments, four of whom stopped early."""
    scores = card_scores(150, np.random.default_rng(1)).scores
    scores.iloc[:4, 3:] = np.nan
    scores.insert(0, "id", [f"{n:03}" for n in range(150)])
    path = tmp_path_factory.mktemp("people") / "cards.csv"
    scores.to_csv(path, index=False)
    return path


@pytest.fixture(scope="module")
def segments(people) -> dict:
    return document("segments", str(people), *CARDS)


def test_segments_have_the_keys_of_the_contract(segments):
    assert segments["verdict"] == "segments"
    assert segments["k"] == segments["k_candidate"] == len(segments["segments"])
    assert set(segments["gate"]["2"]) == {"silhouette", "z_silhouette", "gap", "z_gap"}
    assert segments["n"] == len(segments["labels"]) == len(segments["ids"]) == 150
    assert segments["labels"].count(-1) == segments["unassigned"] == 4
    assert -1 <= segments["agreement"]["lca"] <= 1
    first = segments["segments"][0]
    assert {"label", "n", "share", "stability", "named", "profile"} <= set(first)
    assert len(first["profile"]) == 24


def test_segments_come_largest_first_and_labels_count_their_people(segments):
    shares = [segment["share"] for segment in segments["segments"]]
    assert shares == sorted(shares, reverse=True)
    assert math.isclose(sum(shares), 1)
    for segment in segments["segments"]:
        assert segments["labels"].count(segment["label"]) == segment["n"]


def test_the_same_people_in_another_order_get_the_same_labels(segments, people, tmp_path):
    table = pd.read_csv(people, dtype=str).sample(frac=1, random_state=2)
    table.to_csv(tmp_path / "moved.csv", index=False, sep=";")
    file = str(tmp_path / "moved.csv")
    moved = document("segments", file, *CARDS)
    assert moved["gate"] == segments["gate"]
    assert dict(zip(moved["ids"], moved["labels"], strict=True)) == dict(
        zip(segments["ids"], segments["labels"], strict=True)
    )


def test_without_groups_nobody_is_divided(tmp_path):
    noise = np.random.default_rng(1).integers(0, 4, (200, 12))
    pd.DataFrame(noise).add_prefix("q").to_csv(tmp_path / "noise.csv", index=False)
    found = document("segments", str(tmp_path / "noise.csv"), "--items", "q*")
    assert (found["verdict"], found["k"], found["k_candidate"]) == ("none", 1, None)
    assert set(found["labels"]) == {0}
    assert found["segments"] == []
    assert found["agreement"] == {"lca": None}


def test_recruiters_need_ids_that_are_known(tmp_path):
    table = pd.read_csv(SURVEY, dtype=str)
    table["recruiter"] = ["seed"] + ["t001"] * 99 + ["seed"] * 300
    table.to_csv(tmp_path / "chains.csv", index=False)
    file = str(tmp_path / "chains.csv")
    found = document("segments", file, *BOTH, "--id", "id", "--recruiter", "recruiter")
    assert found["settings"]["resampled"] == "whole recruitment trees"
    assert (
        "--recruiter needs --id" in run("segments", file, *BOTH, "--recruiter", "recruiter").stderr
    )
    table.loc[3, "recruiter"] = "nobody"
    table.to_csv(tmp_path / "chains.csv", index=False)
    wrong = run("segments", file, *BOTH, "--id", "id", "--recruiter", "recruiter")
    assert wrong.exit_code == 2
    assert "nobody" in wrong.stderr or "t004" in wrong.stderr


@pytest.mark.parametrize("blocks", ["m*;b*,m1", "m*;truth", "m*"])
def test_a_block_holds_items_and_each_item_has_one(blocks):
    refused = run("segments", SURVEY, "--items", "m*,b*", "--blocks", blocks)
    assert refused.exit_code == 2
    assert "blocks" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_classes_have_the_keys_of_the_contract():
    found = document("classes", SURVEY, "--items", "m*,b*", "--k", "1:3", "--weights", "weight")
    assert [model["k"] for model in found["models"]] == [1, 2, 3]
    assert found["best_bic"] == 3
    model = found["models"][2]
    assert model["entropy"] == pytest.approx(0.9268, abs=1e-4)
    assert model["shares"] == pytest.approx([0.41444, 0.36854, 0.21702], abs=1e-4)
    assert set(model["probabilities"]["m1"]) == {"1", "2", "3", "4"}
    columns = np.array(list(model["probabilities"]["m1"].values()))
    np.testing.assert_allclose(columns.sum(axis=0), 1)
    assert found["models"][0]["entropy"] is None
    assert len(found["labels"]) == 400


def test_words_for_people_say_what_was_found_and_what_it_does_not_prove(people):
    told = run("segments", str(people), *CARDS)
    assert told.exit_code == 0
    assert "named" in told.stdout
    assert "No groups" in run("segments", SURVEY, *BOTH).stdout
    assert run("classes", SURVEY, "--items", "m*", "--k", "2").exit_code == 0


@pytest.mark.parametrize(
    ("text", "ks"), [("3", [3]), ("1:3", [1, 2, 3]), ("1,4", [1, 4]), ("2:2", [2])]
)
def test_numbers_of_classes(text, ks):
    assert numbers_of_classes(text) == ks


@pytest.mark.parametrize("text", ["", "0", "0:2", "3:1", "a", "1:2:3", "51", "-1"])
def test_what_is_no_number_of_classes_is_refused(text):
    assert run("classes", SURVEY, "--items", "m*", f"--k={text}").exit_code == 2


def test_a_star_does_not_mean_columns_that_have_another_task(tmp_path):
    table = pd.read_csv(SURVEY)
    table = table[[name for name in table if name[0] in "mb" or name == "weight"]]
    table.insert(0, "id", range(len(table)))
    file = str(tmp_path / "all.csv")
    table.to_csv(file, index=False)
    found = document("segments", file, "--items", "*", "--weights", "weight", "--id", "id")
    assert found["settings"]["items"] == [name for name in table if name[0] in "mb"]
    for command, options in (("classes", ("--k", "1")), ("themes", ())):
        told = document(command, file, "--items", "m*,w*", "--weights", "weight", *options)
        items = told.get("correlations") or told["models"][0]["probabilities"]
        assert "weight" not in items


def test_one_class_says_why_it_has_no_entropy():
    models = document("classes", SURVEY, "--items", "m*", "--k", "1:2")["models"]
    assert [model["entropy"] is None for model in models] == [True, False]
    assert "one class" in models[0]["entropy_missing"]
    assert models[1]["entropy_missing"] is None
