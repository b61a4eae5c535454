"""What the form of a screen brings along beside the answers: what only the page knows.

Our own fields have a dot in their name (``page.id``), or are ``heard``, ``action`` and ``status``;
the names of items have no dot.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, TypeVar
from uuid import UUID, uuid4

from sqlalchemy.exc import IntegrityError
from werkzeug.datastructures import MultiDict

R = TypeVar("R")
Fields = Mapping[str, list[str]]

KEPT = "kept."
PAGE = "page."
A_DAY = 24 * 60 * 60 * 1000  # milliseconds
BY = ("keyboard", "mouse", "touch", "pen")
LANGUAGE = "language:"  # action: go on in another language
MOST = 200  # characters of a reason
OWN = ("csrf_token", "heard", "action", "username", "password")


@dataclass(frozen=True, slots=True)
class Kept:
    """Fields of other screens that live in the page: before consent, or typed and not right."""

    screens: Mapping[str, Fields] = field(default_factory=dict)

    def of(self, question: str) -> Fields | None:
        """The fields of one screen, when it has any here."""
        return self.screens.get(question)

    def with_screen(self, question: str, fields: Fields) -> Kept:
        """The same with this screen."""
        return Kept({**self.screens, question: fields})

    def without(self, question: str) -> Kept:
        """The same without this screen."""
        return Kept({name: each for name, each in self.screens.items() if name != question})

    @property
    def hidden(self) -> Iterator[tuple[str, str]]:
        """As hidden fields: name and value."""
        for question, fields in self.screens.items():
            for name, values in fields.items():
                for value in values:
                    yield f"{KEPT}{question}.{name}", value

    def __bool__(self) -> bool:
        return bool(self.screens)


@dataclass(frozen=True, slots=True)
class Posted:
    """A screen that was sent."""

    fields: Fields  # of the questions themselves
    id: UUID
    heard: str
    action: str = "next"
    at: datetime | None = None
    revision: int | None = None
    note: str | None = None
    screen: str = ""  # which question, before there is an interview
    confirmed: bool = False
    left_open: bool = False
    warned: bool = False
    reason: str = ""
    paradata: Mapping[str, Any] | None = None
    kept: Kept = field(default_factory=Kept)

    @property
    def to_language(self) -> str | None:
        """The language to go on in, when the button for that was pressed."""
        chosen = self.action.startswith(LANGUAGE)
        return self.action.removeprefix(LANGUAGE) if chosen else None

    def in_language(self, heard: str) -> Posted:
        """The same, heard in another language."""
        return replace(self, heard=heard)


def read(form: MultiDict[str, str]) -> Posted:
    """Read what was sent; what is missing or makes no sense gets a harmless value."""
    first = form.to_dict()  # asked of the form, each field that is not there is an exception
    page = {
        name: first.get(PAGE + name, "") for name in ("id", "at", "revision", "screen", "warned")
    }
    return Posted(
        fields={name: form.getlist(name) for name in form if _is_answer(name)},
        id=as_uuid(page["id"]),
        heard=first.get("heard", ""),
        action=first.get("action", "next"),
        at=_moment(page["at"]),
        revision=int(page["revision"]) if page["revision"].isdecimal() else None,
        note=first.get(PAGE + "note"),
        screen=page["screen"],
        confirmed=first.get("action") == "confirm",
        left_open=first.get("action") == "leave_open",
        warned=bool(page["warned"]),
        reason=first.get(PAGE + "reason", "").strip()[:MOST],
        paradata=_paradata(first.get(PAGE + "paradata", "")),
        kept=_kept(form),
    )


def believed(posted: Posted, save: Callable[[Posted], R]) -> R:
    """Save as if nobody wrote since the screen was drawn, when it says so.

    Was it sent before all the same, then the store finds its events there already, and takes
    everything back: it is saved again, and what is stored is looked up.
    """
    try:
        return save(posted)
    except IntegrityError:
        return save(replace(posted, revision=None))


def _is_answer(name: str) -> bool:
    return "." not in name and name not in OWN


def _kept(form: MultiDict[str, str]) -> Kept:
    screens: dict[str, dict[str, list[str]]] = {}
    for name in form:
        if name.startswith(KEPT) and name.count(".") == 2:
            _, question, field_name = name.split(".")
            screens.setdefault(question, {})[field_name] = form.getlist(name)
    return Kept(screens)


def as_uuid(text: str) -> UUID:
    """An id that came with a form, or a new one."""
    try:
        return UUID(text)
    except ValueError:
        return uuid4()


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None


def _paradata(text: str) -> dict[str, Any] | None:
    """How the screen was filled in, as far as the script in the page tells it in good order."""
    try:
        return paradata_of(json.loads(text))
    except (ValueError, RecursionError):
        return None


def paradata_of(told: object) -> dict[str, Any] | None:
    """The part of it that we know and that makes sense; none when it is nothing of the kind."""
    if not isinstance(told, dict):
        return None
    found: dict[str, Any] = {
        key: told[key] for key in ("milliseconds", "changes") if _is_number(told.get(key))
    }
    if told.get("by") in BY:
        found["by"] = told["by"]
    cards = told.get("cards")
    if isinstance(cards, dict) and len(cards) < 100:
        found["cards"] = {name: time for name, time in cards.items() if _is_number(time)}
    return found


def _is_number(value: object) -> bool:
    return type(value) is int and 0 <= value <= A_DAY
