"""The ambassadors and their personal links."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired

from survey_app import i18n
from survey_app.errors import DoorvragenError, Invalid
from survey_app.services import access, ambassadors, pins, policy, qr, thanks
from survey_app.services.access import Thing
from survey_app.storage.studies import Study
from survey_app.web import context, errors


class AmbassadorForm(FlaskForm):  # type: ignore[misc]
    """A new ambassador."""

    name = StringField(_l("Voornaam of bijnaam"), [InputRequired(_l("Vul een naam in."))])
    language = SelectField(
        _l("Taal van de ambassadeur"),
        choices=lambda: {code: i18n.endonym(code) for code in i18n.respondent_languages()},
    )
    reaches = SelectField(_l("Bereikt vooral"), default="")


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/ambassadors", "ambassadors", listed, methods=["GET", "POST"])
    one = "/ambassadors/<int(max=2147483647):number>"
    blueprint.add_url_rule(one, "ambassador", shown)
    blueprint.add_url_rule(f"{one}/<action>", "change_ambassador", changed, methods=["POST"])


@context.require(*access.roles(Thing.MANAGE_AMBASSADORS))
def listed(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    form = AmbassadorForm()
    groups = [seeds.group for seeds in policy.coupons(study).seeds_wanted]
    form.reaches.choices = [("", _("Geen bepaalde groep")), *((group, group) for group in groups)]
    if not form.validate_on_submit():
        return _page(study, form), 400 if form.is_submitted() else 200
    try:
        with context.writing() as db:
            made = ambassadors.add(
                db,
                study,
                form.name.data or "",
                context.now(),
                language=form.language.data,
                reaches=form.reaches.data or "",
            )
            number = made.id
    except DoorvragenError as error:
        form.form_errors.append(errors.message_of(error))
        return _page(study, form), errors.status_of(error)
    return redirect(url_for(".ambassador", slug=slug, number=number), 303)


@context.require(*access.roles(Thing.MANAGE_AMBASSADORS))
def shown(slug: str, number: int) -> ResponseReturnValue:
    """The link to hand over, also to scan from this screen."""
    study = context.own_study(slug)
    with context.reading() as db:
        ambassador = ambassadors.get(db, study, number)
        link = url_for("ambassador.home", token=ambassador.token, _external=True)
        return render_template(
            "coordination/ambassador.html",
            ambassador=ambassador,
            link=link,
            qr=qr.svg(link),
            thanks=thanks.every(db, ambassador, context.now()),
            batch_size=policy.of(study).thanks.batch_size,
        )


@context.require(*access.roles(Thing.MANAGE_AMBASSADORS))
def changed(slug: str, number: int, action: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.writing() as db:
        ambassador = ambassadors.get(db, study, number)
        match action:
            case "renew":
                ambassadors.renew_link(ambassador)
                flash(
                    _(
                        "De oude link werkt niet meer. Geef de nieuwe aan %(name)s.",
                        name=ambassador.name,
                    )
                )
            case "pin":
                pins.forget(ambassador)
                flash(
                    _(
                        "%(name)s kiest een nieuwe pincode bij het volgende bezoek.",
                        name=ambassador.name,
                    )
                )
            case "thank":
                thanks.hand_over(db, ambassador, request.form.get("earned", ""), context.now())
                flash(_("Het bedankje staat als gegeven."))
            case "close" | "open":
                ambassadors.set_active(ambassador, action == "open")
            case _:
                raise Invalid("Dit kan niet met een ambassadeur. Gebruik de knoppen.")
    return redirect(url_for(".ambassador", slug=slug, number=number), 303)


def _page(study: Study, form: AmbassadorForm) -> str:
    with context.reading() as db:
        return render_template(
            "coordination/ambassadors.html",
            form=form,
            ambassadors=ambassadors.in_study(db, study),
        )
