"""The order in which an interview goes along its path.

The path says which questions belong to the interview. The interviewer may lead it otherwise: when
time is short, leave the questions that are not core (they read ``tijd``); when others listen in,
keep some questions for later. Neither changes the path, so nothing changes for the analysis.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from survey_app.questionnaire.answers import AnswerSheet, Status
from survey_app.questionnaire.model import Question, Questionnaire
from survey_app.questionnaire.routing import Route, is_settled


@dataclass(frozen=True)
class Course:
    """How one goes along a route."""

    route: Route
    short: bool = False  # leave what is not core
    apart: bool = False  # keep what is better asked without listeners for later

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """The questions that get a screen, in order."""
        whole, sheet = self.route.questionnaire, self.route.sheet
        if not self.short and self._order is whole.questions:
            return self.route.questions
        on_path = {question.name for question in self.route.questions}
        return tuple(
            question
            for question in self._order
            if question.name in on_path and not (self.short and _is_left(question, whole, sheet))
        )

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """Those that still need an answer, in order."""
        still = {question.name for question in self.route.open_questions}
        return tuple(question for question in self.questions if question.name in still)

    def next_question(self, name: str) -> Question | None:
        """The question after this one, which itself may be left out."""
        here = self._places[name]
        return next((q for q in self.questions if self._places[q.name] > here), None)

    def previous_question(self, name: str) -> Question | None:
        """The question before this one, which itself may be left out."""
        here = self._places[name]
        return next((q for q in reversed(self.questions) if self._places[q.name] < here), None)

    def behind(self, name: str) -> list[Question]:
        """The open questions before this one."""
        here = self._places[name]
        return [q for q in self.open_questions if self._places[q.name] < here]

    @cached_property
    def _order(self) -> tuple[Question, ...]:
        whole = self.route.questionnaire
        if not (self.apart and whole.apart):
            return whole.questions
        later = tuple(whole.by_name[name] for name in whole.apart.questions)
        rest = [q for q in whole.questions if q.name not in whole.apart.questions]
        place = rest.index(whole.by_name[whole.apart.after]) + 1
        return (*rest[:place], *later, *rest[place:])

    @cached_property
    def _places(self) -> Mapping[str, int]:
        if self._order is self.route.questionnaire.questions:
            return self.route.questionnaire.positions
        return {question.name: place for place, question in enumerate(self._order)}


def can_be_left(question: Question, questionnaire: Questionnaire) -> bool:
    """Whether a question may be skipped for time: not core, and not in a closing section."""
    return not question.core and questionnaire.section_of[question.name].skippable


def _is_left(question: Question, questionnaire: Questionnaire, sheet: AnswerSheet) -> bool:
    """Left for time: no item has an answer, or another reason for none than time."""
    answers = [sheet.get(item.name) for item in question.items]
    return can_be_left(question, questionnaire) and not any(
        is_settled(answer) and answer and answer.status is not Status.TIJD for answer in answers
    )
