"""The order of the screens, as an interview is led."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from survey_app.questionnaire import load
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.course import Course
from survey_app.questionnaire.model import Questionnaire
from survey_app.questionnaire.routing import route

TODAY = date(2026, 5, 4)
APART = ["belemmering_open", "belemmering_kaarten"]


def course(questionnaire: Questionnaire, *, answers: dict | None = None, **led: bool) -> Course:
    consented = {name: Answer("ja") for name in ("toestemming", "toestemming_bijzonder")}
    sheet = AnswerSheet({**consented, **(answers or {})})
    return Course(route(questionnaire, sheet, TODAY), **led)


def names(way: Course) -> list[str]:
    return [question.name for question in way.questions]


def test_nothing_is_moved_or_left_when_nobody_asks_for_it(enquete57: Questionnaire) -> None:
    way = course(enquete57)
    assert way.questions == way.route.questions


def test_questions_that_are_better_asked_alone_come_after_the_53rd(
    enquete57: Questionnaire,
) -> None:
    whole, way = names(course(enquete57)), names(course(enquete57, apart=True))
    place = way.index("werk_inkomen")
    assert way[place + 1 : place + 3] == APART
    assert way[place + 3] == "netwerk_aantal"
    assert [name for name in way if name not in APART] == [n for n in whole if n not in APART]


def test_one_goes_on_and_back_in_the_new_order(enquete57: Questionnaire) -> None:
    way = course(enquete57, apart=True)
    for before, after in zip(way.questions, way.questions[1:], strict=False):
        assert way.next_question(before.name) is after
        assert way.previous_question(after.name) is before


def test_what_is_kept_for_later_is_not_behind(enquete57: Questionnaire) -> None:
    later, now = course(enquete57, apart=True), course(enquete57)
    assert not {q.name for q in later.behind("wens_betalen")} & set(APART)
    assert {q.name for q in now.behind("wens_betalen")} >= set(APART)


def test_short_of_time_only_core_questions_are_left_out_and_never_the_last_section(
    enquete57: Questionnaire,
) -> None:
    left = set(names(course(enquete57))) - set(names(course(enquete57, short=True)))
    assert "wens_reistijd" in left
    assert not any(enquete57.by_name[name].core for name in left)
    assert {enquete57.section_of[name].letter for name in left} <= set("BCDEFGHI")


def test_what_was_answered_before_time_was_short_stays(enquete57: Questionnaire) -> None:
    answered = course(enquete57, answers={"wens_reistijd": Answer("10")}, short=True)
    skipped = course(enquete57, answers={"wens_reistijd": Answer("", Status.TIJD)}, short=True)
    assert "wens_reistijd" in names(answered)
    assert "wens_reistijd" not in names(skipped)
    assert "wens_reistijd" in skipped.route.asked  # on the path: the analysis reads its status


def test_a_question_that_reads_what_can_wait_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "questionnaire.yaml").write_text(
        """\
name: klein
version: "1"
title: Klein
apart: {questions: [a], after: c}
sections:
  - name: s
    label: Begin
    questions:
      - {name: a, type: text, label: Hoe?}
      - {name: b, type: text, label: Wat?, relevant: "${a} != ''"}
      - {name: c, type: text, label: Wie?}
""",
        encoding="utf-8",
    )
    [problem] = load.load(tmp_path).problems
    assert (problem.question, problem.line) == ("b", 10)
    assert "later" in problem.fault
