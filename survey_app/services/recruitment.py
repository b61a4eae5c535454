"""Coupons: issued, given, redeemed. One coupon brings one person into one interview.

A coupon has one parent: an ambassador, an interview, or nobody (a card of the coordinator).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from random import Random
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from survey_app.errors import Conflict, Gone, NotFound
from survey_app.services import coupon_codes, policy
from survey_app.services.policy import CouponPolicy
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Ambassador, Coupon, CouponState
from survey_app.storage.studies import Study

USABLE = (CouponState.ISSUED, CouponState.PRINTED, CouponState.GIVEN)


def issue(
    session: Session,
    study: Study,
    number: int,
    *,
    now: datetime,
    chance: Random,
    parent: Ambassador | Interview | None = None,
) -> list[Coupon]:
    """Make coupons that were not handed out yet.

    Args:
        parent: who hands them on; the coordinator when none.

    Raises:
        Conflict: this interview would hand on more than the study allows.
    """
    rules = policy.coupons(study)
    if isinstance(parent, Interview):
        _refuse_too_many(session, parent, number, rules)
    ambassador_id = parent.id if isinstance(parent, Ambassador) else None
    issuer_id = parent.id if isinstance(parent, Interview) else None
    coupons = [
        Coupon(
            study_id=study.id,
            code=code,
            ambassador_id=ambassador_id,
            issuer_id=issuer_id,
            state=CouponState.ISSUED,
            issued_at=now,
            expires_at=_end(rules, now),
        )
        for code in sorted(_unused_codes(session, number, chance))
    ]
    session.add_all(coupons)
    session.flush()
    return coupons


def give(coupons: Iterable[Coupon], now: datetime) -> None:
    """Write down that these went out of our hands; what was given before stays so."""
    for coupon in coupons:
        if coupon.state in (CouponState.ISSUED, CouponState.PRINTED):
            coupon.state = CouponState.GIVEN
            coupon.given_at = now


def may_hand_on(session: Session, interview: Interview) -> int:
    """How many cards this person may take along; none in the last wave that the study wants."""
    rules = policy.coupons(interview.study)
    if rules.most_waves is not None and len(_above(session, interview)) >= rules.most_waves:
        return 0
    return rules.per_person


def state_at(coupon: Coupon, now: datetime) -> CouponState:
    """The state that counts: a coupon expires by itself, and when the fieldwork is over."""
    over = coupon.expires_at <= now or is_over(coupon.study, now)
    if coupon.state in USABLE and over:
        return CouponState.EXPIRED
    return CouponState(coupon.state)


def is_over(study: Study, now: datetime) -> bool:
    """Whether the last day on which people may come in has passed."""
    last_day = policy.coupons(study).last_day
    return last_day is not None and now.date() > last_day


def find(session: Session, text: str) -> Coupon:
    """The coupon whose code somebody typed or scanned, in whatever state.

    Raises:
        Invalid: there is a slip in the code.
        NotFound: it could be a code, and it is not one of ours.
    """
    code = coupon_codes.read(text)
    coupon = session.scalar(select(Coupon).where(Coupon.code == code))
    if coupon is None:
        raise NotFound(
            "Deze code kennen we niet. Kijk nog eens op de kaart, of vraag om een nieuwe kaart."
        )
    return coupon


def find_in(session: Session, study: Study, text: str) -> Coupon:
    """The coupon of this study whose code somebody typed.

    Raises:
        Invalid, NotFound: see ``find``; a coupon of another study is not found either.
    """
    coupon = find(session, text)
    if coupon.study_id != study.id:
        raise NotFound("Deze kaart hoort bij een ander onderzoek.")
    return coupon


def require_valid(coupon: Coupon, now: datetime) -> None:
    """Refuse a coupon whose time is over; never tells whether somebody used it.

    That is all that whoever holds a card may know: an ambassador knows the codes of the cards that
    were given, and must not see who took part.

    Raises:
        Gone: it has expired, it was taken back, or the study is over.
    """
    if coupon.state == CouponState.VOID or coupon.taken_back:
        raise Gone("Deze kaart geldt niet meer. Wilt u meepraten? Vraag om een nieuwe kaart.")
    if coupon.expires_at <= now:
        raise Gone(
            "Deze kaart was geldig tot %(date)s. Wilt u nog meepraten? Vraag om een nieuwe kaart.",
            date=coupon.expires_at.date(),
        )
    if is_over(coupon.study, now):
        raise Gone("Dit onderzoek is klaar. U kunt niet meer meepraten. Dank u wel.")


def require_usable(coupon: Coupon, now: datetime) -> None:
    """Refuse a coupon that brings nobody in any more, for who holds the interview.

    Raises:
        Conflict: somebody came in by it already.
        Gone: see ``require_valid``.
    """
    if coupon.state == CouponState.REDEEMED:
        raise Conflict(
            "Met deze kaart is al een gesprek gevoerd. Elke kaart geldt één keer. "
            "Wilt u ook meepraten? Vraag om een nieuwe kaart."
        )
    require_valid(coupon, now)


def redeem(session: Session, text: str, interview: Interview, now: datetime) -> Coupon:
    """Bring a person into an interview by a coupon, once, whoever else tries at the same moment.

    Raises:
        Invalid, NotFound: see ``find``; a coupon of another study is not found either.
        Conflict, Gone: see ``require_usable``; also the own coupon, or one that came from it.
    """
    coupon = find(session, text)
    if coupon.study_id != interview.study_id:
        raise NotFound("Deze kaart hoort bij een ander onderzoek. Vraag om een kaart van hier.")
    require_usable(coupon, now)
    refuse_circle(session, coupon, interview)
    if not _take(session, coupon, now):
        session.refresh(coupon)
        require_usable(coupon, now)
    interview.coupon_id = coupon.id
    return coupon


def refuse_circle(session: Session, coupon: Coupon, interview: Interview) -> None:
    """Nobody comes in by an own coupon, or by one that came from it.

    Raises:
        Conflict: this person, or somebody whom they brought in, handed it on.
    """
    issuer = session.get(Interview, coupon.issuer_id) if coupon.issuer_id else None
    if issuer and (issuer is interview or interview.id in _above(session, issuer)):
        raise Conflict(
            "Deze kaart kwam van u zelf. Geef haar aan iemand anders die mee wil praten."
        )


def void(session: Session, study: Study, code: str) -> Coupon:
    """Take a coupon back, so that nobody comes in by it.

    A used one stays used, and its invitation closes too: whoever gave the card and asks to block
    it must not see from an invitation that stays open that it was used.

    Raises:
        Invalid, NotFound: see ``find``.
    """
    coupon = find_in(session, study, code)
    if coupon.state == CouponState.REDEEMED:
        coupon.taken_back = True
    else:
        coupon.state = CouponState.VOID
    return coupon


def code_of(session: Session, interview: Interview) -> str:
    """The code by which somebody came in; nothing without a card."""
    coupon = session.get(Coupon, interview.coupon_id) if interview.coupon_id else None
    return coupon.code if coupon else ""


def let_go(session: Session, interview: Interview) -> None:
    """Forget which person a chain went through, before the interview is removed.

    The cards that were handed on lose their issuer and stay good. The card that brought the person
    in stays used, and keeps only the month: an ambassador's count does not tell who withdrew.
    """
    session.execute(update(Coupon).where(Coupon.issuer_id == interview.id).values(issuer_id=None))
    coupon = session.get(Coupon, interview.coupon_id) if interview.coupon_id else None
    if coupon and coupon.redeemed_at:
        coupon.redeemed_at = coupon.redeemed_at.replace(
            day=1, hour=0, minute=0, second=0, microsecond=0
        )


def _end(rules: CouponPolicy, now: datetime) -> datetime:
    """Until when a new coupon is good: never longer than the fieldwork."""
    end = now + timedelta(days=rules.days_valid)
    if rules.last_day is None:
        return end
    return min(end, datetime.combine(rules.last_day, time.max, now.tzinfo))


def _refuse_too_many(
    session: Session, interview: Interview, number: int, rules: CouponPolicy
) -> None:
    handed_on = session.scalar(
        select(func.count())
        .select_from(Coupon)
        .where(Coupon.issuer_id == interview.id, Coupon.state != CouponState.VOID)
    )
    if (handed_on or 0) + number > rules.per_person:
        raise Conflict(
            "Iemand mag hoogstens %(most)s kaarten doorgeven. Er zijn er al %(had)s.",
            most=rules.per_person,
            had=handed_on,
        )


def _unused_codes(session: Session, number: int, chance: Random) -> set[str]:
    codes: set[str] = set()
    while len(codes) < number:
        codes.update(coupon_codes.new(chance) for _ in range(number - len(codes)))
        codes.difference_update(session.scalars(select(Coupon.code).where(Coupon.code.in_(codes))))
    return codes


def _above(session: Session, interview: Interview) -> list[UUID]:
    """Who brought this person in, and who brought them, up to the first of the chain."""
    found: list[UUID] = []
    coupon_id = interview.coupon_id
    while coupon_id is not None:
        issuer = select(Interview.id, Interview.coupon_id).join(
            Coupon, Coupon.issuer_id == Interview.id
        )
        row = session.execute(issuer.where(Coupon.id == coupon_id)).first()
        if row is None or row.id in found:
            break
        found.append(row.id)
        coupon_id = row.coupon_id
    return found


def _take(session: Session, coupon: Coupon, now: datetime) -> bool:
    """Change the state in one statement: the database lets one of two through."""
    taken = session.scalar(
        update(Coupon)
        .where(Coupon.id == coupon.id, Coupon.state.in_(USABLE))
        .values(state=CouponState.REDEEMED, redeemed_at=now)
        .returning(Coupon.id)
    )
    return taken is not None
