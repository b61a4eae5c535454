"""Where errors meet HTTP: each kind of error has one status and one page."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from traceback import extract_tb

from flask import Flask, current_app, g, jsonify, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import get_locale, gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from survey_app import i18n
from survey_app.errors import (
    Conflict,
    DoorvragenError,
    Gone,
    Invalid,
    NotAllowed,
    NotFound,
    TooMany,
    Unavailable,
)
from survey_app.web import context, respondents

OURS = str(Path(__file__).resolve().parent.parent)  # the files of our own code

STATUSES: dict[type[DoorvragenError], int] = {
    NotFound: 404,
    NotAllowed: 403,
    Invalid: 400,
    Conflict: 409,
    Gone: 410,
    TooMany: 429,
    Unavailable: 503,
}

HTTP_MESSAGES = {
    400: _l("Dit formulier kwam niet goed aan. Ga terug en probeer het opnieuw."),
    404: _l("Deze pagina bestaat niet. Kijk of het adres klopt."),
    405: _l("Dit kan niet op deze pagina. Ga terug en gebruik de knoppen."),
    413: _l("Dit is te groot om te versturen. Maak het korter en probeer het opnieuw."),
    429: _l("Dat ging te snel achter elkaar. Wacht even en probeer het opnieuw."),
    500: _l("Er ging iets mis bij ons. Wat u al bewaarde, is er nog. Probeer het opnieuw."),
}


def install(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(DoorvragenError, show_error)
    app.register_error_handler(OperationalError, show_database_error)
    app.register_error_handler(DBAPIError, show_refused_by_database)
    app.register_error_handler(CSRFError, show_csrf_error)
    app.register_error_handler(HTTPException, show_http_error)


def status_of(error: DoorvragenError) -> int:
    """The HTTP status of one of our errors."""
    return next((code for kind, code in STATUSES.items() if isinstance(error, kind)), 400)


def message_of(error: DoorvragenError) -> str:
    """The error's message in the reader's language, its dates too."""
    arguments = {
        name: i18n.day(value, str(get_locale())) if isinstance(value, date) else value
        for name, value in error.arguments.items()
    }
    return str(gettext(error.message, **arguments))


def show_error(error: DoorvragenError) -> ResponseReturnValue:
    """Show what is wrong and what would be right."""
    g.database_is_away = isinstance(error, Unavailable)
    return _answer(status_of(error), message_of(error))


def show_database_error(error: OperationalError) -> ResponseReturnValue:
    """The database is not there, or its disk is full."""
    g.database_is_away = True
    current_app.logger.error("database: %s", type(error.orig).__name__)  # never the statement
    return _answer(
        503,
        gettext("De database antwoordt niet. Wat u al bewaarde, is er nog. Probeer het zo weer."),
    )


def show_refused_by_database(error: DBAPIError) -> ResponseReturnValue:
    """The database does not take it: a sign or a number that it cannot hold, or a fault of ours.

    What was to be stored, and what the database says of it, must not come into a log.
    """
    kind = type(error.orig).__name__
    current_app.logger.error("database: %s, %s", kind, _place(error))
    status = 400 if isinstance(error, DataError) else 500
    return _answer(status, str(HTTP_MESSAGES[status]))


def show_csrf_error(error: CSRFError) -> ResponseReturnValue:
    """The form is older than the session."""
    message = gettext(
        "Dit formulier is verlopen. Ga terug, laad de pagina opnieuw en probeer het weer."
    )
    return _answer(400, message)


def show_http_error(error: HTTPException) -> ResponseReturnValue:
    """What Flask and Werkzeug raise themselves; a redirect passes through."""
    code = error.code or 500
    if code < 400:
        return error
    return _answer(code, str(HTTP_MESSAGES.get(code, HTTP_MESSAGES[400])))


def _answer(status: int, message: str) -> ResponseReturnValue:
    if (
        request.accept_mimetypes.best_match(["text/html", "application/json"])
        == "application/json"
    ):
        return jsonify(status=status, message=message), status
    if request.blueprint in context.WITHOUT_ACCOUNT:
        language = context.interface_language()
        page = respondents.render(
            "recruitment/problem.html", None, language, message=message, status=status
        )
        return page, status
    return render_template("error.html", status=status, message=message), status


def _place(error: Exception) -> str:
    """The last line of our own code that an error passed, for who has to mend it."""
    ours = [step for step in extract_tb(error.__traceback__) if step.filename.startswith(OURS)]
    return f"{Path(ours[-1].filename).name}:{ours[-1].lineno}" if ours else "?"
