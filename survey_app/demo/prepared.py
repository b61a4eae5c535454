"""A demo that is there is used; one of another version of the program is made anew."""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import asdict, dataclass
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from survey_app.demo.make import INTERVIEWS, SEED, Told, make
from survey_app.questionnaire import canonical
from survey_app.questionnaire.load import load
from survey_app.reporting import snapshot
from survey_app.reporting.computed import store
from survey_app.settings import PROJECT, Settings
from survey_app.storage.tables import Base

_INSTALLED = Path(__file__).parent.parent / "data" / "questionnaires"
QUESTIONNAIRES = _INSTALLED if _INSTALLED.is_dir() else PROJECT / "questionnaires"
PLOT = 1  # rises when the demo itself is told differently


@dataclass(frozen=True, slots=True)
class Demo:
    """A demo that can be served."""

    settings: Settings
    ambassador: str  # the token of a personal link
    card: str  # the code of a card that nobody used when the demo was made


def ready(home: Path, now: datetime, told: Told, *, interviews: int = INTERVIEWS) -> Demo:
    """The demo in ``home/demo``; made first when it is not there, or is of another version."""
    folder = home / "demo"
    questionnaire = load(QUESTIONNAIRES / "enquete57").checked()
    wanted = _fingerprint(canonical.fingerprint(questionnaire), interviews)
    if (found := _marked(folder)) and found.fingerprint == wanted:
        return Demo(Settings.in_folder(folder), found.ambassador, found.card)
    shutil.rmtree(folder, ignore_errors=True)
    settings = Settings.in_folder(folder)
    ambassador, card = make(settings, questionnaire, now, told, interviews)
    _mark(folder, Mark(wanted, ambassador, card))
    return Demo(settings, ambassador, card)


@dataclass(frozen=True, slots=True)
class Mark:
    """Written last: what the demo in this folder was made from."""

    fingerprint: str
    ambassador: str
    card: str


def _fingerprint(questionnaire: str, interviews: int) -> str:
    """What the demo depends on: when any of it changes, an older demo is of no use."""
    numbers = (PLOT, SEED, interviews, snapshot.FORMAT, store.FORMAT)
    parts = [_program(), questionnaire, _tables(), *map(str, numbers)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _program() -> str:
    try:
        return version("doorvragen")
    except PackageNotFoundError:
        return ""


def _tables() -> str:
    """The columns of every table; a database without one of them cannot be read."""
    columns = [c for table in Base.metadata.sorted_tables for c in table.columns]
    return "\n".join(f"{column.table.name}.{column.name} {column.type!r}" for column in columns)


def _marked(folder: Path) -> Mark | None:
    path = folder / "demo.json"
    return Mark(**json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None


def _mark(folder: Path, mark: Mark) -> None:
    (folder / "demo.json").write_text(json.dumps(asdict(mark)), encoding="utf-8")
