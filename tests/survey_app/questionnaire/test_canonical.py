import json
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.errors import Invalid
from survey_app.questionnaire.canonical import fingerprint, from_json, to_json
from survey_app.questionnaire.load import find, load
from survey_app.questionnaire.routing import routes
from survey_app.settings import PROJECT

ALL = find(PROJECT / "questionnaires")


@pytest.mark.parametrize("folder", ALL, ids=lambda folder: folder.name)
def test_a_questionnaire_comes_back_equal(folder):
    questionnaire = load(folder).checked()
    text = to_json(questionnaire)
    assert from_json(text) == questionnaire
    assert to_json(from_json(text)) == text


def test_reading_twice_gives_one_fingerprint(enquete57):
    again = load(PROJECT / "questionnaires/enquete57").checked()
    assert fingerprint(again) == fingerprint(enquete57)
    assert len(fingerprint(again)) == 64


def test_another_word_gives_another_fingerprint(enquete57):
    assert fingerprint(replace(enquete57, title="Iets anders")) != fingerprint(enquete57)


def test_the_places_in_files_are_left_out(enquete57):
    assert "yaml" not in to_json(enquete57)


def test_a_stored_questionnaire_routes_as_before(enquete57):
    today = date(2026, 5, 17)
    assert routes(from_json(to_json(enquete57)), today) == routes(enquete57, today)


def test_the_text_is_one_line_of_json(enquete57):
    text = to_json(enquete57)
    assert "\n" not in text
    assert json.loads(text)["format"] == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        "{}",
        '{"format":2,"questionnaire":{}}',
        '{"format":1,"questionnaire":{}}',
        '{"format":1,"questionnaire":[]}',
        '{"format":1,"questionnaire":{"name":3}}',
        '{"format":1,"questionnaire":{"secret":"x"}}',
        '{"format":1,"questionnaire":{"sections":{"a":1}}}',
        "[" * 100_000,
    ],
)
def test_any_other_text_is_refused(text):
    with pytest.raises(Invalid):
        from_json(text)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)


@given(st.dictionaries(st.sampled_from(["name", "sections", "lists", "consent", "texts"]), JSON))
def test_any_other_document_is_refused(document):
    with pytest.raises(Invalid):
        from_json(json.dumps({"format": 1, "questionnaire": document}))
