"""Cards of the study: make them, print a sheet, void one."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField
from wtforms.validators import InputRequired, NumberRange

from survey_app.errors import DoorvragenError
from survey_app.services import access, cards, coupon_codes, qr, recruitment
from survey_app.services.access import Thing
from survey_app.storage.recruitment import CouponState
from survey_app.storage.studies import Study
from survey_app.web import context, errors

MOST = 400  # cards at a time: fifty sheets
A_PAGE = 100
STATE_NAMES = {
    CouponState.ISSUED: _l("gemaakt"),
    CouponState.GIVEN: _l("uitgedeeld"),
    CouponState.REDEEMED: _l("gebruikt"),
    CouponState.EXPIRED: _l("verlopen"),
    CouponState.VOID: _l("ingetrokken"),
}


class IssueForm(FlaskForm):  # type: ignore[misc]
    """How many cards to make."""

    number = IntegerField(
        _l("Hoeveel kaarten?"),
        [
            InputRequired(_l("Vul een getal in van 1 tot %(most)s.", most=MOST)),
            NumberRange(1, MOST, _l("Vul een getal in van 1 tot %(most)s.", most=MOST)),
        ],
        default=8,
    )


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/cards", "cards", listed, methods=["GET", "POST"])
    blueprint.add_url_rule("/cards/sheet", "sheet", sheet)
    blueprint.add_url_rule("/cards/given", "given", given, methods=["POST"])
    blueprint.add_url_rule("/cards/void", "void", void, methods=["POST"])


@context.require(*access.roles(Thing.MANAGE_CARDS))
def listed(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    form = IssueForm()
    if not form.validate_on_submit():
        return _page(study, form), 400 if form.is_submitted() else 200
    try:
        with context.writing() as db:
            recruitment.issue(
                db, study, form.number.data or 1, now=context.now(), chance=SystemRandom()
            )
    except DoorvragenError as error:
        form.form_errors.append(errors.message_of(error))
        return _page(study, form), errors.status_of(error)
    return redirect(url_for(".sheet", slug=slug), 303)


@context.require(*access.roles(Thing.MANAGE_CARDS))
def sheet(slug: str) -> ResponseReturnValue:
    """The cards that were made and not handed out yet, eight on a page."""
    study = context.own_study(slug)
    with context.reading() as db:
        coupons = cards.to_print(db, study, MOST)
    drawn = {
        coupon.code: qr.svg(url_for("invitation.invitation", code=coupon.code, _external=True))
        for coupon in coupons
    }
    return render_template(
        "coordination/sheet.html", coupons=coupons, qr=drawn, show=coupon_codes.show
    )


@context.require(*access.roles(Thing.MANAGE_CARDS))
def given(slug: str) -> ResponseReturnValue:
    """The printed cards go out: from now on they count as given."""
    study = context.own_study(slug)
    codes = request.form.getlist("code")
    with context.writing() as db:
        coupons = cards.to_print(db, study, MOST)
        recruitment.give((c for c in coupons if c.code in codes), context.now())
    flash(_("De kaarten staan als uitgedeeld."))
    return redirect(url_for(".cards", slug=slug), 303)


@context.require(*access.roles(Thing.MANAGE_CARDS))
def void(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    text = request.form.get("code", "")
    try:
        with context.writing() as db:
            code = recruitment.void(db, study, text).code
    except DoorvragenError as error:
        page = _page(study, IssueForm(formdata=None), wrong=errors.message_of(error), text=text)
        return page, errors.status_of(error)
    flash(_("Kaart %(code)s is ingetrokken.", code=coupon_codes.show(code)))
    return redirect(url_for(".cards", slug=slug), 303)


def _page(study: Study, form: IssueForm, wrong: str = "", text: str = "") -> str:
    now = context.now()
    page = max(1, request.args.get("page", 1, type=int))
    with context.reading() as db:
        coupons = cards.in_study(db, study, A_PAGE, (page - 1) * A_PAGE)
        return render_template(
            "coordination/cards.html",
            form=form,
            coupons=[(coupon, recruitment.state_at(coupon, now)) for coupon in coupons],
            numbers=cards.numbers_by_state(db, study, now),
            state_names=STATE_NAMES,
            states=CouponState,
            show=coupon_codes.show,
            page=page,
            a_page=A_PAGE,
            wrong=wrong,
            text=text,
        )
