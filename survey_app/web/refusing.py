"""Each *no* counts once, also after a double tap."""

from __future__ import annotations

from uuid import UUID

from limits import parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

ONCE = parse("1 per 1 hour")


class Refusals:
    """The refusals of the last hour, in the memory of this process.

    Known by the random id that the page brought along: of somebody who said no, nothing may stay
    but a date and an area.
    """

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())

    def is_new(self, refusal_id: UUID) -> bool:
        """Whether it was not seen before."""
        return self._limiter.hit(ONCE, str(refusal_id))
