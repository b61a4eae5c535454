"""The interviewer's own note on a question: kept as an event like an answer, never analysed."""

from __future__ import annotations

SUFFIX = "__note"


def note_of(question: str) -> str:
    """The name under which the note on a question is kept."""
    return question + SUFFIX
