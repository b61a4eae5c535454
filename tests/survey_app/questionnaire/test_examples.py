"""The examples are right, and the broken ones are wrong in just the way that they say."""

import json
from pathlib import Path

import pytest

from survey_app.questionnaire.load import FILE, find, load

QUESTIONNAIRES = Path(__file__).parents[3] / "questionnaires"
EXAMPLES = find(QUESTIONNAIRES / "examples")
BROKEN = sorted(file.parent for file in (QUESTIONNAIRES / "examples/broken").glob(f"*/{FILE}"))


def no_catalogues(name):
    return lambda language: {}


def test_there_are_examples_and_broken_ones():
    assert len(EXAMPLES) >= 12
    assert len(BROKEN) >= 40


def test_walking_a_tree_skips_what_is_broken_on_purpose():
    assert not any("broken" in folder.parts for folder in find(QUESTIONNAIRES))


@pytest.mark.parametrize("folder", EXAMPLES, ids=lambda folder: folder.name)
def test_an_example_has_no_problems(folder):
    loaded = load(folder, no_catalogues)
    assert loaded.problems == ()
    assert loaded.checked().name == folder.name


@pytest.mark.parametrize("folder", BROKEN, ids=lambda folder: folder.name)
def test_a_broken_example_gives_its_problems_and_no_others(folder):
    expected = json.loads((folder / "expected.json").read_text(encoding="utf-8"))
    problems = load(folder, no_catalogues).problems
    assert len(problems) == len(expected)
    for problem, wanted in zip(problems, expected, strict=True):
        assert (problem.file, problem.line, problem.question) == (
            wanted["file"],
            wanted["line"],
            wanted["question"],
        )
        assert problem.fault.startswith(wanted["fault"])
        assert problem.remedy
