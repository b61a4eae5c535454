"""Each command in the papers is one that there is, with options that it has."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from survey_app.cli import doorvragen

PROJECT = Path(__file__).resolve().parents[3]
PAPERS = ("README.md", "CONTRIBUTING.md", "docs/tutorial.md", "questionnaires/README.md")


def commands(paper: str) -> Iterator[str]:
    """The lines of its code blocks that call us, each continued line in one."""
    text = (PROJECT / paper).read_text(encoding="utf-8")
    for block in re.findall(r"^```\w*\n(.*?)^```", text, re.MULTILINE | re.DOTALL):
        for line in block.replace("\\\n", " ").splitlines():
            if line.startswith("doorvragen "):
                yield line


@pytest.mark.parametrize(
    ("paper", "line"), [(paper, line) for paper in PAPERS for line in commands(paper)]
)
def test_a_command_in_a_paper_can_be_given(paper: str, line: str) -> None:
    words = shlex.split(line, comments=True)[1:]
    command: click.Command = doorvragen
    while isinstance(command, click.Group):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, f"{paper}: {line}"
        command = found
    given, left, _ = command.make_parser(click.Context(command)).parse_args(words)
    needed = {parameter.name for parameter in command.params if parameter.required}
    assert not left
    assert {name for name in needed if not given.get(name)} <= {"password"}


def test_there_are_commands_in_the_papers() -> None:
    assert len(list(commands("README.md"))) > 10
    assert len(list(commands("docs/tutorial.md"))) > 10
