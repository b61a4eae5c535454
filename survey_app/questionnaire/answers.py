"""An answer is a value and a status; a sheet is the answers of one interview by item name.

Missing has a reason, beside the value: never a zero, never a choice in the list. Values are text
in XForms' manner: one code, codes separated by spaces, a number in digits, or the words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """Whether there is an answer, and if not, why."""

    BEANTWOORD = "beantwoord"
    WEET_NIET = "weet_niet"
    WIL_NIET = "wil_niet"
    NIET_BEGREPEN = "niet_begrepen"
    TIJD = "tijd"
    NVT_ROUTE = "nvt_route"
    GEEN_TOESTEMMING = "geen_toestemming"
    AFGEBROKEN = "afgebroken"


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its value (empty when missing), its status, the language on the screen."""

    value: str = ""
    status: Status = Status.BEANTWOORD
    language: str | None = None

    @property
    def given(self) -> bool:
        """Whether there is a value that rules and analysis may read."""
        return self.status is Status.BEANTWOORD and self.value != ""

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of a multiple choice, in the order in which they were ticked."""
        return tuple(self.value.split())


class AnswerSheet(Mapping[str, Answer]):
    """The current answers of one interview, unchangeable; ``with_answers`` gives a new one."""

    __slots__ = ("_answers",)

    def __init__(self, answers: Mapping[str, Answer] | None = None) -> None:
        self._answers = dict(answers or {})

    def __getitem__(self, name: str) -> Answer:
        return self._answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._answers)

    def __len__(self) -> int:
        return len(self._answers)

    def value(self, name: str) -> str:
        """The given value, or nothing when unanswered or missing for a reason."""
        answer = self._answers.get(name)
        return answer.value if answer and answer.given else ""

    def with_answers(self, answers: Mapping[str, Answer]) -> AnswerSheet:
        """This sheet with those answers over it."""
        return AnswerSheet({**self._answers, **answers})

    def without(self, names: frozenset[str] | set[str]) -> AnswerSheet:
        """This sheet with those items left out."""
        return AnswerSheet({name: a for name, a in self._answers.items() if name not in names})
