"""The commands ``demo``, ``snapshot`` and ``analyse``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.cli import doorvragen
from survey_app.cli.outside import Outside
from survey_app.reporting import computed, snapshot
from survey_app.reporting.computed.run import JOBS
from tests import waterwijk
from tests.clock import Clock

pytestmark = pytest.mark.slow
Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    waterwijk.copied(40, tmp_path)
    environ = {"DOORVRAGEN_HOME": str(tmp_path / "demo"), "LANG": "nl_NL.UTF-8"}

    def run(*arguments: str) -> Result:
        return CliRunner().invoke(doorvragen, arguments, obj=Outside(environ, Clock()))

    return run


def test_snapshot_says_how_many_interviews_are_in_it(run: Run) -> None:
    assert "40 gesprekken" in run("snapshot", "waterwijk").output
    assert "40 gesprekken" in run("snapshot", "waterwijk", "--rebuild").output


def test_a_rebuilt_snapshot_holds_the_same(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo" / "snapshots" / "waterwijk"
    before = sorted(map(str, snapshot.opened(folder).who("interview")))
    run("snapshot", "waterwijk", "--rebuild")
    assert sorted(map(str, snapshot.opened(folder).who("interview"))) == before


def test_analyse_keeps_its_results(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "demo" / "snapshots" / "waterwijk"
    for file in (folder / "computed").iterdir():
        file.unlink()
    assert run("analyse", "waterwijk", "--quiet").exit_code == 0
    assert set(computed.opened(folder).results) == set(JOBS)


@pytest.mark.parametrize("command", ["snapshot", "analyse"])
def test_an_unknown_study_is_one_line(run: Run, command: str) -> None:
    answer = run(command, "elsewhere")
    assert answer.exit_code == 2
    assert answer.stderr.count("\n") == 1
    assert "elsewhere" in answer.stderr


def test_the_demo_prints_where_it_is_and_who_may_sign_in(tmp_path: Path) -> None:
    environ = {"DOORVRAGEN_HOME": str(tmp_path), "LANG": "nl_NL.UTF-8"}
    waterwijk.copied(600, tmp_path)
    answer = CliRunner().invoke(doorvragen, ["demo"], obj=Outside(environ, Clock()))
    assert answer.exit_code == 0
    for words in ("http://127.0.0.1:8000/", "interviewer", "researcher", "coordinator"):
        assert words in answer.output
    assert "/ambassador/" in answer.output
