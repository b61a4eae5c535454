"""The people who sign in: add them, close and open their accounts."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, PasswordField, SelectField, StringField
from wtforms.validators import InputRequired

from survey_app.errors import DoorvragenError
from survey_app.services import access, accounts
from survey_app.services.access import Thing
from survey_app.storage.studies import Role, Study
from survey_app.web import context, errors

ROLE_NAMES = {
    Role.INTERVIEWER: _l("Interviewer: voert gesprekken"),
    Role.RESEARCHER: _l("Onderzoeker: ziet uitkomsten"),
    Role.COORDINATOR: _l("Coördinator: regelt mensen en kaarten"),
}


class AccountForm(FlaskForm):  # type: ignore[misc]
    """A new account."""

    role = SelectField(
        _l("Rol"), choices=lambda: {role.value: str(name) for role, name in ROLE_NAMES.items()}
    )
    first_name = StringField(_l("Voornaam"), [InputRequired(_l("Vul een voornaam in."))])
    username = StringField(
        _l("Naam om mee in te loggen"), [InputRequired(_l("Vul een naam in om mee in te loggen."))]
    )
    password = PasswordField(_l("Wachtwoord"), [InputRequired(_l("Vul een wachtwoord in."))])
    learned_dutch = BooleanField(_l("Leerde zelf ook Nederlands"))

    @property
    def new_account(self) -> accounts.NewAccount:
        """What was filled in."""
        return accounts.NewAccount(
            username=self.username.data or "",
            password=self.password.data or "",
            role=Role(self.role.data),
            first_name=self.first_name.data or "",
            learned_dutch=self.learned_dutch.data,
        )


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/people", "people", people, methods=["GET", "POST"])
    blueprint.add_url_rule("/people/active", "set_active", set_active, methods=["POST"])


@context.require(*access.roles(Thing.MANAGE_PEOPLE))
def people(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    form = AccountForm()
    if not form.validate_on_submit():
        return _page(study, form), 400 if form.is_submitted() else 200
    try:
        with context.writing() as db:
            account = accounts.create(
                db, study, form.new_account, settings=context.settings(), now=context.now()
            )
            name = account.username
    except DoorvragenError as error:
        form.form_errors.append(errors.message_of(error))
        return _page(study, form), errors.status_of(error)
    flash(_("Account %(name)s is gemaakt.", name=name))
    return redirect(url_for(".people", slug=slug), 303)


@context.require(*access.roles(Thing.MANAGE_PEOPLE))
def set_active(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    with context.writing() as db:
        accounts.set_active(
            db, study, request.form.get("username", ""), request.form.get("active") == "1"
        )
    return redirect(url_for(".people", slug=slug), 303)


def _page(study: Study, form: AccountForm) -> str:
    with context.reading() as db:
        return render_template(
            "coordination/people.html",
            form=form,
            accounts=accounts.in_study(db, study),
            role_names=ROLE_NAMES,
        )
