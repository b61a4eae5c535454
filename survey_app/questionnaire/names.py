"""Which names items, lists and choices may have.

Item names become form fields, columns of exports and XPath steps; some words are taken.
"""

from __future__ import annotations

import re

from survey_app.questionnaire.model import Place
from survey_app.questionnaire.problems import Log

MOST = 60  # characters; a column adds "__" and a code

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_CODE = re.compile(r"[A-Za-z0-9]+([_-][A-Za-z0-9]+)*")

# Names of other fields in the same forms, columns of every export, and words of the expression
# language.
TAKEN = frozenset(
    (
        *("interview", "version", "recruiter", "wave", "network_size", "mode", "state"),
        *("interviewer", "ambassador", "minutes", "ended"),
        *("action", "area", "coupon", "csrf_token", "event", "language", "note", "step"),
        *("seed", "status", "today", "and", "or", "div", "mod", "name", "label"),
    )
)


STATUSES = frozenset({"weet_niet", "wil_niet", "niet_begrepen"})  # beside an answer, never one


def check_item_name(name: str, place: Place, log: Log) -> bool:
    """Whether an item, a derived variable or a filter column may have this name."""
    if name in TAKEN:
        log.add(place, f"De naam {name} is al in gebruik door het systeem.", "Kies een andere.")
        return False
    return check_name(name, place, log)


def check_name(name: str, place: Place, log: Log) -> bool:
    """Whether a questionnaire, list or section may have this name; if not, a problem is noted."""
    if not name:
        return False  # noted already
    if len(name) > MOST or not _NAME.fullmatch(name):
        log.add(
            place,
            f"De naam {name[:MOST]} kan niet.",
            f"Gebruik kleine letters, cijfers en losse _, hoogstens {MOST} tekens.",
        )
        return False
    return True


def check_code(code: str, place: Place, log: Log) -> bool:
    """Whether a choice may have this code; if not, a problem is noted."""
    if not code:
        return False
    if code in STATUSES:
        fault = f"{code} is geen antwoord uit een lijst: elke vraag heeft er een knop voor."
        log.add(place, fault, "Haal de regel weg.")
        return False
    if len(code) > MOST or not _CODE.fullmatch(code):
        log.add(
            place,
            f"De code {code[:MOST]} kan niet.",
            f"Gebruik letters, cijfers en losse _ of -, hoogstens {MOST} tekens, geen spaties.",
        )
        return False
    return True
