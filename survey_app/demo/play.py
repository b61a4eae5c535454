"""One fictitious person, interviewed through the services: card, consent, answers, cards on.

The answers of a whole interview are checked and stored in one go, by the same checks and as the
same events as when they come screen by screen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.demo.cast import Cast
from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.checks import hard_checks
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import (
    ambassadors,
    answer_events,
    completion,
    interviews,
    languages_offered,
    publishing,
    saving,
    special_consent,
)
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import PublishedQuestionnaire

if TYPE_CHECKING:
    from analysis.simulation import Person


@dataclass
class Play:
    """The interviews so far: who still holds which cards.

    Args:
        cast: everybody who works on the study.
        version: the questionnaire.
        first_day: midnight of the Monday on which the fieldwork began.
        chance: of codes and ids.
    """

    cast: Cast
    version: PublishedQuestionnaire
    first_day: datetime
    chance: Random
    cards: dict[str, list[str]] = field(default_factory=dict)  # codes, by person

    @cached_property
    def languages(self) -> tuple[str, ...]:
        """Those in which an interview may be read aloud."""
        questionnaire = publishing.questionnaire(self.version)
        return languages_offered.offered(questionnaire, self.cast.study, set(i18n.languages()))

    def join(self, session: Session) -> None:
        """Take everybody along into a new transaction."""
        cast = self.cast
        session.add_all([cast.study, self.version, *cast.interviewers, *cast.ambassadors])

    def interview(self, session: Session, person: Person) -> None:
        """Hold one interview, from the card to the cards that go on.

        Raises:
            AssertionError: an answer would not be accepted on its screen.
        """
        begun = self.first_day + person.started_after
        ended = begun + timedelta(minutes=person.minutes)
        given = {name: Answer(a.value, Status(a.status)) for name, a in person.answers.items()}
        held = self._started(session, person, given, begun)
        self._answer(held, person, given, begun, ended)
        if person.interrupted:
            completion.stop(held.interview, ended)
        else:
            completion.finish(held.interview, ended)
        closing = Held(session, held.interview, held.questionnaire, held.account_id, ended)
        handed_on = completion.cards_to_hand_on(closing, self.chance)
        self.cards[person.id] = [coupon.code for coupon in handed_on]

    def card_of_ambassador(self, session: Session, number: int, now: datetime) -> Coupon:
        """A new card from one of the ambassadors."""
        ambassador = self.cast.ambassadors[number]
        return ambassadors.give_card(session, ambassador, now, self.chance)

    def _started(
        self, session: Session, person: Person, given: Mapping[str, Answer], begun: datetime
    ) -> Held:
        """Up to and with *yes*, by a card from a person or from an ambassador."""
        if person.recruiter:
            code = self.cards[person.recruiter].pop()
        else:
            code = self.card_of_ambassador(session, person.ambassador, begun).code
        account = self.cast.interviewers[person.interviewer]
        opening = interviews.Opening(
            id=self._id(),
            area=person.area,
            coupon=code,
            answers=_until_gate(self.version, given),
            spoken=person.language,
            screen=self._screen(person, begun),
        )
        return interviews.start(
            session, self.version, opening, account, now=begun, chance=self.chance
        )

    def _answer(
        self,
        held: Held,
        person: Person,
        given: Mapping[str, Answer],
        begun: datetime,
        ended: datetime,
    ) -> None:
        """Everything after *yes*, spread over the time that the interview took."""
        screen = self._screen(person, begun)
        consent = held.questionnaire.consent
        if consent and consent.special and given[consent.special] == Answer(consent.yes):
            special_consent.allow(held.interview, person.language, screen.heard)
        asked = _entered(held.questionnaire, given)
        way = held.route(held.sheet.with_answers(asked))
        step = (ended - begun) / len(way.questions)
        times = {q.name: begun + step * place for place, q in enumerate(way.questions, 1)}
        for question in way.questions:
            complaints = hard_checks(way, question)
            assert not complaints, (person.id, complaints)  # noqa: S101 - the simulation is ours
        events = [
            replace(event, at=times[held.questionnaire.question_of[event.item].name])
            for event in answer_events.of_screen(held, asked, screen)
        ]
        saving.record(held.session, held.interview, events, account_id=held.account_id, now=ended)

    def _screen(self, person: Person, at: datetime) -> Screen:
        heard = languages_offered.heard_for(person.language, self.languages, "nl")
        return Screen(id=self._id(), heard=heard, at=at)

    def _id(self) -> UUID:
        return UUID(int=self.chance.getrandbits(128), version=4)


def _until_gate(version: PublishedQuestionnaire, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers of the screens up to and with the consent."""
    questionnaire = publishing.questionnaire(version)
    gate = questionnaire.consent.gate if questionnaire.consent else ""
    names = list(questionnaire.items)
    opening = names[: names.index(gate) + 1] if gate else []
    return _entered(questionnaire, {name: given[name] for name in opening})


def _entered(questionnaire: Questionnaire, given: Mapping[str, Answer]) -> dict[str, Answer]:
    """What an interviewer enters: answers, and reasons where the screen has a button for them."""
    return {
        name: answer
        for name, answer in given.items()
        if answer.status is Status.BEANTWOORD or answer.status in questionnaire.items[name].missing
    }
