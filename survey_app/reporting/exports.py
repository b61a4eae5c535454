"""Exports: every answer with its status beside it, and a codebook that says what stands where.

Unlike a dashboard an export holds single interviews, with their words. It is for researchers who
may see them, and it is read straight from the store, interview by interview.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.question_types import QUESTION_TYPES, status_field
from survey_app.question_types import Column as ItemColumn
from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.model import Item, Questionnaire
from survey_app.reporting import chains, ended
from survey_app.reporting.ended import META, START, Ended
from survey_app.reporting.kept_shape import links_gone
from survey_app.reporting.labels import Translate, label_of, translator
from survey_app.storage.database import Database
from survey_app.storage.studies import Study

FORMULA = ("=", "+", "-", "@", "\t", "\r")  # a spreadsheet would calculate these
ABOUT = ("interview", "version", "recruiter", "wave", "network_size", *META)
FACTS = ("name", "number", "label", "type", "level", "role", "dimension")
NOT_DUTCH = "niet_nl"  # a language without the second consent
STATUS_WORDS: dict[str, str] = {
    Status.BEANTWOORD: i18n.marked("beantwoord"),
    Status.WEET_NIET: i18n.marked("weet het niet"),
    Status.WIL_NIET: i18n.marked("wil het niet zeggen"),
    Status.NIET_BEGREPEN: i18n.marked("vraag niet begrepen"),
    Status.TIJD: i18n.marked("overgeslagen: geen tijd"),
    Status.NVT_ROUTE: i18n.marked("niet gevraagd op deze route"),
    Status.GEEN_TOESTEMMING: i18n.marked("geen tweede toestemming"),
    Status.AFGEBROKEN: i18n.marked("gesprek eerder afgebroken"),
}
_UNKNOWN = Answer(status=Status.NVT_ROUTE)


@dataclass(frozen=True, slots=True)
class Exported:
    """What was written."""

    interviews: int
    files: tuple[Path, ...]


def write(
    database: Database, study: Study, questionnaire: Questionnaire, folder: Path, language: str
) -> Exported:
    """Write ``answers.csv``, ``codebook.csv`` and ``codebook.json`` into a folder.

    Args:
        questionnaire: all versions together; interviews of one of them lack what it did not ask.
        language: of the labels in the codebook.
    """
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(folder / name for name in ("answers.csv", "codebook.csv", "codebook.json"))
    with database.reading() as session:
        interviews = _write_answers(session, study, questionnaire, paths[0])
    book = codebook(questionnaire, language)
    _write_rows(paths[1], ["variable", *FACTS[1:], "code", "code_label"], _codebook_rows(book))
    paths[2].write_text(json.dumps(book, ensure_ascii=False, indent=1), encoding="utf-8")
    return Exported(interviews, paths)


def codebook(questionnaire: Questionnaire, language: str) -> dict[str, Any]:
    """What each column means, with the reasons for missing answers."""
    translate = translator(questionnaire, language)
    return {
        "questionnaire": questionnaire.name,
        "version": questionnaire.version,
        "title": translate("title", questionnaire.title),
        "missing": [str(status) for status in Status if status is not Status.BEANTWOORD],
        "variables": [
            _variable(questionnaire, item, column, translate)
            | {"codes": _codes(questionnaire, item, column, language)}
            for item in questionnaire.items.values()
            for column in _columns(questionnaire, item)
        ],
    }


def guarded(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    if not text.startswith(FORMULA):
        return text
    return text if text.removeprefix("-").isdigit() else "'" + text


def _write_answers(
    session: Session, study: Study, questionnaire: Questionnaire, path: Path
) -> int:
    items = list(questionnaire.items.values())
    columns = [column.name for item in items for column in _columns(questionnaire, item)]
    ids = ended.revisions(session, study)
    batches = ended.interviews(session, study, ids)
    gone = links_gone(session, study)
    wave_of = {} if gone else chains.waves(ended.recruiters(session, study))
    rows = (
        [*_about(one, wave_of.get(one.id)), *_row(questionnaire, items, columns, one)]
        for batch in batches
        for one in batch
    )
    _write_rows(path, [*(name.removeprefix("interview.") for name in ABOUT), *columns], rows)
    return len(ids)


def _row(
    questionnaire: Questionnaire, items: list[Item], columns: list[str], one: Ended
) -> list[str]:
    cells: dict[str, str] = {}
    for item in items:
        choices, answer = questionnaire.choices(item), one.answers.get(item.name, _UNKNOWN)
        cells |= QUESTION_TYPES[item.type].cells(item, choices, answer)
    return [guarded(cells[name]) for name in columns]


def _about(one: Ended, wave: int | None) -> Iterator[str]:
    """About the interview; of the moment only the day, which is enough to order by."""
    size = chains.network_size(one)
    yield str(one.id)
    yield guarded(one.questionnaire.version)
    yield str(one.recruiter or "")
    yield "" if wave is None else str(wave)
    yield "" if size is None else str(size)
    for name in META:
        value = one.answers[name].value if name in one.answers else ""
        yield _day(value) if name == "interview.ended" and value else guarded(value)


def _day(minutes: str) -> str:
    return (START + timedelta(minutes=int(minutes))).date().isoformat()


def _variable(
    questionnaire: Questionnaire, item: Item, column: ItemColumn, translate: Translate
) -> dict[str, Any]:
    def words(code: str) -> str:
        return label_of(questionnaire, item, code, translate)

    label = translate(f"{item.name}:label", item.label)
    return {
        "name": column.name,
        "number": questionnaire.question_of[item.name].number or "",
        "label": f"{label} – {words(column.choice)}" if column.choice else label,
        "type": item.type,
        "level": column.level,
        "role": item.role,
        "dimension": item.dimension,
    }


def _codes(
    questionnaire: Questionnaire, item: Item, column: ItemColumn, language: str
) -> dict[str, str]:
    """Every code that can stand in a column, with its words."""
    if column.name == status_field(item.name):
        return {code: i18n.interface_text(STATUS_WORDS[code], language) for code in column.codes}
    translate = translator(questionnaire, language)
    codes = {code: label_of(questionnaire, item, code, translate) for code in column.codes}
    consent = questionnaire.consent
    if consent and item.name == consent.language:
        codes[NOT_DUTCH] = i18n.interface_text("Niet Nederlands (taal niet bewaard)", language)
    return codes


def _codebook_rows(book: dict[str, Any]) -> Iterator[list[str]]:
    """One row a code, or one row for a column without codes."""
    for variable in book["variables"]:
        facts = [variable[key] for key in FACTS]
        for code, label in (variable["codes"] or {"": ""}).items():
            yield [guarded(cell) for cell in (*facts, code, label)]


def _columns(questionnaire: Questionnaire, item: Item) -> tuple[ItemColumn, ...]:
    return QUESTION_TYPES[item.type].columns(item, questionnaire.choices(item))


def _write_rows(path: Path, header: list[str], rows: Iterator[list[str]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
