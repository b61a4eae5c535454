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
from survey_app.web import context, languages


def offered(study: Study | None, *, invitation: bool = False) -> list[str]:
    """The languages to choose from; a draft that nobody has approved invites no real people.

    As long as it is not known which study a card is of, nobody is invited yet. An ambassador reads
    the own pages as the staff does, in any whole interface.
    """
    known = i18n.invitation_languages() if invitation else i18n.respondent_languages()
    if study is None:
        return known
    own = i18n.interface_languages() if request.blueprint == "ambassador" else []
    return [x for x in known if x in own or x in languages.allowed(study)]


def language(study: Study | None, otherwise: str = "", *, invitation: bool = False) -> str:
    """The language in the address, else ``otherwise``, else what the browser prefers."""
    return context.preferred(offered(study, invitation=invitation), otherwise)


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
            draft=_is_draft(study, chosen, invitation),
        )


def _is_draft(study: Study | None, chosen: str, invitation: bool) -> bool:
    """Whether nobody approved these words; an approval is of the invitation, not of the rest."""
    if i18n.review_status(chosen, INTERFACE) is not Review.DRAFT:
        return False
    real = study is not None and not study.fictitious
    return not (invitation and study and real and chosen in languages.allowed(study))
