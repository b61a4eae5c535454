"""Cards of the study: make a batch, print it, hand it out; look one up, and act on it."""

from __future__ import annotations

from random import SystemRandom

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from survey_app import i18n
from survey_app.errors import DoorvragenError, Invalid
from survey_app.services import (
    access,
    ambassadors,
    card_life,
    card_sheets,
    cards,
    coupon_codes,
    recruitment,
)
from survey_app.services.access import Thing
from survey_app.services.card_life import Hand
from survey_app.storage.recruitment import CardAct, CouponState
from survey_app.storage.studies import Study
from survey_app.web import context, errors, languages
from survey_app.web.ambassador import invitation_address

MOST = 1000  # cards in a batch
A_PAGE = 100
MOST_PAGES = 10_000
STATE_NAMES = {
    CouponState.ISSUED: _l("gemaakt"),
    CouponState.PRINTED: _l("geprint"),
    CouponState.GIVEN: _l("uitgedeeld"),
    CouponState.REDEEMED: _l("gebruikt"),
    CouponState.EXPIRED: _l("verlopen"),
    CouponState.VOID: _l("ingetrokken"),
}
ACT_NAMES = {
    CardAct.ISSUED: _l("gemaakt"),
    CardAct.PRINTED: _l("geprint"),
    CardAct.GIVEN: _l("uitgedeeld"),
    CardAct.VOID: _l("ingetrokken"),
    CardAct.REISSUED: _l("gemaakt in plaats van een kwijte kaart"),
    CardAct.MOVED: _l("verplaatst"),
}


class BatchForm(FlaskForm):  # type: ignore[misc]
    """How many cards to make, in which language, for whom."""

    number = IntegerField(
        _l("Hoeveel kaarten?"),
        [
            InputRequired(_l("Vul een getal in van 1 tot %(most)s.", most=MOST)),
            NumberRange(1, MOST, _l("Vul een getal in van 1 tot %(most)s.", most=MOST)),
        ],
        default=8,
    )
    language = SelectField(_l("Nederlands, en ook"))
    ambassador = SelectField(_l("Wie deelt ze uit?"))


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/cards", "cards", listed, methods=["GET", "POST"])
    one = "/cards/batches/<int(max=2147483647):number>"
    blueprint.add_url_rule(one, "batch", batch)
    blueprint.add_url_rule(f"{one}/cards.pdf", "batch_pdf", batch_pdf)
    blueprint.add_url_rule(f"{one}/<action>", "change_batch", change_batch, methods=["POST"])
    blueprint.add_url_rule("/cards/find", "find_card", find)
    blueprint.add_url_rule("/cards/<code>", "card", card)
    blueprint.add_url_rule("/cards/<code>/<action>", "change_card", change, methods=["POST"])


@context.require(*access.roles(Thing.MANAGE_CARDS))
def listed(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    form = _form(study)
    if not form.validate_on_submit():
        return _page(study, form), 400 if form.is_submitted() else 200
    try:
        with context.writing() as db:
            chosen = form.ambassador.data
            made = card_life.make_batch(
                db,
                study,
                form.number.data or 1,
                form.language.data,
                hand=_hand(),
                chance=SystemRandom(),
                ambassador=ambassadors.get(db, study, int(chosen)) if chosen else None,
            )
            number = made.id
    except DoorvragenError as error:
        form.form_errors.append(errors.message_of(error))
        return _page(study, form), errors.status_of(error)
    return redirect(url_for(".batch", slug=slug, number=number), 303)


@context.require(*access.roles(Thing.MANAGE_CARDS))
def batch(slug: str, number: int) -> ResponseReturnValue:
    """A batch: print it, then write down that it is printed, then that it went out."""
    study = context.own_study(slug)
    with context.reading() as db:
        found = card_life.batch(db, study, number)
        return render_template(
            "coordination/batch.html",
            batch=found,
            coupons=card_life.in_batch(db, found),
            states=CouponState,
            state_names=STATE_NAMES,
            show=coupon_codes.show,
        )


@context.require(*access.roles(Thing.MANAGE_CARDS))
def batch_pdf(slug: str, number: int) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.reading() as db:
        found = card_life.batch(db, study, number)
        coupons = card_life.in_batch(db, found)
    document = card_sheets.pdf(
        study, coupons, found.language, invitation_address, allowed=languages.allowed(study)
    )
    name = f"kaarten-{study.slug}-{number}-{found.language}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(document, mimetype="application/pdf", headers=headers)


@context.require(*access.roles(Thing.MANAGE_CARDS))
def change_batch(slug: str, number: int, action: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.writing() as db:
        coupons = card_life.in_batch(db, card_life.batch(db, study, number))
        match action:
            case "printed":
                card_life.printed(db, coupons, _hand())
                flash(_("De kaarten staan als geprint."))
            case "given":
                card_life.given(db, coupons, _hand())
                flash(_("De kaarten staan als uitgedeeld."))
            case _:
                raise Invalid("Dit kan niet met een stapel kaarten. Gebruik de knoppen.")
    return redirect(url_for(".batch", slug=slug, number=number), 303)


@context.require(*access.roles(Thing.MANAGE_CARDS))
def find(slug: str) -> ResponseReturnValue:
    """The card whose code was typed."""
    study = context.own_study(slug)
    text = request.args.get("code", "")
    try:
        with context.reading() as db:
            code = recruitment.find_in(db, study, text).code
    except DoorvragenError as error:
        page = _page(study, _form(study), wrong=errors.message_of(error), text=text)
        return page, errors.status_of(error)
    return redirect(url_for(".card", slug=slug, code=code), 303)


@context.require(*access.roles(Thing.MANAGE_CARDS))
def card(slug: str, code: str) -> ResponseReturnValue:
    """One card: where it stands, what happened to it, what can be done."""
    study = context.own_study(slug)
    with context.reading() as db:
        coupon = recruitment.find_in(db, study, code)
        return render_template(
            "coordination/card.html",
            coupon=coupon,
            code=coupon_codes.show(coupon.code),
            state=recruitment.state_at(coupon, context.now()),
            states=CouponState,
            state_names=STATE_NAMES,
            act_names=ACT_NAMES,
            usable=recruitment.USABLE,
            history=card_life.history(db, coupon),
            ambassadors=ambassadors.in_study(db, study),
        )


@context.require(*access.roles(Thing.MANAGE_CARDS))
def change(slug: str, code: str, action: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.writing() as db:
        match action:
            case "void":
                code = card_life.void(db, study, code, _hand()).code
                flash(_("Kaart %(code)s is ingetrokken.", code=coupon_codes.show(code)))
            case "reissue":
                new = card_life.reissue(db, study, code, _hand(), SystemRandom())
                code = new.code
                flash(_("Dit is de nieuwe kaart. De oude geldt niet meer."))
            case "move":
                chosen = request.form.get("ambassador", "")
                to = ambassadors.get(db, study, int(chosen)) if chosen.isdecimal() else None
                code = card_life.move(db, study, code, to, _hand()).code
                flash(_("De kaart is verplaatst."))
            case _:
                raise Invalid("Dit kan niet met een kaart. Gebruik de knoppen.")
    return redirect(url_for(".card", slug=slug, code=code), 303)


def _hand() -> Hand:
    return Hand(context.current_account(), context.now())


def _form(study: Study) -> BatchForm:
    form = BatchForm()
    known = card_sheets.languages(languages.allowed(study))
    form.language.choices = [(code, i18n.endonym(code)) for code in known]
    with context.reading() as db:
        people = [(str(one.id), one.name) for one in ambassadors.in_study(db, study) if one.active]
    form.ambassador.choices = [("", _("Het onderzoek zelf")), *people]
    if not form.is_submitted():
        form.language.data = "en" if "en" in known else next(iter(known), "")
    return form


def _page(study: Study, form: BatchForm, wrong: str = "", text: str = "") -> str:
    now = context.now()
    page = min(max(1, request.args.get("page", 1, type=int)), MOST_PAGES)
    with context.reading() as db:
        coupons = cards.in_study(db, study, A_PAGE, (page - 1) * A_PAGE)
        return render_template(
            "coordination/cards.html",
            form=form,
            withheld=languages.names(card_sheets.withheld(languages.allowed(study))),
            batches=cards.batches(db, study),
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
