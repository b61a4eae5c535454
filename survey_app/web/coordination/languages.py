"""Languages: how each stands, the texts that somebody stands for, and who approved them."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, StringField
from wtforms.validators import InputRequired

from survey_app import i18n
from survey_app.errors import DoorvragenError
from survey_app.services import access, language_approval, studies
from survey_app.services.access import Thing
from survey_app.services.approved_texts import Part, fingerprint
from survey_app.services.language_approval import State
from survey_app.storage.studies import Study
from survey_app.web import context, errors

PART_NAMES = {
    Part.CONSENT: _l("Toestemming"),
    Part.CARD: _l("Kaart"),
    Part.INVITATION: _l("Uitnodiging"),
}


class ApprovalForm(FlaskForm):  # type: ignore[misc]
    """Who read the texts, and which texts were on the page."""

    by = StringField(
        _l("Voornaam en achternaam van wie de taal spreekt en de teksten las"),
        [InputRequired(_l("Vul een naam in."))],
    )
    seen = HiddenField()


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/languages", "languages", listed)
    blueprint.add_url_rule("/languages/<language>", "language", shown, methods=["GET", "POST"])
    blueprint.add_url_rule(
        "/languages/<language>/withdraw", "withdraw_language", withdraw, methods=["POST"]
    )


@context.require(*access.roles(Thing.APPROVE_LANGUAGES))
def listed(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.reading() as db:
        found = language_approval.standings(db, study)
    return render_template(
        "coordination/languages.html", standings=found, states=State, part_names=PART_NAMES
    )


@context.require(*access.roles(Thing.APPROVE_LANGUAGES))
def shown(slug: str, language: str) -> ResponseReturnValue:
    """The texts beside the Dutch, and below them the name of who stands for them."""
    study = context.own_study(slug)
    form = ApprovalForm()
    if not form.validate_on_submit():
        return _page(study, language, form), 400 if form.is_submitted() else 200
    try:
        with context.writing() as db:
            language_approval.approve(
                db,
                studies.get(db, slug),
                language,
                form.by.data or "",
                context.now(),
                form.seen.data or "",
            )
    except DoorvragenError as error:
        form.form_errors.append(errors.message_of(error))
        return _page(study, language, form), errors.status_of(error)
    flash(_("%(language)s is goedgekeurd.", language=i18n.endonym(language)))
    return redirect(url_for(".languages", slug=slug), 303)


@context.require(*access.roles(Thing.APPROVE_LANGUAGES))
def withdraw(slug: str, language: str) -> ResponseReturnValue:
    context.own_study(slug)
    with context.writing() as db:
        language_approval.withdraw(db, studies.get(db, slug), language, context.now())
    flash(
        _(
            "De goedkeuring van %(language)s is ingetrokken. Gesprekken die al begonnen zijn, "
            "gaan door.",
            language=i18n.endonym(language),
        )
    )
    return redirect(url_for(".languages", slug=slug), 303)


def _page(study: Study, language: str, form: ApprovalForm) -> str:
    with context.reading() as db:
        standing = language_approval.standing(db, study, language)
        texts = language_approval.texts_in(db, study, language)
    form.seen.data = fingerprint(texts)
    there = [(part, [text for text in texts if text.part is part]) for part in standing.parts]
    return render_template(
        "coordination/language.html",
        form=form,
        standing=standing,
        there=there,
        missing=[part for part in Part if part not in standing.parts],
        states=State,
        part_names=PART_NAMES,
    )
