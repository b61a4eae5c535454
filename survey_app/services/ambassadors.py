"""Ambassadors: people who hand out cards, known by a personal link.

How many cards they gave they know already. How many were used they see of all ambassadors
together, up to the end of last month, in steps of five, and never all of the cards that went out.
Of the own cards alone an ambassador often knows how the others fared, because people tell; then
the counter would tell of the one who did not. See docs/decisions/0015-what-a-counter-tells.md.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session, joinedload

from survey_app.errors import Gone, Invalid, NotFound, TooMany
from survey_app.services import coupon_codes, recruitment
from survey_app.storage.recruitment import Ambassador, Coupon
from survey_app.storage.studies import Study

ROUNDED_TO = 5
IN_DOUBT = 1  # card at least that went out beside those said to be used
# That one ambassador may give in PERIOD; used or not, so that it tells nothing. Printed cards come
# from the coordinator, and do not count.
CARDS = 50
PERIOD = timedelta(days=28)
SHOWN = timedelta(hours=1)  # that the last card stays within reach
AGAIN = timedelta(minutes=1)  # that the same press of a button gives the same card


@dataclass(frozen=True, slots=True)
class OwnTally:
    """What an ambassador may know."""

    given: int  # until now
    used: int  # of all ambassadors together up to ``until``, in steps of five
    until: datetime


def add(
    session: Session,
    study: Study,
    name: str,
    now: datetime,
    language: str = "nl",
    reaches: str = "",
) -> Ambassador:
    """Make an ambassador with a new personal link.

    Args:
        reaches: the group of the policy from which this ambassador brings people.

    Raises:
        Invalid: there is no name to tell ambassadors apart by.
    """
    name = " ".join(name.split())
    if not 1 <= len(name) <= 60:
        raise Invalid("Vul een voornaam of bijnaam in van hoogstens 60 letters.")
    ambassador = Ambassador(
        study_id=study.id,
        token=_token(),
        name=name,
        language=language,
        reaches=reaches,
        active=True,
        created_at=now,
    )
    session.add(ambassador)
    session.flush()
    return ambassador


def by_token(session: Session, token: str) -> Ambassador:
    """The ambassador of a personal link.

    Raises:
        NotFound: the link was never made, or was renewed.
        Gone: the coordinator closed it.
    """
    ambassador = session.scalar(
        select(Ambassador).where(Ambassador.token == token).options(joinedload(Ambassador.study))
    )
    if ambassador is None:
        raise NotFound("Deze link kennen we niet. Vraag de coördinator om uw nieuwe link.")
    if not ambassador.active:
        raise Gone(
            "Deze link is gestopt. Wilt u een nieuwe? Bel %(number)s.",
            number=ambassador.study.contact_number,
        )
    return ambassador


def in_study(session: Session, study: Study) -> list[Ambassador]:
    """The ambassadors of a study, by name."""
    chosen = select(Ambassador).where(Ambassador.study_id == study.id)
    return list(session.scalars(chosen.order_by(Ambassador.name, Ambassador.id)))


def get(session: Session, study: Study, ambassador_id: int) -> Ambassador:
    """One ambassador of this study.

    Raises:
        NotFound: this study has no such ambassador.
    """
    ambassador = session.get(Ambassador, ambassador_id)
    if ambassador is None or ambassador.study_id != study.id:
        raise NotFound("Deze ambassadeur is er niet in deze studie.")
    return ambassador


def renew_link(ambassador: Ambassador) -> None:
    """Give a new link, with a new PIN to choose; the old one stops at once."""
    ambassador.token = _token()
    ambassador.pin_hash = None


def set_active(ambassador: Ambassador, active: bool) -> None:
    """Open or close the link; cards that were given stay good."""
    ambassador.active = active


def give_card(
    session: Session, ambassador: Ambassador, now: datetime, chance: Random, press: bytes = b""
) -> Coupon:
    """Hand out one new card.

    Args:
        press: what is the same for one press of the button and cannot be guessed. A second tap, or
            a page that is sent again, gets the card of the first within ``AGAIN``.

    Raises:
        TooMany: many cards were given lately.
        Gone: the fieldwork is over.
    """
    wait_for_my_turn(session, ambassador)
    if press:
        same = _given_just_now(session, ambassador, coupon_codes.new(_of(press)), now)
        if same:
            return same
        chance = _of(press)
    if recruitment.is_over(ambassador.study, now):
        raise Gone("Dit onderzoek is klaar. U hoeft geen kaarten meer te geven. Dank u wel.")
    lately = Coupon.ambassador_id == ambassador.id, Coupon.given_at > now - PERIOD
    if _number(session, *lately, Coupon.batch_id.is_(None)) >= CARDS:
        raise TooMany(
            "U gaf in vier weken al %(number)s kaarten. Wacht een paar dagen, "
            "of vraag de coördinator.",
            number=CARDS,
        )
    [coupon] = recruitment.issue(
        session, ambassador.study, 1, now=now, chance=chance, parent=ambassador
    )
    recruitment.give([coupon], now)
    return coupon


def wait_for_my_turn(session: Session, ambassador: Ambassador) -> None:
    """What one ambassador does twice at once is handled one after the other."""
    session.execute(select(Ambassador.id).where(Ambassador.id == ambassador.id).with_for_update())


def given_card(session: Session, ambassador: Ambassador, code: str) -> Coupon:
    """A card of this ambassador, to show it again; never whether it was used.

    Raises:
        Invalid, NotFound: not one of this ambassador's.
    """
    coupon = recruitment.find(session, code)
    if coupon.ambassador_id != ambassador.id:
        raise NotFound("Deze kaart is niet van u.")
    return coupon


def last_card(session: Session, ambassador: Ambassador, now: datetime) -> Coupon | None:
    """The card that was given last, to show again to the same person for an hour; used or not."""
    own = select(Coupon).where(
        Coupon.ambassador_id == ambassador.id, Coupon.given_at > now - SHOWN
    )
    return session.scalar(own.order_by(Coupon.given_at.desc(), Coupon.id.desc()).limit(1))


def own_tally(session: Session, ambassador: Ambassador, now: datetime) -> OwnTally:
    """Own cards given until now; cards of all ambassadors used up to the end of last month."""
    until = now.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    together = Coupon.study_id == ambassador.study_id, Coupon.ambassador_id.is_not(None)
    given = _number(session, *together, Coupon.given_at < until)
    used = _number(session, *together, Coupon.redeemed_at < until)
    own = Coupon.ambassador_id == ambassador.id, Coupon.given_at.is_not(None)
    return OwnTally(_number(session, *own), shown_used(used, given), until)


def shown_used(used: int, given: int) -> int:
    """How many used cards may be said: in steps, and never so many that none are in doubt."""
    steps = max(0, min(used, given - IN_DOUBT)) // ROUNDED_TO
    return steps * ROUNDED_TO


def _of(press: bytes) -> Random:
    return Random(press)  # noqa: S311 - it cannot be guessed, and seeds all of it


def _given_just_now(
    session: Session, ambassador: Ambassador, code: str, now: datetime
) -> Coupon | None:
    own = select(Coupon).where(Coupon.ambassador_id == ambassador.id, Coupon.code == code)
    return session.scalar(own.where(Coupon.given_at > now - AGAIN))


def _number(session: Session, *conditions: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Coupon).where(*conditions)) or 0


def _token() -> str:
    return secrets.token_urlsafe(32)
