"""The interviews that ended, as the store has them: what the snapshot is made from.

An interview that is still open may change with every answer and is not analysed. One that was
stopped early and kept is: what was not reached reads ``afgebroken``.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import Session

from survey_app.questionnaire import canonical, routing
from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.model import Item, Questionnaire
from survey_app.reporting.columns import REASONS, Column, columns_of, joined
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study

ENDED = (InterviewState.FINISHED, InterviewState.STOPPED)
LATE = timedelta(hours=1)  # no transaction lasts longer, however late it commits
BATCH = 2_000
START = datetime(1970, 1, 1, tzinfo=UTC)

# About the interview; the names cannot be those of items, which have no dot.
META = {
    "interview.area": "one",
    "interview.language": "one",
    "interview.mode": "one",
    "interview.state": "one",
    "interview.interviewer": "one",
    "interview.ambassador": "one",
    "interview.minutes": "number",
    "interview.ended": "number",  # minutes since 1970, UTC
}


@dataclass(frozen=True, slots=True)
class Seen:
    """Up to where the store was read: any change to it changes one of these."""

    interviews: int = 0
    revisions: int = 0  # their sum
    latest: datetime = START

    def document(self) -> dict[str, Any]:
        """As JSON."""
        latest = self.latest.isoformat()
        return {"interviews": self.interviews, "revisions": self.revisions, "latest": latest}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Seen:
        """From JSON."""
        latest = datetime.fromisoformat(document["latest"])
        return cls(document["interviews"], document["revisions"], latest)


@dataclass(frozen=True, slots=True)
class Ended:
    """One interview that ended, with a final answer or a reason for every item."""

    id: UUID
    revision: int
    recruiter: UUID | None
    questionnaire: Questionnaire
    answers: Mapping[str, Answer]  # items, and what is in META


def seen(session: Session, study: Study) -> Seen:
    """What the store looks like now, from an index alone."""
    statement = select(
        func.count(),
        func.coalesce(func.sum(Interview.revision), 0),
        func.max(Interview.changed_at),
    ).where(_of(study))
    interviews, revisions, latest = session.execute(statement).one()
    return Seen(interviews, int(revisions), latest or START)


def revisions(session: Session, study: Study, since: datetime | None = None) -> dict[str, int]:
    """The revision of each interview that ended, by id; only recently changed ones if asked."""
    statement = select(Interview.id, Interview.revision).where(_of(study))
    if since is not None:
        statement = statement.where(Interview.changed_at >= since - LATE)
    return {id_.hex: revision for id_, revision in session.execute(statement)}


def interviews(session: Session, study: Study, ids: Iterable[str]) -> Iterator[list[Ended]]:
    """These interviews, some at a time, in the order of their ids."""
    wanted = sorted(ids)
    for start in range(0, len(wanted), BATCH):
        batch = [UUID(id_) for id_ in wanted[start : start + BATCH]]
        rows = session.execute(_statement(study).where(Interview.id.in_(batch)))
        yield [_ended(interview, coupon) for interview, coupon in rows]
        session.expunge_all()


def recruiters(session: Session, study: Study) -> dict[UUID, UUID | None]:
    """Who brought each: the interview whose card was used; none for seeds."""
    statement = (
        select(Interview.id, Coupon.issuer_id)
        .outerjoin(Coupon, Interview.coupon_id == Coupon.id)
        .where(_of(study))
    )
    return {row.id: row.issuer_id for row in session.execute(statement)}


def columns(*questionnaires: Questionnaire) -> dict[str, Column]:
    """The columns of interviews that were held with these."""
    result = {name: Column(name, kind) for name, kind in META.items()}
    for questionnaire in questionnaires:
        result = joined(result, columns_of(questionnaire))
    return result


@lru_cache(maxsize=32)
def questionnaire_of(source: str) -> Questionnaire:
    """A published questionnaire from its frozen text."""
    return canonical.from_json(source)


def _of(study: Study) -> ColumnElement[bool]:
    return (Interview.study_id == study.id) & Interview.state.in_(ENDED)


def _statement(study: Study) -> Select[Interview, Coupon | None]:
    return (
        select(Interview, Coupon)
        .outerjoin(Coupon, Interview.coupon_id == Coupon.id)
        .where(_of(study))
        .order_by(Interview.id)
    )


def _ended(interview: Interview, coupon: Coupon | None) -> Ended:
    questionnaire = questionnaire_of(interview.version.source)
    answers = final_answers(questionnaire, interview)
    about = {name: Answer(value) if value else _UNKNOWN for name, value in _about(interview)}
    about["interview.ambassador"] = (
        Answer(str(coupon.ambassador_id)) if coupon and coupon.ambassador_id else _UNKNOWN
    )
    recruiter = coupon.issuer_id if coupon else None
    return Ended(interview.id, interview.revision, recruiter, questionnaire, {**about, **answers})


_UNKNOWN = Answer(status=Status.NVT_ROUTE)


def _about(interview: Interview) -> Iterator[tuple[str, str]]:
    yield "interview.area", interview.area
    yield "interview.language", interview.language
    yield "interview.mode", interview.mode
    yield "interview.state", str(interview.state)
    yield "interview.interviewer", str(interview.account_id or "")
    if interview.finished_at:
        minutes = (interview.finished_at - interview.started_at).total_seconds() / 60
        yield "interview.minutes", str(round(minutes))
    ended = interview.finished_at or interview.changed_at
    yield "interview.ended", str(int((ended - START).total_seconds() // 60))


def final_answers(questionnaire: Questionnaire, interview: Interview) -> dict[str, Answer]:
    """One answer for every item: given on the path, or the reason why it is not there."""
    sheet = AnswerSheet(
        {
            item: Answer(entry["value"], Status(entry["status"]))
            for item, entry in interview.answers.items()
        }
    )
    off_path = routing.route(questionnaire, sheet, interview.started_at.date()).off_path()
    finals: dict[str, Answer] = {}
    for question in questionnaire.questions:
        for item in question.items:
            given = Answer(status=off_path[item.name]) if item.name in off_path else None
            given = given or sheet.get(item.name) or _absent(item, finals.get(question.name))
            finals[item.name] = given if given.given or given.status in REASONS else _UNKNOWN
    return finals


def _absent(item: Item, main: Answer | None) -> Answer:
    """An item without a word: not reached, or one that nobody had to answer.

    The field codes of an open question that was not answered are missing for the same reason.
    """
    if item.required or (main and main.status is Status.AFGEBROKEN):
        return Answer(status=Status.AFGEBROKEN)
    return Answer(status=main.status) if main and not main.given else _UNKNOWN
