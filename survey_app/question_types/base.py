"""What every kind of question can do; each kind changes what is different about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.kinds import KINDS, Kind
from survey_app.questionnaire.model import Choice, Item, Question
from survey_app.questionnaire.routing import is_settled

Form = Mapping[str, list[str]]

STATUS = "status"  # the button for the whole screen
_NOTHING = Answer()


def status_field(name: str) -> str:
    """The form field with the reason why an item has no answer."""
    return f"{name}__status"


def order_field(name: str) -> str:
    """The form field with the order in which choices were ticked; only with JavaScript."""
    return f"{name}__order"


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a form says.

    ``answers`` are as they were typed, right or wrong, of the items that were in the form; an item
    that was emptied has an empty answer.
    """

    answers: dict[str, Answer] = field(default_factory=dict)
    complaints: tuple[Complaint, ...] = ()

    @property
    def right(self) -> dict[str, Answer]:
        """The answers that may be saved: those without a hard complaint."""
        wrong = {complaint.item for complaint in self.complaints if complaint.hard}
        return {name: a for name, a in self.answers.items() if name not in wrong}


@dataclass(frozen=True, slots=True)
class Column:
    """One column of an export. It depends on the questionnaire, never on an answer."""

    name: str
    level: str  # nominal | ordinal | interval | text
    codes: tuple[str, ...] = ()  # what can stand in it, when that is a list
    choice: str = ""  # of a multiple choice: the one that this column is about, as 0 or 1


class QuestionType:
    """One kind of question."""

    name: ClassVar[str]

    @property
    def kind(self) -> Kind:
        """What the kind is, as far as the data go."""
        return KINDS[self.name]

    @property
    def template(self) -> str:
        """The fragment that draws a screen of this kind, for ``{% include %}``.

        ``screen.html`` draws each item of the screen by ``question_types/<name>.html``.
        """
        return "question_types/screen.html"

    def value(self, given: Sequence[str], order: Sequence[str]) -> str:
        """The value to store for what the form gave, or what was typed when it makes no sense.

        Args:
            given: the values under the item's name, trimmed, without empty ones.
            order: codes in the order of ticking, as far as known.
        """
        return " ".join(given)

    def fault(self, item: Item, value: str) -> Complaint | None:
        """What is wrong with the form of a value, whatever the other answers are."""
        return None

    def parse(self, item: Item, form: Form, before: Answer | None = None) -> Parsed:
        """Read one item from a form.

        An item that is not in the form is not on the screen: nothing is read. Where there is a
        value and a reason for none, the one that is new since ``before`` counts.

        Args:
            item: what to read.
            form: every field with its values.
            before: the answer that the screen showed.
        """
        status = _status(form, item)
        if item.name not in form and status is None:
            return Parsed()
        before = before or _NOTHING
        value = self._value(item, form, before)
        if not value and status_field(item.name) not in form and _has_reason(before):
            return Parsed()  # left as it was: the reason why it is empty still holds
        if status is None or (value and value != before.value and before.status is status):
            return Parsed({item.name: Answer(value)}, self._complaints(item, value))
        if value and value != before.value:
            return Parsed({item.name: Answer(value)}, (_both(item),))
        return Parsed({item.name: Answer("", status)})

    def show(self, item: Item, answer: Answer) -> dict[str, list[str]]:
        """The form fields that say this answer; ``parse`` reads it back."""
        if answer.status is not Status.BEANTWOORD:
            return {status_field(item.name): [answer.status.value]}
        return {item.name: [answer.value]}

    def columns(self, item: Item, choices: Sequence[Choice]) -> tuple[Column, ...]:
        """The columns of an export: the value first, the reason for no value last."""
        codes = tuple(choice.name for choice in choices)
        return (Column(item.name, item.level, codes), _status_column(item))

    def cells(self, item: Item, choices: Sequence[Choice], answer: Answer) -> dict[str, str]:
        """What stands in these columns for an answer; empty when missing, never zero."""
        value = answer.value if answer.given else ""
        return {item.name: value, status_field(item.name): _status_cell(answer)}

    def marked(self, question: Question) -> tuple[Item, ...]:
        """The items that get the status of the button for the whole screen."""
        return (question.item,)

    def _value(self, item: Item, form: Form, before: Answer) -> str:
        given = [text for value in form.get(item.name, ()) if (text := value.strip())]
        ticked = " ".join(form.get(order_field(item.name), ())).split()
        return self.value(list(dict.fromkeys(given)), ticked or before.codes)

    def _complaints(self, item: Item, value: str) -> tuple[Complaint, ...]:
        fault = self.fault(item, value) if value else None
        return (fault,) if fault else ()


def _status(form: Form, item: Item) -> Status | None:
    """The reason that the form gives for no answer; others than the interviewer's are ignored."""
    given = [value for value in form.get(status_field(item.name), ()) if value in item.missing]
    return Status(given[0]) if given else None


def _has_reason(answer: Answer) -> bool:
    return is_settled(answer) and not answer.given


def _both(item: Item) -> Complaint:
    return Complaint(item.name, "Kies een antwoord, of zeg waarom er geen is. Niet allebei.")


def _status_column(item: Item) -> Column:
    return Column(status_field(item.name), "nominal", tuple(status.value for status in Status))


def _status_cell(answer: Answer) -> str:
    empty = answer.status is Status.BEANTWOORD and not answer.given
    return "" if empty else answer.status.value


class WithoutAnswer(QuestionType):
    """A kind that holds no answer itself, and draws the whole screen in its own way."""

    @property
    def template(self) -> str:
        """Its own fragment."""
        return f"question_types/{self.name}.html"

    def parse(self, item: Item, form: Form, before: Answer | None = None) -> Parsed:
        """Nothing."""
        return Parsed()

    def show(self, item: Item, answer: Answer) -> dict[str, list[str]]:
        """Nothing."""
        return {}

    def columns(self, item: Item, choices: Sequence[Choice]) -> tuple[Column, ...]:
        """None."""
        return ()

    def cells(self, item: Item, choices: Sequence[Choice], answer: Answer) -> dict[str, str]:
        """None."""
        return {}

    def marked(self, question: Question) -> tuple[Item, ...]:
        """None."""
        return ()
