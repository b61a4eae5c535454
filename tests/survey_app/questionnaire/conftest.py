"""Questionnaires to test on, read once."""

from pathlib import Path

import pytest

from survey_app.questionnaire.load import load

QUESTIONNAIRES = Path(__file__).parents[3] / "questionnaires"


def example(name):
    return load(QUESTIONNAIRES / "examples" / name).checked()


@pytest.fixture(scope="session")
def consent():
    return example("consent")


@pytest.fixture(scope="session")
def routes_example():
    return example("routes")
