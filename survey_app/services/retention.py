"""After the study: contacts go, then the names of ambassadors, then who came in by whose card.

The shape of the chains stays, in numbers that stand nowhere else. What was done is kept as counts.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from survey_app.errors import Conflict
from survey_app.services import contacts, forest, policy
from survey_app.storage.contacts import Contact
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import (
    Ambassador,
    CardBatch,
    Coupon,
    RecruitShape,
    RetentionLog,
)
from survey_app.storage.studies import Study

NAMELESS = "–"


@dataclass(frozen=True, slots=True)
class Due:
    """One kind of data: from which day it goes, and how much of it there is now."""

    what: str  # contacts | names | links
    day: date
    number: int
    over: bool  # the day has come


def plan(session: Session, study: Study, now: datetime) -> list[Due]:
    """What goes when.

    Raises:
        Conflict: nobody has decided when the fieldwork ends.
    """
    decided = policy.of(study)
    last_day = decided.coupons.last_day
    if last_day is None:
        raise Conflict(
            "De laatste dag van het veldwerk is nog niet gekozen. Kies die bij Afspraken."
        )
    days = {
        "contacts": decided.retention.contacts,
        "names": decided.retention.names,
        "links": decided.retention.links,
    }
    found = []
    for what, after in days.items():
        day = last_day + timedelta(days=after)
        found.append(Due(what, day, NUMBERS[what](session, study), now.date() > day))
    return found


def carry_out(session: Session, study: Study, now: datetime, chance: Random) -> list[Due]:
    """Remove what is over, and write down how much that was.

    Returns:
        What was removed; nothing the second time.
    """
    done = [due for due in plan(session, study, now) if due.over and due.number]
    for due in done:
        if due.what == "links":
            _keep_shape(session, study, chance)
        REMOVE[due.what](session, study)
        session.add(RetentionLog(study_id=study.id, what=due.what, number=due.number, at=now))
    session.flush()
    return done


def log(session: Session, study: Study) -> list[RetentionLog]:
    """What was removed so far."""
    kept = select(RetentionLog).where(RetentionLog.study_id == study.id)
    return list(session.scalars(kept.order_by(RetentionLog.id)))


def _number_of_contacts(session: Session, study: Study) -> int:
    return session.scalar(select(func.count()).where(Contact.study == study.slug)) or 0


def _number_of_names(session: Session, study: Study) -> int:
    named = select(func.count()).where(
        Ambassador.study_id == study.id, Ambassador.name != NAMELESS
    )
    return session.scalar(named) or 0


def _number_of_links(session: Session, study: Study) -> int:
    return session.scalar(select(func.count()).where(Coupon.study_id == study.id)) or 0


def _remove_contacts(session: Session, study: Study) -> None:
    contacts.remove_all(session, study)


def _remove_names(session: Session, study: Study) -> None:
    """The links stop as well: a link is a way to find somebody."""
    for ambassador in session.scalars(select(Ambassador).where(Ambassador.study_id == study.id)):
        ambassador.name = NAMELESS
        ambassador.token = secrets.token_urlsafe(32)
        ambassador.pin_hash = None
        ambassador.active = False
    session.flush()


def _remove_links(session: Session, study: Study) -> None:
    """Interviews lose their card, and the snapshot sees that they changed."""
    session.execute(
        update(Interview)
        .where(Interview.study_id == study.id, Interview.coupon_id.is_not(None))
        .values(coupon_id=None, revision=Interview.revision + 1)
    )
    session.execute(delete(Coupon).where(Coupon.study_id == study.id))
    session.execute(delete(CardBatch).where(CardBatch.study_id == study.id))


def _keep_shape(session: Session, study: Study, chance: Random) -> None:
    """Numbers in a random order, so that none leads back to an interview by when it was held."""
    recruits = forest.forest(session, study)
    numbers = list(range(1, len(recruits) + 1))
    chance.shuffle(numbers)
    number_of = {one.interview_id: number for one, number in zip(recruits, numbers, strict=True)}
    session.execute(delete(RecruitShape).where(RecruitShape.study_id == study.id))
    shapes = [
        RecruitShape(
            study_id=study.id,
            number=number_of[one.interview_id],
            recruiter=number_of.get(one.recruiter_id) if one.recruiter_id else None,
            wave=one.wave,
        )
        for one in sorted(recruits, key=lambda one: number_of[one.interview_id])
    ]
    session.add_all(shapes)


NUMBERS: dict[str, Callable[[Session, Study], int]] = {
    "contacts": _number_of_contacts,
    "names": _number_of_names,
    "links": _number_of_links,
}
REMOVE: dict[str, Callable[[Session, Study], None]] = {
    "contacts": _remove_contacts,
    "names": _remove_names,
    "links": _remove_links,
}
TABLES: dict[str, tuple[str, ...]] = {  # in which bytes may stay behind
    "contacts": ("contact",),
    "names": ("ambassador",),
    "links": ("interview", "coupon", "coupon_event", "card_batch"),
}
