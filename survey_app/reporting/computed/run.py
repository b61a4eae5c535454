"""Compute every result of a study, one run at a time, and say how far it is."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from survey_app.errors import Conflict
from survey_app.reporting.computed import chains, estimates, rankings, segments, store
from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers
from survey_app.reporting.ended import START
from survey_app.reporting.locking import is_locked, locked

Progress = Callable[[int, int], None]  # steps done, steps in all
Job = Callable[[Answers, Progress], dict[str, Any]]

JOBS: dict[str, Job] = {
    "chains": chains.compute,
    "rankings": rankings.compute,
    "estimates": estimates.compute,
    "segments": segments.compute,
}


@dataclass(frozen=True, slots=True)
class Running:
    """How far a run is."""

    job: str
    share: float  # of the whole run, 0–1


def compute(answers: Answers, told: Callable[[Running], None] | None = None) -> None:
    """Compute all results over these answers and keep them.

    Args:
        answers: of the snapshot beside which the results are kept.
        told: called with every step.

    Raises:
        Conflict: another run is busy with this study.
    """
    folder = answers.snapshot.folder
    try:
        with locked(folder / "computing.lock", wait=False):
            _compute(answers, folder, told)
    except BlockingIOError as error:
        raise Conflict("De berekening is al bezig. Wacht tot zij klaar is.") from error


def running(folder: Path) -> Running | None:
    """How far the run is that is busy now, in whatever process; none when there is none."""
    if not is_locked(folder / "computing.lock"):
        return None
    try:
        document = json.loads((folder / "computing.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Running(next(iter(JOBS)), 0.0)
    return Running(document["job"], document["share"])


def _compute(answers: Answers, folder: Path, told: Callable[[Running], None] | None) -> None:
    for place, (name, job) in enumerate(JOBS.items()):

        def progress(done: int, total: int, name: str = name, place: int = place) -> None:
            now = Running(name, (place + done / max(total, 1)) / len(JOBS))
            _write_progress(folder, now)
            if told:
                told(now)

        progress(0, 1)
        if len(answers):
            found, seen = job(answers, progress), answers.snapshot.seen
            store.keep(folder, name, Kept(len(answers), _until(answers), seen, found))
        progress(1, 1)


def _until(answers: Answers) -> datetime:
    minutes = int(answers.integers("interview.ended").max())
    return START + timedelta(minutes=minutes)


def _write_progress(folder: Path, now: Running) -> None:
    temporary = folder / "computing.new"
    temporary.write_text(json.dumps({"job": now.job, "share": now.share}), encoding="utf-8")
    temporary.replace(folder / "computing.json")
