"""Which language may be stored: someone's language can tell where they come from.

Without the second consent (special categories) each stored language reads ``nl`` or ``niet_nl``;
the real one then lives in the page only.
"""

from __future__ import annotations

from survey_app.storage.interviews import Interview

DUTCH = "nl"
NOT_DUTCH = "niet_nl"


def reduced(language: str) -> str:
    """All that may be said of a language without the second consent."""
    return DUTCH if language == DUTCH else NOT_DUTCH


def for_interview(interview: Interview, language: str) -> str:
    """The language as this interview's consent allows it to be stored."""
    special = interview.consent is not None and interview.consent.special
    return language if special else reduced(language)
