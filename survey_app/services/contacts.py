"""People who want to be called: they ask, somebody calls, and what came of it is written down.

Nothing here knows of interviews, answers or coupons; see ``storage/contacts.py``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from uuid import UUID, uuid4

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session, joinedload

from survey_app.errors import Invalid, NotFound
from survey_app.services import telephone
from survey_app.services.contact_keys import ContactKeys
from survey_app.services.contact_record import Attempt, Details, Purpose, Record
from survey_app.storage.contacts import Contact
from survey_app.storage.studies import Account, Role, Study

LONGEST = {"first_name": 60, "best_time": 200, "language": 12}


class Outcome(StrEnum):
    """What came of an attempt. Not whether an interview was held: the store must not tell."""

    NO_ANSWER = "no_answer"
    LATER = "later"
    REACHED = "reached"
    NO = "no"


@dataclass(frozen=True, slots=True)
class CallRequest:
    """One line of the list of people to call."""

    id: UUID
    record: Record
    double: bool  # the same number is in the list more than once


def ask(
    session: Session,
    keys: ContactKeys,
    study: Study,
    details: Details,
    now: datetime,
    *,
    only_the_date: bool = False,
) -> UUID:
    """Write down that somebody wants to be called.

    Args:
        only_the_date: of somebody who was interviewed; otherwise the hour is kept, to see how soon
            the first answer came.

    Raises:
        Invalid: the name or the number is missing or wrong.
    """
    details = _checked(details)
    contact = Contact(
        id=uuid4(),
        study=study.slug,
        details=Record(details, _coarse(now, only_the_date)).closed(keys),
        telephone_hash=keys.recognise(details.telephone),
    )
    session.add(contact)
    _all_written_now(session)
    return contact.id


def to_call(session: Session, keys: ContactKeys, study: Study) -> list[CallRequest]:
    """Everybody who asked, for the coordinator: open ones first, then by appointment and date."""
    rows = list(session.scalars(select(Contact).where(Contact.study == study.slug)))
    times = Counter(row.telephone_hash for row in rows)
    requests = [_request(keys, row, times[row.telephone_hash] > 1) for row in rows]
    return sorted(requests, key=_order)


def mine(session: Session, keys: ContactKeys, account: Account) -> list[CallRequest]:
    """Whom this interviewer is asked to call; nobody else."""
    rows = session.scalars(select(Contact).where(Contact.study == account.study.slug))
    requests = [_request(keys, row, False) for row in rows]
    own = [one for one in requests if one.record.assigned_to == account.username]
    return sorted((one for one in own if one.record.closed_at is None), key=_order)


def assign(
    session: Session, keys: ContactKeys, study: Study, contact_id: UUID, username: str
) -> None:
    """Ask an interviewer of this study to call; nobody when the name is empty.

    Raises:
        NotFound: there is no such contact, or no such interviewer.
    """
    contact = _locked(session, study, contact_id)
    if username and username not in {one.username for one in callers(session, study)}:
        raise NotFound("Deze interviewer is er niet in deze studie.")
    record = Record.opened(keys, contact.details)
    contact.details = replace(record, assigned_to=username or None).closed(keys)
    _all_written_now(session)


def callers(session: Session, study: Study) -> Sequence[Account]:
    """The interviewers who can be asked to call."""
    chosen = select(Account).where(
        Account.study_id == study.id, Account.role == Role.INTERVIEWER, Account.active
    )
    ordered = chosen.order_by(Account.username).options(joinedload(Account.study))
    return session.scalars(ordered).all()


def write_attempt(
    session: Session,
    keys: ContactKeys,
    account: Account,
    contact_id: UUID,
    how: str,
    outcome: Outcome,
    now: datetime,
    *,
    appointment_at: datetime | None = None,
) -> None:
    """Write down a try, and the appointment that came of it.

    Raises:
        NotFound: this account does not call this person.
        Invalid: the appointment is over already.
    """
    contact, record = _of_caller(session, keys, account, contact_id)
    if appointment_at and appointment_at < now:
        raise Invalid("De afspraak moet nog komen. Kies een dag en een tijd na nu.")
    attempt = Attempt(now.isoformat(timespec="minutes"), how, outcome.value, account.username)
    contact.details = replace(
        record,
        attempts=(*record.attempts, attempt),
        appointment_at=appointment_at,
        first_answer_at=record.first_answer_at or now,
        closed_at=now if outcome is Outcome.NO else record.closed_at,
    ).closed(keys)
    _all_written_now(session)


def close(
    session: Session, keys: ContactKeys, account: Account, contact_id: UUID, now: datetime
) -> None:
    """Done: nobody calls this person again.

    Raises:
        NotFound: this account does not call this person.
    """
    contact, record = _of_caller(session, keys, account, contact_id)
    contact.details = replace(record, closed_at=now).closed(keys)
    _all_written_now(session)


def remove(session: Session, study: Study, contact_id: UUID) -> None:
    """Take somebody's details out, when they ask for it or when they stand in it twice.

    Raises:
        NotFound: there is no such contact.
    """
    session.delete(_locked(session, study, contact_id))


def remove_all(session: Session, study: Study) -> int:
    """Take out everybody; says how many those were."""
    chosen = delete(Contact).where(Contact.study == study.slug)
    return int(session.connection().execute(chosen).rowcount)


def _all_written_now(session: Session) -> None:
    """PostgreSQL knows of each row which transaction wrote it; between those of an interview that
    would tell whose it is. So all rows are written by the latest."""
    session.flush()
    if session.get_bind().dialect.name == "postgresql":
        session.execute(update(Contact).values(study=Contact.study))


def _checked(details: Details) -> Details:
    name = " ".join(details.first_name.split())
    if not 1 <= len(name) <= LONGEST["first_name"]:
        raise Invalid("Vul een voornaam in van hoogstens 60 letters.")
    if not details.purposes:
        raise Invalid("Kies waarvoor we mogen bellen.")
    purposes = tuple(Purpose(p).value for p in details.purposes if p in set(Purpose))
    return Details(
        name,
        telephone.normalised(details.telephone),
        details.language[: LONGEST["language"]],
        " ".join(details.best_time.split())[: LONGEST["best_time"]],
        purposes,
    )


def _coarse(now: datetime, only_the_date: bool) -> datetime:
    hour = now.replace(minute=0, second=0, microsecond=0)
    return hour.replace(hour=0) if only_the_date else hour


def _request(keys: ContactKeys, row: Contact, double: bool) -> CallRequest:
    return CallRequest(row.id, Record.opened(keys, row.details), double)


def _order(request: CallRequest) -> tuple[bool, datetime, str]:
    record = request.record
    return record.closed_at is not None, record.appointment_at or record.asked_at, str(request.id)


def _of_caller(
    session: Session, keys: ContactKeys, account: Account, contact_id: UUID
) -> tuple[Contact, Record]:
    contact = _locked(session, account.study, contact_id)
    record = Record.opened(keys, contact.details)
    if account.role != Role.COORDINATOR and record.assigned_to != account.username:
        raise NotFound("Deze persoon staat niet in uw lijst.")
    return contact, record


def _locked(session: Session, study: Study, contact_id: UUID) -> Contact:
    chosen = select(Contact).where(Contact.id == contact_id, Contact.study == study.slug)
    contact = session.scalar(chosen.with_for_update())
    if contact is None:
        raise NotFound("Deze persoon staat niet in de lijst.")
    return contact
