"""``/ambassador/<token>``: give a card, see that it helps, read how to ask.

A personal link and a PIN; no names, no times, no outcome of any card.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime
from random import SystemRandom
from typing import Any

from flask import Blueprint, Response, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, format_currency, format_date

from survey_app import i18n
from survey_app.errors import DoorvragenError
from survey_app.services import (
    ambassadors,
    card_sheets,
    language_approval,
    pins,
    policy,
    thanks,
)
from survey_app.services.thanks import Thanks, ThanksState
from survey_app.storage.recruitment import Ambassador
from survey_app.web import context, errors, languages, respondents, sharing

blueprint = Blueprint("ambassador", __name__, url_prefix="/ambassador/<token>")
SESSION_KEY = "ambassador"
WITHOUT_PIN = {"ambassador.home", "ambassador.pin", "ambassador.pin_again"}


@dataclass(frozen=True, slots=True)
class ThanksLine:
    """One thank-you in words."""

    earned: str
    month: str  # empty when it is for a number of cards
    cards: int  # 0 when it is for a month
    amount: str
    state: ThanksState


@blueprint.before_request
def ask_for_the_pin() -> ResponseReturnValue | None:
    """Every page but the first is for who has filled in the PIN."""
    if request.endpoint in WITHOUT_PIN or not request.view_args:
        return None
    token = request.view_args["token"]
    with context.reading() as db:
        if _is_open(ambassadors.by_token(db, token)):
            return None
    return _to("home", token)


@blueprint.get("/")
def home(token: str) -> ResponseReturnValue:
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
        last = ambassadors.last_card(db, ambassador, context.now())
    if not _is_open(ambassador):
        return _pin_page(ambassador)
    link = url_for(".home", token=token, _external=True)
    return _page(
        "recruitment/ambassador.html",
        ambassador,
        own_link=link,
        press=secrets.token_urlsafe(9),
        last=last.code if last else "",
    )


@blueprint.get("/pin")
def pin_again(token: str) -> ResponseReturnValue:
    """Where another language, or a reload, leads from a PIN that was wrong."""
    return _to("home", token)


@blueprint.post("/pin")
def pin(token: str) -> ResponseReturnValue:
    """Choose one at the first visit; fill it in at the next ones."""
    typed = "".join(request.form.get("pin", "").split())
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
    try:
        if ambassador.pin_hash:
            stamp = pins.enter(
                context.parts().database,
                token,
                typed,
                now=context.now(),
                settings=context.settings(),
            )
        else:
            with context.writing() as db:
                ambassador = ambassadors.by_token(db, token)
                pins.choose(ambassador, typed, context.settings())
                stamp = pins.stamp(ambassador)
    except DoorvragenError as error:
        return _pin_page(ambassador, error), errors.status_of(error)
    session[SESSION_KEY] = stamp
    return _to("home", token)


@blueprint.post("/cards/")
def give(token: str) -> ResponseReturnValue:
    press = _press(token, request.form.get("press", ""))
    with context.writing() as db:
        ambassador = ambassadors.by_token(db, token)
        code = ambassadors.give_card(db, ambassador, context.now(), SystemRandom(), press).code
    return redirect(url_for(".card", token=token, code=code, lang=request.args.get("lang")), 303)


@blueprint.get("/cards/<code>")
def card(token: str, code: str) -> ResponseReturnValue:
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
        coupon = ambassadors.given_card(db, ambassador, code)
        allowed = language_approval.allowed(db, ambassador.study)
    known = sharing.languages(allowed)
    study = ambassador.study
    invited = sharing.chosen(known, respondents.language(study, ambassador.language))
    return _page(
        "recruitment/card.html",
        ambassador,
        coupon=coupon,
        card=sharing.shared(study, coupon, invited),
        invited_languages=known,
        withheld=languages.names(card_sheets.withheld(allowed)),
        printable=_printable(known, invited),
    )


@blueprint.get("/cards/<code>/card.pdf")
def printed(token: str, code: str) -> ResponseReturnValue:
    """This card on paper, in Dutch and the language of the other person."""
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
        coupon = ambassadors.given_card(db, ambassador, code)
        allowed = language_approval.allowed(db, ambassador.study)
    known = sharing.languages(allowed)
    document = card_sheets.pdf(
        ambassador.study,
        [coupon],
        _printable(known, sharing.chosen(known)),
        invitation_address,
        allowed=allowed,
    )
    return Response(document, mimetype="application/pdf")


@blueprint.get("/progress")
def progress(token: str) -> ResponseReturnValue:
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
        now = context.now()
        tally = ambassadors.own_tally(db, ambassador, now)
        earned = thanks.every(db, ambassador, now)
    size = policy.of(ambassador.study).thanks.batch_size
    with force_locale(respondents.language(ambassador.study, ambassador.language)):
        lines = [_line(one, size) for one in reversed(earned)]
    return _page("recruitment/ambassador_progress.html", ambassador, tally=tally, thanks=lines)


@blueprint.post("/progress/<earned>")
def received(token: str, earned: str) -> ResponseReturnValue:
    """The ambassador says that a thank-you has come."""
    with context.writing() as db:
        thanks.confirm(db, ambassadors.by_token(db, token), earned, context.now())
    return _to("progress", token)


@blueprint.get("/tips")
def tips(token: str) -> ResponseReturnValue:
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
    return _page("recruitment/ambassador_tips.html", ambassador)


def invitation_address(code: str) -> str:
    """The address behind a code, for a printed QR code; of all of them for no code."""
    if not code:
        return url_for("invitation.typed", _external=True)
    return url_for("invitation.invitation", code=code, _external=True)


def _is_open(ambassador: Ambassador) -> bool:
    return bool(ambassador.pin_hash) and session.get(SESSION_KEY) == pins.stamp(ambassador)


def _printable(known: list[str], invited: str) -> str:
    """The language beside Dutch on a printed card; none when there is no other."""
    others = [language for language in known if language != i18n.SOURCE]
    return next((x for x in (invited, "en", *others) if x in others), "")


def _line(one: Thanks, batch_size: int) -> ThanksLine:
    is_month = "-" in one.earned
    first = datetime.strptime(one.earned, "%Y-%m") if is_month else None  # noqa: DTZ007 - a month
    return ThanksLine(
        earned=one.earned,
        month=format_date(first, "MMMM yyyy") if first else "",
        cards=0 if is_month else int(one.earned) * batch_size,
        amount=format_currency(one.amount_cents / 100, "EUR"),
        state=one.state,
    )


def _press(token: str, named: str) -> bytes:
    """What is the same for one press of *Give a card*: the page has named it."""
    if not named:
        return b""
    key = context.settings().secret_key.encode()
    return hmac.digest(key, f"card:{token}:{named}".encode(), "sha256")


def _to(view: str, token: str) -> ResponseReturnValue:
    return redirect(url_for(f".{view}", token=token, lang=request.args.get("lang")), 303)


def _pin_page(ambassador: Ambassador, error: DoorvragenError | None = None) -> str:
    return _page(
        "recruitment/ambassador_pin.html",
        ambassador,
        first=not ambassador.pin_hash,
        error=error,
        message_of=errors.message_of,
    )


def _page(template: str, ambassador: Ambassador, **values: Any) -> str:
    return respondents.render(
        template,
        ambassador.study,
        respondents.language(ambassador.study, ambassador.language),
        ambassador=ambassador,
        token=ambassador.token,
        **values,
    )
