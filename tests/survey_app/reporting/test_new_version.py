"""A version that asks what nobody was asked yet, and a study without answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey_app.errors import NotFound
from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import recruitment_files, snapshot
from survey_app.reporting.dataset import Answers
from survey_app.storage.database import Database
from survey_app.storage.studies import Study


@pytest.fixture
def of_now(database: Database, study: Study, tmp_path: Path) -> Callable[[Questionnaire], Answers]:
    return lambda version: Answers(snapshot.refresh(database, study, tmp_path / "snap"), version)


def with_another_question(questionnaire: Questionnaire) -> Questionnaire:
    """The same, with one of its questions asked again under another name."""
    section = questionnaire.sections[0]
    old = section.questions[-1]
    new = replace(old, item=replace(old.item, name="nieuw"))
    changed = replace(section, questions=(*section.questions, new))
    return replace(questionnaire, version="2", sections=(changed, *questionnaire.sections[1:]))


def test_what_nobody_was_asked_yet_is_a_column_without_answers(
    hold: Any, small: Questionnaire, of_now: Callable[[Questionnaire], Answers]
) -> None:
    hold(3)
    answers = of_now(with_another_question(small))
    assert answers.values("nieuw").isna().all()
    assert set(answers.reasons("nieuw")) == {"nvt_route"}
    assert answers.variable("nieuw").name == "nieuw"


def test_an_empty_study_has_every_column_and_no_row(
    small: Questionnaire, of_now: Callable[[Questionnaire], Answers]
) -> None:
    answers = of_now(small)
    data = answers.dataset(list(small.items), recruits=True)
    assert len(data.frame) == 0
    assert list(data.frame.columns) == list(small.items)


def test_an_empty_study_has_no_chains_to_write_and_says_so(
    small: Questionnaire, of_now: Callable[[Questionnaire], Answers], tmp_path: Path
) -> None:
    with pytest.raises(NotFound, match="nog geen gesprek afgerond"):
        recruitment_files.write(of_now(small), tmp_path / "out")
    assert not (tmp_path / "out").exists()
