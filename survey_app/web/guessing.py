"""Guessing codes is slowed down; a neighbourhood behind one address is not locked out by it.

Only codes count that could be right and are not ours. A slip of the pen never is such a code (its
check character is wrong), so people who type do not come near these limits. From an address with
many of them wrong codes are told to wait, and cards that are ours still open: only far beyond that
nothing is answered. When guesses come in from everywhere, each address may try fewer. See
docs/decisions/0014-guessing.md.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from survey_app.errors import TooMany
from survey_app.services import attempts
from survey_app.settings import Settings
from survey_app.storage.database import Database

WINDOW = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Limit:
    """How many wrong codes of one address are too many."""

    told: int  # from here on a wrong code is told to wait
    refused: int  # from here on every code is


AN_ADDRESS = Limit(told=60, refused=600)
AN_ADDRESS_WHEN_BUSY = Limit(told=6, refused=60)
IN_ALL = 1200  # wrong codes from everywhere: busy


class Guesses:
    """The wrong codes of the last minutes, counted together by all processes."""

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._everybody = attempts.name(settings, "codes")

    def refuse(self, address: str) -> None:
        """Refuse an address that guessed far too much.

        Raises:
            TooMany: says to wait, or to call.
        """
        wrong, limit, _busy = self._look(address)
        if wrong >= limit.refused:
            raise _too_many()

    def count(self, address: str) -> None:
        """Write down one wrong code.

        Raises:
            TooMany: it was one too many.
        """
        wrong, limit, busy = self._look(address)
        names = [self._name(address)] if busy else [self._name(address), self._everybody]
        with self._database.writing() as session:
            attempts.write_down(session, names, attempts.minute(self._clock()))
        if wrong >= limit.told:
            raise _too_many()

    def _look(self, address: str) -> tuple[int, Limit, bool]:
        name = self._name(address)
        with self._database.reading() as session:
            found = attempts.lately(session, (name, self._everybody), self._clock(), WINDOW)
        busy = found[self._everybody] >= IN_ALL
        return found[name], AN_ADDRESS_WHEN_BUSY if busy else AN_ADDRESS, busy

    def _name(self, address: str) -> str:
        return attempts.name(self._settings, "codes of", attempts.network(address))


def _too_many() -> TooMany:
    return TooMany(
        "Er zijn te veel verkeerde codes ingevuld. Wacht tien minuten, of bel het nummer op de "
        "kaart."
    )
