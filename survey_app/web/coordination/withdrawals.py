"""Somebody takes their answers back, by the code that they were given."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, StringField
from wtforms.validators import InputRequired

from survey_app.errors import DoorvragenError
from survey_app.services import access, withdrawal
from survey_app.services.access import Thing
from survey_app.storage.studies import Study
from survey_app.web import context, errors


class WithdrawalForm(FlaskForm):  # type: ignore[misc]
    """The code, and that it is meant."""

    code = StringField(_l("De code om weg te halen"), [InputRequired(_l("Vul de code in."))])
    sure = BooleanField(
        _l("De persoon vroeg hier zelf om. Weg is weg."),
        [InputRequired(_l("Zet hier een vinkje: het kan niet worden teruggedraaid."))],
    )


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/withdraw", "withdraw", withdraw, methods=["GET", "POST"])


@context.require(*access.roles(Thing.WITHDRAW))
def withdraw(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    form = WithdrawalForm()
    if not form.validate_on_submit():
        return _page(form), 400 if form.is_submitted() else 200
    try:
        withdrawal.withdraw(
            context.parts().database,
            form.code.data or "",
            now=context.now(),
            forget=_forget,
            study=study,
        )
    except DoorvragenError as error:
        form.code.errors = [errors.message_of(error)]
        return _page(form), errors.status_of(error)
    flash(_("De antwoorden zijn weggehaald. Er blijft alleen een telling over."))
    return redirect(url_for(".withdraw", slug=slug), 303)


def _forget(study: Study, interview: UUID) -> None:
    from survey_app.reporting import snapshot  # loads pyarrow

    snapshot.forget(context.settings().snapshots / study.slug, interview)


def _page(form: WithdrawalForm) -> str:
    return render_template("coordination/withdraw.html", form=form)
