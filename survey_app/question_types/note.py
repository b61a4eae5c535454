"""Words without a question."""

from __future__ import annotations

from survey_app.question_types.base import WithoutAnswer


class Note(WithoutAnswer):
    """Something to read, aloud or alone."""

    name = "note"
