from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey_app.cli import doorvragen
from survey_app.cli.outside import Outside

A_STUDY = (
    "study", "create", "Waterwijk 2026", "--municipality", "Waterstad", "--area", "Noord",
    "--contact-number", "0320 123456", "--withdraw-until", "2026-12-31",
)  # fmt: skip


@pytest.fixture
def outside(tmp_path, clock):
    environ = {"DOORVRAGEN_HOME": str(tmp_path / "home"), "LANG": "nl_NL.UTF-8"}
    return Outside(environ=environ, clock=clock)


@pytest.fixture
def run(outside):
    """Run a command as somebody in a Dutch terminal."""

    def run(*arguments: str | Path, **other: object) -> Result:
        result = CliRunner().invoke(doorvragen, list(map(str, arguments)), obj=outside, **other)
        if result.exception and not isinstance(result.exception, SystemExit):
            raise result.exception
        return result

    return run


@pytest.fixture
def with_study(run):
    assert run(*A_STUDY).exit_code == 0
    return run
