"""The session cookie: signed anew when something in it changed, and now and then to live on.

To sign it with every answer costs more than to store the answer's event.
"""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from survey_app.web import context

A_WHILE = timedelta(minutes=10)  # beside a session of hours: who works on stays signed in
SIGNED = "signed"  # in the session: when it was, in seconds


class Cookies(SecureCookieSessionInterface):
    """Flask's own signed cookie, sent less often; what signs it is made once."""

    _signing: URLSafeTimedSerializer | None = None

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """The same for every request: the secret of an application does not change."""
        if self._signing is None:
            self._signing = super().get_signing_serializer(app)
        return self._signing

    def should_set_cookie(self, app: Flask, session: SessionMixin) -> bool:
        """Whether this answer brings a new cookie."""
        now = int(context.now().timestamp())
        if session.permanent and now - session.get(SIGNED, 0) >= A_WHILE.total_seconds():
            session[SIGNED] = now
        return session.modified
