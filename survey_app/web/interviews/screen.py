"""One question as a screen: everything that its template needs, gathered once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from flask import get_flashed_messages

from survey_app.question_types import QUESTION_TYPES
from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.course import Course
from survey_app.questionnaire.model import Choice, Item, Question, Section
from survey_app.questionnaire.routing import Progress, Route
from survey_app.questionnaire.shuffle import card_order
from survey_app.web import context, languages
from survey_app.web.interviews.posted import Kept
from survey_app.web.interviews.words import Words

AT_HAND = ("tekst_privé", "tekst_pauze", "tekst_emotie", "tekst_kaartje", "tekst_stop")


@dataclass(frozen=True, slots=True)
class Remarks:
    """What has to be said on a screen, beside the question itself."""

    complaints: tuple[Complaint, ...] = ()
    still_open: tuple[Item, ...] = ()
    may_stay_open: bool = True
    emptied: tuple[Item, ...] = ()
    notices: tuple[str, ...] = ()
    warned: bool = False  # soft checks were shown: the next attempt goes on
    card_trouble: str = ""  # the card brings nobody in: say so, and offer to go on without


@dataclass(frozen=True, slots=True)
class Led:
    """How the interview is led."""

    short: bool = False  # what is not core is left out
    apart: bool = False  # some questions wait until nobody listens
    paused: bool = False
    offers_short: bool = False  # it takes long: offer to leave out what is not core
    can_wait: bool = False  # the questionnaire has questions that can wait


@dataclass(frozen=True, slots=True)
class Frame:
    """What is around the question: where the form goes, and what the page knows."""

    action: str  # where the form is sent
    address: str  # of this screen itself
    languages: tuple[str, ...]  # in which it can be heard
    withheld: tuple[str, ...] = ()  # cannot be chosen yet: nobody approved them
    kept: Kept = field(default_factory=Kept)
    hidden: tuple[tuple[str, str], ...] = ()
    interview: UUID | None = None
    revision: int | None = None
    started_at: datetime | None = None
    rested: timedelta = timedelta()  # in pauses; the clock leaves it out
    saved_at: datetime | None = None
    code: str = ""  # of the respondent's card, when it must be given now
    language_lost: bool = False  # it was not stored and must be chosen again
    finished: bool = False
    opening: bool = False  # before consent: nothing is stored
    home: str = ""  # where leaving goes
    led: Led = field(default_factory=Led)
    bundled: bool = False  # drawn for a device: all that may be needed, of which it takes off


@dataclass(frozen=True)
class Screen:
    """All of it; attributes are what ``interviews/_screen.html`` reads."""

    route: Route
    question: Question
    answers: AnswerSheet  # with what was typed over it
    t: Words
    seed: int
    frame: Frame
    remarks: Remarks
    interface: str
    id: UUID
    now: datetime
    led: Course | None = None  # along which it goes; as the path is, when none

    @property
    def course(self) -> Course:
        """The order of the screens."""
        return self.led or Course(self.route)

    @property
    def items(self) -> tuple[Item, ...]:
        """What is asked now, and what may be asked after an answer on this same screen."""
        here = {item.name for item in self.question.items}
        return tuple(
            item
            for item in self.question.items
            if item.name in self.route.asked
            or (item.relevant is not None and here & item.relevant.references)
        )

    @property
    def choices(self) -> Mapping[str, tuple[Choice, ...]]:
        """For each item its choices now."""
        return {item.name: self.route.visible_choices(item) for item in self.items}

    @property
    def order(self) -> Sequence[str]:
        """The cards in the order of this interview."""
        cards = self.question.cards
        if cards is None:
            return ()
        names = card_order(self.seed, self.question.name, [card.name for card in cards.cards])
        return tuple(name for name in names if name in self.route.asked)

    @property
    def section(self) -> Section:
        """The section that the question is in."""
        return self.route.questionnaire.section_of[self.question.name]

    @property
    def sections(self) -> list[Section]:
        """The sections that are read aloud, for the picture of how far it is."""
        return [s for s in self.route.questionnaire.sections if s.read_aloud]

    @property
    def progress(self) -> Progress:
        """How far this is."""
        return self.route.progress

    @property
    def behind(self) -> list[Question]:
        """Questions before this one that are still open."""
        return self.course.behind(self.question.name)

    @property
    def blank(self) -> list[Item]:
        """What is open on this screen and has no complaint of its own."""
        faulty = {complaint.item for complaint in self.remarks.complaints}
        return [item for item in self.remarks.still_open if item.name not in faulty]

    @property
    def notices(self) -> list[str]:
        """What is told in passing, here or before a redirect to here."""
        return [*self.remarks.notices, *get_flashed_messages()]

    @property
    def wrong(self) -> bool:
        """Whether something cannot be an answer; else it is only remarkable."""
        return any(complaint.hard for complaint in self.remarks.complaints)

    @property
    def at_hand(self) -> list[str]:
        """The keys of the fixed texts to say when the moment comes."""
        return [key for name in AT_HAND if self.t.has(key := f"text/{name}")]

    @property
    def why_not(self) -> str:
        """For who looks for a language that is not in the list."""
        return languages.not_yet(self.frame.withheld)

    @property
    def has_previous(self) -> bool:
        """Whether there is a question before this one."""
        return self.course.previous_question(self.question.name) is not None

    @property
    def ends(self) -> bool:
        """Whether this is the last question of its part: then one finishes."""
        if self.frame.opening:
            return False
        following = self.course.next_question(self.question.name)
        of = self.route.questionnaire.section_of
        return following is None or (self.section.read_aloud and not of[following.name].read_aloud)

    @property
    def template(self) -> str:
        """The fragment that draws the question."""
        return QUESTION_TYPES[self.question.item.type].template

    @property
    def status(self) -> str:
        """The status of the question, for ``data-status``; ``open`` when it has none."""
        if self.route.open_items(self.question):
            return "open"
        answer = self.route.sheet.get(self.question.name)
        return answer.status.value if answer else "beantwoord"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The reasons for no answer that have a button here."""
        marked = QUESTION_TYPES[self.question.item.type].marked(self.question)
        return tuple(dict.fromkeys(reason for item in marked for reason in item.missing))

    @property
    def faults(self) -> Mapping[str, list[str]]:
        """What is wrong, by item, in words."""
        found: dict[str, list[str]] = {}
        for complaint in self.remarks.complaints:
            found.setdefault(complaint.item, []).append(
                self.t.complaint(complaint, self.interface)
            )
        return found

    @property
    def stored(self) -> str:
        """The reason that is stored for no answer, if there is one."""
        answer = self.route.sheet.get(self.question.name)
        return answer.status.value if answer and not answer.given else ""


def draw(
    route: Route,
    question: Question,
    words: Words,
    frame: Frame,
    *,
    seed: int,
    interface: str,
    answers: AnswerSheet | None = None,
    remarks: Remarks | None = None,
    course: Course | None = None,
) -> Screen:
    """Gather what one screen needs."""
    return Screen(
        route=route,
        question=question,
        answers=route.sheet if answers is None else answers,
        t=words,
        seed=seed,
        frame=frame,
        remarks=remarks or Remarks(),
        interface=interface,
        id=uuid4(),
        now=context.now(),
        led=course,
    )
