"""``/ambassador/<token>``: give a card, see that it helps. No names, no times, no outcome."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale, gettext

from survey_app.services import ambassadors, coupon_codes, qr
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study
from survey_app.web import context, respondents

blueprint = Blueprint("ambassador", __name__, url_prefix="/ambassador/<token>")


@blueprint.get("/")
def home(token: str) -> ResponseReturnValue:
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
        tally = ambassadors.own_tally(db, ambassador, context.now())
    return respondents.render(
        "recruitment/ambassador.html",
        ambassador.study,
        respondents.language(ambassador.study, ambassador.language),
        ambassador=ambassador,
        tally=tally,
        own_link=url_for(".home", token=token, _external=True),
    )


@blueprint.post("/cards/")
def give(token: str) -> ResponseReturnValue:
    with context.writing() as db:
        ambassador = ambassadors.by_token(db, token)
        coupon = ambassadors.give_card(db, ambassador, context.now(), SystemRandom())
        code = coupon.code
    return redirect(url_for(".card", token=token, code=code, lang=request.args.get("lang")), 303)


@blueprint.get("/cards/<code>")
def card(token: str, code: str) -> ResponseReturnValue:
    with context.reading() as db:
        ambassador = ambassadors.by_token(db, token)
        coupon = ambassadors.given_card(db, ambassador, code)
    chosen = respondents.language(ambassador.study, ambassador.language)
    invited = request.args.get("for", "")
    invited = invited if invited in respondents.offered(ambassador.study) else chosen
    return respondents.render(
        "recruitment/card.html",
        ambassador.study,
        chosen,
        token=token,
        coupon=coupon,
        code=coupon_codes.show(coupon.code),
        qr=qr.svg(url_for("invitation.invitation", code=coupon.code, _external=True)),
        invited=invited,
        message=_message(ambassador.study, coupon, invited),
    )


def _message(study: Study, coupon: Coupon, language: str) -> str:
    """The words to send with a card, in the language of the person who is invited."""
    link = url_for("invitation.invitation", code=coupon.code, lang=language, _external=True)
    with force_locale(language):
        message = gettext(
            "Dag! De gemeente %(municipality)s wil weten wat mensen nodig hebben om Nederlands te "
            "leren. Wilt u meepraten? Nee is ook goed. Kijk hier: %(link)s (code %(code)s)",
            municipality=study.municipality,
            link=link,
            code=coupon_codes.show(coupon.code),
        )
    return str(message)
