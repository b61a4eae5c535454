"""The interviewer's own words: kept as events like answers.

A note on a question is never analysed. The reason why a remarkable answer is right all the same
stands beside that answer; so does what is wrong with an answer that came from a device.
"""

from __future__ import annotations

SUFFIX = "__note"
REASON = "__reason"
CHECK = "__check"


def note_of(question: str) -> str:
    """The name under which the note on a question is kept."""
    return question + SUFFIX


def reason_of(item: str) -> str:
    """The name under which it is kept why a remarkable answer stays."""
    return item + REASON


def check_of(item: str) -> str:
    """The name under which it is kept that an answer cannot be, and is there all the same."""
    return item + CHECK
