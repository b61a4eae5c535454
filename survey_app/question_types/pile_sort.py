"""Cards on piles, and a top of the most important ones.

Each card and each pick is an item of its own, a ``select_one``: among the piles, among the cards.
"""

from __future__ import annotations

from survey_app.question_types.base import WithoutAnswer
from survey_app.questionnaire.model import Item, Question


class PileSort(WithoutAnswer):
    """The task as a whole."""

    name = "pile_sort"

    def marked(self, question: Question) -> tuple[Item, ...]:
        """The button for the whole screen is for the cards; those on a pile stay there."""
        return question.cards.cards if question.cards else ()
