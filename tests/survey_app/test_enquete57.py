"""Enquête 57 is what the blueprint says, in every language that it claims."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survey_app import i18n
from survey_app.questionnaire import load, routing
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.model import Item, Questionnaire
from survey_app.questionnaire.texts import Text, texts
from survey_app.settings import PROJECT

FOLDER = PROJECT / "questionnaires" / "enquete57"
TODAY = date(2026, 11, 1)
FORBIDDEN = ("inburger", "allochtoon", "doelgroep", "traject")
# What a person alone cannot be asked in these words: somebody reads, writes, lays or points.
INTERVIEWER_WORDS = re.compile(
    r"\b(met mij|mijn vragen|ik (heb|ben|noem|lees|schrijf|stel)|mag ik|zegt u|"
    r"leg elke|pak nu|aanwijzen|vertelt u|meenemen|dit gesprek)\b",
    re.IGNORECASE,
)


@pytest.fixture(scope="module")
def enquete() -> Questionnaire:
    return load.load(FOLDER, i18n.catalogues).checked()


@pytest.fixture(scope="module")
def heard(enquete: Questionnaire) -> list[Text]:
    return [text for text in texts(enquete) if text.heard]


def test_it_has_57_questions_19_sub_items_and_24_cards(enquete: Questionnaire) -> None:
    numbers = [question.number for question in enquete.main_questions]
    assert numbers == [f"V{n}" for n in range(1, 58)]
    assert sum(len(question.sub) for question in enquete.main_questions) == 19
    assert sum(len(q.cards.cards) for q in enquete.main_questions if q.cards) == 24
    assert sum(len(q.cards.top) for q in enquete.main_questions if q.cards) == 6


def test_the_observation_has_6_unnumbered_questions_that_are_not_read(
    enquete: Questionnaire,
) -> None:
    observation = enquete.sections[-1]
    assert not observation.read_aloud
    assert [question.number for question in observation.questions] == [None] * 6


def test_the_estimated_length_of_each_route_stays_under_half_an_hour(
    enquete: Questionnaire,
) -> None:
    """The blueprint's longest route, *gestopt*, takes 29:17."""
    not_asked = {"nooit_gevraagd", "bezig_afmaken"}
    asked = [q for q in enquete.main_questions if q.name not in not_asked]
    assert len(asked) == 55
    assert sum(question.seconds for question in asked) == 29 * 60 + 17


@pytest.mark.parametrize(
    "name", ["gesprekstaal", "toestemming", "toestemming_bijzonder", "contact_toestemming"]
)
def test_language_consents_and_contact_have_no_missing_answer(
    enquete: Questionnaire, name: str
) -> None:
    assert enquete.items[name].missing == ()


def test_every_other_question_can_be_unanswered_for_a_reason(enquete: Questionnaire) -> None:
    without = [q.number for q in enquete.main_questions if not q.item.missing]
    assert without == ["V2", "V3", "V4", "V56"]


def test_missing_answers_are_never_choices(enquete: Questionnaire) -> None:
    statuses = {"weet_niet", "wil_niet", "niet_begrepen", "tijd", "nvt_route"}
    for choices in enquete.lists.values():
        assert not statuses & {choice.name for choice in choices.choices}, choices.name


def test_the_closing_section_is_never_skipped(enquete: Questionnaire) -> None:
    assert [s.letter for s in enquete.sections if not s.skippable] == ["A", "J", ""]


def test_special_answers_need_the_second_consent(enquete: Questionnaire) -> None:
    """Blueprint V4: the choices and items that *nee* hides."""
    special = {
        choice.name
        for choices in enquete.lists.values()
        for choice in choices.choices
        if choice.filters.get("bijz") == "1"
    }
    assert special == {
        "gebedshuis",
        "gebedshuis_vereniging",
        "geestelijke",
        "zwanger_baby",
        "ziek_wia",
        "azc",
        "veiligheid",
        "belemmering_gezondheid",
    }
    items = {name for name, item in enquete.items.items() if item.special_category}
    assert items == {"talen_thuis", "geboorteland", "belemmering_gezondheid"}


def test_an_item_with_special_choices_always_filters_them(enquete: Questionnaire) -> None:
    lists = {
        name
        for name, choices in enquete.lists.items()
        if any(choice.filters.get("bijz") for choice in choices.choices)
    }
    for item in enquete.items.values():
        if item.list_name in lists:
            assert item.choice_filter, item.name


def test_no_forbidden_word_is_heard(heard: list[Text]) -> None:
    for text in heard:
        assert not any(word in text.source.lower() for word in FORBIDDEN), text.key


def _read_items(enquete: Questionnaire) -> list[Item]:
    return [
        item
        for section in enquete.sections
        if section.read_aloud
        for question in section.questions
        for item in (question.item, *(question.cards.top if question.cards else ()), *question.sub)
        if not item.field_code
    ]


def test_words_of_an_interviewer_have_words_for_a_person_alone(enquete: Questionnaire) -> None:
    for item in _read_items(enquete):
        if INTERVIEWER_WORDS.search(item.label):
            assert item.label_self, f"{item.name}: {item.label}"
        assert not INTERVIEWER_WORDS.search(item.label_self), f"{item.name}: {item.label_self}"


def test_places_to_fill_in_are_the_three_that_are_filled(enquete: Questionnaire) -> None:
    places = {place for text in texts(enquete) for place in i18n.placeholders(text.source)}
    assert places == {"[voornaam]", "[gemeente]", "[datum]"}


# The routes

ROUTES = {"nooit": (46, 41), "bezig": (53, 47), "gestopt": (55, 48), "afgerond": (54, 47)}


def sheet(**values: str) -> AnswerSheet:
    consents = {"toestemming": "ja", "toestemming_bijzonder": "ja"}
    return AnswerSheet({name: Answer(value) for name, value in {**consents, **values}.items()})


@pytest.mark.parametrize("status", ROUTES)
def test_each_route_has_the_length_of_the_blueprint(enquete: Questionnaire, status: str) -> None:
    answers = sheet(traject_status=status)
    path = routing.route(enquete, answers, TODAY)
    core = routing.route(enquete, answers, TODAY, core_only=True)
    counted = [sum(bool(q.number) for q in route.questions) for route in (path, core)]
    assert tuple(counted) == ROUTES[status]


def test_without_the_second_consent_two_questions_and_a_card_drop_out(
    enquete: Questionnaire,
) -> None:
    full = routing.route(enquete, sheet(), TODAY).asked
    less = routing.route(enquete, sheet(toestemming_bijzonder="nee"), TODAY).asked
    assert set(full) - set(less) == {"talen_thuis", "geboorteland", "belemmering_gezondheid"}


def test_who_was_born_here_is_not_asked_about_arriving(enquete: Questionnaire) -> None:
    asked = routing.route(enquete, sheet(geboorteland="NL"), TODAY).asked
    assert not {"jaar_aankomst", "reden_komst"} & set(asked)


def test_with_both_consents_every_choice_of_every_list_can_be_given(
    enquete: Questionnaire,
) -> None:
    """Also where a list is called after its question."""
    for status in ROUTES:
        walked = routing.route(enquete, sheet(traject_status=status), TODAY)
        for item in walked.asked.values():
            assert walked.visible_choices(item) == enquete.choices(item), item.name


def test_an_unknown_course_skips_all_questions_about_it(enquete: Questionnaire) -> None:
    """Blueprint V16: with *weet niet* the other questions of section D and V42 are skipped."""
    unknown = AnswerSheet({**sheet(), "traject_status": Answer(status=Status.WEET_NIET)})
    asked = routing.route(enquete, unknown, TODAY).questions
    assert [q.number for q in asked if q.section == "s_d"] == ["V16"]
    assert "V42" not in [q.number for q in asked]


# The typology, in both its forms: derived.yaml (XLSForm) and advice.yaml (analysis)


def _holds(condition: dict[str, Any], row: dict[str, str]) -> bool:
    """A row condition as ``analysis/descriptive/advice.py`` describes it."""
    (kind, inner), *_ = condition.items()
    if kind == "is":
        return bool(set(row.get(inner["item"], "").split()) & set(inner["codes"]))
    if kind == "not":
        return not _holds(inner, row)
    return (all if kind == "all" else any)(_holds(part, row) for part in inner)


def _typed(advice: Mapping[str, Any], row: dict[str, str]) -> str:
    row = dict(row)
    for variable in advice["derived"]:
        cases = variable.get("cases", ())
        value = next((c["value"] for c in cases if _holds(c["when"], row)), None)
        row[variable["name"]] = value or variable.get("otherwise", "")
    return row["doelgroep_type"]


def _codes(enquete: Questionnaire, name: str) -> st.SearchStrategy[str]:
    return st.sampled_from([*(c.name for c in enquete.lists[name].choices), ""])


@given(data=st.data())
def test_typology_is_the_same_in_the_interview_and_in_the_analysis(
    enquete: Questionnaire, data: st.DataObject
) -> None:
    lists = ("werk_inkomen", "leeftijd", "geslacht", "reden_komst")
    row = {name: data.draw(_codes(enquete, name), name) for name in lists}
    row["geboorteland"] = data.draw(_codes(enquete, "land"), "geboorteland")
    household = st.lists(_codes(enquete, "gezin"), unique=True)
    row["gezin"] = " ".join(data.draw(household, "gezin")).strip()
    if row["geboorteland"] == "NL":
        row["reden_komst"] = ""  # is not asked then
    derived = routing.route(enquete, sheet(**row), TODAY).derived()
    assert derived["doelgroep_type"] == _typed(enquete.advice, row)


@pytest.mark.parametrize(
    ("expected", "row"),
    [
        ("A1", {"werk_inkomen": "werk_vast"}),
        ("A2", {"werk_inkomen": "bijstand_plicht"}),
        ("A3", {"werk_inkomen": "zoekt_werk", "geboorteland": "PL", "reden_komst": "werk"}),
        ("O", {"werk_inkomen": "studie", "geslacht": "vrouw"}),
        ("O", {}),
        ("N3", {"werk_inkomen": "aow", "geslacht": "man"}),
        ("N1", {"werk_inkomen": "thuis", "geslacht": "vrouw", "leeftijd": "55_64"}
         | {"gezin": "partner kind_uit_huis"}),
        ("N2", {"werk_inkomen": "thuis", "geslacht": "vrouw", "leeftijd": "45_54"}
         | {"gezin": "kind_13_17"}),
        ("N2", {"werk_inkomen": "thuis", "geslacht": "vrouw", "leeftijd": "25_34"}
         | {"reden_komst": "huwelijk_partner"}),
        ("N4", {"werk_inkomen": "thuis", "geslacht": "vrouw", "leeftijd": "25_34"}),
    ],
)  # fmt: skip
def test_each_box_of_the_typology(
    enquete: Questionnaire, expected: str, row: dict[str, str]
) -> None:
    assert routing.route(enquete, sheet(**row), TODAY).derived()["doelgroep_type"] == expected


def test_advice_has_31_rules_that_name_their_source(enquete: Questionnaire) -> None:
    rules = enquete.advice["rules"]
    assert isinstance(rules, list)
    assert [rule["id"] for rule in rules] == [f"R{n:02}" for n in range(1, 32)]
    for rule in rules:
        assert rule["message"], rule["id"]
        assert rule["source"], rule["id"]
        assert re.fullmatch(r"[\d–, ]+", rule["pages"]), rule["id"]
        assert rule["kind"] in ("kern", "afgeleid"), rule["id"]


def test_advice_never_asks_where_somebody_comes_from(enquete: Questionnaire) -> None:
    """Country, language and origin decide about nothing but box A3 of the handbook."""
    private = ("geboorteland", "herkomst_cbs", "talen_thuis", "gesprekstaal")
    assert not any(f"'{name}'" in str(enquete.advice["rules"]) for name in private)


def test_advice_names_only_items_and_codes_that_exist(enquete: Questionnaire) -> None:
    derived: dict[str, set[str]] = {}
    for variable in enquete.advice["derived"]:
        _check_codes(variable, enquete, derived)
        values = {case["value"] for case in variable.get("cases", ())}
        derived[variable["name"]] = values | {variable.get("otherwise", "")}
    for rule in enquete.advice["rules"]:
        _check_codes(rule, enquete, derived)


def _check_codes(node: Any, enquete: Questionnaire, derived: dict[str, set[str]]) -> None:
    if isinstance(node, list):
        for part in node:
            _check_codes(part, enquete, derived)
    if not isinstance(node, dict):
        return
    if "item" in node:
        item = enquete.items.get(node["item"])
        known = {c.name for c in enquete.choices(item)} if item else derived[node["item"]]
        assert set(node.get("codes", ())) | set(node.get("values", ())) <= known, node
    if "above" in node:
        assert node["above"] in enquete.items, node
    for part in node.values():
        _check_codes(part, enquete, derived)


# Languages


def _translated(language: str, text: Text) -> i18n.Translated:
    return i18n.translate(text.key, text.source, language)


def test_english_is_complete(enquete: Questionnaire) -> None:
    missing = [t.key for t in texts(enquete) if _translated("en", t).language != "en"]
    assert missing == []


def test_arabic_has_everything_that_is_heard(heard: list[Text]) -> None:
    missing = [t.key for t in heard if _translated("ar", t).language != "ar"]
    assert missing == []


@pytest.mark.parametrize("language", [x for x in i18n.languages() if x != i18n.SOURCE])
def test_each_language_fills_in_the_same_places(enquete: Questionnaire, language: str) -> None:
    for text in texts(enquete):
        said = _translated(language, text).text
        assert i18n.placeholders(said) == i18n.placeholders(text.source), text.key


def test_arabic_has_no_latin_letters_but_places(heard: list[Text]) -> None:
    for text in heard:
        said = re.sub(r"\[[a-z_]+\]", "", _translated("ar", text).text)
        assert not re.search("[A-Za-z]", said), f"{text.key}: {said}"


def test_arabic_has_the_numerals_0_to_9(heard: list[Text]) -> None:
    for text in heard:
        said = _translated("ar", text).text
        assert all(x in "0123456789" for x in said if unicodedata.category(x) == "Nd"), text.key


def test_nobody_has_checked_the_drafts_and_they_say_so() -> None:
    assert i18n.review_status("ar") is i18n.Review.DRAFT
    assert i18n.review_status("en") is i18n.Review.DRAFT


def test_every_language_of_an_interview_has_a_name_of_its_own(enquete: Questionnaire) -> None:
    codes = [c.name for c in enquete.lists["talen"].choices if c.name != "anders"]
    assert [code for code in codes if i18n.endonym(code) == code] == []


def test_every_file_is_used() -> None:
    written = (FOLDER / "questionnaire.yaml").read_text(encoding="utf-8")
    files = {path.name for path in FOLDER.glob("*.yaml")} - {"questionnaire.yaml"}
    assert [name for name in files if name not in written] == []
