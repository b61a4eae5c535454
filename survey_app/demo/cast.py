"""Who works on the fictitious study: three accounts that everybody knows, and the rest."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from survey_app.services import accounts, ambassadors, studies
from survey_app.settings import Settings
from survey_app.storage.recruitment import Ambassador
from survey_app.storage.studies import Account, Role, Study

PASSWORD = "doorvragen"  # noqa: S105 - printed at each start; such a database is never served outside
AREAS = ("Waterwijk-Noord", "Waterwijk-Midden", "Waterwijk-Zuid")
FIRST_NAMES = (
    "Fatma", "Elif", "Emine", "Nadia", "Samira", "Rachid", "Layla",
    "Omar", "Ania", "Selam", "Hodan", "Farah", "Ioana", "Mei",
)  # fmt: skip
AMBASSADORS = ("Aylin", "Bilal", "Cristina", "Dawit", "Esra", "Fadumo", "Ghassan", "Hanna")
LEARNED_DUTCH = frozenset({"Fatma", "Nadia", "Omar", "Selam", "Farah"})


@dataclass(frozen=True)
class Cast:
    """Everybody who works on the study."""

    study: Study
    interviewers: tuple[Account, ...]
    ambassadors: tuple[Ambassador, ...]


def assemble(session: Session, settings: Settings, begun: datetime, now: datetime) -> Cast:
    """Make the study, its accounts and its ambassadors.

    Args:
        begun: when the fieldwork began.
        now: answers can be taken back until half a year after this.
    """
    study = studies.create(
        session,
        studies.NewStudy(
            title="Waterwijk",
            municipality="Waterstad",
            contact_number="000 123 45 67",
            withdraw_until=(now + timedelta(days=180)).date(),
            areas=AREAS,
            fictitious=True,
            settings={"coupons": {"per_person": 3, "days_valid": 42}},
        ),
        begun,
    )
    for role in (Role.RESEARCHER, Role.COORDINATOR):
        _account(session, study, settings, begun, role.value, "Kim", role)
    return Cast(
        study=study,
        interviewers=tuple(_interviewers(session, study, settings, begun)),
        ambassadors=tuple(ambassadors.add(session, study, name, begun) for name in AMBASSADORS),
    )


def _interviewers(
    session: Session, study: Study, settings: Settings, begun: datetime
) -> list[Account]:
    """The first has the known name and password; nobody can sign in as the others."""
    role = Role.INTERVIEWER
    first = _account(session, study, settings, begun, role.value, FIRST_NAMES[0], role)
    others = [
        _account(session, study, settings, begun, name.lower(), name, role, secrets.token_hex(16))
        for name in FIRST_NAMES[1:]
    ]
    return [first, *others]


def _account(
    session: Session,
    study: Study,
    settings: Settings,
    begun: datetime,
    username: str,
    first_name: str,
    role: Role,
    password: str = PASSWORD,
) -> Account:
    learned = first_name in LEARNED_DUTCH
    new = accounts.NewAccount(username, password, role, first_name, learned)
    return accounts.create(session, study, new, settings=settings, now=begun)
