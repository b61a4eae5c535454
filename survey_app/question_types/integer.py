"""A whole number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from survey_app.question_types.base import QuestionType
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.model import Item

_WHOLE = re.compile(r"-?[0-9]{1,9}")


class Integer(QuestionType):
    """Digits of any script become 0 to 9; a number is written in one way only."""

    name = "integer"

    def value(self, given: Sequence[str], order: Sequence[str]) -> str:
        """The number without spaces and leading zeros."""
        return canonical_number(" ".join(given))

    def fault(self, item: Item, value: str) -> Complaint | None:
        """No whole number of at most nine digits."""
        if _WHOLE.fullmatch(value):
            return None
        return Complaint(item.name, "Vul een heel getal in, in cijfers.")


def canonical_number(typed: str) -> str:
    """A whole number in one way of writing; anything else as it was typed."""
    digits = "".join(str(unicodedata.decimal(sign, sign)) for sign in typed if not sign.isspace())
    return str(int(digits)) if _WHOLE.fullmatch(digits) else typed
