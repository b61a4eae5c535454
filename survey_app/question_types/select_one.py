"""One choice from a list."""

from __future__ import annotations

from survey_app.question_types.base import QuestionType
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.model import Item


class SelectOne(QuestionType):
    """One code."""

    name = "select_one"

    def fault(self, item: Item, value: str) -> Complaint | None:
        """More than one code; whether it is in the list is a rule of the questionnaire."""
        return Complaint(item.name, "Kies één antwoord.") if " " in value else None
