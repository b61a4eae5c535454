"""What a dashboard page is made of: panels, each a finding, a picture, its table and its limits.

Nothing in here may be too small to show: charts pass their counts through ``disclosure`` first,
and put ``HIDDEN`` where a number was. The web draws panels and knows nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class Hidden(Enum):
    """Stands where a count is too small to show, or would give such a count away."""

    HIDDEN = "hidden"


HIDDEN = Hidden.HIDDEN


@dataclass(frozen=True, slots=True)
class AtLeast:
    """A count that is known up to a few people who must not be counted."""

    number: int


@dataclass(frozen=True, slots=True)
class About:
    """A count rounded to five, beside others from which a few people would follow."""

    number: int

    @classmethod
    def of(cls, number: int) -> About:
        """This many people, not told exactly."""
        return cls(5 * round(number / 5))


Interval = tuple[float, float]
Value = str | int | float | Interval | AtLeast | About | Hidden | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``kind`` is text, count, share (0–1), number, or an interval of these two."""

    name: str  # in the downloaded file
    label: str  # on the screen
    kind: str = "text"  # text | count | share | number | share_interval | number_interval


@dataclass(frozen=True, slots=True)
class Table:
    """The numbers behind a picture. The first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Value, ...], ...]

    @property
    def hides(self) -> bool:
        """Whether a small count was left out."""
        return any(
            isinstance(value, Hidden | AtLeast | About) for row in self.rows for value in row
        )


@dataclass(frozen=True, slots=True)
class Stamp:
    """Up to which interview a computed result runs, and how many were added after.

    Attributes:
        changed: whether anything changed after, even where the number is the same again.
    """

    interviews: int
    until: datetime
    since: int
    changed: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """What the reader may choose in a panel; it goes into the address as ``choice``."""

    label: str
    options: tuple[tuple[str, str], ...]  # value, label
    chosen: str


@dataclass(frozen=True, slots=True)
class Panel:
    """One finding, told from the sentence down to what we do not know."""

    title: str
    finding: str  # one sentence or two
    n: int | AtLeast
    table: Table | None = None
    figure: str = ""  # Plotly's JSON
    legend: tuple[tuple[str, str], ...] = ()  # css class of the colour, label
    choices: Choices | None = None
    method: str = ""
    advice: str = ""  # what can be done about it, with its source
    assumed: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    computed: Stamp | None = None
    needs_computing: bool = False  # a part that is computed apart is not there yet


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the dashboard."""

    name: str
    title: str  # in the menu
    heading: str
    scope: str  # who is in the figures, in words
    tiles: tuple[tuple[str, str], ...] = ()  # number, what it counts
    brief: dict[str, str] = field(default_factory=dict)  # the finding of each page, by its name
    panels: dict[str, Panel] = field(default_factory=dict)  # by the name of the chart
    promise: str = ""  # what it will tell when there is something to tell

    @property
    def has_figures(self) -> bool:
        """Whether anything has to be drawn."""
        return any(panel.figure for panel in self.panels.values())

    @property
    def needs_computing(self) -> bool:
        """Whether computing would add something: never done yet, or interviews came after."""
        return any(
            panel.needs_computing or (panel.computed is not None and panel.computed.changed)
            for panel in self.panels.values()
        )
