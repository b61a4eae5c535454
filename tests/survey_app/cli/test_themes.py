"""``doorvragen themes`` from outside: the contract of its JSON, and its refusals."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.cli import doorvragen

DATA = Path(__file__).parents[2] / "analysis" / "themes" / "data"


def run(*arguments: str) -> Result:
    return CliRunner().invoke(doorvragen, ["themes", *arguments])


def survey(name: str = "survey120") -> str:
    return str(DATA / f"{name}.csv")


def test_the_json_has_the_keys_of_the_contract() -> None:
    result = run(survey(), "--items", "m*,b*", "--json")
    document = json.loads(result.stdout)
    assert document["factors"] == 1
    assert document["correlations"]["m1"]["b3"] == document["correlations"]["b3"]["m1"]
    theme = document["themes"][0]
    assert theme["items"] == ["m1", "m2", "m3"]
    assert theme["style_dependent"] is False
    assert {"average_r", "alpha", "stability"} <= set(theme)
    assert document["warnings"] == []


def test_the_same_seed_gives_the_same_output() -> None:
    arguments = (survey("survey400"), "--items", "m*,b*", "--weights", "weight", "--json")
    assert run(*arguments).stdout == run(*arguments).stdout


def test_words_for_people_name_the_themes() -> None:
    result = run(survey(), "--items", "m*,b*")
    assert result.exit_code == 0
    assert "m1, m2, m3" in result.output


def test_yes_and_no_are_put_in_order_and_said(tmp_path: Path) -> None:
    file = tmp_path / "answers.csv"
    rows = ["yes,yes,1", "no,no,2", "yes,yes,1", ",,", "no,yes,2", "yes,no,1"]
    file.write_text("\n".join(["a,b,c", *rows]))
    document = json.loads(run(str(file), "--items", "a,b,c", "--json").stdout)
    assert "a: 'yes' is taken as more than 'no'" in document["warnings"]
    assert document["n"] == 6


@pytest.mark.parametrize(
    ("items", "named"),
    [("id,m*", "column id"), ("garden", "garden"), ("m1", "two items"), ("x*", "begins with x")],
)
def test_what_is_wrong_is_one_line_on_standard_error(items: str, named: str) -> None:
    result = run(survey(), "--items", items, "--json")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert named in result.stderr
    assert result.stderr.strip().count("\n") == 0


@pytest.mark.slow
def test_it_runs_as_a_command_and_prints_nothing_else() -> None:
    command = [sys.executable, "-c", "from survey_app.cli import main; main()", "themes"]
    arguments = [survey(), "--items", "m*", "--json"]
    done = subprocess.run([*command, *arguments], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout)["n"] == 120
    assert done.stderr == ""
