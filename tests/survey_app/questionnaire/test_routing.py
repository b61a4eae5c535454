from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.load import load
from survey_app.questionnaire.routing import (
    dropped_by,
    is_settled,
    path,
    route,
    routes,
    skipped_for_time,
)
from survey_app.settings import PROJECT
from tests.survey_app.questionnaire import strategies

TODAY = date(2026, 5, 17)
ENQUETE = load(PROJECT / "questionnaires/enquete57").checked()
CONSENT = load(PROJECT / "questionnaires/examples/consent").checked()
ROUTES = load(PROJECT / "questionnaires/examples/routes").checked()
LESSONS = ("bezig", "gestopt", "afgerond")


def sheet(**values):
    return AnswerSheet({name: Answer(value) for name, value in values.items()})


def names(questionnaire, answers, **options):
    return [question.name for question in path(questionnaire, answers, TODAY, **options)]


def consented(**values):
    return sheet(toestemming="ja", bijzonder="ja", **values)


class TestThePath:
    def test_without_consent_nothing_comes_after_the_gate(self):
        assert names(CONSENT, sheet()) == ["taal", "toestemming"]
        assert names(CONSENT, sheet(toestemming="nee")) == ["taal", "toestemming"]

    def test_without_the_second_consent_special_questions_are_left_out(self):
        willing = route(CONSENT, consented(), TODAY)
        unwilling = route(CONSENT, sheet(toestemming="ja", bijzonder="nee"), TODAY)
        assert "land" in willing.names
        assert "land" not in unwilling.names
        assert "moeilijk_ziek" in willing.asked
        assert "moeilijk_ziek" not in unwilling.asked

    def test_an_answer_off_the_path_reads_as_empty(self):
        """A country that was given before the consent was taken back does not count."""
        answers = sheet(toestemming="ja", bijzonder="nee", land="nl")
        assert "jaar" in names(CONSENT, answers)
        assert "jaar" not in names(CONSENT, consented(land="nl"))

    def test_a_missing_answer_reads_as_empty(self):
        answers = AnswerSheet({"les": Answer("", Status.WEET_NIET)})
        assert names(ROUTES, answers) == ["les", "slot"]

    def test_a_status_beside_a_value_hides_the_value(self):
        answers = AnswerSheet({"les": Answer("nu", Status.WIL_NIET)})
        assert names(ROUTES, answers) == ["les", "slot"]

    def test_a_sub_item_follows_the_answer_above_it(self):
        number = load(PROJECT / "questionnaires/examples/number").checked()
        for bekenden, asked in (("0", False), ("", False), ("3", True)):
            items = route(number, sheet(bekenden=bekenden), TODAY).asked
            assert ("gesproken" in items) is asked

    def test_the_routes_of_enquete_57_have_their_number_of_questions(self):
        assert routes(ENQUETE, TODAY) == {"nooit": 46, "bezig": 53, "gestopt": 55, "afgerond": 54}

    def test_a_branch_question_without_an_answer_skips_all_branches(self):
        answers = sheet(toestemming="ja", toestemming_bijzonder="ja")
        assert not {"traject_soort", "nooit_gevraagd", "verandering_na_les"} & set(
            names(ENQUETE, answers)
        )

    def test_without_a_branch_there_are_no_routes(self):
        assert routes(CONSENT, TODAY) == {}


class TestTimeIsShort:
    def test_the_core_route_leaves_out_what_is_not_core(self):
        assert "waarom_gestopt" not in names(ROUTES, sheet(les="vroeger"), core_only=True)

    def test_it_keeps_what_was_answered_already(self):
        answers = sheet(les="vroeger", waarom_gestopt="Verhuisd")
        assert "waarom_gestopt" in names(ROUTES, answers, core_only=True)

    def test_it_never_touches_a_section_that_may_not_be_skipped(self):
        assert "slot" in names(ROUTES, sheet(les="vroeger"), core_only=True)

    def test_what_is_skipped_can_get_its_status(self):
        skipped = skipped_for_time(ROUTES, sheet(les="vroeger"), TODAY)
        assert [item.name for item in skipped] == ["waarom_gestopt"]

    @pytest.mark.parametrize(
        ("status", "number"), [("nooit", 41), ("bezig", 47), ("gestopt", 48), ("afgerond", 47)]
    )
    def test_the_core_routes_of_enquete_57_have_their_number_of_questions(self, status, number):
        answers = sheet(toestemming="ja", toestemming_bijzonder="ja", traject_status=status)
        core = path(ENQUETE, answers, TODAY, core_only=True)
        assert sum(question.number is not None for question in core) == number


class TestWhatIsOpen:
    def test_the_first_open_question_is_where_to_go_on(self):
        assert route(ROUTES, sheet(), TODAY).first_open.name == "les"
        assert route(ROUTES, sheet(les="nu"), TODAY).first_open.name == "oordeel"

    def test_a_reason_for_no_answer_settles_a_question(self):
        answers = AnswerSheet({"les": Answer("", Status.WIL_NIET)})
        assert route(ROUTES, answers, TODAY).first_open.name == "slot"

    def test_an_emptied_answer_is_open_again(self):
        assert route(ROUTES, sheet(les=""), TODAY).first_open.name == "les"
        assert not is_settled(Answer(""))

    def test_when_all_is_answered_nothing_is_open(self):
        way = route(ROUTES, sheet(les="nooit", gevraagd="ja", slot="Nee"), TODAY)
        assert way.first_open is None
        assert way.progress.done == way.progress.total == 3
        assert way.progress.seconds_left == 0

    def test_field_codes_the_top_and_the_order_of_cards_need_no_answer(self):
        cards = {f"moeilijk_{name}": "0" for name in ("tijd", "ziek")}
        way = route(CONSENT, consented(plekken="school", land="nl", **cards), TODAY)
        assert way.open_items(CONSENT.by_name["moeilijk"]) == ()

    def test_each_card_needs_an_answer(self):
        way = route(CONSENT, consented(moeilijk_tijd="0"), TODAY)
        open_items = way.open_items(CONSENT.by_name["moeilijk"])
        assert [item.name for item in open_items] == ["moeilijk_ziek"]


class TestBackAndForth:
    def test_next_and_previous_from_a_question_off_the_path(self):
        way = route(ROUTES, sheet(les="nooit"), TODAY)
        assert way.next_question("oordeel").name == "gevraagd"
        assert way.previous_question("waarom_gestopt").name == "les"

    def test_before_the_first_and_after_the_last_there_is_nothing(self):
        way = route(ROUTES, sheet(), TODAY)
        assert way.previous_question("les") is None
        assert way.next_question("slot") is None


class TestAChangedAnswer:
    def test_a_changed_branch_drops_the_answers_of_the_other(self):
        old = sheet(les="vroeger", oordeel="3", waarom_gestopt="Verhuisd")
        new = old.with_answers({"les": Answer("nooit")})
        dropped = dropped_by(ROUTES, old, new, TODAY)
        assert [item.name for item in dropped] == ["oordeel", "waarom_gestopt"]

    def test_what_was_not_answered_is_not_dropped(self):
        old = sheet(les="vroeger")
        assert dropped_by(ROUTES, old, sheet(les="nooit"), TODAY) == ()


class TestOffThePath:
    def test_another_branch_is_nvt_route(self):
        way = route(ROUTES, sheet(les="nooit"), TODAY)
        assert way.off_path() == {
            "oordeel": Status.NVT_ROUTE,
            "waarom_gestopt": Status.NVT_ROUTE,
        }

    def test_what_the_second_consent_hides_is_geen_toestemming(self):
        way = route(CONSENT, sheet(toestemming="ja", bijzonder="nee"), TODAY)
        assert way.off_path() == {
            "land": Status.GEEN_TOESTEMMING,
            "moeilijk_ziek": Status.GEEN_TOESTEMMING,
        }

    def test_in_enquete_57_it_hides_three_items(self):
        answers = sheet(toestemming="ja", toestemming_bijzonder="nee", traject_status="nooit")
        off = route(ENQUETE, answers, TODAY).off_path()
        hidden = [name for name, status in off.items() if status is Status.GEEN_TOESTEMMING]
        assert hidden == ["talen_thuis", "belemmering_gezondheid", "geboorteland"]
        assert off["traject_soort"] is Status.NVT_ROUTE


class TestChoices:
    def test_a_filter_hides_choices(self):
        plekken = CONSENT.items["plekken"]
        for consent, codes in (("ja", ["school", "gebedshuis"]), ("nee", ["school"])):
            way = route(CONSENT, sheet(toestemming="ja", bijzonder=consent), TODAY)
            assert [choice.name for choice in way.visible_choices(plekken)] == codes

    def test_the_top_is_picked_from_the_cards_that_are_asked(self):
        top = CONSENT.items["moeilijk_top1"]
        way = route(CONSENT, sheet(toestemming="ja", bijzonder="nee"), TODAY)
        assert [choice.name for choice in way.visible_choices(top)] == ["moeilijk_tijd"]


class TestDerived:
    @pytest.mark.parametrize(
        ("leeftijd", "werk", "soort"),
        [("oud", "nee", "N"), ("jong", "nee", "A"), ("oud", "ja", "A"), ("oud", "", "onbekend")],
    )
    def test_a_derived_variable_reads_those_above_it(self, leeftijd, werk, soort):
        derived = load(PROJECT / "questionnaires/examples/derived").checked()
        values = route(derived, sheet(leeftijd=leeftijd, werk=werk), TODAY).derived()
        assert values["soort"] == soort


QUESTIONNAIRES = st.sampled_from([ENQUETE, CONSENT, ROUTES])


@st.composite
def filled_in(draw):
    questionnaire = draw(QUESTIONNAIRES)
    return questionnaire, draw(strategies.sheets(questionnaire))


@given(filled_in())
@settings(deadline=None)
def test_a_path_has_no_repeats_and_keeps_the_order(case):
    questionnaire, answers = case
    found = names(questionnaire, answers)
    assert found == [name for name in questionnaire.by_name if name in set(found)]


@given(filled_in())
@settings(deadline=None)
def test_every_question_on_the_path_satisfies_its_condition(case):
    """Asked anew, with only the answers on the path."""
    questionnaire, answers = case
    way = route(questionnaire, answers, TODAY)
    again = route(questionnaire, way.counted(), TODAY)
    assert again.names == way.names
    assert again.asked == way.asked
    assert all(way.evaluator.true(question.item.relevant) for question in way.questions)
    assert all(way.evaluator.true(item.relevant) for item in way.asked.values())


@given(filled_in())
@settings(deadline=None)
def test_previous_of_next_is_the_question_itself(case):
    questionnaire, answers = case
    way = route(questionnaire, answers, TODAY)
    for name in way.names[:-1]:
        after = way.next_question(name)
        assert after is not None
        assert way.previous_question(after.name).name == name


@given(filled_in(), st.data())
@settings(deadline=None)
def test_changing_an_answer_changes_nothing_before_its_question(case, data):
    questionnaire, answers = case
    name = data.draw(st.sampled_from(sorted(questionnaire.items)))
    new = data.draw(strategies.answers(questionnaire, questionnaire.items[name]))
    place = questionnaire.positions[questionnaire.question_of[name].name]
    before, after = (
        [q for q in names(questionnaire, s) if questionnaire.positions[q] <= place]
        for s in (answers, answers.with_answers({name: new}))
    )
    assert before == after


@given(filled_in())
@settings(deadline=None)
def test_every_item_is_on_the_path_or_has_a_reason_why_not(case):
    questionnaire, answers = case
    way = route(questionnaire, answers, TODAY)
    assert way.asked.keys() | way.off_path().keys() == questionnaire.items.keys()
    assert not way.asked.keys() & way.off_path().keys()
