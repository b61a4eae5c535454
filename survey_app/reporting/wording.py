"""Sentences in the reader's language; Dutch where nobody is reading, as on the command line.

Import it as ``from survey_app.reporting.wording import say as _``: that name is collected.
"""

from __future__ import annotations

from flask_babel import gettext, ngettext

from survey_app.reporting.numerals import count, moment
from survey_app.reporting.panel import Stamp


def say(message: str, **values: object) -> str:
    """The message with its places filled in."""
    return str(gettext(message, **values))


def computed_until(stamp: Stamp) -> str:
    """``Berekend over 600 gesprekken, tot en met 12 mei 14:03; er is er 1 bij gekomen.``"""
    basis = say(
        "Berekend over %(number)s gesprekken, tot en met %(moment)s.",
        number=count(stamp.interviews),
        moment=moment(stamp.until),
    )
    if not stamp.changed:
        return basis
    if stamp.since == 0:
        return basis + " " + say("Daarna zijn er antwoorden veranderd.")
    if stamp.since < 0:
        return basis + " " + say("Daarna zijn er antwoorden weggehaald.")
    more = ngettext(
        "Er is sindsdien %(num)s gesprek bij gekomen.",
        "Er zijn sindsdien %(num)s gesprekken bij gekomen.",
        stamp.since,
    )
    return f"{basis} {more}"
