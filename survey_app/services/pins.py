"""The PIN of an ambassador: chosen at the first visit, asked at the next ones."""

from __future__ import annotations

import hashlib
import re
from datetime import datetime, timedelta

from argon2.exceptions import VerifyMismatchError

from survey_app.errors import Conflict, Invalid, TooMany
from survey_app.services import accounts, ambassadors, attempts
from survey_app.services.attempts import MEMORY
from survey_app.services.digits import western
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.recruitment import Ambassador

TRIES = 5
FOUR_TO_SIX = re.compile(r"[0-9]{4,6}")
EASY = frozenset({"1234", "12345", "123456", "4321", "54321", "654321"})


def choose(ambassador: Ambassador, pin: str, settings: Settings) -> None:
    """Set the PIN at the first visit.

    Raises:
        Invalid: not four to six digits, or too easy to guess.
        Conflict: somebody has chosen one before.
    """
    pin = western(pin)
    if ambassador.pin_hash:
        raise Conflict("Bij deze link hoort al een pincode. Vul die in.")
    if not FOUR_TO_SIX.fullmatch(pin):
        raise Invalid("Kies een pincode van vier, vijf of zes cijfers.")
    if len(set(pin)) == 1 or pin in EASY:
        raise Invalid("Deze pincode is te makkelijk te raden. Kies een andere.")
    ambassador.pin_hash = accounts.hasher(settings).hash(pin)


def forget(ambassador: Ambassador) -> None:
    """The next visit chooses a new one."""
    ambassador.pin_hash = None


def enter(database: Database, token: str, pin: str, *, now: datetime, settings: Settings) -> str:
    """Check the PIN of a link.

    Each try is written down before it is looked at, so that all those of one moment count;
    the right one wipes them out.

    Returns:
        What to keep in the visitor's session: see ``stamp``.

    Raises:
        NotFound, Gone: see ``ambassadors.by_token``.
        TooMany: too many wrong tries lately; says how long to wait.
        Invalid: this is not the PIN.
    """
    with database.writing() as session:
        ambassador = ambassadors.by_token(session, token)
        ambassadors.wait_for_my_turn(session, ambassador)
        who = attempts.name(settings, "pin", str(ambassador.id))
        if attempts.lately(session, [who], now, MEMORY)[who] >= TRIES:
            raise TooMany(
                "Er is te vaak een verkeerde pincode ingevuld. Wacht %(minutes)s minuten, "
                "of bel de coördinator.",
                minutes=int(MEMORY / timedelta(minutes=1)),
            )
        attempts.write_down(session, [who], now)
    if not _matches(ambassador, pin, settings):
        raise Invalid("Deze pincode klopt niet. Probeer het nog een keer.")
    with database.writing() as session:
        attempts.wipe_out(session, who)
    return stamp(ambassador)


def stamp(ambassador: Ambassador) -> str:
    """Changes with the link and with the PIN, so that an old session ends with either."""
    both = f"{ambassador.token}:{ambassador.pin_hash}".encode()
    return hashlib.sha256(both).hexdigest()[:24]


def _matches(ambassador: Ambassador, pin: str, settings: Settings) -> bool:
    try:
        return accounts.hasher(settings).verify(ambassador.pin_hash or "", western(pin))
    except VerifyMismatchError:
        return False
