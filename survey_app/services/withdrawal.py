"""Taking answers back: with the code on the card all of it goes, and *1 withdrawn* stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from hashlib import sha256
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from survey_app.errors import Gone, NotFound
from survey_app.services import coupon_codes, recruitment
from survey_app.storage.database import Database
from survey_app.storage.interviews import (
    AnswerEvent,
    ConsentRecord,
    ErasedInterview,
    Interview,
    WithdrawalTally,
)
from survey_app.storage.studies import Study


def withdraw(
    database: Database,
    code: str,
    *,
    now: datetime,
    forget: Callable[[Study, UUID], None],
    study: Study | None = None,
) -> Study:
    """Remove one interview wherever it left something.

    Args:
        forget: removes it from what was computed, such as the snapshot; called when the store
            no longer holds it.
        study: the only study in which to look; anywhere when none.

    Returns:
        The study that it was in.

    Raises:
        Invalid: there is a slip in the code.
        NotFound: no answers belong to it, or they were removed before.
        Gone: the last day is over; says which day that was.
    """
    with database.writing() as session:
        interview = _find(session, coupon_codes.read(code), study)
        where, interview_id = interview.study, interview.id
        _refuse_when_over(where, now.date())
        erase(session, interview)
        _count(session, where)
    database.scrub()
    forget(where, interview_id)
    return where


def erase(session: Session, interview: Interview) -> None:
    """Remove an interview, its history and its consent; count nothing."""
    recruitment.let_go(session, interview)
    session.flush()
    for table in (AnswerEvent, ConsentRecord):
        session.execute(delete(table).where(table.interview_id == interview.id))
    session.execute(delete(Interview).where(Interview.id == interview.id))
    remember(session, interview.id, interview.study_id)


def remember(session: Session, interview_id: UUID, study_id: int) -> None:
    """What still waits of it on a device, or in a copy, must not come in any more."""
    if not was_erased(session, interview_id):
        session.add(ErasedInterview(digest=_digest(interview_id), study_id=study_id))


def was_erased(session: Session, interview_id: UUID) -> bool:
    """Whether an interview with this id was taken back or removed."""
    return session.get(ErasedInterview, _digest(interview_id)) is not None


def _digest(interview_id: UUID) -> UUID:
    return UUID(bytes=sha256(interview_id.bytes).digest()[:16])


def number_withdrawn(session: Session, study: Study) -> int:
    """How many took their answers back."""
    tally = session.get(WithdrawalTally, study.id)
    return tally.number if tally else 0


def _find(session: Session, code: str, study: Study | None) -> Interview:
    found = (
        select(Interview)
        .join(ConsentRecord, ConsentRecord.interview_id == Interview.id)
        .where(ConsentRecord.withdrawal_code == code)
        .options(joinedload(Interview.study))
    )
    if study is not None:
        found = found.where(Interview.study_id == study.id)
    interview = session.scalar(found.with_for_update(of=Interview))
    if interview is None:
        raise NotFound(
            "Bij deze code horen geen antwoorden. Ze zijn al weggehaald, of er is een teken "
            "verkeerd. Kijk nog eens op de kaart."
        )
    return interview


def _refuse_when_over(study: Study, today: date) -> None:
    if today > study.withdraw_until:
        raise Gone(
            "Weghalen kon tot en met %(date)s. De antwoorden zijn nu anoniem verwerkt.",
            date=study.withdraw_until,
        )


def _count(session: Session, study: Study) -> None:
    tally = session.get(WithdrawalTally, study.id, with_for_update=True)
    if tally is None:
        session.add(WithdrawalTally(study_id=study.id, number=1))
    else:
        tally.number += 1
