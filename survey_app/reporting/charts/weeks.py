"""The weeks of the fieldwork: which there are, and in which of them each interview ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from babel.dates import format_date

from survey_app.reporting.ended import START
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import HOME, locale

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Weeks:
    """Every week from the first interview to the last.

    Attributes:
        mondays: by which a week is called.
        place: (n,) of the week in which each interview ended.
    """

    mondays: list[date]
    place: NDArray[Any]

    @property
    def labels(self) -> list[str]:
        """The Mondays as people read them."""
        return [str(format_date(day, "d MMM", locale=locale())) for day in self.mondays]


def weeks(material: Material) -> Weeks:
    """The weeks of a study with at least one interview."""
    import numpy as np

    hours, which = np.unique(
        material.answers.integers("interview.ended") // 60, return_inverse=True
    )
    each = [monday(START + timedelta(hours=int(hour))) for hour in hours]
    first, last = min(each), max(each)
    places = np.array([(day - first).days // 7 for day in each])
    length = (last - first).days // 7 + 1
    return Weeks([first + timedelta(weeks=week) for week in range(length)], places[which])


def monday(moment: datetime) -> date:
    """The first day of the week of a moment, in the Netherlands."""
    day = moment.astimezone(HOME).date()
    return day - timedelta(days=day.weekday())
