"""The front door, and what machines ask."""

from __future__ import annotations

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from survey_app import i18n
from survey_app.errors import Invalid
from survey_app.web import context
from survey_app.web.addresses import local_address

blueprint = Blueprint("home", __name__)


@blueprint.get("/")
def index() -> ResponseReturnValue:
    return render_template("home.html")


@blueprint.post("/language")
def language() -> ResponseReturnValue:
    """Keep the chosen interface language, and go back to where the reader was."""
    chosen = request.form.get("lang", "")
    if chosen not in i18n.interface_languages():
        raise Invalid(
            "De taal ‘%(language)s’ is er niet. Kies een taal uit de lijst.", language=chosen
        )
    session[context.LANGUAGE_KEY] = chosen
    return redirect(local_address(request.form.get("next", "")) or url_for("home.index"), 303)


@blueprint.get("/healthz")
def healthz() -> ResponseReturnValue:
    return {"status": "ok"}


@blueprint.get("/readyz")
def readyz() -> ResponseReturnValue:
    context.parts().database.ping()
    return {"status": "ready"}
