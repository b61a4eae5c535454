"""The fragments, drawn and read back as a browser without script would send them."""

from dataclasses import dataclass
from datetime import date

import jinja2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from survey_app.question_types import QUESTION_TYPES, TEMPLATES, read_screen
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.load import load
from survey_app.questionnaire.routing import route
from survey_app.questionnaire.shuffle import card_order
from survey_app.questionnaire.texts import texts
from survey_app.settings import PROJECT
from tests.survey_app.questionnaire import strategies

TODAY = date(2026, 5, 17)
EVERYBODY = {"toestemming": "ja", "toestemming_bijzonder": "ja", "bijzonder": "ja"}


@dataclass(frozen=True)
class Said:
    text: str
    lang: str
    dir: str


def environment():
    loader = jinja2.PrefixLoader({"question_types": jinja2.FileSystemLoader(TEMPLATES)})
    made = jinja2.Environment(
        loader=loader,
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        extensions=["jinja2.ext.i18n"],
    )
    made.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    return made


ENVIRONMENT = environment()


class Screens:
    """Draws the screens of a questionnaire; texts of "ar" are the Dutch ones, marked."""

    def __init__(self, path):
        self.questionnaire = load(PROJECT / "questionnaires" / path).checked()
        self.sources = {text.key: text.source for text in texts(self.questionnaire)}

    def said(self, key, language):
        text = self.sources[key]
        return Said(f"«{text}»", "ar", "rtl") if language == "ar" else Said(text, "nl", "ltr")

    def way(self, answers):
        given = {name: Answer(v) for name, v in EVERYBODY.items()}
        known = {n: a for n, a in given.items() if n in self.questionnaire.items}
        return route(self.questionnaire, AnswerSheet({**known, **answers}), TODAY)

    def draw(self, way, question, *, heard="ar", mode="oral"):
        items = way.relevant_items(question)
        cards = [card.name for card in question.cards.cards] if question.cards else []
        order = [name for name in card_order(7, question.name, cards) if name in way.asked]
        template = ENVIRONMENT.get_template(QUESTION_TYPES[question.item.type].template)
        return template.render(
            question=question,
            items=items,
            choices={item.name: way.visible_choices(item) for item in items},
            answers=way.sheet,
            t=self.said,
            read_lang="nl",
            heard_lang=heard,
            mode=mode,
            order=order,
        )


ENQUETE = Screens("enquete57")
EXAMPLES = [
    Screens(f"examples/{name}")
    for name in ("several_choices", "number", "range", "open_text", "card_task", "note", "consent")
]


def fields(markup):
    """What a browser would send, without any button."""
    sent = {}
    for name, value in tree(markup).form_values():
        sent.setdefault(name, []).append(value.removeprefix("\n"))
    return sent


def tree(markup):
    return html.fragment_fromstring(markup, create_parent="form")


@pytest.fixture(params=["oral", "self"])
def mode(request):
    return request.param


def all_screens(screens, answers=None, **options):
    way = screens.way(answers or {"traject_status": Answer("gestopt"), "bekenden": Answer("3")})
    return [(question, tree(screens.draw(way, question, **options))) for question in way.questions]


@pytest.mark.parametrize("screens", [ENQUETE, *EXAMPLES], ids=lambda s: s.questionnaire.name)
class TestEveryScreen:
    def test_every_field_is_named_after_an_item(self, screens, mode):
        for question, form in all_screens(screens, mode=mode):
            items = {item.name for item in question.items}
            names = {name.removesuffix("__status") for name in form.xpath(".//@name")}
            assert names <= items

    def test_every_field_has_a_label(self, screens, mode):
        for question, form in all_screens(screens, mode=mode):
            for field in form.xpath(".//input[@type!='hidden'] | .//select | .//textarea"):
                labelled = (
                    field.xpath("ancestor::label")
                    or form.xpath(f".//label[@for='{field.get('id')}']")
                    or field.get("aria-label")
                )
                assert labelled, (question.name, html.tostring(field))

    def test_no_id_stands_twice(self, screens, mode):
        for _question, form in all_screens(screens, mode=mode):
            ids = form.xpath(".//@id")
            assert len(ids) == len(set(ids))

    def test_every_run_of_text_says_its_language(self, screens, mode):
        for question, form in all_screens(screens, mode=mode):
            for run in form.xpath(".//*[starts-with(normalize-space(text()), '«')]"):
                assert run.xpath("ancestor-or-self::*[@lang][1]/@lang") == ["ar"], question.name
                assert run.xpath("ancestor-or-self::*[@dir][1]/@dir") == ["rtl"], question.name

    def test_two_languages_stand_side_by_side_and_one_stands_once(self, screens):
        (question, both), (_, once) = (
            all_screens(screens)[0],
            all_screens(screens, heard="nl")[0],
        )
        label = screens.sources[f"{question.name}:label"]
        assert both.text_content().count(label) == 2
        assert once.text_content().count(label) == 1


class TestAlone:
    def test_a_field_code_is_never_drawn(self):
        for question, form in all_screens(ENQUETE, mode="self"):
            codes = {item.name for item in question.items if item.field_code}
            assert not codes & set(form.xpath(".//@name"))

    def test_the_words_for_who_is_alone_are_used(self):
        screens = Screens("examples/alone")
        (_, form), *_ = all_screens(screens, mode="self")
        assert "Lees de zin" in form.text_content()
        (_, form), *_ = all_screens(screens, mode="oral")
        assert "Ik lees een zin voor" in form.text_content()

    def test_reasons_of_the_interviewer_are_not_offered(self):
        for _question, form in all_screens(ENQUETE, mode="self"):
            assert not {"tijd", "niet_begrepen"} & set(form.xpath(".//option/@value"))


class TestCards:
    def form(self, **answers):
        ((_, form),) = all_screens(EXAMPLES[4], {n: Answer(v) for n, v in answers.items()})
        return form

    def test_every_card_is_there_with_its_piles_in_the_order_of_the_seed(self):
        form = self.form()
        shown = form.xpath(".//*[@data-card]/@data-card")
        assert shown == list(
            card_order(7, "redenen", ["reden_werk", "reden_school", "reden_buren", "reden_dokter"])
        )
        for card in form.xpath(".//*[@data-card]"):
            radios = card.xpath(f".//input[@type='radio'][@name='{card.get('data-card')}']/@value")
            assert radios == ["0", "1", "2"]
        assert form.xpath(".//input[@name='redenen_volgorde']/@value") == [" ".join(shown)]

    def test_the_picks_offer_every_card(self):
        form = self.form(reden_werk="2", reden_top1="reden_werk")
        assert len(form.xpath(".//select[@name='reden_top1']/option")) == 5
        assert form.xpath(".//select[@name='reden_top1']/option[@selected]/@value") == [
            "reden_werk"
        ]


def test_texts_are_escaped():
    screens = Screens("examples/one_choice")
    screens.sources["kleur:label"] = "<script>alert(1)</script> & zo"
    way = screens.way({})
    assert "<script>" not in screens.draw(way, way.questions[0])


def test_the_card_task_of_the_enquete_is_light_enough_for_a_slow_line():
    """In one language, before compression; most other screens are a third of it."""
    way = ENQUETE.way({})
    question = ENQUETE.questionnaire.by_name["motief_kaarten"]
    assert len(ENQUETE.draw(way, question, heard="nl").encode()) < 15_000


@st.composite
def filled_in(draw):
    screens = draw(st.sampled_from([ENQUETE, *EXAMPLES]))
    questionnaire = screens.questionnaire
    answers = dict(draw(strategies.sheets(questionnaire)))
    question = draw(st.sampled_from(questionnaire.questions))
    for item in question.items:
        if draw(st.booleans()):
            answers[item.name] = draw(strategies.answers(questionnaire, item))
    return screens, question, answers


def as_stored(item, answer):
    """Whether this answer can have come from a form."""
    kind = QUESTION_TYPES[item.type]
    if answer.status is not Status.BEANTWOORD:
        return answer.status.value in item.missing
    return kind.value([answer.value.strip()], ()) == answer.value and (
        not answer.value or kind.fault(item, answer.value) is None
    )


@settings(deadline=None, max_examples=150)
@given(filled_in())
def test_sending_a_screen_back_untouched_changes_no_answer(case):
    """What was answered, and why something was not, survives a look at the screen."""
    screens, question, answers = case
    way = screens.way(answers)
    if question.name not in way.names:
        return
    read = read_screen(way, question, fields(screens.draw(way, question)))
    visible = {i.name: {c.name for c in way.visible_choices(i)} for i in question.items}
    for item in way.relevant_items(question):
        before = way.sheet.get(item.name, Answer())
        hidden = item.list_name and not set(before.codes) <= visible[item.name]
        if as_stored(item, before) and not hidden:
            after = read.answers.get(item.name, before)
            if question.cards and item.name == question.cards.order.name:
                continue  # the screen says the order in which it shows the cards
            assert (after.value, after.status) == (before.value, before.status), item.name
