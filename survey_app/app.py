"""The one place where the web application is put together."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from flask import Flask
from flask_wtf import CSRFProtect

from survey_app import i18n
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.web import BLUEPRINTS, context, cookies, errors, headers, invitation, login


def utc_now() -> datetime:
    """The clock, which tests replace."""
    return datetime.now(UTC)


def create_app(settings: Settings, clock: Callable[[], datetime] = utc_now) -> Flask:
    """Put the application together for these settings."""
    app = Flask("survey_app", template_folder="web/templates", static_folder="web/static")
    app.config.update(
        SECRET_KEY=settings.secret_key,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        PERMANENT_SESSION_LIFETIME=timedelta(hours=12),
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=1),
        WTF_CSRF_TIME_LIMIT=None,  # a visit may outlast an hour; the session still ends it
        TESTING=settings.testing,
        MAX_CONTENT_LENGTH=2_000_000,
    )
    app.session_interface = cookies.Cookies()
    context.install(app, settings, Database(settings.database_url), clock)
    protection = CSRFProtect(app)
    i18n.install(app, context.interface_language)
    login.install(app)
    headers.install(app)
    errors.install(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    # No session, no cookie: there is nothing that another site could borrow.
    protection.exempt(invitation.blueprint)
    return app
