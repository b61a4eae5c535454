"""The page finds the same way through enquête 57 as the server does, on the same answers."""

from datetime import date
from random import Random

import pytest

from survey_app.question_types import check_screen, read_screen
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.course import Course
from survey_app.questionnaire.routing import dropped_by, route, skipped_for_time
from survey_app.questionnaire.shuffle import card_order
from survey_app.web.offline.definition import definition

pytestmark = [pytest.mark.browser, pytest.mark.slow]

TODAY = date(2026, 5, 17)
STATUSES = [*["beantwoord"] * 8, "weet_niet", "wil_niet", "niet_begrepen", "tijd", "nvt_route"]

LOAD = """
async definition => {
  const modules = ["routing", "checks", "reading", "course"];
  const found = await Promise.all(
    modules.map(name => import(`/static/js/offline/${name}.js`)));
  window.twin = Object.assign({}, ...found);
  window.questionnaire = new twin.Questionnaire(definition);
}
"""

WALK = """
([sheets, today]) => {
  const { Route, droppedBy, checkScreen } = twin;
  const routes = sheets.map(sheet => new Route(questionnaire, new Map(sheet), today));
  const said = (c) => [c.item, c.key || c.message, c.hard];
  return routes.map((route, i) => ({
    path: route.questions.map(q => q.name),
    asked: [...route.asked.keys()],
    next: questionnaire.questions.map(q => route.next(q.name)?.name ?? null),
    previous: questionnaire.questions.map(q => route.previous(q.name)?.name ?? null),
    open: route.questions.map(q => route.openItems(q).map(item => item.name)),
    choices: [...route.asked.values()].map(item =>
      route.visibleChoices(item).map(choice => choice.name)),
    dropped: droppedBy(routes[i], routes[(i + 1) % routes.length]),
    complaints: route.questions.map(q => checkScreen(route, q).map(said)),
  }));
}
"""

LED = """
([sheets, today]) => sheets.flatMap(sheet => {
  const route = new twin.Route(questionnaire, new Map(sheet), today);
  const name = (question) => question?.name ?? null;
  return [0, 1, 2, 3].map(how => {
    const course = new twin.Course(route, { short: how % 2 === 1, apart: how > 1 });
    return {
      questions: course.questions.map(name),
      open: course.openQuestions.map(name),
      next: questionnaire.questions.map(q => name(course.next(q.name))),
      previous: questionnaire.questions.map(q => name(course.previous(q.name))),
      behind: questionnaire.questions.map(q => course.behind(q.name).length),
      skipped: twin.skippedForTime(route).map(item => item.name),
    };
  });
})
"""

READ = """
([cases, today]) => cases.map(([sheet, name, form]) => {
  const route = new twin.Route(questionnaire, new Map(sheet), today);
  const read = twin.readScreen(route, questionnaire.byName.get(name), new Map(form));
  const plain = (answers) => [...answers].map(([item, one]) => [item, one.value, one.status]);
  return {
    answers: plain(read.answers).sort(),
    right: plain(read.right).sort(),
    complaints: read.complaints.map(c => [c.item, c.key || c.message, c.hard]),
  };
})
"""


@pytest.fixture
def page(page, live_server, enquete57):
    page.goto(f"{live_server}/login")
    page.evaluate(LOAD, definition(enquete57))
    return page


def test_path_items_choices_and_complaints_on_random_sheets(page, enquete57):
    chance = Random(57)
    sheets = [a_sheet(enquete57, chance) for _ in range(160)]
    walked = page.evaluate(WALK, [[as_pairs(sheet) for sheet in sheets], TODAY.isoformat()])
    for place, (sheet, twin) in enumerate(zip(sheets, walked, strict=True)):
        assert twin == on_the_server(enquete57, sheet, sheets[(place + 1) % len(sheets)])
    assert len({tuple(twin["asked"]) for twin in walked}) > 12


def test_an_interview_is_led_alike_short_of_time_and_apart(page, enquete57):
    chance = Random(59)
    sheets = [a_sheet(enquete57, chance) for _ in range(60)]
    told = page.evaluate(LED, [[as_pairs(sheet) for sheet in sheets], TODAY.isoformat()])
    assert told == [
        led_on_the_server(enquete57, sheet, short, apart)
        for sheet in sheets
        for apart in (False, True)
        for short in (False, True)
    ]
    assert any(one["skipped"] for one in told)


def test_random_forms_are_read_alike(page, enquete57):
    chance = Random(58)
    cases = []
    for _ in range(600):
        sheet = a_sheet(enquete57, chance)
        question = chance.choice(route(enquete57, sheet, TODAY).questions)
        cases.append((sheet, question, a_form(enquete57, question, chance)))
    told = [(as_pairs(sheet), q.name, list(form.items())) for sheet, q, form in cases]
    for (sheet, question, form), twin in zip(
        cases, page.evaluate(READ, [told, TODAY.isoformat()]), strict=True
    ):
        read = read_screen(route(enquete57, sheet, TODAY), question, form)
        assert twin["answers"] == plain(read.answers)
        assert twin["right"] == plain(read.right)
        assert sorted(twin["complaints"]) == sorted(map(said, read.complaints)), (question, form)


def test_cards_are_shuffled_alike(page):
    shuffle = """async seeds => {
      const { cardOrder } = await import("/static/js/offline/shuffle.js");
      return seeds.map(seed => cardOrder(seed, "motief", ["a", "b", "c", "d", "e", "f"]));
    }"""
    seeds = ["0", "57", str(2**53 - 1), str(2**63 - 1)]
    expected = [list(card_order(int(seed), "motief", list("abcdef"))) for seed in seeds]
    assert page.evaluate(shuffle, seeds) == expected


def on_the_server(questionnaire, sheet, other):
    way = route(questionnaire, sheet, TODAY)
    return {
        "path": list(way.names),
        "asked": list(way.asked),
        "next": [name_of(way.next_question(q.name)) for q in questionnaire],
        "previous": [name_of(way.previous_question(q.name)) for q in questionnaire],
        "open": [[item.name for item in way.open_items(q)] for q in way.questions],
        "choices": [[c.name for c in way.visible_choices(item)] for item in way.asked.values()],
        "dropped": [item.name for item in dropped_by(questionnaire, sheet, other, TODAY)],
        "complaints": [[said(c) for c in check_screen(way, q)] for q in way.questions],
    }


def led_on_the_server(questionnaire, sheet, short, apart):
    course = Course(route(questionnaire, sheet, TODAY), short, apart)
    return {
        "questions": [q.name for q in course.questions],
        "open": [q.name for q in course.open_questions],
        "next": [name_of(course.next_question(q.name)) for q in questionnaire],
        "previous": [name_of(course.previous_question(q.name)) for q in questionnaire],
        "behind": [len(course.behind(q.name)) for q in questionnaire],
        "skipped": [item.name for item in skipped_for_time(questionnaire, sheet, TODAY)],
    }


def a_sheet(questionnaire, chance):
    """Answers of any kind, some wrong; most of the time a real way in."""
    names = [name for name in questionnaire.items if chance.random() < 0.7]
    sheet = {name: an_answer(questionnaire, questionnaire.items[name], chance) for name in names}
    if chance.random() < 0.8:
        sheet |= {name: Answer("ja") for name in ("toestemming", "toestemming_bijzonder")}
    return AnswerSheet(sheet)


def an_answer(questionnaire, item, chance):
    status = Status(chance.choice(STATUSES))
    return (
        Answer(a_value(questionnaire, item, chance), status)
        if (status is Status.BEANTWOORD)
        else Answer("", status)
    )


def a_value(questionnaire, item, chance):
    codes = [choice.name for choice in questionnaire.choices(item)]
    if item.list_name and chance.random() < 0.95:
        most = min(len(codes), 4 if item.type == "select_multiple" else 1)
        return " ".join(chance.sample(codes, chance.randint(1, most)))
    if item.type in ("integer", "range") and chance.random() < 0.9:
        return str(chance.choice([0, 1, 3, 5, 10, 12, 45, 1999, 2020]))
    return chance.choice(
        ["", "woorden", "bel 06 1234 5678", "a@b.nl", "1234 AB", "x y", "é" * 2001]
    )


def a_form(questionnaire, question, chance):
    form = {}
    for item in question.items:
        if chance.random() < 0.85:
            value = a_value(questionnaire, item, chance)
            several = item.type == "select_multiple"
            form[item.name] = ["", *value.split()] if several else [value]
            if several and chance.random() < 0.5:
                form[f"{item.name}__order"] = [" ".join(reversed(value.split()))]
        if chance.random() < 0.2:
            form[f"{item.name}__status"] = [chance.choice(["", *STATUSES])]
    if chance.random() < 0.25:
        form["status"] = [chance.choice(STATUSES)]
    numbers = [i for i in question.items if i.type == "integer"]
    if numbers and chance.random() < 0.5:
        form[numbers[0].name] = [chance.choice([" 007 ", "٣٤", "-0", "twee", "1 2"])]
    return form


def as_pairs(sheet):
    return [
        [name, {"value": answer.value, "status": answer.status.value}]
        for name, answer in sheet.items()
    ]


def plain(answers):
    return sorted([name, a.value, a.status.value] for name, a in answers.items())


def said(complaint):
    return [complaint.item, complaint.key or complaint.message, complaint.hard]


def name_of(question):
    return question.name if question else None
