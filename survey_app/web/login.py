"""Signing in and out."""

from __future__ import annotations

from flask import Blueprint, Flask, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_login import LoginManager, UserMixin, login_user, logout_user
from flask_wtf import FlaskForm
from wtforms import PasswordField, StringField
from wtforms.validators import InputRequired

from survey_app.errors import DoorvragenError
from survey_app.services import accounts
from survey_app.storage.studies import Account, Role
from survey_app.web import context, errors
from survey_app.web.addresses import local_address

blueprint = Blueprint("login", __name__)
manager = LoginManager()
manager.session_protection = None  # it guards fresh logins, of which there are none here

START_PAGES = {
    Role.INTERVIEWER: "/interviews/",
    Role.RESEARCHER: "/dashboard/{study}/",
    Role.COORDINATOR: "/coordination/{study}/",
}


class LoginForm(FlaskForm):  # type: ignore[misc]
    """Name and password."""

    username = StringField(_l("Naam"), [InputRequired(_l("Vul uw naam in."))])
    password = PasswordField(_l("Wachtwoord"), [InputRequired(_l("Vul uw wachtwoord in."))])


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login asks of an account."""

    def __init__(self, account: Account) -> None:
        self._account = account

    def get_id(self) -> str:
        return str(self._account.id)

    def __getattr__(self, name: str) -> object:
        return getattr(self._account, name)


def install(app: Flask) -> None:
    """Let Flask-Login find our accounts and our page."""
    manager.login_view = "login.login"
    manager.login_message = None
    manager.init_app(app)
    app.jinja_env.globals["start_page"] = start_page


@manager.user_loader  # type: ignore[untyped-decorator]
def load(account_id: str) -> SignedIn | None:
    if g.get("database_is_away"):  # the page that says so is for nobody in particular
        return None
    account = accounts.find(context.parts().database, int(account_id))
    return SignedIn(account) if account and account.active else None


@blueprint.route("/login", methods=["GET", "POST"])
def login() -> ResponseReturnValue:
    form = LoginForm()
    if not form.validate_on_submit():
        return render_template("login.html", form=form), 400 if form.is_submitted() else 200
    try:
        account = authenticate(form.username.data or "", form.password.data or "")
    except DoorvragenError as error:
        form.password.errors = [errors.message_of(error)]
        return render_template("login.html", form=form), errors.status_of(error)
    start_session(account)
    return redirect(_next_page(account), 303)


@blueprint.post("/logout")
def logout() -> ResponseReturnValue:
    logout_user()
    language = session.get(context.LANGUAGE_KEY)
    session.clear()
    if language:
        session[context.LANGUAGE_KEY] = language
    return redirect(url_for("home.index"), 303)


def authenticate(username: str, password: str) -> Account:
    """Each attempt is written down in its own transaction, so that a failure counts."""
    parts = context.parts()
    return accounts.sign_in(
        parts.database,
        username=username.strip(),
        password=password,
        address=request.remote_addr or "",
        now=context.now(),
        settings=parts.settings,
    )


def start_session(account: Account) -> None:
    """From now on this account is signed in."""
    language = session.get(context.LANGUAGE_KEY)
    session.clear()
    if language:
        session[context.LANGUAGE_KEY] = language
    session.permanent = True
    login_user(SignedIn(account))
    g.study = account.study


def start_page(account: Account) -> str:
    """Where this account's work begins."""
    return START_PAGES[Role(account.role)].format(study=account.study.slug)


def _next_page(account: Account) -> str:
    return local_address(request.args.get("next", "")) or start_page(account)
