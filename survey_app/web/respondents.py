"""Pages for people without an account: their language, chosen by link and kept nowhere."""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import force_locale

from survey_app import i18n


def language(otherwise: str = "") -> str:
    """The language in the address, else ``otherwise``, else what the browser prefers."""
    available = i18n.respondent_languages()
    for wanted in (request.args.get("lang", ""), otherwise):
        if wanted in available:
            return wanted
    return request.accept_languages.best_match(available, i18n.SOURCE) or i18n.SOURCE


def render(template: str, chosen: str, **values: Any) -> str:
    """A page in the chosen language, with links to itself in the others."""
    with force_locale(chosen):
        return render_template(
            template,
            **values,
            interface_language=chosen,
            interface_direction=i18n.direction(chosen),
            languages=i18n.respondent_languages(),
        )
