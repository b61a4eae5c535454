"""Counts as bars: what the overview is made of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app.reporting.charts import style
from survey_app.reporting.disclosure import (
    STANDARD,
    Rules,
    hidden_in_line,
    merged_groups,
    shown_shares,
)
from survey_app.reporting.numerals import count, whole_percents
from survey_app.reporting.panel import HIDDEN, AtLeast, Column, Hidden, Table, Value
from survey_app.reporting.wording import say as _


@dataclass(frozen=True, slots=True)
class Counted:
    """One group with its size, as it may be shown."""

    label: str
    number: int | Hidden


def shown(labels: Sequence[str], numbers: Sequence[int]) -> list[Counted]:
    """Groups that have a fixed place, such as weeks: small ones are hidden."""
    hidden = hidden_in_line(numbers)
    return [
        Counted(label, HIDDEN if hide else int(number))
        for label, number, hide in zip(labels, numbers, hidden, strict=True)
    ]


def merged(labels: Sequence[str], numbers: Sequence[int], other: str) -> list[Counted]:
    """Groups largest first; small ones stand together under ``other``."""
    few = merged_groups(numbers, Rules(STANDARD.cell, group=STANDARD.cell))
    rest = sum(numbers[place] for place in few)
    large = [
        Counted(label, int(number))
        for place, (label, number) in enumerate(zip(labels, numbers, strict=True))
        if place not in few and number
    ]
    large.sort(key=lambda group: -group.number if isinstance(group.number, int) else 0)
    return [*large, Counted(other, rest)] if rest else large


def answered(n: int, everybody: int) -> int | AtLeast:
    """How many answered, unless the few who did not would follow from it."""
    few = hidden_in_line([n, everybody - n])[1]
    return AtLeast(everybody - 4) if few else n


def any_shown(groups: Sequence[Counted]) -> bool:
    """Whether a picture of these groups would show anything."""
    return any(isinstance(group.number, int) for group in groups)


def table(caption: str, what: str, groups: Sequence[Counted]) -> Table:
    """The groups with their number, and their share when all numbers are shown."""
    columns: tuple[Column, ...] = (
        Column("groep", what),
        Column("gesprekken", _("Gesprekken"), "count"),
    )
    rows: list[tuple[Value, ...]] = [(group.label, group.number) for group in groups]
    numbers = [group.number for group in groups if isinstance(group.number, int)]
    total = sum(number for number in numbers)
    if len(numbers) == len(groups) and shown_shares(total):
        columns = (*columns, Column("deel", _("Deel"), "share"))
        rows = [(*row, share) for row, share in zip(rows, whole_percents(numbers), strict=True)]
    return Table(caption, columns, tuple(rows))


def bars(groups: Sequence[Counted], colour: str = style.BLUE) -> str:
    """One bar a group."""
    import plotly.graph_objects as go

    rows = style.Rows([group.label for group in groups])
    numbers = [None if isinstance(g.number, Hidden) else g.number for g in groups]
    trace = go.Bar(
        x=numbers,
        y=rows.places,
        width=style.BAR,
        orientation="h",
        marker={"color": colour},
        text=[" " + count(number) if number is not None else "" for number in numbers],
        textposition="outside",
        textfont={"size": 14, "color": style.INK},
        cliponaxis=False,
        hoverinfo="skip",
    )
    most = max((number for number in numbers if number is not None), default=1)
    return style.json_of(
        style.figure(
            trace, **rows.layout(8),
            xaxis=style.no_axis(range=[0, most * 1.12]), margin={"l": 4, "r": 4, "t": 8, "b": 4},
        )
    )  # fmt: skip


def columns(groups: Sequence[Counted], colour: str = style.BLUE) -> str:
    """One column a group, in time."""
    import plotly.graph_objects as go

    numbers = [None if isinstance(g.number, Hidden) else g.number for g in groups]
    trace = go.Bar(
        x=[group.label for group in groups],
        y=numbers,
        marker={"color": colour},
        hovertext=[count(number) if number is not None else "" for number in numbers],
        hoverinfo="text",
    )
    return style.json_of(
        style.figure(
            trace, height=260, bargap=0.25,
            xaxis=style.quiet_axis(
                showgrid=False, type="category", tickangle=0,
                tickvals=list(range(0, len(groups), -(-len(groups) // style.TICKS))),
            ),
            yaxis=style.quiet_axis(rangemode="tozero", nticks=5),
            margin={"l": 36, "r": 8, "t": 8, "b": 40},
        )
    )  # fmt: skip
