"""Accounts: who may sign in, and how guessing is slowed down.

A failed attempt is kept for some minutes, as a keyed hash of the name and one of the address, so
that neither can be read back. Too many lock the name, or the address, for those minutes only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from sqlalchemy import bindparam, func, select, type_coerce
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.types import NullType

from survey_app.errors import Conflict, Invalid, NotFound, TooMany
from survey_app.services import attempts
from survey_app.services.attempts import MEMORY
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.studies import Account, FailedLogin, Role, Study

PER_NAME = 10  # failed attempts before a name must wait
PER_ADDRESS = 50  # a whole neighbourhood centre may share one address
SHORTEST_PASSWORD = 10
_ONE = select(Account).where(Account.id == bindparam("account")).options(joinedload(Account.study))
_ROW = (  # as it is stored: it is only compared
    select(*(type_coerce(c, NullType) for c in (*Account.__table__.c, *Study.__table__.c)))
    .join_from(Account.__table__, Study.__table__)
    .where(Account.id == bindparam("account"))
)
_found: dict[int, tuple[object, Account]] = {}  # with its row
USERNAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,59}")


@dataclass(frozen=True, slots=True)
class NewAccount:
    """What is asked to make an account."""

    username: str
    password: str
    role: Role
    first_name: str
    learned_dutch: bool = False  # said aloud in the first question, when it is so


def create(
    session: Session, study: Study, new: NewAccount, *, settings: Settings, now: datetime
) -> Account:
    """Make an account in a study.

    Raises:
        Invalid: a name, first name or password that cannot be used.
        Conflict: the name is taken.
    """
    username = _checked_username(new.username)
    if session.scalar(select(Account.id).where(Account.username == username)):
        raise Conflict("De naam ‘%(name)s’ is al in gebruik. Kies een andere.", name=username)
    account = Account(
        username=username,
        password_hash=hasher(settings).hash(_checked_password(new.password)),
        role=new.role,
        study_id=study.id,
        first_name=_checked_first_name(new.first_name),
        learned_dutch=new.learned_dutch,
        active=True,
        created_at=now,
    )
    session.add(account)
    session.flush()
    return account


def find(database: Database, account_id: int) -> Account | None:
    """The account with its study, or none; detached, and to look at only.

    As every request asks for it, it is made anew only when its row is another than before.
    """
    row = database.one_row(_ROW, account=account_id)
    known = _found.get(account_id)
    if row is None or (known and known[0] == row):
        return known[1] if row and known else None
    with database.reading() as session:
        account = session.scalar(_ONE, {"account": account_id})
    if account:
        _found[account_id] = (row, account)
    return account


def in_study(session: Session, study: Study) -> list[Account]:
    """The accounts of a study, by role and name."""
    chosen = select(Account).where(Account.study_id == study.id)
    return list(session.scalars(chosen.order_by(Account.role, Account.username)))


def set_active(session: Session, study: Study, username: str, active: bool) -> Account:
    """Open or close an account of this study; what it did stays.

    Raises:
        NotFound: this study has no such account.
    """
    account = session.scalar(
        select(Account).where(Account.study_id == study.id, Account.username == username)
    )
    if account is None:
        raise NotFound("Er is hier geen account ‘%(name)s’.", name=username)
    account.active = active
    return account


def sign_in(
    database: Database,
    *,
    username: str,
    password: str,
    address: str,
    now: datetime,
    settings: Settings,
) -> Account:
    """The account with this name and password; each failure is written down before it is told.

    Raises:
        TooMany: too many failures for this name or from this address; says how long to wait.
        Invalid: the name or the password is wrong; never which of the two.
    """
    username = username.strip().lower()
    name_key = attempts.name(settings, "name", username)
    address_key = attempts.name(settings, "address", attempts.network(address))
    with database.reading() as session:
        _refuse_when_locked(session, {name_key: PER_NAME, address_key: PER_ADDRESS}, now)
        account = _by_username(session, username)
    if account is None or not _matches(account, password, settings):
        with database.writing() as session:
            attempts.write_down(session, (name_key, address_key), now)
        raise Invalid("De naam of het wachtwoord klopt niet. Probeer het opnieuw.")
    return account


def hasher(settings: Settings) -> PasswordHasher:
    """Argon2id: 19 MiB, two passes (OWASP, 2024); next to nothing in tests."""
    if settings.testing:
        return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


def _by_username(session: Session, username: str) -> Account | None:
    return session.scalar(
        select(Account)
        .where(Account.username == username, Account.active)
        .options(joinedload(Account.study))
    )


def _matches(account: Account, password: str, settings: Settings) -> bool:
    try:
        return hasher(settings).verify(account.password_hash, password)
    except VerifyMismatchError:
        return False


def _refuse_when_locked(session: Session, limits: dict[str, int], now: datetime) -> None:
    for who, limit in limits.items():
        recent = select(func.count(), func.min(FailedLogin.at)).where(
            FailedLogin.who == who, FailedLogin.at > now - MEMORY
        )
        number, oldest = session.execute(recent).one()
        if number >= limit:
            minutes = max(2, ceil((oldest + MEMORY - now) / timedelta(minutes=1)))
            raise TooMany(
                "Er is te vaak een verkeerd wachtwoord ingevuld. "
                "Wacht %(minutes)s minuten en probeer het opnieuw.",
                minutes=minutes,
            )


def _checked_username(username: str) -> str:
    name = username.strip().lower()
    if not USERNAME.fullmatch(name):
        raise Invalid(
            "De naam ‘%(name)s’ kan niet. Gebruik 2 tot 60 kleine letters, cijfers, "
            "punten of streepjes.",
            name=username,
        )
    return name


def _checked_password(password: str) -> str:
    if len(password) < SHORTEST_PASSWORD:
        raise Invalid(
            "Dit wachtwoord is te kort. Neem er een van minstens %(least)s tekens.",
            least=SHORTEST_PASSWORD,
        )
    return password


def _checked_first_name(first_name: str) -> str:
    name = " ".join(first_name.split())
    if not 1 <= len(name) <= 60:
        raise Invalid("Vul een voornaam in van hoogstens 60 letters. Die wordt voorgelezen.")
    return name
