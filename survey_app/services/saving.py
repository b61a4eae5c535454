"""Saving answers: each is an event, and one document sums the events up.

An event is never changed; a correction is a later event. The document on the interview holds, for
each item, the event with the latest device time (of equal times the one that came in last). Both
are written in one transaction, under the interview's row lock, so that two tabs or two devices
lose nothing: the later answer counts, and the earlier one stays in the history.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, bindparam, insert, select, update
from sqlalchemy.orm import Session, joinedload, undefer
from sqlalchemy.orm.attributes import set_committed_value

from survey_app.errors import NotFound
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.services import stored_language
from survey_app.storage.interviews import AnswerEvent, Interview

Document = dict[str, Any]
_STATUS = {str(status): status for status in Status}  # to look one up costs less than to make one

# Made once: to build a statement costs more than to run it.
_ONE = (
    select(Interview)
    .where(Interview.id == bindparam("interview"))
    .options(joinedload(Interview.consent), undefer(Interview.version_hash))
)
_LOCKED = _ONE.with_for_update(of=Interview).execution_options(populate_existing=True)
_EVENTS = cast("Table", AnswerEvent.__table__)
_INTERVIEWS = cast("Table", Interview.__table__)
_INSERT = insert(_EVENTS)
_UPDATE = (
    update(_INTERVIEWS)
    .where(_INTERVIEWS.c.id == bindparam("interview"))
    .values({name: bindparam(name) for name in ("answers", "revision", "changed_at")})
)


@dataclass(frozen=True, slots=True)
class Given:
    """One answer as it comes from a device."""

    id: UUID  # made on the device; the same id twice is stored once
    item: str
    answer: Answer  # its language is the one on the screen when it was asked
    at: datetime  # device time, corrected by the clock offset seen at the last contact
    paradata: dict[str, Any] | None = field(default=None, hash=False)


def looked_up(session: Session, interview_id: UUID) -> Interview | None:
    """The interview as it was last saved, with its consent and version; to look at."""
    return session.scalar(_ONE, {"interview": interview_id})


def locked(session: Session, interview_id: UUID) -> Interview:
    """The interview as it is now, which nobody else changes before this transaction ends.

    PostgreSQL locks the row; SQLite took its write lock when the transaction began.

    Raises:
        NotFound: there is no such interview.
    """
    interview = session.scalar(_LOCKED, {"interview": interview_id})
    if interview is None:
        raise NotFound("Dit gesprek bestaat niet, of het is weggehaald.")
    return interview


def sheet(interview: Interview) -> AnswerSheet:
    """The current answers."""
    return AnswerSheet({item: _answer(entry) for item, entry in interview.answers.items()})


def sheet_after(document: Document, sheet: AnswerSheet, interview: Interview) -> AnswerSheet:
    """The current answers, when those of a document before are known: most stay as they were."""
    now = interview.answers
    gone = {item for item in document if item not in now}
    new = {item: _answer(one) for item, one in now.items() if one is not document.get(item)}
    return (sheet.without(gone) if gone else sheet).with_answers(new)


def _answer(entry: dict[str, Any]) -> Answer:
    return Answer(entry["value"], _STATUS[entry["status"]], entry["language"])


def record(
    session: Session,
    interview: Interview,
    given: Sequence[Given],
    *,
    account_id: int | None,
    now: datetime,
) -> int:
    """Store what is new of these answers; the caller holds the lock of the interview.

    A device time after ``now`` counts as ``now``: a clock that runs ahead must not win for ever.

    Returns:
        How many events were stored; answers that were stored before do not count.
    """
    return store(session, interview, _new_of(session, given), account_id=account_id, now=now)


def store(
    session: Session,
    interview: Interview,
    given: Sequence[Given],
    *,
    account_id: int | None,
    now: datetime,
) -> int:
    """The same, for answers of which the caller knows that they were not stored before."""
    rows = [_row(interview, one, account_id, now) for one in given]
    if rows:
        session.connection().execute(_INSERT, rows)
        _show(session, interview, summed_up(interview.answers, rows), now)
    return len(rows)


def summed_up(document: Document, rows: Iterable[dict[str, Any]]) -> Document:
    """The document with these events over it, in the order in which they came in."""
    result = dict(document)
    for row in rows:
        entry = _entry(row)
        standing = result.get(row["item"])
        if standing is None or entry["at"] >= standing["at"]:
            result[row["item"]] = entry
    return result


def replayed(events: Iterable[AnswerEvent]) -> Document:
    """The document that these events sum up to."""
    ordered = sorted(events, key=lambda event: event.serial)
    return summed_up({}, [_as_row(event) for event in ordered])


def latest(interview: Interview) -> datetime | None:
    """The device time of the latest answer that counts; none before the first."""
    moments = [entry["at"] for entry in interview.answers.values()]  # sort as the times do
    return datetime.fromisoformat(max(moments)) if moments else None


def history(session: Session, interview_id: UUID) -> list[AnswerEvent]:
    """Every event of an interview, in the order in which they came in."""
    statement = select(AnswerEvent).where(AnswerEvent.interview_id == interview_id)
    return list(session.scalars(statement.order_by(AnswerEvent.serial)))


def rebuild(session: Session, interview: Interview, now: datetime) -> None:
    """Sum the stored events up anew, after some of them were erased."""
    session.flush()
    _show(session, interview, replayed(history(session, interview.id)), now)


def _show(session: Session, interview: Interview, document: Document, now: datetime) -> None:
    """Straight into the table: a flush of the session costs more than all the rest of saving."""
    new = {"answers": document, "revision": interview.revision + 1, "changed_at": now}
    session.connection().execute(_UPDATE, {"interview": interview.id, **new})
    for name, value in new.items():
        set_committed_value(interview, name, value)


def _new_of(session: Session, given: Sequence[Given]) -> list[Given]:
    by_id: dict[UUID, Given] = {}
    for one in given:
        by_id.setdefault(one.id, one)  # once, also when one batch holds an id twice
    known = select(AnswerEvent.id).where(AnswerEvent.id.in_(by_id))
    stored = set(session.scalars(known)) if by_id else set()
    return [one for one in by_id.values() if one.id not in stored]


def _row(
    interview: Interview, one: Given, account_id: int | None, now: datetime
) -> dict[str, Any]:
    return {
        "id": one.id,
        "interview_id": interview.id,
        "item": one.item,
        "value": one.answer.value,
        "status": str(one.answer.status),
        "language": stored_language.for_interview(interview, one.answer.language or "nl"),
        "account_id": account_id,
        "device_at": min(one.at, now),
        "received_at": now,
        "paradata": one.paradata,
    }


def _as_row(event: AnswerEvent) -> dict[str, Any]:
    return {
        "item": event.item,
        "value": event.value,
        "status": event.status,
        "language": event.language,
        "device_at": event.device_at,
    }


def _entry(row: dict[str, Any]) -> dict[str, str]:
    """Times of one length and one zone, so that their texts sort as the times do."""
    return {
        "value": row["value"],
        "status": row["status"],
        "language": row["language"],
        "at": row["device_at"].astimezone(UTC).isoformat(timespec="microseconds"),
    }
