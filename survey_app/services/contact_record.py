"""All that is known of somebody who may be called: one document, which only the key opens.

Moments stand in it too, and who calls: beside an interview of the same hour, by the interviewer
who had the appointment, they would tell a reader of the database which answers are whose.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from survey_app.services.contact_keys import ContactKeys

MOMENTS = ("asked_at", "appointment_at", "first_answer_at", "closed_at")


class Purpose(StrEnum):
    """What somebody may be called for; nothing else."""

    INTERVIEW = "interview"  # to talk: the questions of the study
    LESSONS = "over_les"
    RESULTS = "over_uitkomst"
    FOLLOW_UP = "vervolg"


@dataclass(frozen=True, slots=True)
class Details:
    """What somebody leaves behind to be called."""

    first_name: str
    telephone: str
    language: str
    best_time: str
    purposes: tuple[str, ...] = (Purpose.INTERVIEW,)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: when, how, what came of it, by whom."""

    at: str  # ISO 8601
    how: str  # call | message | visit
    outcome: str
    by: str  # the name somebody signs in with

    @property
    def when(self) -> datetime:
        """The moment."""
        return datetime.fromisoformat(self.at)


@dataclass(frozen=True, slots=True)
class Record:
    """The document, opened."""

    details: Details
    asked_at: datetime  # the hour; of somebody who was interviewed only the date
    appointment_at: datetime | None = None
    first_answer_at: datetime | None = None
    closed_at: datetime | None = None
    assigned_to: str | None = None  # the name somebody signs in with
    attempts: tuple[Attempt, ...] = ()

    @classmethod
    def opened(cls, keys: ContactKeys, text: str) -> Record:
        """Read a record.

        Raises:
            Unavailable: it was written with another key than those that we have.
        """
        document = keys.open(text)
        details = document["details"]
        return cls(
            details=Details(**{**details, "purposes": tuple(details["purposes"])}),
            assigned_to=document["assigned_to"],
            attempts=tuple(Attempt(**one) for one in document["attempts"]),
            **{name: _moment(document[name]) for name in MOMENTS},
        )

    def closed(self, keys: ContactKeys) -> str:
        """Encrypt this record."""
        document: dict[str, Any] = asdict(self)
        for name in MOMENTS:
            document[name] = document[name].isoformat() if document[name] else None
        return keys.close(document)


def _moment(text: str | None) -> Any:
    return datetime.fromisoformat(text) if text else None
