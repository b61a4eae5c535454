"""How the cards are spread over the three piles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from survey_app.reporting.card_counts import CardCounts
from survey_app.reporting.charts import style
from survey_app.reporting.charts.chart import not_a_sample, outside_the_chains
from survey_app.reporting.charts.counts import answered
from survey_app.reporting.disclosure import hidden_in_line, shown_shares
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import percent, whole_percents
from survey_app.reporting.panel import HIDDEN, AtLeast, Column, Hidden, Panel, Table, Value
from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    from analysis.codebook import Category

Share = float | Hidden


@dataclass(frozen=True, slots=True)
class Spread:
    """One card: the share of each pile, from low to high, as it may be shown."""

    label: str
    shares: tuple[Share, ...]
    n: int | AtLeast


def build(material: Material, role: str) -> Panel | None:
    """The panel for motivators or barriers."""
    if not material.enough or not material.answers.has_cards(role):
        return None
    cards = material.answers.cards(role).cards
    piles = material.answers.variable(cards[0].name).categories
    spreads = _spreads(material.cards(role))
    return Panel(
        title=_("Hoe de kaarten verdeeld zijn"),
        finding=_finding(spreads, piles),
        n=material.n,
        table=_table(spreads, piles),
        figure=_figure(spreads, piles, role),
        legend=tuple(
            (f"dash-pile dash-pile--{role}-{place}", pile.label)
            for place, pile in reversed(list(enumerate(piles)))
        ),
        method=_("Per kaart: welk deel van de mensen haar op welke stapel legde."),
        assumed=(not_a_sample(),),
        unknown=(outside_the_chains(),),
    )


def _spreads(counted: list[CardCounts]) -> list[Spread]:
    spreads = []
    for card in counted:
        hidden = hidden_in_line(card.piles) | (not shown_shares(card.n))
        shares = tuple(
            HIDDEN if hide else share
            for share, hide in zip(whole_percents(card.piles), hidden, strict=True)
        )
        spreads.append(Spread(card.label, shares, answered(card.n, card.everybody)))
    return sorted(spreads, key=lambda spread: -_number(spread.shares[-1]))


def _number(share: Share) -> float:
    return -1.0 if isinstance(share, Hidden) else share


def _finding(spreads: list[Spread], piles: tuple[Category, ...]) -> str:
    highest = spreads[0]
    if isinstance(highest.shares[-1], Hidden):
        return _("Er zijn nog te weinig antwoorden om iets over de stapels te zeggen.")
    said = {
        "card": highest.label,
        "pile": piles[-1].label.lower(),
        "share": percent(highest.shares[-1]),
    }
    if isinstance(spreads[-1].shares[-1], Hidden):
        return _(
            "Van wat we kunnen tonen, ligt ‘%(card)s’ het vaakst op de stapel ‘%(pile)s’: bij "
            "%(share)s van de mensen.",
            **said,
        )
    return _(
        "‘%(card)s’ ligt het vaakst op de stapel ‘%(pile)s’: bij %(share)s van de mensen.", **said
    )


def _table(spreads: list[Spread], piles: tuple[Category, ...]) -> Table:
    columns = (
        Column("kaart", _("Kaart")),
        *(Column(f"stapel_{pile.code}", pile.label, "share") for pile in reversed(piles)),
        Column("n", _("Aantal antwoorden"), "count"),
    )
    rows: list[tuple[Value, ...]] = [(s.label, *reversed(s.shares), s.n) for s in spreads]
    return Table(_("Verdeling over de stapels"), columns, tuple(rows))


def _figure(spreads: list[Spread], piles: tuple[Category, ...], role: str) -> str:
    """One bar a card, the highest pile first; a hidden share leaves a gap."""
    rows = style.Rows([spread.label for spread in spreads])
    traces = [
        _pile(spreads, rows, place, pile.label, role)
        for place, pile in reversed(list(enumerate(piles)))
    ]
    return style.json_of(
        style.figure(
            *traces, **rows.layout(10), barmode="stack", xaxis=style.no_axis(range=[0, 1]),
            margin={"l": 4, "r": 4, "t": 8, "b": 4},
        )
    )  # fmt: skip


def _pile(spreads: list[Spread], rows: style.Rows, place: int, label: str, role: str) -> object:
    import plotly.graph_objects as go

    shares = [s.shares[place] for s in spreads]
    visible = [None if isinstance(share, Hidden) else share for share in shares]
    words = [percent(share) if share is not None and share >= 0.07 else "" for share in visible]
    return go.Bar(
        x=visible,
        y=rows.places,
        width=style.BAR + 4,
        orientation="h",
        marker={"color": style.PILES[role][place], "line": {"color": "#ffffff", "width": 1}},
        text=words,
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": style.ON_PILES[role][place], "size": 13},
        constraintext="none",
        hovertext=[f"{label}: {percent(s)}" if s is not None else "" for s in visible],
        hoverinfo="text",
        name=label,
    )
