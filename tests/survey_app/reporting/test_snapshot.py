"""The snapshot holds what ended, follows every change, and forgets at once."""

from __future__ import annotations

import random
import shutil
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import delete

from survey_app.questionnaire.answers import Status
from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import parts, snapshot
from survey_app.reporting.snapshot import Snapshot
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.studies import Study
from tests.clock import MORNING
from tests.survey_app.reporting.conftest import document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "snapshots" / "waterwijk-2026"


def rows(snap: Snapshot, *names: str) -> dict[str, tuple[int, ...]]:
    """Rows by interview, whatever their order."""
    columns = [snap.integers(name).tolist() for name in names or sorted(snap.columns)]
    return dict(zip(snap.who("interview"), zip(*columns, strict=True), strict=True))  # type: ignore[arg-type]


def change(database: Database, interview: Interview, **fields: Any) -> None:
    with database.writing() as session:
        kept = session.get_one(Interview, interview.id)
        for name, value in fields.items():
            setattr(kept, name, value)
        kept.revision += 1
        kept.changed_at += timedelta(seconds=30)


def remove(database: Database, interview: Interview) -> None:
    with database.writing() as session:
        session.execute(delete(Interview).where(Interview.id == interview.id))


def test_open_interviews_are_not_in_it(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    finished = hold(1)
    stopped = hold(2, state=InterviewState.STOPPED)
    hold(3, state=InterviewState.OPEN)
    snap = snapshot.refresh(database, study, folder)
    assert set(snap.who("interview")) == {finished.id.hex, stopped.id.hex}


def test_nothing_is_written_when_nothing_changed(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    hold(1)
    first = snapshot.refresh(database, study, folder)
    files = {path: path.stat().st_mtime_ns for path in folder.iterdir()}
    assert snapshot.refresh(database, study, folder) == first
    assert {path: path.stat().st_mtime_ns for path in folder.iterdir()} == files


def test_a_study_without_interviews_has_an_empty_snapshot(
    database: Database, study: Study, folder: Path
) -> None:
    assert snapshot.refresh(database, study, folder).rows == 0


def test_a_changed_answer_takes_the_place_of_the_old_one(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    interview = hold(1, wil="graag")
    before = snapshot.refresh(database, study, folder)
    answers = {**interview.answers, "wil": {**interview.answers["wil"], "value": "misschien"}}
    change(database, interview, answers=answers)
    after = snapshot.refresh(database, study, folder)
    assert rows(before, "wil") if before.parts == after.parts else True
    assert rows(after, "wil") == {interview.id.hex: (1,)}


def test_an_interview_that_goes_on_leaves(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    hold(1)
    interview = hold(2, state=InterviewState.STOPPED)
    snapshot.refresh(database, study, folder)
    change(database, interview, state=InterviewState.OPEN)
    assert snapshot.refresh(database, study, folder).rows == 1


def test_a_change_that_was_committed_late_is_seen(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    hold(1, changed_at=MORNING + timedelta(hours=5))
    snapshot.refresh(database, study, folder)
    hold(2, changed_at=MORNING)
    assert snapshot.refresh(database, study, folder).rows == 2


def test_forgetting_leaves_no_trace_in_any_file(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    recruiter = hold(1)
    hold(2, recruiter=recruiter)
    hold(3)
    snapshot.refresh(database, study, folder)
    snapshot.forget(folder, recruiter.id)
    snap = snapshot.opened(folder)
    assert recruiter.id.hex not in snap.who("interview")
    assert snap.who("recruiter") == [None, None]
    for file in folder.iterdir():
        assert recruiter.id.hex.encode() not in file.read_bytes()
        assert recruiter.id.bytes not in file.read_bytes()


def test_what_was_forgotten_does_not_come_back(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    interview = hold(1)
    hold(2)
    snapshot.refresh(database, study, folder)
    remove(database, interview)
    snapshot.forget(folder, interview.id)
    assert snapshot.refresh(database, study, folder).rows == 1


def test_an_interview_that_was_removed_without_telling_us_goes_too(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    interview, other = hold(1), hold(2)
    snapshot.refresh(database, study, folder)
    remove(database, interview)
    assert snapshot.refresh(database, study, folder).who("interview") == [other.id.hex]


def test_no_words_are_kept(database: Database, study: Study, folder: Path, hold: Any) -> None:
    hold(1, verhaal="Zevenzwaluwen", verhaal_code="school")
    snap = snapshot.refresh(database, study, folder)
    assert rows(snap, "verhaal") == {snap.who("interview")[0]: (0,)}
    assert not any(b"Zevenzwaluwen" in file.read_bytes() for file in folder.iterdir())


def test_a_change_rewrites_one_part_only(
    database: Database,
    study: Study,
    folder: Path,
    hold: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshot, "PART_ROWS", 2)
    monkeypatch.setattr(snapshot.ended, "BATCH", 2)
    interviews = [hold(number) for number in range(6)]
    before = snapshot.refresh(database, study, folder)
    assert len(before.parts) == 3
    change(database, interviews[0], area="waterwijk-zuid")
    after = snapshot.refresh(database, study, folder)
    assert len({part.file for part in before.parts} & {part.file for part in after.parts}) == 2
    assert after.rows == 6


@pytest.mark.parametrize("seed", range(4))
def test_following_changes_gives_what_starting_anew_gives(
    database: Database, study: Study, folder: Path, hold: Any, seed: int
) -> None:
    chance = random.Random(seed)
    there: list[Interview] = []
    for step in range(25):
        if len(there) < 3 or chance.random() < 0.4:
            there.append(hold(step, wil=chance.choice(["graag", "misschien"])))
        elif chance.random() < 0.3:
            remove(database, there.pop(chance.randrange(len(there))))
        else:
            state = chance.choice(list(InterviewState))
            change(database, chance.choice(there), state=state, area=f"wijk-{step}")
        if chance.random() < 0.5:
            snapshot.refresh(database, study, folder)
    snapshot.refresh(database, study, folder)
    shutil.copytree(folder, folder.with_name("followed"))
    snapshot.remove(folder)
    anew = snapshot.refresh(database, study, folder)
    followed = snapshot.opened(folder.with_name("followed"))
    assert meanings(followed) == meanings(anew)


def meanings(snap: Snapshot) -> dict[str, tuple[object, ...]]:
    """Rows with codes in place of integers: a code's integer depends on when it came."""
    found = {}
    for id_, integers in rows(snap, "wil", "interview.area", "interview.state").items():
        columns = [snap.columns[n] for n in ("wil", "interview.area", "interview.state")]
        found[id_] = tuple(
            column.codes[n] if n >= 0 else n for column, n in zip(columns, integers, strict=True)
        )
    return found


def test_readers_and_writers_at_once_see_whole_snapshots(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    interviews = [hold(number) for number in range(8)]

    def work(number: int) -> int:
        if number % 3 == 0:
            snapshot.forget(folder, interviews[number].id)
            return 0
        return snapshot.refresh(database, study, folder).rows

    with ThreadPoolExecutor(4) as pool:
        assert all(seen in range(9) for seen in pool.map(work, range(8)))
    assert len({part.file for part in snapshot.opened(folder).parts}) == len(
        list(folder.glob("*.parquet"))
    )


def test_a_new_choice_keeps_the_integers_of_the_others(
    database: Database,
    study: Study,
    folder: Path,
    hold: Any,
    small: Questionnaire,
) -> None:
    hold(1, wil="misschien")
    snapshot.refresh(database, study, folder)
    hold(2, wil="heel_graag")
    snap = snapshot.refresh(database, study, folder)
    assert snap.columns["wil"].codes == ("graag", "misschien", "heel_graag")
    assert sorted(snap.integers("wil")) == [1, 2]


def test_another_format_is_made_anew(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    hold(1)
    snapshot.refresh(database, study, folder)
    codebook = folder / "codebook.json"
    codebook.write_text(codebook.read_text().replace('"format": 1', '"format": 0'))
    assert snapshot.refresh(database, study, folder).rows == 1


def test_small_integers_stay_small(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    hold(1, wil=Status.WEET_NIET)
    snap = snapshot.refresh(database, study, folder)
    for name, column in snap.columns.items():
        assert str(snap.integers(name).dtype) == parts.WIDTHS[column.kind]


def test_after_one_more_interview_only_its_own_part_is_read(
    database: Database,
    study: Study,
    folder: Path,
    hold: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(snapshot, "PART_ROWS", 2)
    monkeypatch.setattr(snapshot.ended, "BATCH", 2)
    for number in range(4):
        hold(number, wil="graag")
    before = snapshot.refresh(database, study, folder)
    assert list(before.integers("wil")) == [0, 0, 0, 0]
    assert not before.was_brought().any()
    hold(9, wil="misschien")
    after = snapshot.refresh(database, study, folder)
    read = []
    monkeypatch.setattr(snapshot.parts, "read", told(read, snapshot.parts.read))
    assert list(after.integers("wil")) == [0, 0, 0, 0, 1]
    assert not after.was_brought().any()
    assert set(read) == {after.parts[-1].file}


def told(read: list[str], reading: Any) -> Any:
    def reads(folder: Path, part: parts.Part, *more: Any) -> Any:
        read.append(part.file)
        return reading(folder, part, *more)

    return reads


def test_a_snapshot_that_began_anew_takes_nothing_over(
    database: Database, study: Study, folder: Path, hold: Any
) -> None:
    interview = hold(1, wil="graag")
    before = snapshot.refresh(database, study, folder)
    assert list(before.integers("wil")) == [0]
    shutil.rmtree(folder)  # as retention does, while another process serves pages
    change(database, interview, answers=document({"mag": "ja", "wil": "misschien"}))
    snapshot._latest.clear()
    anew = snapshot.refresh(database, study, folder)
    snapshot._latest[folder] = before
    assert [part.file for part in anew.parts] == [part.file for part in before.parts]
    assert list(snapshot.opened(folder).integers("wil")) == [1]
