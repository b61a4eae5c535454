"""Several choices from a list, in the order in which they were ticked."""

from __future__ import annotations

from collections.abc import Sequence

from survey_app.question_types.base import Column, QuestionType, status_field
from survey_app.questionnaire.answers import Answer
from survey_app.questionnaire.model import Choice, Item


class SelectMultiple(QuestionType):
    """Codes separated by spaces. A ticked code is never empty, so no tick means no answer."""

    name = "select_multiple"

    def value(self, given: Sequence[str], order: Sequence[str]) -> str:
        """The codes as they were ticked; those of unknown order follow, as in the list."""
        known = [code for code in dict.fromkeys(order) if code in given]
        return " ".join([*known, *(code for code in given if code not in known)])

    def show(self, item: Item, answer: Answer) -> dict[str, list[str]]:
        """One value for each code, after the empty one that says that the boxes are on screen."""
        fields = super().show(item, answer)
        return {**fields, item.name: ["", *answer.codes]} if item.name in fields else fields

    def columns(self, item: Item, choices: Sequence[Choice]) -> tuple[Column, ...]:
        """The codes together, then 0 or 1 for each choice, then the reason for no answer."""
        whole, status = super().columns(item, choices)
        ticks = (
            Column(_tick(item, choice), "nominal", ("0", "1"), choice.name) for choice in choices
        )
        return (whole, *ticks, status)

    def cells(self, item: Item, choices: Sequence[Choice], answer: Answer) -> dict[str, str]:
        """Not ticked is 0 only when the question was answered."""
        cells = super().cells(item, choices, answer)
        status = cells.pop(status_field(item.name))
        for choice in choices:
            ticked = str(int(choice.name in answer.codes))
            cells[_tick(item, choice)] = ticked if answer.given else ""
        return {**cells, status_field(item.name): status}


def _tick(item: Item, choice: Choice) -> str:
    return f"{item.name}__{choice.name}"
