"""Pages for people without an account: their language, chosen by link and kept nowhere.

An invitation can be read in more languages than an interview: ``invitation`` says so.
"""

from __future__ import annotations

from typing import Any

from flask import render_template, request
from flask_babel import force_locale

from survey_app import i18n
from survey_app.i18n import INTERFACE, Review
from survey_app.storage.studies import Study


def offered(study: Study | None, *, invitation: bool = False) -> list[str]:
    """The languages to choose from; a draft that nobody has checked invites no real people."""
    known = i18n.invitation_languages() if invitation else i18n.respondent_languages()
    if study is None or study.fictitious:
        return known
    complete = i18n.interface_languages()
    return [x for x in known if x in complete or _review(x) is Review.REVIEWED]


def language(study: Study | None, otherwise: str = "", *, invitation: bool = False) -> str:
    """The language in the address, else ``otherwise``, else what the browser prefers."""
    available = offered(study, invitation=invitation)
    for wanted in (request.args.get("lang", ""), otherwise):
        if wanted in available:
            return wanted
    return request.accept_languages.best_match(available, i18n.SOURCE) or i18n.SOURCE


def render(
    template: str, study: Study | None, chosen: str, *, invitation: bool = False, **values: Any
) -> str:
    """A page in the chosen language, with links to itself in the others."""
    with force_locale(chosen):
        return render_template(
            template,
            **values,
            study=study,
            interface_language=chosen,
            interface_direction=i18n.direction(chosen),
            languages=offered(study, invitation=invitation),
            draft=_review(chosen) is Review.DRAFT,
        )


def _review(language: str) -> Review:
    return i18n.review_status(language, INTERFACE)
