"""Words as ordered answers, for themes and segments: when their order is known, and when not."""

import json

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

from survey_app.cli import doorvragen

ITEMS = ("a", "b", "c", "d", "e", "f")
WORDS = ("never", "now, or then", "often", "always")
ORDER = 'never,"now, or then",often,always'


@pytest.fixture(scope="module")
def numbers():
    """Two themes of three items, answered by 120 people from 0 to 3; some cells empty."""
    rng = np.random.default_rng(5)
    two = np.repeat(rng.normal(size=(120, 2)), 3, axis=1)
    raw = np.clip(np.round(1.5 + two + rng.normal(scale=0.6, size=(120, 6))), 0, 3)
    frame = pd.DataFrame(raw, columns=ITEMS)
    return frame.mask(rng.random(frame.shape) < 0.03)


def file_of(frame, folder):
    path = folder / "answers.csv"
    frame.to_csv(path, index=False)
    return path


def run(path, command, *options):
    arguments = [command, str(path), "--items", "*", "--json", *options]
    return CliRunner().invoke(doorvragen, arguments)


def figures(path, command, *options):
    """What was found, without the settings; and the warnings."""
    result = run(path, command, *options)
    assert result.exit_code == 0, result.stderr
    found = json.loads(result.stdout)
    del found["settings"]
    return found, found.pop("warnings")


@pytest.mark.parametrize("command", ["themes", "segments"])
@pytest.mark.parametrize(
    ("labels", "options", "sentence"),
    [
        (WORDS, ("--order", ORDER), None),
        (("0 = no", "1. so so", "2: yes", "3 - very"), (), "order of the numbers"),
        (("0 never", "1", "2", "3 always"), (), "order of the numbers"),
        (("level 0", "level 1", "level 2", "level 3"), (), "order of the numbers"),
        (("0×", "1×", "2×", "3×"), (), "order of the numbers"),
        (("k", "l", "m", "n"), (), "order of the alphabet"),
    ],
)
def test_words_in_a_known_order_count_as_numbers(
    tmp_path, numbers, command, labels, options, sentence
):
    named = numbers.apply(lambda column: column.map(dict(enumerate(labels))))
    plain, before = figures(file_of(numbers, tmp_path), command)
    found, warnings = figures(file_of(named, tmp_path), command, *options)
    for segment in [*plain.get("segments", []), *found.get("segments", [])]:
        segment["profile"] = {k: pytest.approx(v) for k, v in segment["profile"].items()}
    assert found == plain
    told = [text for text in warnings if text not in before]
    assert bool(told) == bool(sentence)
    assert all(sentence in text for text in told)


@pytest.mark.parametrize("command", ["themes", "segments"])
def test_two_words_are_taken_by_the_alphabet_and_that_is_said(tmp_path, numbers, command):
    named = numbers.gt(1).replace({True: "yes", False: "no"})
    _, warnings = figures(file_of(named, tmp_path), command)
    assert "f: 'yes' is taken as more than 'no'" in warnings


@pytest.mark.parametrize("command", ["themes", "segments"])
@pytest.mark.parametrize(
    ("labels", "options", "said"),
    [
        (WORDS, (), "--order"),
        (WORDS, ("--order", "never,often"), "does not name: "),
        (WORDS, ("--order", "never,never"), "never twice"),
        (("1 a", "1 b", "2 a", "3 a"), (), "--order"),
        (("0,0", "0,5", "1,0", "1,5"), (), "--order"),
        (("0", "1", "2", "much"), (), "must hold numbers"),
        (("A", "a", "b", "c"), (), "--order"),
    ],
)
def test_words_without_a_known_order_are_refused(
    tmp_path, numbers, command, labels, options, said
):
    named = numbers.apply(lambda column: column.map(dict(enumerate(labels))))
    result = run(file_of(named, tmp_path), command, *options)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert said in result.stderr


@pytest.mark.parametrize("command", ["themes", "segments"])
def test_names_of_people_are_no_ordered_answers(tmp_path, numbers, command):
    numbers = numbers.assign(id=[f"p{n:03}" for n in range(len(numbers))])
    assert "column id must hold numbers" in run(file_of(numbers, tmp_path), command).stderr


def test_latent_classes_take_words_as_they_are(tmp_path, numbers):
    named = numbers.apply(lambda column: column.map(dict(enumerate(WORDS))))
    options = ("--k", "2", "--starts", "5")
    plain, _ = figures(file_of(numbers.astype("Int64"), tmp_path), "classes", *options)
    found, _ = figures(file_of(named, tmp_path), "classes", *options)
    assert found["labels"] == plain["labels"]
    assert found["models"][0]["loglik"] == pytest.approx(plain["models"][0]["loglik"])
    assert set(found["models"][0]["probabilities"]["a"]) == set(WORDS)
