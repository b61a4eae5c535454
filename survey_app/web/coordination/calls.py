"""Who asked to be called: who calls whom, what came of it, and who stands in the list twice."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from survey_app.services import access, contacts
from survey_app.services.access import Thing
from survey_app.services.contact_keys import ContactKeys
from survey_app.web import contact_form, context

DAYS_TO_ANSWER = 3  # what the invitation promises


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/calls", "calls", calls)
    blueprint.add_url_rule(
        "/calls/<uuid:contact_id>/assign", "assign_call", assign, methods=["POST"]
    )
    blueprint.add_url_rule(
        "/calls/<uuid:contact_id>/remove", "remove_call", remove, methods=["POST"]
    )


@context.require(*access.roles(Thing.SEE_CONTACTS))
def calls(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    keys = ContactKeys.of(context.settings())
    with context.reading() as db:
        return render_template(
            "coordination/calls.html",
            requests=contacts.to_call(db, keys, study),
            callers=contacts.callers(db, study),
            times=contact_form.TIMES,
            purposes=contact_form.PURPOSES,
            now=context.now(),
            days_to_answer=DAYS_TO_ANSWER,
        )


@context.require(*access.roles(Thing.SEE_CONTACTS))
def assign(slug: str, contact_id: UUID) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.writing() as db:
        keys = ContactKeys.of(context.settings())
        contacts.assign(db, keys, study, contact_id, request.form.get("username", ""))
    return redirect(url_for(".calls", slug=slug), 303)


@context.require(*access.roles(Thing.SEE_CONTACTS))
def remove(slug: str, contact_id: UUID) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.writing() as db:
        contacts.remove(db, study, contact_id)
    context.parts().database.scrub("contact")
    flash(_("De gegevens van deze persoon zijn weggehaald."))
    return redirect(url_for(".calls", slug=slug), 303)
