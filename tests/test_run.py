"""``run.py`` on machines that lack something, and after a start that was broken off."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

import run

Calls = list[list[str]]


@pytest.fixture
def calls(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Calls:
    """A machine with ensurepip and no pip; what it is asked to run is noted, and not run."""
    noted: Calls = []
    monkeypatch.setattr(run, "VENV", tmp_path / ".venv")
    monkeypatch.setattr(run, "PYTHON", tmp_path / ".venv" / "python")
    monkeypatch.setattr(run, "host_pip", lambda: False)
    monkeypatch.setattr(run, "has_pip", lambda: False)
    monkeypatch.setattr(run, "has_ensurepip", lambda: True)
    monkeypatch.setattr(subprocess, "call", lambda command: noted.append(command) or 0)
    return noted


def begin(stamped: bool) -> None:
    run.VENV.mkdir()
    run.PYTHON.touch()
    if stamped:
        (run.VENV / "requirements.lock.stamp").touch()


def test_with_neither_pip_nor_ensurepip_one_line_names_the_package(
    calls: Calls, monkeypatch: pytest.MonkeyPatch, capsys: Any
) -> None:
    monkeypatch.setattr(run, "has_ensurepip", lambda: False)
    assert run.main([]) == 2
    said = capsys.readouterr()
    assert said.err.count("\n") == 1
    assert "python3-venv" in said.err
    assert said.out == ""
    assert calls == []


def test_an_environment_that_was_half_made_is_made_again(calls: Calls) -> None:
    begin(stamped=False)
    assert run.make_venv() == 0
    assert [command[1:] for command in calls] == [["-m", "venv", "--clear", str(run.VENV)]]


def test_an_environment_in_which_something_was_installed_stays(calls: Calls) -> None:
    begin(stamped=True)
    assert run.make_venv() == 0
    assert calls == []


def test_an_environment_that_a_pip_outside_can_fill_stays(
    calls: Calls, monkeypatch: pytest.MonkeyPatch
) -> None:
    begin(stamped=False)
    monkeypatch.setattr(run, "host_pip", lambda: True)
    assert run.make_venv() == 0
    assert calls == []


@pytest.mark.parametrize("words", [["nonsense"], ["Setup"], [""]])
def test_an_unknown_command_is_one_line(words: list[str], capsys: Any) -> None:
    assert run.main(words) == 2
    assert capsys.readouterr().err.count("\n") == 1
