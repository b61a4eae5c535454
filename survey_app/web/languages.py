"""In which languages this study may speak, asked of the database once in a request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

from flask import g
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import language_approval, languages_offered
from survey_app.services.held import Held
from survey_app.storage.studies import Study
from survey_app.web import context

A_WHILE = timedelta(minutes=1)
MOST = 1000  # interviews at once; then it begins anew


def allowed(study: Study) -> frozenset[str]:
    """Those in which people may be invited and asked for consent."""
    return _once(study.id, lambda db: language_approval.allowed(db, study))


def allowed_in(held: Held, study: Study) -> frozenset[str]:
    """Those in which an interview that is under way may go on.

    Asked with each answer, and hardly ever another than a minute ago: so it is kept that long.
    """
    began, kept = held.interview.started_at, context.parts().languages
    known = kept.get((study.id, began))
    if known is None or held.now - known[0] > A_WHILE:
        if len(kept) >= MOST:
            kept.clear()
        with context.reading() as db:
            known = (held.now, language_approval.allowed(db, study, began))
        kept[study.id, began] = known
    return known[1]


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
    return not_yet(withheld(questionnaire, study))


def withheld(questionnaire: Questionnaire, study: Study) -> tuple[str, ...]:
    """Those that would be offered, had somebody approved them."""
    return languages_offered.withheld(questionnaire, study, allowed(study))


def not_yet(languages: Sequence[str]) -> str:
    """Why these languages are not there, and who can change that."""
    if not languages:
        return ""
    return str(
        gettext(
            "Nog niet te kiezen: %(languages)s. De vertaling is niet goedgekeurd. De coördinator "
            "regelt dat bij ‘Talen’.",
            languages=names(languages),
        )
    )


def names(languages: Sequence[str]) -> str:
    """Each in its own script, kept apart so that none turns the others around."""
    return ", ".join(f"\u2068{i18n.endonym(language)}\u2069" for language in languages)


def _once(key: object, ask: Callable[[Session], frozenset[str]]) -> frozenset[str]:
    """The answer of this request, in a session of its own."""
    known: dict[object, frozenset[str]] = g.setdefault("languages", {})
    if key not in known:
        with context.reading() as db:
            known[key] = ask(db)
    return known[key]
