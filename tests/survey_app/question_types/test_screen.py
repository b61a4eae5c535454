from datetime import date
from typing import ClassVar

import pytest

from survey_app.question_types import check_screen, read_screen
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.load import load
from survey_app.questionnaire.routing import route
from survey_app.settings import PROJECT

TODAY = date(2026, 5, 17)
WEET_NIET = Answer("", Status.WEET_NIET)


def read(example, question, form, **before):
    questionnaire = load(PROJECT / "questionnaires/examples" / example).checked()
    answers = {n: v if isinstance(v, Answer) else Answer(v) for n, v in before.items()}
    way = route(questionnaire, AnswerSheet(answers), TODAY)
    return read_screen(way, questionnaire.by_name[question], form)


class TestOneScreen:
    def test_a_follow_up_is_read_when_the_new_answer_asks_for_it(self):
        form = {"bekenden": ["3"], "gesproken": ["2"]}
        assert read("number", "bekenden", form).right == {
            "bekenden": Answer("3"),
            "gesproken": Answer("2"),
        }

    def test_a_follow_up_that_is_not_asked_any_more_is_left_out(self):
        form = {"bekenden": ["0"], "gesproken": ["2"]}
        assert read("number", "bekenden", form, bekenden="3").answers == {"bekenden": Answer("0")}

    def test_what_is_right_is_saved_and_what_is_wrong_comes_back(self):
        result = read("number", "bekenden", {"bekenden": ["3"], "gesproken": ["4"]})
        assert result.right == {"bekenden": Answer("3")}
        assert result.answers["gesproken"] == Answer("4")
        assert [c.item for c in result.complaints] == ["gesproken"]

    def test_a_fault_is_told_once(self):
        result = read("number", "jaar", {"jaar": ["ooit"]})
        assert [c.message for c in result.complaints] == ["Vul een heel getal in, in cijfers."]

    def test_a_soft_complaint_does_not_stop_an_answer(self):
        result = read("open_text", "buurt", {"buurt": ["Bel 0612345678"], "buurt_code": [""]})
        assert result.right["buurt"] == Answer("Bel 0612345678")
        assert [c.hard for c in result.complaints] == [False]

    def test_fields_of_other_screens_are_ignored(self):
        form = {"jaar": ["1990"], "bekenden": ["3"], "csrf_token": ["x"]}
        assert read("number", "jaar", form).answers == {"jaar": Answer("1990")}

    def test_an_empty_form_says_nothing(self):
        result = read("number", "jaar", {})
        assert (result.answers, result.complaints) == ({}, ())


class TestTheButton:
    def test_it_gives_the_question_its_reason_and_leaves_follow_ups(self):
        form = {"status": ["weet_niet"], "bekenden": [""], "gesproken": ["2"]}
        assert read("number", "bekenden", form).answers == {"bekenden": WEET_NIET}

    def test_it_takes_the_place_of_a_choice(self):
        form = {"status": ["weet_niet"], "kleur": ["rood"]}
        assert read("one_choice", "kleur", form).right == {"kleur": WEET_NIET}

    def test_it_never_throws_words_away_unseen(self):
        form = {"status": ["weet_niet"], "buurt": ["Fijn wonen"], "buurt_code": ["", "rust"]}
        result = read("open_text", "buurt", form)
        assert result.answers["buurt"] == Answer("Fijn wonen")
        assert result.right == {"buurt_code": Answer("rust")}

    def test_words_that_were_saved_before_may_go(self):
        form = {"status": ["weet_niet"], "buurt": ["Fijn wonen"]}
        assert read("open_text", "buurt", form, buurt="Fijn wonen").right == {"buurt": WEET_NIET}

    def test_a_question_without_reasons_needs_an_answer(self):
        result = read("consent", "toestemming", {"status": ["wil_niet"]})
        assert result.answers == {}
        assert [c.message for c in result.complaints] == ["Bij deze vraag is een antwoord nodig."]

    @pytest.mark.parametrize("reason", ["", "onzin"])
    def test_a_reason_that_does_not_exist_is_ignored(self, reason):
        result = read("one_choice", "kleur", {"status": [reason], "kleur": ["rood"]})
        assert result.right == {"kleur": Answer("rood")}


class TestCards:
    FORM: ClassVar = {
        "redenen_volgorde": ["reden_buren reden_werk reden_dokter reden_school"],
        "reden_werk": ["2"],
        "reden_school": ["1"],
        "reden_buren": ["0"],
        "reden_dokter__status": ["wil_niet"],
        "reden_dokter": [],
        "reden_top1": ["reden_werk"],
        "reden_top2": [""],
        "reden_top3": [""],
    }

    def test_cards_picks_and_order_are_read(self):
        result = read("card_task", "redenen", self.FORM)
        assert result.complaints == ()
        assert {name: a.value for name, a in result.right.items() if a.given} == {
            "redenen_volgorde": "reden_buren reden_werk reden_dokter reden_school",
            "reden_werk": "2",
            "reden_school": "1",
            "reden_buren": "0",
            "reden_top1": "reden_werk",
        }
        assert result.right["reden_dokter"] == Answer("", Status.WIL_NIET)

    def test_the_button_is_for_the_cards_that_lie_nowhere(self):
        form = {"reden_werk": ["2"], "status": ["weet_niet"]}
        assert read("card_task", "redenen", form).right == {
            "reden_werk": Answer("2"),
            **dict.fromkeys(("reden_school", "reden_buren", "reden_dokter"), WEET_NIET),
        }

    def test_a_card_that_is_not_asked_is_left_out(self):
        form = {"moeilijk_tijd": ["1"], "moeilijk_ziek": ["2"], "moeilijk_top1": ["moeilijk_ziek"]}
        result = read("consent", "moeilijk", form, toestemming="ja", bijzonder="nee")
        assert result.right == {"moeilijk_tijd": Answer("1")}


class TestValuesFromADevice:
    def test_they_are_checked_like_a_form(self):
        questionnaire = load(PROJECT / "questionnaires/examples/number").checked()
        sheet = AnswerSheet({"bekenden": Answer("veel"), "jaar": Answer("1900")})
        way = route(questionnaire, sheet, TODAY)
        found = [c for q in questionnaire for c in check_screen(way, q)]
        assert [(c.item, c.message) for c in found] == [
            ("jaar", "Vul een jaar in tussen 1945 en nu."),
            ("bekenden", "Vul een heel getal in, in cijfers."),
        ]


def test_a_note_says_nothing():
    assert read("note", "welkom", {"welkom": ["x"]}).answers == {}
