"""The events that one screen stands for, each with an id that follows from the screen's."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from sqlalchemy import bindparam, select

from survey_app.questionnaire.answers import Answer, Status
from survey_app.services import saving, stored_language
from survey_app.services.held import Held
from survey_app.storage.interviews import AnswerEvent

# By the key of the table: an item may have a long history.
_STORED = select(AnswerEvent.id, AnswerEvent.value, AnswerEvent.status).where(
    AnswerEvent.id.in_(bindparam("ids", expanding=True))
)
Said = tuple[str, str]  # value and status


@dataclass(frozen=True, slots=True)
class Screen:
    """What the page says about itself."""

    id: UUID  # made when it was drawn: sent twice, it is stored once
    heard: str  # the language that the respondent heard or saw
    at: datetime  # device time, corrected
    paradata: Mapping[str, Any] | None = field(default=None, hash=False)  # how it was filled in
    unsent: bool = False  # nobody wrote since it was drawn: nothing of it can be stored

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
    return [
        saving.Given(
            event_id,
            item,
            Answer(new[item].value, new[item].status, screen.heard),
            screen.at,
            screen.about(item),
        )
        for item, event_id in _ids(held, screen, new, {}).items()
    ]


def _differs(standing: Answer | None, new: Answer) -> bool:
    if standing is None:
        return new.given or new.status is not Status.BEANTWOORD
    return (standing.value, standing.status) != (new.value, new.status)


def _ids(
    held: Held,
    screen: Screen,
    new: Mapping[str, Answer],
    last: Mapping[str, Said],
    number: int = 0,
) -> dict[str, UUID]:
    """A free id for each answer, unless it is what this screen said last about the item.

    Args:
        last: what this screen said under the number before this one.
        number: how often this screen spoke about these items before.
    """
    ids = {item: uuid5(screen.id, f"{held.interview.id}/{item}/{number}") for item in new}
    asked = [] if screen.unsent else [ids[item] for item in new if item in held.sheet]
    stored = _stored(held, asked)
    free = {
        item: event_id
        for item, event_id in ids.items()
        if event_id not in stored and last.get(item) != (new[item].value, new[item].status)
    }
    again = {item: answer for item, answer in new.items() if ids[item] in stored}
    if not again:
        return free
    said = {item: stored[ids[item]] for item in again}
    return free | _ids(held, screen, again, said, number + 1)


def _stored(held: Held, ids: list[UUID]) -> dict[UUID, Said]:
    """What the events with these ids say, of those that there are."""
    rows = held.session.connection().execute(_STORED, {"ids": ids}) if ids else ()
    return {row.id: (row.value, row.status) for row in rows}


def _storable(held: Held, answers: Mapping[str, Answer]) -> dict[str, Answer]:
    """The answers, with the language of the interview as far as the consent lets it be stored."""
    result = dict(answers)
    consent = held.questionnaire.consent
    name = consent.language if consent else None
    if name in result and result[name].given:
        allowed = stored_language.for_interview(held.interview, result[name].value)
        result[name] = Answer(allowed, result[name].status)
    return result
