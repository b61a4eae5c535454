"""In which languages this study may speak, asked of the database once in a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from flask import g
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import language_approval, languages_offered
from survey_app.services.held import Held
from survey_app.storage.studies import Study
from survey_app.web import context


def allowed(study: Study) -> frozenset[str]:
    """Those in which people may be invited and asked for consent."""
    return _once(study.id, lambda db: language_approval.allowed(db, study))


def allowed_in(held: Held, study: Study) -> frozenset[str]:
    """Those in which an interview that is under way may go on."""
    began = held.interview.started_at
    key = (study.id, began)
    return _once(key, lambda db: language_approval.allowed(db, study, began), held.session)


def offered(questionnaire: Questionnaire, study: Study) -> tuple[str, ...]:
    """Those in which an interview may be read, Dutch first."""
    return languages_offered.offered(questionnaire, study, allowed(study))


def on_device(questionnaire: Questionnaire, study: Study) -> tuple[str, ...]:
    """Those that a device keeps: an interview that waits there may have begun in any of them."""
    key = (study.id, "ever")
    ever = _once(key, lambda db: language_approval.ever_allowed(db, study))
    return languages_offered.offered(questionnaire, study, ever)


def why_not(questionnaire: Questionnaire, study: Study) -> str:
    """For an interviewer who looks for a language that is not there; nothing when all are."""
    missing = languages_offered.withheld(questionnaire, study, allowed(study))
    return not_yet(missing)


def not_yet(languages: Sequence[str]) -> str:
    """Why these languages are not there, and who can change that."""
    if not languages:
        return ""
    names = ", ".join(f"\u2068{i18n.endonym(language)}\u2069" for language in languages)
    return str(
        gettext(
            "Nog niet te kiezen: %(languages)s. Niemand heeft de vertaling goedgekeurd. De "
            "coördinator regelt dat bij ‘Talen’.",
            languages=names,
        )
    )


def _once(
    key: object, ask: Callable[[Session], frozenset[str]], session: Session | None = None
) -> frozenset[str]:
    """The answer of this request; in a session that is open already, else in one of its own."""
    known: dict[object, frozenset[str]] = g.setdefault("languages", {})
    if key not in known and session and session.in_transaction():
        known[key] = ask(session)
    elif key not in known:
        with context.reading() as db:
            known[key] = ask(db)
    return known[key]
