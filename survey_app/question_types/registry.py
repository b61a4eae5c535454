"""The list of kinds. A new one is a line here, one in ``questionnaire/kinds.py``, a template."""

from __future__ import annotations

from survey_app.question_types.base import QuestionType
from survey_app.question_types.integer import Integer
from survey_app.question_types.note import Note
from survey_app.question_types.pile_sort import PileSort
from survey_app.question_types.range import Range
from survey_app.question_types.select_multiple import SelectMultiple
from survey_app.question_types.select_one import SelectOne
from survey_app.question_types.text import Text

QUESTION_TYPES: dict[str, QuestionType] = {
    kind.name: kind
    for kind in (
        SelectOne(),
        SelectMultiple(),
        Integer(),
        Range(),
        Text(),
        PileSort(),
        Note(),
    )
}
