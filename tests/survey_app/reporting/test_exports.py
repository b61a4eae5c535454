"""The exports: every answer with its status, and a codebook that names every column."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.recruitment.forest import forest
from survey_app.questionnaire.answers import Status
from survey_app.questionnaire.model import Questionnaire
from survey_app.questionnaire.names import TAKEN
from survey_app.reporting import exports
from survey_app.reporting.chains import network_size, waves
from survey_app.reporting.dataset import Answers
from survey_app.storage.database import Database
from survey_app.storage.interviews import InterviewState
from survey_app.storage.recruitment import RecruitShape
from survey_app.storage.studies import Study
from tests.survey_app.reporting.conftest import everybody, the_id

Rows = list[dict[str, str]]


@pytest.fixture
def exported(database: Database, study: Study, small: Questionnaire, tmp_path: Path) -> Any:
    def exported() -> tuple[Rows, Rows, dict[str, Any]]:
        files = exports.write(database, study, small, tmp_path / "export", "nl").files
        answers, codebook = (read(path) for path in files[:2])
        return answers, codebook, json.loads(files[2].read_text(encoding="utf-8"))

    return exported


def read(path: Path) -> Rows:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_a_value_stands_beside_its_status(hold: Any, exported: Any) -> None:
    hold(1, wil="graag", reis=Status.WEET_NIET)
    [row] = exported()[0]
    assert (row["wil"], row["wil__status"]) == ("graag", "beantwoord")
    assert (row["reis"], row["reis__status"]) == ("", "weet_niet")
    assert (row["oordeel"], row["oordeel__status"]) == ("", "nvt_route")


def test_where_the_links_were_removed_nobody_is_taken_for_a_seed(
    database: Database, study: Study, hold: Any, exported: Any
) -> None:
    hold(1, wil="graag")
    assert exported()[0][0]["wave"] == "0"
    with database.writing() as session:
        session.add(RecruitShape(study_id=study.id, number=1, wave=0))
    assert exported()[0][0]["wave"] == ""


def test_several_choices_keep_the_order_of_ticking(hold: Any, exported: Any) -> None:
    hold(1, bijzonder="ja", plekken="gebedshuis school")
    [row] = exported()[0]
    assert row["plekken"] == "gebedshuis school"
    assert (row["plekken__school"], row["plekken__nergens"]) == ("1", "0")


def test_what_was_not_answered_is_never_zero(hold: Any, exported: Any) -> None:
    hold(1, plekken=Status.WIL_NIET)
    [row] = exported()[0]
    assert row["plekken__school"] == ""


def test_no_question_can_be_called_like_a_column_about_the_interview() -> None:
    assert {name.removeprefix("interview.") for name in exports.ABOUT} <= TAKEN


def test_open_interviews_are_not_exported(hold: Any, exported: Any) -> None:
    hold(1, state=InterviewState.OPEN)
    assert exported()[0] == []


@pytest.mark.parametrize("text", ["=1+1", "+31 6", "-doen", "@iemand", "\tx"])
def test_words_are_no_formula(hold: Any, exported: Any, text: str) -> None:
    hold(1, verhaal=text)
    assert exported()[0][0]["verhaal"] == "'" + text


@given(st.integers())
def test_a_number_stays_a_number(number: int) -> None:
    assert exports.guarded(str(number)) == str(number)


def test_the_codebook_names_every_column_of_the_answers(hold: Any, exported: Any) -> None:
    hold(1)
    answers, codebook, document = exported()
    named = {row["variable"] for row in codebook}
    assert set(answers[0]) - named == {name.removeprefix("interview.") for name in exports.ABOUT}
    assert {variable["name"] for variable in document["variables"]} == named
    assert "weet_niet" in document["missing"]


def test_no_moment_is_exported_only_a_day(hold: Any, exported: Any) -> None:
    hold(1)
    assert exported()[0][0]["ended"] == "2026-05-12"


def test_the_answers_hold_what_a_recruitment_analysis_wants(hold: Any, exported: Any) -> None:
    seed = hold(1, kent="9", sprak="0")
    first = hold(2, recruiter=seed, kent="9", sprak="0")
    second = hold(3, recruiter=first, kent="5", sprak=Status.WEET_NIET)
    stopped = hold(4, recruiter=second, state=InterviewState.OPEN)
    hold(5, recruiter=stopped)
    rows = {row["interview"]: row for row in exported()[0]}
    told = [
        (row["recruiter"], row["wave"], row["network_size"])
        for row in (rows[str(the_id(number))] for number in (1, 2, 3, 5))
    ]
    assert told == [
        ("", "0", "0"),
        (str(seed.id), "1", "1"),
        (str(first.id), "2", "5"),
        (str(stopped.id), "0", ""),
    ]


def test_wave_and_network_size_are_those_of_the_analysis(
    waterwijk: Callable[[int], Answers],
) -> None:
    answers = waterwijk(150)
    people = everybody(answers.questionnaire, 150)[:150]
    who = answers.recruits()
    degrees = dict(zip(who.ids, who.degrees, strict=True))
    for one in people:
        size, degree = network_size(one), degrees[one.id.hex]
        assert size == degree or (size is None and degree != degree)
    found = waves({one.id: one.recruiter for one in people})
    trees = forest(who.ids, who.recruiters)
    of_analysis = dict(zip(trees.ids, trees.wave, strict=True))
    assert {one.hex: wave for one, wave in found.items()} == of_analysis


@pytest.mark.parametrize(
    ("language", "said", "not_dutch"),
    [
        ("nl", "weet het niet", "Niet Nederlands (taal niet bewaard)"),
        ("en", "does not know", "Not Dutch (language not kept)"),
    ],
)
def test_the_codebook_has_words_for_each_reason_and_for_a_language_that_is_not_kept(
    enquete57: Questionnaire, language: str, said: str, not_dutch: str
) -> None:
    book = {one["name"]: one for one in exports.codebook(enquete57, language)["variables"]}
    assert book["gesprekstaal"]["codes"]["niet_nl"] == not_dutch
    assert "niet_nl" not in book["talen_thuis"]["codes"]
    reasons = book["wil_leren__status"]["codes"]
    assert set(reasons) == set(Status)
    assert reasons["weet_niet"] == said
