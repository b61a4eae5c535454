"""What every view may ask for: a session to read or write, the time, the account, the language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from typing import ParamSpec, TypeVar, cast

from flask import Flask, current_app, g, request, session
from flask_login import current_user, login_required
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import NotAllowed
from survey_app.services import studies
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.studies import Account, Role, Study
from survey_app.web.calling import Calls
from survey_app.web.guessing import Guesses
from survey_app.web.refusing import Refusals

P = ParamSpec("P")
R = TypeVar("R")
LANGUAGE_KEY = "interface_language"
READING = "self_reading"  # in the session: the language in which somebody alone reads
WITHOUT_ACCOUNT = {"invitation", "alone", "ambassador"}  # blueprints of people who never sign in


@dataclass(frozen=True, slots=True)
class Parts:
    """What the application was put together from."""

    settings: Settings
    database: Database
    clock: Callable[[], datetime]
    guesses: Guesses  # of coupon codes
    calls: Calls  # requests to be called
    refusals: Refusals = field(default_factory=Refusals)
    # by study and begin of an interview: when it was asked, and in which languages it may go on
    languages: dict[tuple[int, datetime], tuple[datetime, frozenset[str]]] = field(
        default_factory=dict
    )


def install(
    app: Flask, settings: Settings, database: Database, clock: Callable[[], datetime]
) -> None:
    """Keep the parts where views find them, and show templates what all of them need."""
    counted = (database, settings, clock)
    app.extensions["doorvragen"] = Parts(
        settings, database, clock, Guesses(*counted), Calls(*counted)
    )
    app.context_processor(_for_templates)


def parts() -> Parts:
    """The parts of the running application."""
    return cast("Parts", current_app.extensions["doorvragen"])


@contextmanager
def reading() -> Iterator[Session]:
    """A session to look with."""
    with parts().database.reading() as db:
        yield db


@contextmanager
def writing() -> Iterator[Session]:
    """A session whose changes are kept when the block ends."""
    with parts().database.writing() as db:
        yield db


def settings() -> Settings:
    """The settings of this installation."""
    return parts().settings


def now() -> datetime:
    """The time; tests set it."""
    return parts().clock()


def interface_language() -> str:
    """The language of the interface: chosen, else what the browser prefers, else Dutch."""
    if request.blueprint in WITHOUT_ACCOUNT:
        invited = request.blueprint == "invitation"
        known = i18n.invitation_languages() if invited else i18n.respondent_languages()
        return preferred(known, session.get(READING, "") if request.blueprint == "alone" else "")
    chosen = request.args.get("lang") or session.get(LANGUAGE_KEY)
    available = i18n.interface_languages()
    if chosen in available:
        return str(chosen)
    return request.accept_languages.best_match(available, i18n.SOURCE) or i18n.SOURCE


def preferred(available: list[str], otherwise: str = "") -> str:
    """Of these the language in the address, else ``otherwise``, else what the browser prefers."""
    for wanted in (request.args.get("lang", ""), otherwise):
        if wanted in available:
            return wanted
    return request.accept_languages.best_match(available, i18n.SOURCE) or i18n.SOURCE


def current_account() -> Account:
    """The account that is signed in; use in views behind ``require``."""
    return cast("Account", current_user._get_current_object())


def require(*roles: Role) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Only for people who are signed in with one of these roles."""

    def decorate(view: Callable[P, R]) -> Callable[P, R]:
        @login_required  # type: ignore[untyped-decorator]
        @wraps(view)
        def checked(*args: P.args, **kwargs: P.kwargs) -> R:
            if current_account().role not in roles:
                raise NotAllowed(
                    "Deze pagina is niet voor uw account. Log in met een ander account."
                )
            return view(*args, **kwargs)

        return cast("Callable[P, R]", checked)

    return decorate


def own_study(slug: str) -> Study:
    """The study in the address, for someone who works on it.

    Raises:
        NotFound: there is no such study.
        NotAllowed: it belongs to other people.
    """
    with reading() as db:
        study = studies.get(db, slug)
    if study.id != current_account().study_id:
        raise NotAllowed("Dit onderzoek is niet van u. Vraag de coördinator om toegang.")
    g.study = study
    return study


def _for_templates() -> dict[str, object]:
    language = interface_language()
    return {
        "interface_language": language,
        "interface_direction": i18n.direction(language),
        "html_tag": i18n.html_tag,
        "direction": i18n.direction,
        "study": g.get("study") or getattr(current_user, "study", None),
        "interface_languages": i18n.interface_languages,
        "endonym": i18n.endonym,
        "Role": Role,
    }
