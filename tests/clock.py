"""A clock that tests can set."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MORNING = datetime(2026, 5, 12, 9, 0, tzinfo=UTC)


@dataclass
class Clock:
    """Called, it says what time it is; it moves only when told."""

    now: datetime = MORNING

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **amount: float) -> datetime:
        """Move on: ``clock.advance(days=3)``."""
        self.now += timedelta(**amount)
        return self.now
