"""How often one address may ask to be called: a family or a school may, a machine may not."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from survey_app.errors import TooMany
from survey_app.services import attempts
from survey_app.settings import Settings
from survey_app.storage.database import Database

WINDOW = timedelta(minutes=15)
AN_ADDRESS = 10
IN_ALL = 150


class Calls:
    """The requests of the last minutes, counted together by all processes."""

    def __init__(
        self, database: Database, settings: Settings, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._settings, self._clock = database, settings, clock
        self._everybody = attempts.name(settings, "calls")

    def refuse(self, address: str) -> None:
        """Count one request, and refuse it when there were too many.

        Raises:
            TooMany: says to call instead.
        """
        name = attempts.name(self._settings, "calls of", attempts.network(address))
        now = self._clock()
        with self._database.writing() as session:
            found = attempts.lately(session, (name, self._everybody), now, WINDOW)
            if found[name] >= AN_ADDRESS or found[self._everybody] >= IN_ALL:
                raise TooMany(
                    "Er zijn hier net veel aanvragen gedaan. Bel het nummer op de kaart, "
                    "of probeer het over een uur."
                )
            attempts.write_down(session, (name, self._everybody), attempts.minute(now))
