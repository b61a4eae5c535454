"""What was typed stays in the page when it cannot be saved now.

The session ended during the visit, the form is older than the session, or the disk is full: the
answer is a page that holds every field of the form, and sends it again to the same address.
"""

from __future__ import annotations

from flask import g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user, logout_user
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError

from survey_app.errors import DoorvragenError, NotAllowed, Unavailable
from survey_app.web import errors, login
from survey_app.web.interviews.blueprint import blueprint

NOT_KEPT = ("csrf_token", "username", "password")


@blueprint.before_request
def sign_in_again() -> ResponseReturnValue | None:
    """Somebody who is signed out sent a form: ask for the password, and keep the form."""
    if request.method != "POST" or current_user.is_authenticated:
        return None
    if "password" not in request.form:
        return _ask_to_sign_in()
    try:
        account = login.authenticate(
            request.form.get("username", ""), request.form.get("password", "")
        )
    except Unavailable:
        raise
    except DoorvragenError as error:
        return _ask_to_sign_in(errors.message_of(error), errors.status_of(error))
    login.start_session(account)
    return None


@blueprint.errorhandler(CSRFError)
def form_too_old(error: CSRFError) -> ResponseReturnValue:
    """The session ended, or began anew: the same form with a fresh token."""
    if request.method != "POST":
        return errors.show_csrf_error(error)
    if not current_user.is_authenticated:
        return _ask_to_sign_in()
    message = gettext("Dit formulier was verlopen. Uw antwoorden staan hier nog.")
    return _page(400, message)


@blueprint.errorhandler(NotAllowed)
def somebody_else(error: NotAllowed) -> ResponseReturnValue:
    """Another person signed in than the one who holds this interview."""
    if "password" not in request.form:
        return errors.show_error(error)
    logout_user()
    return _ask_to_sign_in(errors.message_of(error), 403)


@blueprint.errorhandler(OperationalError)
@blueprint.errorhandler(Unavailable)
def not_now(error: OperationalError | Unavailable) -> ResponseReturnValue:
    """The disk is full or the database is away."""
    if request.method != "POST":
        if isinstance(error, Unavailable):
            return errors.show_error(error)
        return errors.show_database_error(error)
    g.database_is_away = True
    message = gettext(
        "Het opslaan lukt nu niet. Uw antwoorden staan nog in deze pagina. Laat haar open, wacht "
        "even en probeer het opnieuw."
    )
    return _page(503, message)


def _ask_to_sign_in(message: str = "", status: int = 401) -> ResponseReturnValue:
    return _page(status, message, signing_in=True)


def _page(status: int, message: str, signing_in: bool = False) -> ResponseReturnValue:
    kept = [
        (name, value)
        for name in request.form
        if name not in NOT_KEPT
        for value in request.form.getlist(name)
    ]
    page = render_template(
        "interviews/held.html",
        kept=kept,
        address=request.path,
        message=message,
        signing_in=signing_in,
        username=request.form.get("username", ""),
    )
    return page, status
