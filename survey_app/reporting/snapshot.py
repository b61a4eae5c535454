"""The snapshot: what dashboards read in place of the answers.

``<snapshots>/<study>/`` holds ``codebook.json`` (what the integers mean, which parts there are, up
to where the store was read) and Parquet parts of small integers. Only interviews that ended are in
it, and no words that anybody spoke. ``refresh`` brings it up to date and costs one counting query
when nothing changed; ``forget`` takes one interview out at once. Both write new files beside the
old ones and rename the codebook last, so a reader always sees a whole snapshot.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import ended, parts
from survey_app.reporting.columns import Column, joined
from survey_app.reporting.ended import Ended, Seen
from survey_app.reporting.locking import locked
from survey_app.reporting.parts import PART_ROWS, WIDTHS, Part
from survey_app.storage.database import Database
from survey_app.storage.studies import Study

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

FORMAT = 1


@dataclass(frozen=True)
class Snapshot:
    """A snapshot as its codebook describes it; its files never change, newer ones replace them."""

    folder: Path
    generation: int = 0
    line: str = ""  # the same from generation to generation, another after starting anew
    seen: Seen = field(default_factory=Seen)
    columns: Mapping[str, Column] = field(default_factory=dict)
    parts: tuple[Part, ...] = ()
    _read: dict[tuple[Part, str], Any] = field(default_factory=dict, compare=False, repr=False)

    @property
    def rows(self) -> int:
        """How many interviews are in it."""
        return sum(part.rows for part in self.parts)

    def integers(self, name: str) -> NDArray[Any]:
        """A whole column; of each part it is read once.

        Raises:
            FileNotFoundError: a newer snapshot took this one's place; open that one.
        """
        import numpy as np

        empty = np.zeros(0, dtype=WIDTHS[self.columns[name].kind])
        return np.concatenate([empty, *(self._of_part(part, name) for part in self.parts)])

    def _of_part(self, part: Part, name: str) -> NDArray[Any]:
        if (part, name) not in self._read:
            table = parts.read(self.folder, part, [name], self.columns)
            self._read[part, name] = table[name].to_numpy()
        column: NDArray[Any] = self._read[part, name]
        return column

    def taking_over(self, older: Snapshot | None) -> Snapshot:
        """The same, knowing what was read before of parts that are still there."""
        if older is None or older.line != self.line:
            return self
        still = {key: column for key, column in older._read.items() if key[0] in self.parts}
        return replace(self, _read=still)

    def with_columns_of(self, questionnaire: Questionnaire) -> Snapshot:
        """The same, knowing also what this version asks and nobody answered yet."""
        return replace(self, columns=joined(self.columns, ended.columns(questionnaire)))

    def who(self, name: str) -> list[str | None]:
        """``interview`` or ``recruiter``: an id for each row, or none."""
        tables = [parts.read(self.folder, part, [name], {}) for part in self.parts]
        return [value for table in tables for value in table[name].to_pylist()]

    def was_brought(self) -> NDArray[Any]:
        """For each row whether a respondent's card brought this person in."""
        import numpy as np

        known = [self._was_brought(part) for part in self.parts]
        return np.concatenate([np.zeros(0, dtype=bool), *known])

    def _was_brought(self, part: Part) -> NDArray[Any]:
        if (part, "recruiter") not in self._read:
            table = parts.read(self.folder, part, ["recruiter"], {})
            self._read[part, "recruiter"] = table["recruiter"].is_valid().to_numpy()
        known: NDArray[Any] = self._read[part, "recruiter"]
        return known


_latest: dict[Path, Snapshot] = {}  # one for each study; what it read stays read


def opened(folder: Path) -> Snapshot:
    """The snapshot of this folder; an empty one when there is none yet."""
    found = _from_codebook(folder)
    latest = _latest.get(folder)
    if latest != found:
        _latest[folder] = found.taking_over(latest)
    return _latest[folder]


def _from_codebook(folder: Path) -> Snapshot:
    try:
        document = json.loads((folder / "codebook.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return Snapshot(folder)
    if document["format"] != FORMAT:
        return Snapshot(folder)
    return Snapshot(
        folder=folder,
        generation=document["generation"],
        line=document.get("line", ""),
        seen=Seen.from_document(document["seen"]),
        columns={n: Column.from_document(n, d) for n, d in document["columns"].items()},
        parts=tuple(Part(**part) for part in document["parts"]),
    )


def refresh(database: Database, study: Study, folder: Path) -> Snapshot:
    """Bring the snapshot up to date with the interviews that ended, and give it back.

    The store is read again once the lock is held: an interview that was forgotten before that
    moment is not in what we read, and one that is forgotten after it is taken out by ``forget``.
    """
    snapshot = opened(folder)
    with database.reading() as session:
        if snapshot.seen == ended.seen(session, study):
            return snapshot
    with locked(folder / "lock"), database.reading() as session:
        return _brought_up_to_date(session, study, opened(folder))


def forget(folder: Path, interview: UUID) -> None:
    """Take one interview out, as recruiter of others too, and remove every older file.

    Call it after the interview was removed from the store for good.
    """
    with locked(folder / "lock"):
        snapshot = opened(folder)
        if snapshot.parts:
            _write(_without(snapshot, {interview.hex}, {interview.hex}))


def added(snapshot: Snapshot, batches: Iterable[list[Ended]]) -> Snapshot:
    """The snapshot with these interviews, from wherever they come."""
    return _write(_with(snapshot, batches))


def remove(folder: Path) -> None:
    """Remove the snapshot, so that the next ``refresh`` makes it from nothing."""
    with locked(folder / "lock"):
        _write(replace(opened(folder), seen=Seen(), columns={}, parts=()))


def _brought_up_to_date(session: Session, study: Study, snapshot: Snapshot) -> Snapshot:
    store = ended.seen(session, study)
    if store == snapshot.seen:
        return snapshot
    changed, known, gone = _differences(session, study, snapshot, store)
    lighter = _without(snapshot, known | gone, gone)
    fuller = _with(lighter, ended.interviews(session, study, changed))
    return _write(replace(fuller, seen=store))


def _differences(
    session: Session, study: Study, snapshot: Snapshot, store: Seen
) -> tuple[set[str], set[str], set[str]]:
    """What changed, which of it we have, and what went.

    From the recent changes when they explain all, else from all.
    """
    recent = ended.revisions(session, study, since=snapshot.seen.latest)
    known = _revisions(snapshot, recent.keys())
    interviews = snapshot.seen.interviews + len(recent) - len(known)
    revisions = snapshot.seen.revisions + sum(recent.values()) - sum(known.values())
    if (interviews, revisions) == (store.interviews, store.revisions):
        changed = _changed(recent, known)
        return changed, changed & known.keys(), set()
    current, known = ended.revisions(session, study), _revisions(snapshot)
    changed = _changed(current, known)
    return changed, changed & known.keys(), known.keys() - current.keys()


def _changed(current: Mapping[str, int], known: Mapping[str, int]) -> set[str]:
    return {id_ for id_, revision in current.items() if known.get(id_) != revision}


def _revisions(snapshot: Snapshot, ids: Collection[str] | None = None) -> dict[str, int]:
    """The revision in which we have each interview, of these or of all."""
    found: dict[str, int] = {}
    for part in snapshot.parts:
        found |= parts.revisions(snapshot.folder, part, ids)
    return found


def _without(snapshot: Snapshot, ids: set[str], forgotten: set[str]) -> Snapshot:
    if not ids:
        return snapshot
    generation = snapshot.generation + 1
    rest = [parts.without(snapshot.folder, p, ids, forgotten, generation) for p in snapshot.parts]
    return replace(snapshot, parts=tuple(p for p in rest if p.rows), generation=generation)


def _with(snapshot: Snapshot, batches: Iterable[list[Ended]]) -> Snapshot:
    """Add interviews; a code that nobody gave before gets a place behind the others."""
    for batch in batches:
        asked = {id(one.questionnaire): one.questionnaire for one in batch}
        columns = joined(snapshot.columns, ended.columns(*asked.values()))
        columns = {
            name: column.with_codes(e.answers[name] for e in batch if name in e.answers)
            for name, column in columns.items()
        }
        snapshot = _with_rows(replace(snapshot, columns=columns), parts.table_of(columns, batch))
    return snapshot


def _with_rows(snapshot: Snapshot, table: pa.Table) -> Snapshot:
    """Put rows behind the last part while there is room, else in a part of their own."""
    before, generation = snapshot.parts, snapshot.generation + 1
    if before and before[-1].rows + len(table) <= PART_ROWS:
        last = parts.extended(snapshot.folder, before[-1], snapshot.columns, table, generation)
        before = before[:-1]
    else:
        last = parts.write(snapshot.folder, f"part{generation:05}-{generation}.parquet", table)
    return replace(snapshot, parts=(*before, last), generation=generation)


def _write(snapshot: Snapshot) -> Snapshot:
    """Put the codebook in place, then remove the files that it no longer names."""
    snapshot = replace(
        snapshot, generation=snapshot.generation + 1, line=snapshot.line or uuid4().hex
    )
    document = {
        "format": FORMAT,
        "generation": snapshot.generation,
        "line": snapshot.line,
        "seen": snapshot.seen.document(),
        "parts": [{"file": part.file, "rows": part.rows} for part in snapshot.parts],
        "columns": {name: column.document() for name, column in snapshot.columns.items()},
    }
    snapshot.folder.mkdir(parents=True, exist_ok=True)
    temporary = snapshot.folder / "codebook.new"
    temporary.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    temporary.replace(snapshot.folder / "codebook.json")
    named = {part.file for part in snapshot.parts}
    for file in snapshot.folder.glob("part*.parquet*"):
        if file.name not in named:
            file.unlink(missing_ok=True)
    return opened(snapshot.folder)
