"""A number on a scale with a beginning, an end and a step."""

from __future__ import annotations

from survey_app.question_types.integer import Integer
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.model import Item


class Range(Integer):
    """A whole number on the scale.

    Drawn as a field for a number: a slider always has a position, so that an untouched one would
    be an answer that nobody gave.
    """

    name = "range"

    def fault(self, item: Item, value: str) -> Complaint | None:
        """Not on the scale."""
        fault = super().fault(item, value)
        start, end, step = (int(item.parameters[key]) for key in ("start", "end", "step"))
        if fault or (start <= int(value) <= end and (int(value) - start) % step == 0):
            return fault
        return Complaint(
            item.name,
            "Kies een getal van %(start)s tot en met %(end)s, in stappen van %(step)s.",
            {"start": start, "end": end, "step": step},
        )
