"""The path through a questionnaire, computed from the answers and never stored.

Next, previous, resume, progress and what is still open all follow from it. An answer that is off
the path, or missing for a reason, reads as empty in every condition.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import blake2b

from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.evaluator import Evaluator
from survey_app.questionnaire.model import (
    MISSING_BY_INTERVIEWER,
    Choice,
    Item,
    Question,
    Questionnaire,
)


@dataclass(frozen=True, slots=True)
class Progress:
    """How far an interview is, in numbered questions on its path as it is now."""

    done: int
    total: int
    seconds_left: int


@dataclass(frozen=True)
class Route:
    """The path for one sheet of answers. Make it with ``route``."""

    questionnaire: Questionnaire
    sheet: AnswerSheet
    today: date
    questions: tuple[Question, ...]  # in order
    asked: Mapping[str, Item]  # the items on the path, by name, in order

    @cached_property
    def evaluator(self) -> Evaluator:
        """The answers on the path as conditions read them."""
        evaluator, read = Evaluator(self.today), self.questionnaire.references
        for name in self.asked:
            if name in read and (value := self.sheet.value(name)):
                evaluator.set(name, value)
        return evaluator

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of the questions."""
        return tuple(question.name for question in self.questions)

    def relevant_items(self, question: Question) -> tuple[Item, ...]:
        """The items to be answered on the screen of a question."""
        return tuple(item for item in question.items if item.name in self.asked)

    def visible_choices(self, item: Item) -> tuple[Choice, ...]:
        """The choices of an item that may be chosen now."""
        choices = self.questionnaire.choices(item)
        called_after = self.questionnaire.by_name.get(item.list_name or "")
        if called_after and called_after.cards:  # a pick among the cards
            return tuple(choice for choice in choices if choice.name in self.asked)
        if item.choice_filter is None:
            return choices
        columns = self.questionnaire.filter_columns
        return tuple(
            choice
            for choice in choices
            if self.evaluator.offers(item.choice_filter, choice.columns(columns))
        )

    def next_question(self, name: str) -> Question | None:
        """The question after this one, which itself may be off the path."""
        after = self._place(name)
        return next((q for q in self.questions if self._place(q.name) > after), None)

    def previous_question(self, name: str) -> Question | None:
        """The question before this one, which itself may be off the path."""
        before = self._place(name)
        return next((q for q in reversed(self.questions) if self._place(q.name) < before), None)

    def _place(self, name: str) -> int:
        return self.questionnaire.positions[name]

    def open_items(self, question: Question) -> tuple[Item, ...]:
        """The items of a screen that need an answer, or a reason for none, and have neither."""
        return tuple(item for item in question.items if item.name in self._open)

    @cached_property
    def _open(self) -> frozenset[str]:
        settled = {name for name, answer in self.sheet.items() if is_settled(answer)}
        return (self.questionnaire.required & self.asked.keys()) - settled

    @cached_property
    def open_questions(self) -> tuple[Question, ...]:
        """The questions on the path with open items, in order."""
        still = {self.questionnaire.question_of[name].name for name in self._open}
        return tuple(question for question in self.questions if question.name in still)

    @property
    def first_open(self) -> Question | None:
        """Where to go on: the first question that is still open."""
        return next(iter(self.open_questions), None)

    @property
    def progress(self) -> Progress:
        """How far this is."""
        numbered = [question for question in self.questions if question.number]
        still = {question.name for question in self.open_questions}
        return Progress(
            done=sum(question.name not in still for question in numbered),
            total=len(numbered),
            seconds_left=sum(question.seconds for question in self.open_questions),
        )

    def off_path(self) -> dict[str, Status]:
        """Why each item that is not asked is not asked.

        ``geen_toestemming`` when it would be asked if the second consent were given, otherwise
        ``nvt_route``.
        """
        consent = self.questionnaire.consent
        willing = self.asked
        if consent and consent.special and self.sheet.value(consent.special) != consent.yes:
            yes = self.sheet.with_answers({consent.special: Answer(consent.yes)})
            willing = route(self.questionnaire, yes, self.today).asked
        return {
            name: Status.GEEN_TOESTEMMING if name in willing else Status.NVT_ROUTE
            for name in self.questionnaire.items
            if name not in self.asked
        }

    def counted(self) -> AnswerSheet:
        """The answers on the path: the only ones that count in an analysis."""
        return AnswerSheet({name: a for name, a in self.sheet.items() if name in self.asked})

    def derived(self) -> dict[str, str]:
        """The derived variables, each of which may read those above it."""
        values = {}
        for name, condition in self.questionnaire.derived.items():
            values[name] = self.evaluator.text(condition)
            self.evaluator.set(name, values[name])
        return values


def is_settled(answer: Answer | None) -> bool:
    """Whether there is an answer, or a reason that the interviewer gave why there is none.

    A reason of the system (``nvt_route``) settles nothing when the question is asked again.
    """
    return answer is not None and (answer.given or answer.status.value in MISSING_BY_INTERVIEWER)


def route(
    questionnaire: Questionnaire, sheet: AnswerSheet, today: date, *, core_only: bool = False
) -> Route:
    """Walk through the questionnaire once, along the answers.

    Args:
        questionnaire: a checked one; conditions read earlier items only.
        sheet: the answers, also those that are off the path.
        today: what ``today()`` gives.
        core_only: leave out questions that are not core and have no answer, when time is short;
            never those of a section that may not be skipped.
    """
    if core_only:
        return Route(questionnaire, sheet, today, *_walk(questionnaire, sheet, today, True))
    key = (id(questionnaire), today, _fingerprint(questionnaire, sheet))
    known = _walked.get(key)
    if known is None or known[0] is not questionnaire:
        if len(_walked) >= MOST:
            _walked.clear()
        known = _walked[key] = (questionnaire, _walk(questionnaire, sheet, today, False))
    return Route(questionnaire, sheet, today, *known[1])


# A path depends on few answers, and hardly differs between people and between two screens of one:
# walked once, it is kept, under what cannot be read back into those answers.
Walk = tuple[tuple[Question, ...], Mapping[str, Item]]
MOST = 2000
_walked: dict[tuple[int, date, bytes], tuple[Questionnaire, Walk]] = {}
_secret = secrets.token_bytes(32)


def _fingerprint(questionnaire: Questionnaire, sheet: AnswerSheet) -> bytes:
    read = "\x1f".join([sheet.value(name) for name in questionnaire.references])
    return blake2b(read.encode("utf-8", "surrogatepass"), key=_secret).digest()


def _walk(questionnaire: Questionnaire, sheet: AnswerSheet, today: date, core_only: bool) -> Walk:
    evaluator = Evaluator(today)
    asked: dict[str, Item] = {}
    questions: list[Question] = []
    for section in questionnaire.sections:
        if not evaluator.true(section.relevant):
            continue
        for question in section.questions:
            if not evaluator.true(question.item.relevant):
                continue
            if core_only and section.skippable and _can_wait(question, sheet):
                continue
            questions.append(question)
            _ask(question, questionnaire, sheet, evaluator, asked)
    return tuple(questions), asked


def _ask(
    question: Question,
    questionnaire: Questionnaire,
    sheet: AnswerSheet,
    evaluator: Evaluator,
    asked: dict[str, Item],
) -> None:
    """Put the items of one screen on the path, and their answers in the tree."""
    for item in question.items:
        if item is question.item or evaluator.true(item.relevant):
            asked[item.name] = item
            if item.name in questionnaire.references and (value := sheet.value(item.name)):
                evaluator.set(item.name, value)


def _can_wait(question: Question, sheet: AnswerSheet) -> bool:
    return not question.core and not any(is_settled(sheet.get(i.name)) for i in question.items)


def path(
    questionnaire: Questionnaire, sheet: AnswerSheet, today: date, *, core_only: bool = False
) -> tuple[Question, ...]:
    """The questions that this interview asks, in order."""
    return route(questionnaire, sheet, today, core_only=core_only).questions


def skipped_for_time(
    questionnaire: Questionnaire, sheet: AnswerSheet, today: date
) -> tuple[Item, ...]:
    """The items that the core route leaves out: they get the status ``tijd``."""
    whole = route(questionnaire, sheet, today)
    core = route(questionnaire, sheet, today, core_only=True)
    return tuple(
        item
        for name, item in whole.asked.items()
        if name not in core.asked and item.missing and not is_settled(sheet.get(name))
    )


def dropped_by(
    questionnaire: Questionnaire, old: AnswerSheet, new: AnswerSheet, today: date
) -> tuple[Item, ...]:
    """The items with an answer that leave the path when the answers change from old to new."""
    before = route(questionnaire, old, today).asked
    after = route(questionnaire, new, today).asked
    return tuple(
        item
        for name, item in before.items()
        if name not in after and is_settled(old.get(name)) and is_settled(new.get(name))
    )


def routes(questionnaire: Questionnaire, today: date) -> dict[str, int]:
    """For each answer to the branch question, how many numbered questions are asked.

    All consents given, nothing else answered: so, in enquête 57, born abroad.
    """
    branch = questionnaire.items.get(questionnaire.branch or "")
    if not branch:
        return {}
    consent = questionnaire.consent
    given = (
        {name: Answer(consent.yes) for name in (consent.gate, consent.special) if name}
        if (consent)
        else {}
    )
    return {
        choice.name: sum(
            question.number is not None
            for question in path(
                questionnaire, AnswerSheet({**given, branch.name: Answer(choice.name)}), today
            )
        )
        for choice in questionnaire.choices(branch)
    }
