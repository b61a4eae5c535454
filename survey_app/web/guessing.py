"""Guessing codes is slowed down; a neighbourhood behind one address is not locked out by it.

Only codes count that could be right and are not ours. A slip of the pen never is such a code (its
check character is wrong), so people who type do not come near these limits. When many guesses come
in from everywhere, each address may try fewer.
"""

from __future__ import annotations

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from survey_app.errors import TooMany

AN_ADDRESS = parse("60 per 10 minutes")
AN_ADDRESS_WHEN_BUSY = parse("6 per 10 minutes")
IN_ALL = parse("1200 per 10 minutes")


class Guesses:
    """The wrong codes of the last minutes, in the memory of this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def refuse(self, address: str) -> None:
        """Refuse an address that guessed too much.

        Raises:
            TooMany: says to wait, or to call.
        """
        busy = not self._limiter.test(IN_ALL)
        if not self._limiter.test(AN_ADDRESS_WHEN_BUSY if busy else AN_ADDRESS, address):
            raise TooMany(
                "Er zijn te veel verkeerde codes ingevuld. Wacht tien minuten, "
                "of bel het nummer op de kaart."
            )

    def count(self, address: str) -> None:
        """Write down one wrong code."""
        self._limiter.hit(IN_ALL)
        for limit in (AN_ADDRESS, AN_ADDRESS_WHEN_BUSY):
            self._limiter.hit(limit, address)
