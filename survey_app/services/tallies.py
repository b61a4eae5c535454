"""How the fieldwork goes, in numbers: nothing about what anybody said."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.services import policy, studies, withdrawal
from survey_app.storage.interviews import Interview, InterviewState, RefusalTally
from survey_app.storage.recruitment import Ambassador, Coupon
from survey_app.storage.studies import Study


@dataclass(frozen=True, slots=True)
class Line:
    """One area, or one day, or all of it."""

    name: str | date
    finished: int
    open: int
    stopped: int
    refused: int


@dataclass(frozen=True, slots=True)
class Tallies:
    """Interviews and refusals of a study; a day is a day in UTC."""

    areas: tuple[Line, ...]
    days: tuple[Line, ...]  # only those on which something happened, newest first
    total: Line
    withdrawn: int


def tallies(session: Session, study: Study, now: datetime, days: int = 14) -> Tallies:
    """Count by area over the whole study, and by day over the last so many days."""
    held = _interviews(session, study)
    refused = _refusals(session, study)
    first = now.date() - timedelta(days=days - 1)
    codes = [str(area["code"]) for area in study.areas]
    codes += sorted({area for area, _, _ in held} | {area for area, _ in refused} - set(codes))
    recent = sorted({d for _, d, _ in held} | {d for _, d in refused}, reverse=True)
    return Tallies(
        areas=tuple(
            _line(studies.area_name(study, code), held, refused, area=code)
            for code in dict.fromkeys(codes)
        ),
        days=tuple(_line(day, held, refused, day=day) for day in recent if day >= first),
        total=_line("", held, refused),
        withdrawn=withdrawal.number_withdrawn(session, study),
    )


def _interviews(session: Session, study: Study) -> Counter[tuple[str, date, str]]:
    day = func.date(Interview.started_at)
    counted = (
        select(Interview.area, day, Interview.state, func.count())
        .where(Interview.study_id == study.id)
        .group_by(Interview.area, day, Interview.state)
    )
    rows = session.execute(counted)
    return Counter({(a, date.fromisoformat(str(d)), state): n for a, d, state, n in rows})


def _refusals(session: Session, study: Study) -> Counter[tuple[str, date]]:
    kept = select(RefusalTally).where(RefusalTally.study_id == study.id)
    return Counter({(row.area, row.on): row.number for row in session.scalars(kept)})


def _line(
    name: str | date,
    held: Counter[tuple[str, date, str]],
    refused: Counter[tuple[str, date]],
    *,
    area: str | None = None,
    day: date | None = None,
) -> Line:
    states: Counter[str] = Counter()
    for (where, when, state), number in held.items():
        if area in (None, where) and day in (None, when):
            states[state] += number
    said_no = sum(
        number
        for (where, when), number in refused.items()
        if area in (None, where) and day in (None, when)
    )
    return Line(
        name=name,
        finished=states[InterviewState.FINISHED],
        open=states[InterviewState.OPEN],
        stopped=states[InterviewState.STOPPED],
        refused=said_no,
    )


@dataclass(frozen=True, slots=True)
class Seeds:
    """How many people came in by ambassadors who reach one group."""

    group: str
    wanted: int
    found: int


def seeds(session: Session, study: Study) -> list[Seeds]:
    """The groups of the policy; the group is the ambassador's, never the person's."""
    rows = session.execute(
        select(Ambassador.reaches, func.count())
        .join(Coupon, Coupon.ambassador_id == Ambassador.id)
        .join(Interview, Interview.coupon_id == Coupon.id)
        .where(Ambassador.study_id == study.id)
        .group_by(Ambassador.reaches)
    )
    found = {row[0]: row[1] for row in rows}
    wanted = policy.coupons(study).seeds_wanted
    return [Seeds(each.group, each.number, found.get(each.group, 0)) for each in wanted]
