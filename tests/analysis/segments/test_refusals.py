"""What cannot be used is named, through the commands as a researcher would meet it."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner, Result

from survey_app.cli import doorvragen

Told = Callable[..., Result]


@pytest.fixture
def told(tmp_path: Path) -> Told:
    """Write a table to a file and run a command on it."""

    def run(command: str, table: pd.DataFrame | str, *options: str) -> Result:
        file = tmp_path / "table.csv"
        text = table if isinstance(table, str) else table.to_csv(index=False)
        file.write_text(text, encoding="utf-8")
        return CliRunner().invoke(doorvragen, [command, str(file), *options, "--quiet", "--json"])

    return run


def cards(n: int, items: int = 8, seed: int = 1) -> pd.DataFrame:
    X = np.random.default_rng(seed).integers(0, 4, (n, items))
    return pd.DataFrame(X, columns=[f"q{i}" for i in range(items)])


def answer(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.output
    found: dict[str, Any] = json.loads(
        result.stdout, parse_constant=lambda name: pytest.fail(name)
    )
    return found


def refusal(result: Result) -> str:
    """One line on standard error, nothing on standard output, exit status 2."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.mark.parametrize("command", ["segments", "classes"])
@pytest.mark.parametrize(
    ("table", "options", "said"),
    [
        ("q0,q1\n", ["--items", "q*"], "row"),
        ("", ["--items", "q*"], "no header"),
        ("q0,q1\n1,2\n", ["--items", "nope"], "nope"),
        ("q0,q1\n1,2\n", ["--items", "z*"], "begins with z"),
        ("q0,q1,w\n1,2,-1\n2,1,1\n", ["--items", "q*", "--weights", "w"], "w"),
        ("q0,q1,w\n1,2,x\n2,1,1\n", ["--items", "q*", "--weights", "w"], "w"),
        ("q0,q1,w\n1,2,0\n2,1,0\n", ["--items", "q*", "--weights", "w"], "weight"),
    ],
)
def test_what_cannot_be_used_is_named(
    told: Told, command: str, table: str, options: list[str], said: str
) -> None:
    assert said in refusal(told(command, table, *options))


def test_segments_names_the_line_of_text_in_a_column_of_numbers(told: Told) -> None:
    table = cards(30).astype(object)
    table.loc[4, "q3"] = "veel"
    assert "line 6" in refusal(told("segments", table, "--items", "q*"))


@pytest.mark.parametrize("n", [2, 5])
def test_so_few_people_are_not_divided(told: Told, n: int) -> None:
    found = answer(told("segments", cards(n), "--items", "q*"))
    assert (found["verdict"], found["k"], found["segments"]) == ("none", 1, [])
    assert len(found["labels"]) == n


def test_one_person_differs_from_nobody(told: Told) -> None:
    assert "different answers" in refusal(told("segments", cards(1), "--items", "q*"))


@pytest.mark.parametrize("value", [2, None])
def test_an_item_that_says_nothing_does_no_harm(told: Told, value: int | None) -> None:
    table = cards(60)
    table["q7"] = value
    found = answer(told("segments", table, "--items", "q*"))
    assert found["verdict"] in {"none", "weak"}
    assert found["warnings"]


def test_people_with_too_few_answers_are_unassigned_and_counted(told: Told) -> None:
    table = cards(60).astype(float)
    table.loc[[0, 5], "q1":"q7"] = np.nan  # type: ignore[misc]
    found = answer(told("segments", table, "--items", "q*"))
    assert found["unassigned"] == 2
    assert [found["labels"][i] for i in (0, 1, 5)] == [-1, 0, -1]


def test_categories_may_be_words(told: Told) -> None:
    table = pd.DataFrame({"a": ["ja", "nee"] * 20, "b": ["ja", "nee"] * 20, "c": ["x", "y"] * 20})
    found = answer(told("classes", table, "--items", "a,b,c", "--k", "1:2"))
    assert found["best_bic"] == 2
    assert set(found["models"][1]["probabilities"]["a"]) == {"ja", "nee"}
    assert found["models"][0]["entropy"] is None


def test_scores_without_a_finite_square_are_refused(told: Told) -> None:
    table = pd.DataFrame({"a": [0, 1e200, 0, 1e200], "b": [1e200, 0, 0, 1e200]})
    result = told("segments", table, "--items", "a,b")
    assert result.exit_code == 2
    assert "between -1e+100 and 1e+100" in result.output
