"""The bridge: integers become answers, reasons, scores and recruitment."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.simulation import simulate_study
from survey_app.questionnaire.answers import Status
from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import snapshot
from survey_app.reporting.dataset import Answers
from survey_app.storage.database import Database
from survey_app.storage.interviews import InterviewState
from survey_app.storage.studies import Study

Read = Callable[[], Answers]


@pytest.fixture
def read(database: Database, study: Study, tmp_path: Path, small: Questionnaire) -> Read:
    return lambda: Answers(snapshot.refresh(database, study, tmp_path / "snap"), small)


def one(read: Read, name: str) -> tuple[object, str]:
    answers = read()
    value = answers.values(name).iloc[0]
    return (None if value != value else value), str(answers.reasons(name).iloc[0])


@pytest.mark.parametrize(
    ("item", "given", "value"),
    [
        ("wil", "graag", "graag"),
        ("plekken", "gebedshuis school", "school gebedshuis"),
        ("reis", "35", 35.0),
        ("kent", "0", 0.0),
    ],
)
def test_an_answer_comes_back(hold: Any, read: Read, item: str, given: str, value: object) -> None:
    hold(1, bijzonder="ja", **{item: given})
    assert one(read, item) == (value, "beantwoord")


@pytest.mark.parametrize("reason", [Status.WEET_NIET, Status.WIL_NIET, Status.NIET_BEGREPEN])
@pytest.mark.parametrize("item", ["wil", "plekken", "reis", "verhaal"])
def test_a_reason_comes_back_and_is_no_answer(
    hold: Any, read: Read, item: str, reason: Status
) -> None:
    hold(1, **{item: reason})
    assert one(read, item) == (None, str(reason))


def test_what_is_off_the_path_was_not_asked(hold: Any, read: Read) -> None:
    hold(1, les="nee", oordeel="graag")
    assert one(read, "oordeel") == (None, "nvt_route")


def test_what_the_second_consent_hides_says_so(hold: Any, read: Read) -> None:
    hold(1, bijzonder="nee", geloof="iets", werk="2")
    assert one(read, "geloof") == (None, "geen_toestemming")
    assert one(read, "ziek") == (None, "geen_toestemming")


def test_what_was_not_reached_was_broken_off(hold: Any, read: Read) -> None:
    hold(1, state=InterviewState.STOPPED, wil="graag")
    assert one(read, "reis") == (None, "afgebroken")


def test_field_codes_of_an_open_question_without_answer_share_its_reason(
    hold: Any, read: Read
) -> None:
    hold(1, verhaal=Status.WIL_NIET)
    assert one(read, "verhaal_code") == (None, "wil_niet")


def test_field_codes_that_nobody_ticked_are_not_broken_off(hold: Any, read: Read) -> None:
    hold(1, verhaal="Er was veel.")
    assert one(read, "verhaal_code") == (None, "nvt_route")


def test_a_language_that_may_not_be_stored_is_a_code_of_its_own(hold: Any, read: Read) -> None:
    hold(1, taal="niet_nl")
    assert one(read, "taal") == ("niet_nl", "beantwoord")


def test_a_score_is_the_pile_and_one_more_when_picked(hold: Any, read: Read) -> None:
    hold(1, bijzonder="ja", werk="2", buren="1", ziek="0", top1="werk")
    hold(2, bijzonder="nee", werk="0", buren=Status.WEET_NIET)
    scores = read().all_scores().frame
    rows = sorted(map(str, scores.fillna(-1).to_numpy().tolist()))
    assert rows == ["[0.0, -1.0, -1.0]", "[3.0, 1.0, 0.0]"]
    assert {v.block for v in read().all_scores().codebook.values()} == {"motivator"}


@pytest.mark.parametrize(
    ("sprak", "kent", "recruited", "degree"),
    [
        ("4", "9", True, 4),
        ("0", "9", True, 1),
        (Status.WEET_NIET, "9", True, 9),
        (Status.WEET_NIET, "0", True, 1),
        (Status.WEET_NIET, Status.WIL_NIET, True, None),
        ("0", "9", False, 0),
    ],
)
def test_network_size(
    hold: Any, read: Read, sprak: Any, kent: Any, recruited: bool, degree: float | None
) -> None:
    recruiter = hold(1, sprak="3", kent="3")
    hold(2, recruiter=recruiter if recruited else None, sprak=sprak, kent=kent)
    recruits = read().recruits()
    mine = recruits.degrees[recruits.ids != recruiter.id.hex].iloc[0]
    assert (None if np.isnan(mine) else mine) == degree


def test_somebody_whose_recruiter_took_everything_back_is_a_seed(
    hold: Any, read: Read, tmp_path: Path
) -> None:
    recruiter = hold(1)
    hold(2, recruiter=recruiter)
    read()
    snapshot.forget(tmp_path / "snap", recruiter.id)
    answers = Answers(snapshot.opened(tmp_path / "snap"), read().questionnaire)
    assert answers.recruits().recruiters.isna().all()


def test_labels_are_in_the_language_of_the_reader(hold: Any, read: Read) -> None:
    hold(1, wil="graag")
    dutch = read()
    english = Answers(dutch.snapshot, dutch.questionnaire, lambda key, source: f"{key}={source}")
    assert english.variable("wil").label == "wil:label=Wilt u leren?"
    assert english.variable("wil").label_of("graag") == "wil/graag=Graag"
    assert dutch.variable("wil").label_of("graag") == "Graag"


def test_everything_in_waterwijk_comes_through_the_bridge(
    waterwijk: Callable[[int], Answers],
) -> None:
    """Value by value and reason by reason, as it was simulated."""
    study = simulate_study(30)
    data = waterwijk(30).dataset(study.values.columns)
    words = [name for name in study.values if waterwijk(30).snapshot.columns[name].kind == "words"]
    for name in study.values.columns.difference(words):
        expected = [_sorted_codes(value) for value in study.values[name]]
        found = data.frame[name].astype("object").where(data.frame[name].notna(), None)
        assert [_sorted_codes(value) for value in found] == expected, name
    assert (data.status.astype(str).to_numpy() == study.status.to_numpy()).all()


def _sorted_codes(value: object) -> object:
    if value is None or value != value:
        return None
    if isinstance(value, float):
        return f"{value:g}"
    return " ".join(sorted(str(value).split()))


@pytest.mark.slow
def test_derived_variables_come_with_the_items_that_they_are_made_from(
    waterwijk: Callable[[int], Answers],
) -> None:
    answers = waterwijk(40)
    data = answers.dataset(["doelgroep_type", "wil_leren"])
    assert list(data.frame.columns) == ["doelgroep_type", "wil_leren"]
    boxes = {
        category.code: category.label for category in data.codebook["doelgroep_type"].categories
    }
    assert set(data.frame["doelgroep_type"]) <= set(boxes)
    assert boxes["N1"].startswith("N1 ")


def test_a_questionnaire_without_recipes_has_no_typology(hold: Any, read: Read) -> None:
    hold(1)
    assert read().recipes.typology == ""
