"""What holds for every kind of question, and what each does with what people type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app.question_types import QUESTION_TYPES, TEMPLATES, order_field, status_field
from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.model import Choice, Item

CODES = ("a", "b", "c", "d", "e")
CHOICES = tuple(Choice(code, code.upper()) for code in CODES)
SCALE = {"start": "0", "end": "60", "step": "5"}
ITEMS = {kind: Item("x", kind, list_name="l", parameters=SCALE) for kind in KINDS}
HOLDING = [name for name, kind in KINDS.items() if kind.holds_answer]

WORDS = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn"]), min_size=1, max_size=20).map(
    lambda text: QUESTION_TYPES["text"].value([text.strip()], ())
)

VALUES = {
    "select_one": st.sampled_from(CODES),
    "select_multiple": st.lists(st.sampled_from(CODES), unique=True, min_size=1).map(" ".join),
    "integer": st.integers(-999_999_999, 999_999_999).map(str),
    "range": st.sampled_from([str(n) for n in range(0, 61, 5)]),
    "text": WORDS.filter(bool),
}


def answers(kind):
    missing = st.sampled_from(ITEMS[kind].missing).map(lambda s: Answer("", Status(s)))
    return st.one_of(st.just(Answer()), missing, VALUES[kind].map(Answer))


def parse(kind, before=None, **form):
    return QUESTION_TYPES[kind].parse(ITEMS[kind], form, before)


def value(kind, *given, before=None):
    return parse(kind, before, x=list(given)).answers["x"].value


def test_every_kind_of_the_data_has_its_behaviour():
    assert QUESTION_TYPES.keys() == KINDS.keys()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_template_of_its_own(kind):
    assert (TEMPLATES / f"{kind}.html").is_file()
    assert (TEMPLATES / QUESTION_TYPES[kind].template.removeprefix("question_types/")).is_file()


@pytest.mark.parametrize("kind", HOLDING)
@given(data=st.data())
def test_what_is_shown_is_what_is_read(kind, data):
    """With the form in the order of ticking, as a script sends it."""
    answer = data.draw(answers(kind))
    shown = QUESTION_TYPES[kind].show(ITEMS[kind], answer)
    read = QUESTION_TYPES[kind].parse(ITEMS[kind], shown, answer)
    kept = {"x": answer} if "x" in shown or answer.status is not Status.BEANTWOORD else {}
    assert read.answers == kept
    assert read.complaints == ()


@pytest.mark.parametrize("kind", KINDS)
@given(data=st.data())
def test_the_cells_of_an_answer_fill_just_the_columns(kind, data):
    """The columns do not depend on the answer."""
    answer = data.draw(answers(kind)) if kind in HOLDING else Answer()
    columns = QUESTION_TYPES[kind].columns(ITEMS[kind], CHOICES)
    cells = QUESTION_TYPES[kind].cells(ITEMS[kind], CHOICES, answer)
    assert list(cells) == [column.name for column in columns]


@pytest.mark.parametrize("kind", HOLDING)
@given(
    form=st.dictionaries(
        st.sampled_from(["x", "x__status", "x__order", "y"]),
        st.lists(st.text(max_size=8), max_size=3),
    )
)
def test_no_form_breaks_a_kind(kind, form):
    before = Answer("a", Status.BEANTWOORD)
    read = QUESTION_TYPES[kind].parse(ITEMS[kind], form, before)
    assert set(read.answers) <= {"x"}


@pytest.mark.parametrize("kind", HOLDING)
class TestReasons:
    def test_a_reason_takes_the_place_of_the_answer_that_stood_there(self, kind):
        given = {"range": "5", "integer": "5"}.get(kind, "a")
        read = parse(kind, Answer(given), x=[given], x__status=["wil_niet"])
        assert read.answers == {"x": Answer("", Status.WIL_NIET)}

    def test_a_new_answer_takes_the_place_of_the_reason_that_stood_there(self, kind):
        given = {"range": "5", "integer": "5"}.get(kind, "a")
        before = Answer("", Status.WIL_NIET)
        read = parse(kind, before, x=[given], x__status=["wil_niet"])
        assert read.answers == {"x": Answer(given)}

    def test_a_new_answer_and_a_new_reason_are_both_kept_in_sight(self, kind):
        given = {"range": "5", "integer": "5"}.get(kind, "a")
        read = parse(kind, None, x=[given], x__status=["weet_niet"])
        assert read.answers == {"x": Answer(given)}
        assert read.right == {}

    def test_an_empty_field_leaves_the_reason_that_stood_there(self, kind):
        assert parse(kind, Answer("", Status.TIJD), x=[""]).answers == {}

    def test_a_reason_that_is_taken_away_leaves_nothing(self, kind):
        read = parse(kind, Answer("", Status.TIJD), x=[""], x__status=[""])
        assert read.answers == {"x": Answer()}

    @pytest.mark.parametrize("reason", ["nvt_route", "geen_toestemming", "beantwoord", "hack"])
    def test_a_reason_of_the_system_is_ignored(self, kind, reason):
        assert parse(kind, None, x__status=[reason]).answers == {}

    def test_what_is_not_in_the_form_is_not_touched(self, kind):
        assert parse(kind, Answer("a"), y=["1"]).answers == {}


class TestSelectMultiple:
    def test_the_order_of_ticking_is_kept(self):
        read = parse("select_multiple", x=["", "a", "b", "c"], x__order=["c a b"])
        assert read.answers["x"].value == "c a b"

    def test_without_a_script_the_known_order_stays_and_new_ones_follow(self):
        given = ("", "a", "b", "c", "d")
        assert value("select_multiple", *given, before=Answer("d b")) == "d b a c"

    def test_an_order_cannot_tick_a_box(self):
        read = parse("select_multiple", x=["", "a"], x__order=["b a"])
        assert read.answers["x"].value == "a"

    def test_no_tick_is_no_answer(self):
        assert parse("select_multiple", Answer("a"), x=[""]).answers == {"x": Answer()}

    def test_not_ticked_is_zero_only_when_answered(self):
        kind = QUESTION_TYPES["select_multiple"]
        item = ITEMS["select_multiple"]
        assert kind.cells(item, CHOICES[:2], Answer("b")) == {
            "x": "b", "x__a": "0", "x__b": "1", "x__status": "beantwoord",
        }  # fmt: skip
        assert kind.cells(item, CHOICES[:2], Answer("", Status.WIL_NIET)) == {
            "x": "", "x__a": "", "x__b": "", "x__status": "wil_niet",
        }  # fmt: skip


class TestIntegers:
    @pytest.mark.parametrize(
        ("typed", "stored"),
        [("7", "7"), (" 12 ", "12"), ("007", "7"), ("1 000", "1000"), ("-3", "-3"), ("-0", "0"),
         ("٤٢", "42"), ("۱۲", "12"), ("0", "0")],
    )  # fmt: skip
    def test_a_number_is_stored_in_one_way(self, typed, stored):
        assert value("integer", typed) == stored
        assert parse("integer", x=[typed]).complaints == ()

    @pytest.mark.parametrize(
        "typed", ["zeven", "3,5", "3.5", "1.000", "--1", "1e3", "²", "9" * 10]
    )
    def test_anything_else_is_kept_in_sight_with_a_complaint(self, typed):
        read = parse("integer", x=[typed])
        assert read.answers["x"].value == typed
        assert [c.message for c in read.complaints] == ["Vul een heel getal in, in cijfers."]
        assert read.right == {}


class TestRange:
    @pytest.mark.parametrize("typed", ["-5", "61", "65", "7", "veel"])
    def test_a_number_off_the_scale_is_wrong(self, typed):
        assert parse("range", x=[typed]).right == {}

    def test_a_number_on_the_scale_is_right(self):
        assert parse("range", x=["0"]).right == {"x": Answer("0")}


class TestText:
    def test_line_ends_become_one_kind_and_unseen_signs_go(self):
        assert value("text", " een\r\ntwee\rdrie\x00\x07 ") == "een\ntwee\ndrie"

    def test_two_ways_to_write_a_letter_become_one(self):
        assert value("text", "e\u0301e\u0301n") == "één"

    @given(st.text(max_size=30))
    def test_reading_twice_changes_nothing(self, typed):
        once = QUESTION_TYPES["text"].value([typed.strip()], ())
        assert QUESTION_TYPES["text"].value([once], ()) == once


def test_select_one_takes_one():
    assert parse("select_one", x=["a", "b"]).right == {}
    assert parse("select_one", x=["a", "a"]).right == {"x": Answer("a")}


def test_form_fields_have_their_names():
    assert status_field("x") == "x__status"
    assert order_field("x") == "x__order"
