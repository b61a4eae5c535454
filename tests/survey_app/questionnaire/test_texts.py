from collections import Counter

import pytest

from survey_app.questionnaire.load import find, load
from survey_app.questionnaire.texts import texts, untranslated
from survey_app.settings import PROJECT

ALL = find(PROJECT / "questionnaires")


def example(name):
    return load(PROJECT / "questionnaires/examples" / name).checked()


def keys(questionnaire, **only):
    return {t.key for t in texts(questionnaire) if "heard" not in only or t.heard == only["heard"]}


@pytest.mark.parametrize("folder", ALL, ids=lambda folder: folder.name)
def test_each_key_stands_once_and_has_words(folder):
    found = list(texts(load(folder).checked()))
    assert [key for key, n in Counter(t.key for t in found).items() if n > 1] == []
    assert all(text.source for text in found)


def test_what_an_interviewer_reads_is_not_for_the_respondent():
    assert keys(example("open_text"), heard=False) == {
        "section/s_a",
        "buurt:hint",
        "buurt_code:label",
        "buurt_code/rust",
        "buurt_code/mensen",
        "buurt_code/woning",
    }


def test_the_observation_afterwards_is_not_for_the_respondent():
    assert "obs_begrip:label" in keys(example("alone"), heard=False)


def test_words_for_who_is_alone_are_texts_too():
    assert {"plan:label", "plan:label_self"} <= keys(example("alone"), heard=True)


def test_cards_are_translated_once():
    found = keys(example("card_task"))
    assert {"reden_werk:label", "reden_top1:label", "cards/redenen:lead", "stapel/0"} <= found
    assert not any(key.startswith("redenen/") for key in found)


def test_what_is_missing_in_a_catalogue_is_what_a_respondent_meets():
    questionnaire = example("note")
    catalogue = {
        "title": (questionnaire.title, "Words without a question"),
        "welkom:label": ("Fijn dat u er bent.", "Good that you are here."),
        "slot:label": ("Wilt u nog iets vertellen?", ""),
    }
    assert [text.key for text in untranslated(questionnaire, catalogue)] == [
        "slot:label",
        "text/tekst_overgang",
    ]


def test_a_translation_of_other_words_does_not_count():
    """The Dutch has changed since: the screen would show Dutch."""
    questionnaire = example("note")
    catalogue = {t.key: (t.source, "…") for t in texts(questionnaire)}
    assert list(untranslated(questionnaire, catalogue)) == []
    catalogue["welkom:label"] = ("Welkom!", "Welcome!")
    assert [text.key for text in untranslated(questionnaire, catalogue)] == ["welkom:label"]
