"""Numbers and moments as people read them, in the reader's language."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_datetime
from babel.numbers import format_decimal
from flask_babel import get_locale

HOME = ZoneInfo("Europe/Amsterdam")
NARROW_SPACE = "\u202f"


def locale() -> Locale:
    """The reader's; Dutch where nobody is reading, as on the command line."""
    return get_locale() or Locale("nl")


def count(number: int) -> str:
    """``1.234``."""
    return str(format_decimal(number, locale=locale()))


def percent(share: float) -> str:
    """``48 %``, in whole percents."""
    space = "" if locale().language == "en" else NARROW_SPACE
    return f"{format_decimal(round(100 * share), locale=locale())}{space}%"


def whole_percents(counts: Sequence[int]) -> list[float]:
    """Shares in whole percents that add up to one (largest remainders)."""
    total = sum(counts)
    if not total:
        return [0.0 for _count in counts]
    exact = [100 * number / total for number in counts]
    floors = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: floors[place] - exact[place])
    up = set(by_remainder[: 100 - sum(floors)])
    return [(floor + (place in up)) / 100 for place, floor in enumerate(floors)]


def decimal(number: float, places: int = 1) -> str:
    """``1,3``."""
    pattern = "#,##0." + "0" * places if places else "#,##0"
    return str(format_decimal(number, pattern, locale=locale()))


def moment(at: datetime) -> str:
    """``12 mei 14:03``, by the clock in the Netherlands."""
    pattern = "d MMM HH:mm" if locale().language == "en" else "d MMMM HH:mm"
    return str(format_datetime(at.astimezone(HOME), pattern, locale=locale()))


def day(at: datetime) -> str:
    """``12 mei 2026``."""
    return str(format_datetime(at.astimezone(HOME), "d MMMM y", locale=locale()))
