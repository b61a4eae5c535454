"""The recruitment forest: who came in by a coupon of whom, without names.

An interview points at the coupon that brought it in, and a coupon at the interview or ambassador
that handed it on: the forest is a chain of keys, and needs no table of its own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study


@dataclass(frozen=True, slots=True)
class Recruit:
    """One interview in the forest."""

    interview_id: UUID
    recruiter_id: UUID | None  # the interview that handed on the coupon
    ambassador_id: int | None  # or the ambassador that did
    wave: int  # 0 for who came in by an ambassador, by the coordinator, or without a coupon


def forest(session: Session, study: Study) -> list[Recruit]:
    """Every interview of a study with who brought it in, recruiters before their recruits."""
    rows = session.execute(
        select(Interview.id, Coupon.issuer_id, Coupon.ambassador_id)
        .outerjoin(Coupon, Interview.coupon_id == Coupon.id)
        .where(Interview.study_id == study.id)
        .order_by(Interview.started_at, Interview.id)
    ).all()
    wave_of = waves({row.id: row.issuer_id for row in rows})
    recruits = [Recruit(row.id, row.issuer_id, row.ambassador_id, wave_of[row.id]) for row in rows]
    return sorted(recruits, key=lambda recruit: recruit.wave)


def waves(recruiters: Mapping[UUID, UUID | None]) -> dict[UUID, int]:
    """How far each stands from the root of its tree; the order of the mapping does not matter."""
    found: dict[UUID, int] = {}
    for start in recruiters:
        chain = []
        current: UUID | None = start
        while current is not None and current not in found:
            chain.append(current)
            current = recruiters[current]
        wave = -1 if current is None else found[current]
        for step, member in enumerate(reversed(chain), start=1):
            found[member] = wave + step
    return found
