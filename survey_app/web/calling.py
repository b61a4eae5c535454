"""How often one address may ask to be called: a family or a school may, a machine may not."""

from __future__ import annotations

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from survey_app.errors import TooMany

AN_ADDRESS = parse("20 per 1 hour")
IN_ALL = parse("500 per 1 hour")


class Calls:
    """The requests of the last hour, in the memory of this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def refuse(self, address: str) -> None:
        """Count one request, and refuse it when there were too many.

        Raises:
            TooMany: says to call instead.
        """
        allowed = self._limiter.hit(IN_ALL) and self._limiter.hit(AN_ADDRESS, address)
        if not allowed:
            raise TooMany(
                "Er zijn hier net veel aanvragen gedaan. Bel het nummer op de kaart, "
                "of probeer het over een uur."
            )
