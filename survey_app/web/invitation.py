"""``/k/<code>``: what somebody sees who scans a card or types its code, and their choice.

Reading stores nothing and sets no cookie; *no, thank you* neither. *Call me* goes to the contact
store, and says nothing of the card. Whether a card was used is told to interviewers and
coordinators only: see docs/decisions on what a card tells.
"""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from flask_login import current_user
from sqlalchemy.orm import Session

from survey_app.errors import DoorvragenError, NotFound
from survey_app.services import (
    access,
    contacts,
    coupon_codes,
    qr,
    recruitment,
    self_completion,
)
from survey_app.services.access import Thing
from survey_app.services.contact_keys import ContactKeys
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Role, Study
from survey_app.web import context, errors, respondents
from survey_app.web.contact_form import CallMeForm

blueprint = Blueprint("invitation", __name__, url_prefix="/k")


@blueprint.get("/")
def typed() -> ResponseReturnValue:
    text = request.args.get("code", "")
    if not text.strip():
        return _page("recruitment/code.html", None)
    try:
        code = coupon_codes.read(text)
    except DoorvragenError as error:
        return refused(text, error)
    return redirect(url_for(".invitation", code=code, lang=request.args.get("lang")))


@blueprint.get("/<path:code>")
def invitation(code: str) -> ResponseReturnValue:
    study = None
    try:
        with context.reading() as db:
            coupon = _found(db, code)
            study = coupon.study
            alone = self_completion.languages_of(db, study)
            if _may_see_use():
                recruitment.require_usable(coupon, context.now())
            else:
                recruitment.require_valid(coupon, context.now())
    except DoorvragenError as error:
        return refused(code, error, study)
    address = url_for(".invitation", code=coupon.code, _external=True)
    return _page(
        "recruitment/invitation.html",
        study,
        coupon=coupon,
        code=coupon_codes.show(coupon.code),
        qr=qr.svg(address),
        alone=_language(study) in alone,
    )


@blueprint.get("/<code>/no")
def no_thanks(code: str) -> ResponseReturnValue:
    """*No* is fine: nothing is asked, and nothing is kept."""
    return _with_card(code, "recruitment/no.html")


@blueprint.get("/<code>/call")
def call_me(code: str) -> ResponseReturnValue:
    chosen = _language(None)
    with force_locale(chosen):
        form = CallMeForm(meta={"csrf": False}, voorkeurstaal=chosen)
        return _with_card(code, "recruitment/call.html", form=form)


@blueprint.post("/<code>/call")
def ask_to_be_called(code: str) -> ResponseReturnValue:
    """Keep who asks to be called; the card stays as it is, and is not written down."""
    try:
        with context.reading() as db:
            study = valid_card(db, code).study
    except DoorvragenError as error:
        return refused(code, error)
    chosen = _language(study)
    with force_locale(chosen):
        form = CallMeForm(meta={"csrf": False})
        if not form.validate():
            return _page("recruitment/call.html", study, form=form, code=code), 400
    context.parts().calls.refuse(request.remote_addr or "")
    with context.writing() as db:
        keys = ContactKeys.of(context.settings())
        contacts.ask(db, keys, study, form.details, context.now())
    return redirect(url_for(".will_be_called", code=code, lang=chosen), 303)


@blueprint.get("/<code>/called")
def will_be_called(code: str) -> ResponseReturnValue:
    return _with_card(code, "recruitment/called.html")


def valid_card(db: Session, code: str) -> Coupon:
    """The card of somebody who is not signed in, when it invites; guessing is slowed down.

    Raises:
        Invalid, NotFound, Gone, TooMany: it does not; says why.
    """
    coupon = _found(db, code)
    recruitment.require_valid(coupon, context.now())
    return coupon


def _with_card(code: str, template: str, **values: object) -> ResponseReturnValue:
    try:
        with context.reading() as db:
            study = valid_card(db, code).study
    except DoorvragenError as error:
        return refused(code, error)
    return _page(template, study, code=code, **values)


def _language(study: Study | None) -> str:
    return respondents.language(study, invitation=True)


def _page(template: str, study: Study | None, **values: object) -> str:
    return respondents.render(template, study, _language(study), invitation=True, **values)


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


def refused(text: str, error: DoorvragenError, study: Study | None = None) -> ResponseReturnValue:
    """What is wrong with the code, with what was typed still there."""
    page = _page(
        "recruitment/code.html",
        study,
        text=text[:40],
        error=error,
        message_of=errors.message_of,
    )
    return page, errors.status_of(error)
