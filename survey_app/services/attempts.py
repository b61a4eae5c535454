"""What was tried in the last minutes, in the store, so that all processes count together.

By whom is kept as a keyed hash, and for a quarter of an hour.
"""

from __future__ import annotations

import hashlib
import hmac
import ipaddress
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from survey_app.settings import Settings
from survey_app.storage.studies import FailedLogin

MEMORY = timedelta(minutes=15)  # how long a try is kept


def lately(
    session: Session, names: Iterable[str], now: datetime, window: timedelta
) -> dict[str, int]:
    """How often each of these names was tried.

    Args:
        window: how long back; no longer than ``MEMORY``.
    """
    wanted = list(names)
    counted = (
        select(FailedLogin.who, func.count())
        .where(FailedLogin.who.in_(wanted), FailedLogin.at > now - window)
        .group_by(FailedLogin.who)
    )
    found = {who: number for who, number in session.execute(counted)}  # noqa: C416 - rows
    return {name: found.get(name, 0) for name in wanted}


def write_down(session: Session, names: Iterable[str], now: datetime) -> None:
    """One try by each of these names; what is too old goes."""
    session.execute(delete(FailedLogin).where(FailedLogin.at <= now - MEMORY))
    session.add_all(FailedLogin(who=name, at=now) for name in names)


def wipe_out(session: Session, name: str) -> None:
    """Forget the tries by this name: it was the right person."""
    session.execute(delete(FailedLogin).where(FailedLogin.who == name))


def minute(now: datetime) -> datetime:
    """The moment of a try by somebody who is no user: no finer than is needed."""
    return now.replace(second=0, microsecond=0)


def network(address: str) -> str:
    """What one household, or one provider's customer, has: an IPv4 address, 64 bits of an IPv6."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, 64), strict=False))


def name(settings: Settings, kind: str, value: str = "") -> str:
    """Who tries what, unreadable without the key of this installation."""
    text = f"{kind}:{value}".encode()
    return hmac.new(settings.secret_key.encode(), text, hashlib.sha256).hexdigest()
