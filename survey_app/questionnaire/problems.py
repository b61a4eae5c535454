"""What is wrong in the files of a questionnaire, said so that its author can mend it."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from survey_app.questionnaire.model import Place


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One fault: where it is, what is wrong, and what would be right. In Dutch, for authors."""

    file: str
    line: int
    question: str
    fault: str
    remedy: str

    def __str__(self) -> str:
        where = f"{self.file}, regel {self.line}"
        question = f" ({self.question})" if self.question else ""
        return f"{where}{question}: {self.fault} {self.remedy}"


@dataclass
class Log:
    """Collects every problem, not the first only."""

    problems: list[Problem] = field(default_factory=list)
    question: str = ""  # whose definition is being read

    def add(self, place: Place, fault: str, remedy: str, question: str | None = None) -> None:
        """Note a fault; the question is the one being read unless another is named."""
        name = self.question if question is None else question
        problem = Problem(place.file, place.line, name, fault, remedy)
        if problem not in self.problems:
            self.problems.append(problem)

    @contextmanager
    def reading(self, question: str) -> Iterator[None]:
        """Faults found inside belong to this question."""
        before, self.question = self.question, question
        try:
            yield
        finally:
            self.question = before


def nearest(word: str, known: Iterable[str]) -> str:
    """A remedy for a name that does not exist."""
    names = list(known)
    close = difflib.get_close_matches(word, names, 1)
    if close:
        return f"Bedoelt u {close[0]}?"
    few = ", ".join(names[:12])
    return f"Bekend zijn: {few}{' …' if len(names) > 12 else ''}." if few else "Er is er geen."
