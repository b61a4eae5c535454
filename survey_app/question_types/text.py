"""Words, as they were said."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from survey_app.question_types.base import QuestionType

_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Text(QuestionType):
    """Open text. Silent field codes belong to it as sub-items."""

    name = "text"

    def value(self, given: Sequence[str], order: Sequence[str]) -> str:
        """The words, with one kind of line end and without signs that cannot be seen."""
        lines = "\n".join(given).replace("\r\n", "\n").replace("\r", "\n")
        return unicodedata.normalize("NFC", _CONTROL.sub("", lines)).strip()
