"""What sets each group apart: how far each card lies above or below the mean."""

from __future__ import annotations

from survey_app.reporting.charts import style
from survey_app.reporting.charts.chart import stamp
from survey_app.reporting.charts.groups import LETTERS, people, shown_groups
from survey_app.reporting.computed.segments import SegmentSummary, summary
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import decimal
from survey_app.reporting.panel import Column, Panel, Table, Value
from survey_app.reporting.wording import say as _

CELL = 30  # pixels high
WORDS = 5  # columns with room for a word above them


def build(material: Material, role: str) -> Panel | None:
    """For each group, how far each card lies above or below the own mean."""
    kept = material.computed.get("segments")
    found = summary(kept)
    groups = shown_groups(found)
    if not material.enough or not groups or not material.answers.has_cards(role):
        return None
    cards = material.answers.cards(role).cards
    names = [card.name for card in cards if card.name in groups[0].profile]
    names.sort(key=lambda name: -max(group.profile[name] for group in groups))
    labels = [material.answers.variable(name).label for name in names]
    return Panel(
        title=_("Redenen per groep") if role == "motivator" else _("Belemmeringen per groep"),
        finding=_highest(groups, names, labels),
        n=people(found),
        table=_profile_table(groups, names, labels, role),
        figure=_profile_figure(groups, names, labels),
        legend=(
            ("dash-pile dash-pile--above", _("weegt zwaarder dan verwacht")),
            ("dash-pile dash-pile--below", _("weegt lichter")),
        ),
        method=_(
            "Een getal boven 0 betekent: deze kaart weegt in deze groep zwaarder dan men van de "
            "kaart en van de mens zou verwachten; onder 0: lichter."
        ),
        computed=stamp(material, kept),
    )


def _highest(groups: list[SegmentSummary], names: list[str], labels: list[str]) -> str:
    heights = {
        (place, label): group.profile[name]
        for place, group in enumerate(groups)
        for name, label in zip(names, labels, strict=True)
    }
    (place, label), _height = max(heights.items(), key=lambda pair: pair[1])
    return _(
        "Het meest valt op: ‘%(card)s’ weegt zwaar in groep %(group)s.",
        card=label,
        group=LETTERS[place],
    )


def _profile_table(
    groups: list[SegmentSummary], names: list[str], labels: list[str], role: str
) -> Table:
    columns = (
        Column("kaart", _("Kaart")),
        *(
            Column(f"groep_{letter}", _("Groep %(letter)s", letter=letter), "number")
            for letter, _group in zip(LETTERS, groups, strict=False)
        ),
    )
    rows: list[tuple[Value, ...]] = [
        (label, *(round(group.profile[name], 1) for group in groups))
        for name, label in zip(names, labels, strict=True)
    ]
    caption = (
        _("Redenen: afwijking van het gemiddelde")
        if role == "motivator"
        else _("Belemmeringen: afwijking van het gemiddelde")
    )
    return Table(caption, columns, tuple(rows))


def _profile_figure(groups: list[SegmentSummary], names: list[str], labels: list[str]) -> str:
    """A cell for each card and group: clay below the mean, blue above it."""
    rows = style.Rows(labels, bar=CELL)
    cells = [
        _cells([round(group.profile[name], 1) for name in names], rows, place)
        for place, group in enumerate(groups)
    ]
    return style.json_of(
        style.figure(
            *cells, **rows.layout(40), barmode="overlay",
            xaxis=style.quiet_axis(
                range=[-0.5, len(groups) - 0.5], showgrid=False, side="top",
                tickvals=list(range(len(groups))),
                ticktext=[_heading(place, len(groups)) for place in range(len(groups))],
            ),
            margin={"l": 4, "r": 4, "t": 36, "b": 4},
        )
    )  # fmt: skip


def _heading(place: int, groups: int) -> str:
    """Six whole words do not fit a phone."""
    letter = LETTERS[place]
    return _("Groep %(letter)s", letter=letter) if groups <= WORDS else letter


def _cells(values: list[float], rows: style.Rows, column: int) -> object:
    """The cells of one group: bars that all begin and end at its column."""
    import plotly.graph_objects as go

    return go.Bar(
        x=[0.96] * len(values),
        base=[column - 0.48] * len(values),
        y=rows.places,
        width=CELL,
        orientation="h",
        marker={"color": [style.below_above(value) for value in values]},
        text=[signed(value) for value in values],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"size": 13, "color": [style.on_below_above(value) for value in values]},
        constraintext="none",
        hoverinfo="skip",
    )


def signed(value: float) -> str:
    """``+0,9``."""
    return ("+" if value > 0 else "−" if value < 0 else "") + decimal(abs(value))
