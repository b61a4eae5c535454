"""A questionnaire as frozen data, in XLSForm's words.

Everything that holds an answer is an ``Item`` with a name that is unique in the whole
questionnaire: a main question, a sub-item of it, a card, a pick of the top 3. A ``Question`` is an
item that has a screen of its own, with its sub-items on the same screen. Texts here are the Dutch
source; translations live in catalogues, found by ``Item.name`` and the field (see ``texts.py``).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

MISSING_BY_INTERVIEWER = ("weet_niet", "wil_niet", "niet_begrepen", "tijd")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in the files, for messages to the author."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a list. Codes are stable: never re-used, never renamed."""

    name: str
    label: str
    exclusive: bool = False  # cannot be combined with any other choice
    excludes: tuple[str, ...] = ()  # cannot be combined with these
    # columns for choice_filter, such as bijz
    filters: Mapping[str, str] = field(default_factory=dict)
    picture: str | None = None

    def columns(self, names: tuple[str, ...]) -> dict[str, str]:
        """All filter columns of a questionnaire, empty where this choice has none."""
        return {name: self.filters.get(name, "") for name in names}


@dataclass(frozen=True, slots=True)
class ChoiceList:
    """A named list of choices, shared by items."""

    name: str
    choices: tuple[Choice, ...]
    place: Place | None = field(default=None, compare=False)

    def get(self, name: str) -> Choice | None:
        """The choice of that name, or none."""
        return next((choice for choice in self.choices if choice.name == name), None)


@dataclass(frozen=True, slots=True)
class Condition:
    """An XLSForm expression and what it was compiled to: XPath 1.0 over the core library."""

    source: str
    xpath: str
    references: frozenset[str]  # names of the items that it reads


@dataclass(frozen=True, slots=True)
class Item:
    """Anything that holds one answer."""

    name: str
    type: str  # a key of question_types.QUESTION_TYPES
    label: str = ""
    label_self: str = ""  # the words for a person who answers alone
    list_name: str | None = None
    relevant: Condition | None = None
    constraint: Condition | None = None
    constraint_message: str = ""
    choice_filter: Condition | None = None
    required: bool = True
    at_most: int | None = None
    parameters: Mapping[str, str] = field(default_factory=dict)  # range: start, end, step
    appearance: str = ""
    field_code: bool = False  # ticked silently by the interviewer; never read aloud
    missing: tuple[str, ...] = MISSING_BY_INTERVIEWER  # statuses the interviewer may give
    role: str = ""
    dimension: str = ""
    level: str = "nominal"  # nominal | ordinal | interval | text
    special_category: bool = False  # GDPR article 9: only with the second consent
    picture: str | None = None
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Cards:
    """The pile sort of a ``pile_sort`` question: cards, piles, and a top of the most important.

    Each card is an item whose value is a pile; each of ``top`` is an item whose value is a card;
    ``order`` is a system item with the card names in the order in which they were shown. The cards
    also stand as a choice list under the name of the question: the codes of the top.
    """

    cards: tuple[Item, ...]
    piles: str  # name of the list of piles, from low to high
    top: tuple[Item, ...]
    order: Item
    lead: str = ""  # words before each card: "Nederlands leren om …"
    top_from: tuple[str, ...] = ("1", "2")  # piles from which the top may be picked


@dataclass(frozen=True, slots=True)
class Question:
    """An item with a screen of its own, its sub-items, and what the interviewer needs to see."""

    item: Item
    number: str | None = None  # "V12" for a main question
    section: str = ""
    hint: str = ""  # the interviewer's instruction
    probe: str = ""  # "if needed"
    read_aloud: str = "all"  # all | none | one_by_one: how the choices are read
    show_card: str = ""
    core: bool = True
    seconds: int = 20
    intro: str = ""  # name of a fixed text read before the question
    source: str = ""
    sub: tuple[Item, ...] = ()
    cards: Cards | None = None

    @property
    def name(self) -> str:
        """The name in addresses and hooks."""
        return self.item.name

    @property
    def items(self) -> tuple[Item, ...]:
        """Every item that is answered on this screen, in order; the question's own first."""
        if self.cards:
            return (self.cards.order, *self.cards.cards, *self.cards.top, *self.sub)
        return self.sub if self.item.type == "note" else (self.item, *self.sub)

    @property
    def parts(self) -> tuple[Item, ...]:
        """The question's own item, also when it holds no answer itself, and the others."""
        return (self.item, *(item for item in self.items if item is not self.item))


@dataclass(frozen=True, slots=True)
class Section:
    """A group of questions with one condition for all."""

    name: str
    label: str
    letter: str = ""
    relevant: Condition | None = None
    questions: tuple[Question, ...] = ()
    read_aloud: bool = True  # the observation after the interview is not
    skippable: bool = True  # may be skipped for time; the closing section may not
    place: Place | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Consent:
    """Which items are consents, and which answer opens the gate."""

    gate: str  # nothing is stored before this item has the value ``yes``
    yes: str
    special: str | None = None  # the second consent, for special categories
    language: str | None = None  # the item that holds the language of the interview


@dataclass(frozen=True, slots=True)
class Apart:
    """Questions that can wait until nobody else listens."""

    questions: tuple[str, ...]
    after: str  # the question after which they are asked then


@dataclass(frozen=True)
class Questionnaire:
    """A whole questionnaire, checked when it was loaded."""

    name: str
    version: str
    title: str
    language: str
    languages: tuple[str, ...]
    sections: tuple[Section, ...]
    lists: Mapping[str, ChoiceList]
    texts: Mapping[str, str]  # fixed texts by id
    branch: str | None = None  # the item on which the routes depend
    consent: Consent | None = None
    derived: Mapping[str, Condition] = field(default_factory=dict)
    filter_columns: tuple[str, ...] = ()  # keys of ``Choice.filters`` that conditions may read
    advice: Mapping[str, object] = field(default_factory=dict)  # advice.yaml, for the reports
    apart: Apart | None = None

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions, in order."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def main_questions(self) -> tuple[Question, ...]:
        """The numbered questions, the ones that are counted."""
        return tuple(question for question in self.questions if question.number)

    @cached_property
    def by_name(self) -> Mapping[str, Question]:
        """Questions by their name."""
        return {question.name: question for question in self.questions}

    @cached_property
    def positions(self) -> Mapping[str, int]:
        """The place of each question in the whole, by its name."""
        return {question.name: place for place, question in enumerate(self.questions)}

    @cached_property
    def items(self) -> Mapping[str, Item]:
        """Every item that holds an answer, by its name."""
        return {item.name: item for question in self.questions for item in question.items}

    @cached_property
    def required(self) -> frozenset[str]:
        """The names of the items that need an answer, or a reason for none."""
        return frozenset(name for name, item in self.items.items() if item.required)

    @cached_property
    def question_of(self) -> Mapping[str, Question]:
        """The question on whose screen an item is answered, by the item's name."""
        return {item.name: question for question in self.questions for item in question.items}

    @cached_property
    def section_of(self) -> Mapping[str, Section]:
        """The section of a question, by the question's name."""
        return {q.name: section for section in self.sections for q in section.questions}

    @cached_property
    def references(self) -> frozenset[str]:
        """The names that any condition reads."""
        return frozenset().union(*(c.references for c in self.conditions))

    @property
    def conditions(self) -> Iterator[Condition]:
        """Every condition of sections, items and derived variables."""
        found = [section.relevant for section in self.sections]
        for question in self.questions:
            for item in question.parts:
                found += [item.relevant, item.constraint, item.choice_filter]
        return (condition for condition in (*found, *self.derived.values()) if condition)

    def choices(self, item: Item) -> tuple[Choice, ...]:
        """The choices of an item, hidden ones included; none when it has no list."""
        found = self.lists.get(item.list_name or "")
        return found.choices if found else ()

    def __iter__(self) -> Iterator[Question]:
        return iter(self.questions)
