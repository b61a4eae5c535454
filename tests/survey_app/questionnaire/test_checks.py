from datetime import date
from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.checks import hard_checks, soft_checks
from survey_app.questionnaire.load import load
from survey_app.questionnaire.routing import route
from survey_app.settings import PROJECT

TODAY = date(2026, 5, 17)


def example(name):
    return load(PROJECT / "questionnaires/examples" / name).checked()


def complaints(name, question, **values):
    """(item, message) of what is wrong on a screen."""
    questionnaire = example(name)
    answers = {n: v if isinstance(v, Answer) else Answer(v) for n, v in values.items()}
    way = route(questionnaire, AnswerSheet(answers), TODAY)
    return [
        (c.item, c.message % c.arguments if c.arguments else c.message)
        for c in hard_checks(way, questionnaire.by_name[question])
    ]


class TestSeveralChoices:
    @pytest.mark.parametrize("value", ["markt", "markt park", "nergens", ""])
    def test_what_goes_together_is_right(self, value):
        assert complaints("several_choices", "plekken", plekken=value) == []

    def test_more_than_the_most_is_wrong(self):
        assert complaints("several_choices", "plekken", plekken="markt park school") == [
            ("plekken", "Kies er hoogstens 2.")
        ]

    @pytest.mark.parametrize("value", ["markt nergens", "nergens markt"])
    def test_an_exclusive_choice_stands_alone(self, value):
        assert complaints("several_choices", "plekken", plekken=value) == [
            ("plekken", "‘Bijna nergens’ kan niet samen met een ander antwoord.")
        ]

    @pytest.mark.parametrize("value", ["alleen kind", "kind alleen", "kind_uit_huis kind alleen"])
    def test_an_exclusion_holds_both_ways(self, value):
        assert complaints("several_choices", "huis", huis=value) == [
            ("huis", "‘Ik woon alleen’ kan niet samen met ‘Kind’.")
        ]

    def test_what_is_not_excluded_may_stand_beside_it(self):
        assert complaints("several_choices", "huis", huis="kind_uit_huis alleen") == []

    @pytest.mark.parametrize("value", ["strand", "markt strand"])
    def test_a_code_that_is_not_in_the_list_is_wrong(self, value):
        assert complaints("several_choices", "plekken", plekken=value) == [
            ("plekken", "Dit antwoord staat niet in de lijst. Kies opnieuw.")
        ]

    def test_a_code_twice_is_wrong(self):
        assert len(complaints("several_choices", "plekken", plekken="markt markt")) == 1


class TestOneChoice:
    def test_one_code_only(self):
        assert complaints("one_choice", "kleur", kleur="rood blauw") == [
            ("kleur", "Kies één antwoord.")
        ]

    def test_a_hidden_choice_is_not_in_the_list(self):
        wrong = complaints(
            "consent", "plekken", toestemming="ja", bijzonder="nee", plekken="gebedshuis"
        )
        assert wrong == [("plekken", "Dit antwoord staat niet in de lijst. Kies opnieuw.")]


class TestConstraints:
    @pytest.mark.parametrize(("jaar", "right"), [("1945", True), ("2026", True), ("2027", False)])
    def test_a_value_must_satisfy_its_constraint(self, jaar, right):
        assert (complaints("number", "jaar", jaar=jaar) == []) is right

    def test_the_message_is_a_text_of_the_questionnaire(self):
        questionnaire = example("number")
        way = route(questionnaire, AnswerSheet({"jaar": Answer("1900")}), TODAY)
        (complaint,) = hard_checks(way, questionnaire.by_name["jaar"])
        assert complaint.key == "jaar:constraint_message"
        assert complaint.message == "Vul een jaar in tussen 1945 en nu."

    def test_a_constraint_may_read_the_answer_above_it(self):
        assert complaints("number", "bekenden", bekenden="3", gesproken="3") == []
        assert complaints("number", "bekenden", bekenden="3", gesproken="4") == [
            ("gesproken", "Niet meer dan het aantal dat u kent.")
        ]

    def test_a_missing_answer_is_not_checked(self):
        assert complaints("number", "jaar", jaar=Answer("", Status.WEET_NIET)) == []


class TestStatuses:
    def test_a_reason_that_may_not_be_given_is_wrong(self):
        nothing = Answer("", Status.WIL_NIET)
        assert complaints("consent", "toestemming", toestemming=nothing) == [
            ("toestemming", "Bij deze vraag is een antwoord nodig.")
        ]

    def test_a_reason_that_the_system_gives_is_right(self):
        nothing = Answer("", Status.AFGEBROKEN)
        assert complaints("consent", "toestemming", toestemming=nothing) == []


class TestCards:
    PILES: ClassVar = {
        "reden_werk": "2",
        "reden_school": "1",
        "reden_buren": "0",
        "reden_dokter": "2",
    }

    def top(self, *cards, **more):
        picks = {f"reden_top{n}": card for n, card in enumerate(cards, 1)}
        return complaints("card_task", "redenen", **self.PILES | picks | more)

    def test_fewer_than_three_is_right(self):
        assert self.top() == self.top("reden_werk") == self.top("reden_werk", "reden_school") == []

    def test_a_card_of_the_first_pile_cannot_be_picked(self):
        assert self.top("reden_buren") == [
            ("reden_top1", "Deze kaart ligt niet op een stapel waaruit u kunt kiezen.")
        ]

    def test_a_card_that_is_on_no_pile_cannot_be_picked(self):
        assert len(self.top("reden_werk", reden_werk=Answer("", Status.WEET_NIET))) == 1

    def test_a_card_cannot_be_picked_twice(self):
        assert self.top("reden_werk", "reden_werk") == [
            ("reden_top2", "Deze kaart is al gekozen. Kies een andere.")
        ]

    def test_there_is_no_second_without_a_first(self):
        assert self.top("", "reden_werk") == [
            ("reden_top2", "Kies eerst de kaart die hoger staat.")
        ]

    def test_a_card_that_does_not_exist_cannot_be_picked(self):
        assert self.top("reden_geld")

    @pytest.mark.parametrize("order", ["reden_werk reden_werk", "reden_geld"])
    def test_an_order_with_other_cards_is_wrong(self, order):
        assert self.top(redenen_volgorde=order) == [
            ("redenen_volgorde", "De volgorde van de kaarten klopt niet.")
        ]


class TestText:
    def test_two_thousand_characters_are_the_most(self):
        assert complaints("open_text", "buurt", buurt="a" * 2000) == []
        assert complaints("open_text", "buurt", buurt="a" * 2001) == [
            ("buurt", "Dit is te lang: 2001 tekens. Er passen er 2000.")
        ]

    def soft(self, text):
        questionnaire = example("open_text")
        way = route(questionnaire, AnswerSheet({"buurt": Answer(text)}), TODAY)
        found = soft_checks(way, questionnaire.by_name["buurt"])
        assert all(not complaint.hard for complaint in found)
        return [complaint.message.split("?")[0].split()[-1] for complaint in found]

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("Bel mij op 06-12345678.", ["nummer"]),
            ("+31 (0)6 12 34 56 78", ["nummer"]),
            ("٠٦١٢٣٤٥٦٧٨", ["nummer"]),
            ("mijn BSN is 123456782", ["nummer"]),
            ("mail naar fatma@voorbeeld.nl", ["e-mailadres"]),
            ("Ik woon op 2711 AB", ["postcode"]),
            ("2711ab hier", ["postcode"]),
            ("fatma@voorbeeld.nl of 0612345678", ["e-mailadres", "nummer"]),
            ("In 2010 kwam ik, in 2015 ging ik.", []),
            ("Ik heb 3 kinderen van 12, 14 en 16.", []),
            ("1500km ver", []),
        ],
    )
    def test_personal_data_in_open_text_are_asked_about(self, text, found):
        assert self.soft(text) == found

    @given(st.text(max_size=300))
    def test_no_text_breaks_the_soft_checks(self, text):
        self.soft(text)
