"""Versions of a questionnaire as one: nothing that was once asked vanishes from an export."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import exports
from survey_app.reporting.versions import together
from survey_app.storage.database import Database
from survey_app.storage.studies import Study


def without(questionnaire: Questionnaire, item: str, listed: str, choice: str) -> Questionnaire:
    """A next version that no longer asks this, nor offers that."""
    sections = tuple(
        replace(section, questions=tuple(q for q in section.questions if q.name != item))
        for section in questionnaire.sections
    )
    old = questionnaire.lists[listed]
    rest = replace(old, choices=tuple(x for x in old.choices if x.name != choice))
    lists = {**questionnaire.lists, listed: rest}
    return replace(questionnaire, version="2", sections=sections, lists=lists)


def test_one_version_is_itself(small: Questionnaire) -> None:
    assert together([small]) == small


def test_what_is_no_longer_asked_or_offered_stands_behind_the_rest(small: Questionnaire) -> None:
    newer = without(small, "reis", "plekken", "school")
    both = together([small, newer])
    assert list(both.items) == [*newer.items, "reis"]
    names = [choice.name for choice in both.lists["plekken"].choices]
    assert names[-1] == "school"
    assert sorted(names) == sorted(choice.name for choice in small.lists["plekken"].choices)
    assert both.version == "2"


def test_an_export_after_a_new_version_holds_what_was_answered_before(
    hold: Any, database: Database, study: Study, small: Questionnaire, tmp_path: Path
) -> None:
    hold(1, bijzonder="ja", plekken="school", reis="35")
    both = together([small, without(small, "reis", "plekken", "school")])
    files = exports.write(database, study, both, tmp_path / "out", "nl").files
    with files[0].open(encoding="utf-8-sig", newline="") as file:
        [row] = csv.DictReader(file)
    assert (row["reis"], row["plekken__school"], row["version"]) == ("35", "1", "1")
    assert "reis" in files[1].read_text(encoding="utf-8-sig")
