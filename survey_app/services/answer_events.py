"""The events that one screen stands for, each with an id that follows from the screen's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from survey_app.questionnaire.answers import Answer, Status
from survey_app.services import saving, stored_language
from survey_app.services.held import Held
from survey_app.storage.interviews import AnswerEvent

_EARLIER = select(AnswerEvent.id, AnswerEvent.value, AnswerEvent.status).where(
    AnswerEvent.interview_id == bindparam("interview"),
    AnswerEvent.item.in_(bindparam("items", expanding=True)),
)


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page says about itself."""

    id: UUID  # made when it was drawn: sent twice, it is stored once
    heard: str  # the language that the respondent heard or saw
    at: datetime  # device time, corrected
    paradata: Mapping[str, Any] | None = field(default=None, hash=False)  # how it was filled in

    def about(self, item: str) -> dict[str, Any] | None:
        """The paradata of one item; a card has a time of its own."""
        if self.paradata is None:
            return None
        told = {key: value for key, value in self.paradata.items() if key != "cards"}
        card = self.paradata.get("cards", {}).get(item)
        return told if card is None else {**told, "milliseconds": card}


def record(held: Held, answers: Mapping[str, Answer], screen: Screen) -> int:
    """Store what is new of these answers as events; says how many were."""
    given = of_screen(held, answers, screen)
    return saving.store(
        held.session, held.interview, given, account_id=held.account_id, now=held.now
    )


def of_screen(held: Held, answers: Mapping[str, Answer], screen: Screen) -> list[saving.Given]:
    """An event for each answer that differs from the one that stands.

    A screen that is sent again gives the same ids, unless its answer changed since it was last
    sent: then somebody went back to it and corrected it, and that is a new event.
    """
    sheet = held.sheet
    new = {
        item: answer
        for item, answer in _storable(held, answers).items()
        if _differs(sheet.get(item), answer)
    }
    earlier = _earlier(held, {item for item in new if item in sheet})
    return [
        saving.Given(
            event_id,
            item,
            Answer(answer.value, answer.status, screen.heard),
            screen.at,
            screen.about(item),
        )
        for item, answer in new.items()
        if (event_id := _id(held, screen, item, answer, earlier)) is not None
    ]


def _differs(standing: Answer | None, new: Answer) -> bool:
    if standing is None:
        return new.given or new.status is not Status.BEANTWOORD
    return (standing.value, standing.status) != (new.value, new.status)


def _earlier(held: Held, items: set[str]) -> dict[UUID, tuple[str, str]]:
    """Value and status of the events of these items, by id."""
    if not items:
        return {}
    of = {"interview": held.interview.id, "items": list(items)}
    rows = held.session.connection().execute(_EARLIER, of)
    return {row.id: (row.value, row.status) for row in rows}


def _id(
    held: Held, screen: Screen, item: str, new: Answer, earlier: dict[UUID, tuple[str, str]]
) -> UUID | None:
    """The id of this answer, or none when it is what this screen said last about the item."""
    last: tuple[str, str] | None = None
    for number in count():
        event_id = uuid5(screen.id, f"{held.interview.id}/{item}/{number}")
        if event_id not in earlier:
            break
        last = earlier[event_id]
    return None if last == (new.value, new.status.value) else event_id


def _storable(held: Held, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers, with the language of the interview as far as the consent lets it be stored."""
    result = dict(answers)
    consent = held.questionnaire.consent
    name = consent.language if consent else None
    if name in result and result[name].given:
        allowed = stored_language.for_interview(held.interview, result[name].value)
        result[name] = Answer(allowed, result[name].status)
    return result
