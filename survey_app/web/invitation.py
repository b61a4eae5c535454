"""``/k/<code>``: what somebody sees who scans a card or types its code.

Nothing is stored here, and no cookie is set. Whether a card was used is told to interviewers and
coordinators only: see docs/decisions on what a card tells.
"""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy.orm import Session

from survey_app.errors import DoorvragenError, NotFound
from survey_app.services import access, coupon_codes, qr, recruitment
from survey_app.services.access import Thing
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Role, Study
from survey_app.web import context, errors, respondents

blueprint = Blueprint("invitation", __name__, url_prefix="/k")


@blueprint.get("/")
def typed() -> ResponseReturnValue:
    text = request.args.get("code", "")
    if not text.strip():
        return respondents.render("recruitment/code.html", None, respondents.language(None))
    try:
        code = coupon_codes.read(text)
    except DoorvragenError as error:
        return _refused(text, error)
    return redirect(url_for(".invitation", code=code, lang=request.args.get("lang")))


@blueprint.get("/<path:code>")
def invitation(code: str) -> ResponseReturnValue:
    study = None
    try:
        with context.reading() as db:
            coupon = _found(db, code)
            study = coupon.study
            if _may_see_use():
                recruitment.require_usable(coupon, context.now())
            else:
                recruitment.require_valid(coupon, context.now())
    except DoorvragenError as error:
        return _refused(code, error, study)
    address = url_for(".invitation", code=coupon.code, _external=True)
    return respondents.render(
        "recruitment/invitation.html",
        study,
        respondents.language(study),
        coupon=coupon,
        code=coupon_codes.show(coupon.code),
        qr=qr.svg(address),
    )


def _found(db: Session, code: str) -> Coupon:
    address = request.remote_addr or ""
    guesses = context.parts().guesses
    guesses.refuse(address)
    try:
        return recruitment.find(db, code)
    except NotFound:
        guesses.count(address)
        raise


def _may_see_use() -> bool:
    signed_in = current_user.is_authenticated
    return signed_in and access.may(Role(current_user.role), Thing.SEE_CARD_STATE)


def _refused(text: str, error: DoorvragenError, study: Study | None = None) -> ResponseReturnValue:
    """What is wrong with the code, with what was typed still there."""
    page = respondents.render(
        "recruitment/code.html",
        study,
        respondents.language(study),
        text=text[:40],
        error=error,
        message_of=errors.message_of,
    )
    return page, errors.status_of(error)
