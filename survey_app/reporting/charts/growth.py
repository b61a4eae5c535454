"""How fast the study grows: interviews in each week, by whose card people came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from math import sqrt
from typing import TYPE_CHECKING, Any

from survey_app.reporting.charts import style
from survey_app.reporting.charts.weeks import Weeks, monday, weeks
from survey_app.reporting.disclosure import (
    hidden_in_line,
    hidden_in_rows,
    hidden_yes_no,
    shown_shares,
)
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count, percent
from survey_app.reporting.panel import HIDDEN, Column, Hidden, Panel, Table, Value
from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    from numpy.typing import NDArray

PERIOD = 4  # weeks that are compared with as many before
QUIET_WEEKS = 8  # without an interview that are still drawn behind the last one
COLOURS = (style.PILES["motivator"][2], style.PILES["barrier"][1], style.PILES["motivator"][0])
CLASSES = ("dash-pile--motivator-2", "dash-pile--barrier-1", "dash-pile--motivator-0")
UNTOLD = "#e7e2d6"  # of a week whose parts are too small to tell


@dataclass(frozen=True, slots=True)
class Week:
    """One week, as it may be shown."""

    label: str
    people: int | Hidden
    ways: tuple[int | Hidden, ...]  # by a respondent's card, by an ambassador's, otherwise


def build(material: Material) -> Panel | None:
    """The panel; none where there are too few people."""
    if not material.enough:
        return None
    found = _with_quiet_weeks(weeks(material), material)
    people = _by_way(material, found)
    there = [bool(way) for way in people.sum(axis=0)]
    told = shown(found.labels, people)
    return Panel(
        title=_("Hoe snel het groeit"),
        finding=_speed(people.sum(axis=1), told) + _chained(people),
        n=material.n,
        table=_table(told, there),
        figure=_figure(told, there),
        legend=_legend(told, there),
        method=_(
            "Een gesprek telt in de week waarin het eindigde. Sneller of langzamer noemen we het "
            "als de laatste vier hele weken meer verschillen van de vier daarvoor dan bij toeval "
            "te verwachten is."
        ),
        unknown=_unknown() if there[-1] else (),
    )


def shown(labels: list[str], people: NDArray[Any]) -> list[Week]:
    """The weeks, with what is too small hidden; the same weeks as on the overview.

    Args:
        people: (weeks, 3) how many came in each way.
    """
    small = hidden_in_line(people.sum(axis=1))
    hidden = hidden_in_rows(people, small)
    return [
        Week(
            label,
            HIDDEN if small[place] else int(row.sum()),
            tuple(HIDDEN if h else int(n) for n, h in zip(row, hidden[place], strict=True)),
        )
        for place, (label, row) in enumerate(zip(labels, people, strict=True))
    ]


def _with_quiet_weeks(found: Weeks, material: Material) -> Weeks:
    """Up to now: that nobody came is news too."""
    last = found.mondays[-1]
    more = min((monday(material.at) - last).days // 7, QUIET_WEEKS)
    later = [last + timedelta(weeks=week) for week in range(1, more + 1)]
    return Weeks([*found.mondays, *later], found.place)


def _by_way(material: Material, found: Weeks) -> NDArray[Any]:
    import numpy as np

    by_ambassador = material.answers.integers("interview.ambassador") >= 0
    way = np.where(material.answers.snapshot.was_brought(), 0, np.where(by_ambassador, 1, 2))
    numbers = np.bincount(3 * found.place + way, minlength=3 * len(found.mondays))
    return numbers.reshape(-1, 3)


def _speed(people: NDArray[Any], told: list[Week]) -> str:
    """The last whole weeks beside those before; in words alone where a week is hidden."""
    whole = people[:-1]
    recent, before = int(whole[-PERIOD:].sum()), int(whole[-2 * PERIOD : -PERIOD].sum())
    if len(whole) < 2 * PERIOD:
        return _(
            "Er zijn gemiddeld %(mean)s gesprekken per week.",
            mean=count(round(int(people.sum()) / len(people))),
        )
    if not recent:
        return _("De laatste vier weken kwam er geen gesprek bij.")
    if any(isinstance(week.people, Hidden) for week in told[-2 * PERIOD - 1 : -1]):
        return _direction(recent, before)
    return _direction(recent, before) + " " + _(
        "De laatste vier weken waren er gemiddeld %(recent)s gesprekken per week, de vier weken "
        "daarvoor %(before)s.",
        recent=count(round(recent / PERIOD)),
        before=count(round(before / PERIOD)),
    )  # fmt: skip


def _direction(recent: int, before: int) -> str:
    """Two counts differ by chance by about the root of their sum."""
    if abs(recent - before) < 2 * sqrt(recent + before):
        return _("Het gaat ongeveer even snel als een maand geleden.")
    if recent > before:
        return _("Het gaat sneller dan een maand geleden.")
    return _("Het gaat langzamer dan een maand geleden.")


def _chained(people: NDArray[Any]) -> str:
    brought, everybody = int(people[:, 0].sum()), int(people.sum())
    if not shown_shares(everybody) or hidden_yes_no([brought], [everybody])[0]:
        return ""
    return " " + _(
        "%(share)s van alle mensen kwam met een kaart van iemand die zelf meedeed.",
        share=percent(brought / everybody),
    )


def _ways() -> tuple[str, ...]:
    return (_("Kaart van een deelnemer"), _("Kaart van een ambassadeur"), _("Anders"))


def _unknown() -> tuple[str, ...]:
    return (_("Kaarten van het onderzoek zelf tellen bij ‘anders’, samen met geen kaart."),)


def _table(told: list[Week], there: list[bool]) -> Table:
    names = ("deelnemer", "ambassadeur", "anders")
    ways = [
        Column(name, label, "count")
        for name, label, any_ in zip(names, _ways(), there, strict=True)
        if any_
    ]
    columns = (Column("week", _("Week vanaf")), Column("alle", _("Alle"), "count"), *ways)
    rows: list[tuple[Value, ...]] = [
        (week.label, week.people, *(n for n, any_ in zip(week.ways, there, strict=True) if any_))
        for week in told
    ]
    return Table(_("Gesprekken per week en per kaart"), columns, tuple(rows))


def _legend(told: list[Week], there: list[bool]) -> tuple[tuple[str, str], ...]:
    ways = [
        (f"dash-pile {style_}", label)
        for style_, label, any_ in zip(CLASSES, _ways(), there, strict=True)
        if any_
    ]
    if any(_untold(week) for week in told):
        ways.append(("dash-pile dash-pile--untold", _("Te klein om te verdelen")))
    return tuple(ways)


def _untold(week: Week) -> int | None:
    """The people of a week whose way may not be told."""
    if isinstance(week.people, Hidden):
        return None
    return week.people - sum(n for n in week.ways if not isinstance(n, Hidden)) or None


def _figure(told: list[Week], there: list[bool]) -> str:
    import plotly.graph_objects as go

    labels = [week.label for week in told]
    stacks: list[tuple[str, str, list[int | None]]] = [
        (label, colour, [_number(week.ways[way]) for week in told])
        for way, (label, colour) in enumerate(zip(_ways(), COLOURS, strict=True))
        if there[way]
    ]
    stacks.append((_("Te klein om te verdelen"), UNTOLD, [_untold(week) for week in told]))
    bars = [
        go.Bar(
            x=labels,
            y=numbers,
            marker={"color": colour},
            hovertext=[f"{label}: {count(n)}" if n else "" for n in numbers],
            hoverinfo="text",
        )
        for label, colour, numbers in stacks
    ]
    return style.json_of(
        style.figure(
            *bars, height=280, bargap=0.25, barmode="stack",
            xaxis=style.quiet_axis(
                showgrid=False, type="category", tickangle=0,
                tickvals=list(range(0, len(told), -(-len(told) // style.TICKS))),
            ),
            yaxis=style.quiet_axis(rangemode="tozero", nticks=5),
            margin={"l": 36, "r": 8, "t": 8, "b": 40},
        )
    )  # fmt: skip


def _number(value: int | Hidden) -> int | None:
    return None if isinstance(value, Hidden) else value
