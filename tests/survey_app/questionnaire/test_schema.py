"""The schema for editors, and the README for people, say what the loader reads."""

import json

import pytest

from survey_app.questionnaire.grammar import FUNCTIONS
from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.schema import (
    CARDS,
    CHOICE,
    CONSENT,
    QUESTION,
    QUESTIONNAIRE,
    SECTION,
    SUB_ITEM,
    json_schema,
)
from survey_app.settings import PROJECT

README = (PROJECT / "questionnaires/README.md").read_text(encoding="utf-8")


def test_the_schema_file_is_up_to_date():
    """Else: python -m survey_app.questionnaire.schema > questionnaires/schema.json."""
    stored = json.loads((PROJECT / "questionnaires/schema.json").read_text(encoding="utf-8"))
    assert stored == json_schema()


@pytest.mark.parametrize(
    "element", [QUESTIONNAIRE, CONSENT, SECTION, QUESTION, SUB_ITEM, CARDS, CHOICE]
)
def test_every_key_is_in_the_readme(element):
    assert [key for key in element if f"{key}:" not in README and f"`{key}`" not in README] == []


def test_every_kind_and_function_is_in_the_readme():
    assert [kind for kind in KINDS if f"`{kind}" not in README] == []
    assert [name for name in FUNCTIONS if f"{name}(" not in README] == []
