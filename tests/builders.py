"""Objects for tests; each says only what matters, the rest is filled in."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy.orm import Session

from survey_app.services import accounts, studies
from survey_app.settings import Settings
from survey_app.storage.studies import Account, Role, Study

PASSWORD = "doorvragen"


def a_study(
    session: Session, now: datetime, title: str = "Waterwijk 2026", **other: object
) -> Study:
    return studies.create(
        session,
        studies.NewStudy(
            title=title,
            municipality="Waterstad",
            contact_number="0320 123 456",
            withdraw_until=other.pop("withdraw_until", date(2026, 12, 31)),
            areas=["Waterwijk-Noord", "Waterwijk-Zuid"],
            **other,
        ),
        now,
    )


def an_account(
    session: Session, study: Study, settings: Settings, now: datetime, role: Role, **other: object
) -> Account:
    new = accounts.NewAccount(
        username=other.pop("username", role.value),
        password=PASSWORD,
        role=role,
        first_name=other.pop("first_name", "Fatma"),
        **other,
    )
    return accounts.create(session, study, new, settings=settings, now=now)


def a_study_with_people(session: Session, settings: Settings, now: datetime) -> Study:
    """A study with the accounts ``interviewer``, ``researcher`` and ``coordinator``."""
    study = a_study(session, now)
    for role in Role:
        an_account(session, study, settings, now, role)
    return study
