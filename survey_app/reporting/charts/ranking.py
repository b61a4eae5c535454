"""Which cards weigh most: mean score with its interval, and how many picked the card."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey_app.reporting.card_counts import CardCounts
from survey_app.reporting.charts import style
from survey_app.reporting.charts.chart import (
    not_a_sample,
    outside_the_chains,
    stamp,
    tree_intervals,
)
from survey_app.reporting.charts.counts import answered
from survey_app.reporting.computed.rankings import CardIntervals, intervals
from survey_app.reporting.disclosure import hidden_in_line, hidden_picks, shown_group
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import decimal, percent
from survey_app.reporting.panel import HIDDEN, AtLeast, Column, Hidden, Panel, Table, Value
from survey_app.reporting.wording import say as _


@dataclass(frozen=True, slots=True)
class Card:
    """One card as it may be shown."""

    name: str
    label: str
    n: int | AtLeast
    mean: float | Hidden
    top_share: float | Hidden
    sure: CardIntervals | None


def build(material: Material, role: str) -> Panel | None:
    """The panel for motivators or barriers."""
    if not material.enough or not material.answers.has_cards(role):
        return None
    kept = material.computed.get("rankings")
    ranked = shown_cards(material.cards(role), intervals(kept, role))
    return Panel(
        title=_("Wat het zwaarst weegt") if role == "motivator" else _("Wat het meest tegenhoudt"),
        finding=_finding(ranked, role),
        n=material.n,
        table=_table(ranked, role),
        figure=_figure(ranked, role),
        legend=style.with_margins(role) if any(card.sure for card in ranked) else (),
        method=_(
            "Elke kaart krijgt een score van 0 tot 3: de stapel (0, 1 of 2), en één erbij als de "
            "kaart in de top 3 ligt. Hier staat het gemiddelde."
        ),
        assumed=(not_a_sample(), tree_intervals()),
        unknown=(outside_the_chains(), _why(role)),
        computed=stamp(material, kept),
        needs_computing=kept is None,
    )


def shown_cards(counted: list[CardCounts], sure: Mapping[str, CardIntervals]) -> list[Card]:
    """The cards, most important first, with small counts hidden."""
    hidden = hidden_picks([card.picked for card in counted], [card.n for card in counted])
    return [
        _card(card, bool(hide), sure.get(card.name))
        for card, hide in zip(counted, hidden, strict=True)
    ]


def _card(card: CardCounts, hide_top: bool, sure: CardIntervals | None) -> Card:
    """The mean is less exact where, with the piles, it would tell how many picked the card."""
    few = not shown_group(card.n)
    places = 1 if hide_top or hidden_in_line(card.piles).any() else 2
    return Card(
        name=card.name,
        label=card.label,
        n=answered(card.n, card.everybody),
        mean=HIDDEN if few else round(card.mean, places),
        top_share=HIDDEN if hide_top else round(card.top_share, 2),
        sure=None if few else sure,
    )


def _finding(cards: list[Card], role: str) -> str:
    first, *others = [card for card in cards if not isinstance(card.mean, Hidden)] or cards
    if isinstance(first.mean, Hidden):
        return _("Er zijn nog te weinig antwoorden om iets over de kaarten te zeggen.")
    equal = [card for card in others if card.mean == first.mean]
    if equal:
        return _(
            "Bovenaan staan %(number)s kaarten gelijk, met gemiddeld %(mean)s van 3. Een daarvan "
            "is ‘%(card)s’.",
            number=1 + len(equal),
            mean=decimal(first.mean),
            card=first.label,
        )
    said = {"card": first.label, "mean": decimal(first.mean)}
    sentence = (
        _("De kaart ‘%(card)s’ weegt het zwaarst: gemiddeld %(mean)s van 3.", **said)
        if role == "motivator"
        else _("‘%(card)s’ houdt het meest tegen: gemiddeld %(mean)s van 3.", **said)
    )
    rivals = [card for card in others if card.sure and card.sure.rank[0] == 1]
    if first.sure and rivals:
        sentence += " " + _(
            "Zeker is die eerste plaats niet: ook ‘%(card)s’ kan bovenaan horen.",
            card=rivals[0].label,
        )
    return sentence


def _why(role: str) -> str:
    if role == "motivator":
        return _("Een kaart zegt dát iets een reden is, niet waarom. Dat staat in de verhalen.")
    return _(
        "Een kaart zegt dát iets moeilijk is, niet of een oplossing helpt. Dat staat in de "
        "verhalen."
    )


def _table(cards: list[Card], role: str) -> Table:
    columns = (
        Column("kaart", _("Kaart")),
        Column("gemiddelde", _("Gemiddelde (0–3)"), "number"),
        Column("gemiddelde_marge", _("Marge"), "number_interval"),
        Column("top3", _("In de top 3"), "share"),
        Column("top3_marge", _("Marge"), "share_interval"),
        Column("plaats", _("Plaats, met marge")),
        Column("n", _("Aantal antwoorden"), "count"),
    )
    caption = (
        _("Redenen om Nederlands te leren, de zwaarste eerst")
        if role == "motivator"
        else _("Wat leren moeilijk maakt, het zwaarste eerst")
    )
    return Table(caption, columns, tuple(_row(place, card) for place, card in enumerate(cards, 1)))


def _row(place: int, card: Card) -> tuple[Value, ...]:
    sure = card.sure
    between = f"{place}" if sure is None else f"{place} ({sure.rank[0]}–{sure.rank[1]})"
    hidden_top = isinstance(card.top_share, Hidden)
    return (
        card.label,
        card.mean,
        sure.mean if sure else None,
        card.top_share,
        sure.top_share if sure and not hidden_top else None,
        between,
        card.n,
    )


def _figure(cards: list[Card], role: str) -> str:
    """A dot for the mean on the line of its interval, and the number to the right."""
    import plotly.graph_objects as go

    shown = [(card, card.mean) for card in cards if not isinstance(card.mean, Hidden)]
    rows = style.Rows([card.label for card, _mean in shown])
    lines = [
        go.Scatter(
            x=card.sure.mean, y=[place, place], mode="lines", hoverinfo="skip",
            line={"color": style.PILES[role][1], "width": 8},
        )
        for (card, _mean), place in zip(shown, rows.places, strict=True)
        if card.sure
    ]  # fmt: skip
    dots = go.Scatter(
        x=[mean for _card, mean in shown],
        y=rows.places,
        mode="markers",
        marker={"color": style.ACCENT[role], "size": 14, "line": {"color": "#fff", "width": 2}},
        hovertext=[_hover(card) for card, _mean in shown],
        hoverinfo="text",
    )
    numbers = go.Scatter(
        x=[card.sure.mean[1] if card.sure else mean for card, mean in shown],
        y=rows.places,
        mode="text",
        text=[f"  {decimal(mean)}" for _card, mean in shown],
        textposition="middle right",
        textfont={"size": 14, "color": style.INK},
        hoverinfo="skip",
    )
    axis = style.quiet_axis(
        range=[-0.05, 3.05], tickvals=[0, 1, 2, 3], title={"text": _ends(role), "standoff": 4}
    )
    margin = {"l": 4, "r": 16, "t": 8, "b": 56}
    drawn = style.figure(*lines, dots, numbers, **rows.layout(52), xaxis=axis, margin=margin)
    return style.json_of(drawn)


def _ends(role: str) -> str:
    """What the two ends of the scale mean."""
    if role == "motivator":
        return _("0 = geen reden, 3 = de belangrijkste")
    return _("0 = niet moeilijk, 3 = het moeilijkst")


def _hover(card: Card) -> str:
    top = "" if isinstance(card.top_share, Hidden) else percent(card.top_share)
    return _("%(share)s legt deze kaart in de top 3", share=top) if top else ""
