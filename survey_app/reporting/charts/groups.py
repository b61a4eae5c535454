"""Segments: whether there are any, and what sets each of them apart."""

from __future__ import annotations

from survey_app.reporting.charts import style
from survey_app.reporting.charts.chart import not_a_sample, stamp
from survey_app.reporting.computed.segments import LEAST, SegmentsSummary, SegmentSummary, summary
from survey_app.reporting.disclosure import shown_group
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count, decimal, percent
from survey_app.reporting.panel import Column, Panel, Table, Value
from survey_app.reporting.wording import say as _

LETTERS = "ABCDEF"
BOTH_AGREE, MOSTLY = 0.80, 0.60  # adjusted Rand index with another method
SQUARE = 34  # pixels


def verdict(material: Material) -> Panel | None:
    """Whether there are groups, in words for people; each group with its size and stability."""
    if not material.enough:
        return None
    kept = material.computed.get("segments")
    found = summary(kept)
    return Panel(
        title=_("Zijn er groepen?"),
        finding=_finding(material, found),
        n=found.n if found else material.n,
        table=_table(material, found),
        method=_(
            "Mensen lijken op elkaar als dezelfde kaarten voor hen zwaarder wegen dan hun andere "
            "kaarten. Hoe veel iemand in het algemeen belangrijk vindt, telt niet mee. Elke groep "
            "is 50 keer opnieuw gezocht, met steeds andere ketens van mensen; stabiel is hoe goed "
            "zij dan terugkomt (1 is helemaal)."
        ),
        assumed=(
            not_a_sample(),
            _("Afkomst, leeftijd en geslacht maken de groepen niet, en geven ze geen naam."),
        ),
        unknown=_unknown(found),
        computed=stamp(material, kept),
        needs_computing=kept is None and material.n >= LEAST,
    )


def profile(material: Material, role: str) -> Panel | None:
    """For each group, how far each card lies above or below the own mean."""
    kept = material.computed.get("segments")
    groups = shown_groups(summary(kept))
    if not material.enough or not groups or not material.answers.has_cards(role):
        return None
    cards = material.answers.cards(role).cards
    names = [card.name for card in cards if card.name in groups[0].profile]
    names.sort(key=lambda name: -max(group.profile[name] for group in groups))
    labels = [material.answers.variable(name).label for name in names]
    return Panel(
        title=_("Redenen per groep") if role == "motivator" else _("Belemmeringen per groep"),
        finding=_highest(groups, names, labels),
        n=sum(group.n for group in groups),
        table=_profile_table(groups, names, labels, role),
        figure=_profile_figure(groups, names, labels),
        method=_(
            "Een getal boven 0 betekent: deze kaart weegt in deze groep zwaarder dan men van de "
            "kaart en van de mens zou verwachten; onder 0: lichter."
        ),
        computed=stamp(material, kept),
    )


def shown_groups(found: SegmentsSummary | None) -> list[SegmentSummary]:
    """The groups that are stable and large enough to show."""
    if found is None or found.verdict != "segments":
        return []
    return [g for g in found.segments if g.standing != "hidden" and shown_group(g.n)]


def _finding(material: Material, found: SegmentsSummary | None) -> str:
    if material.n < LEAST:
        return _(
            "Groepen zoeken we vanaf %(least)s gesprekken. Nu zijn het er %(number)s.",
            least=count(LEAST),
            number=count(material.n),
        )
    if found is None:
        return _("Of er groepen zijn, is nog niet berekend.")
    chance = percent(found.chance)
    if found.verdict == "none":
        return _(
            "Nee. Mensen verschillen, maar niet in groepen: in een bevolking zonder groepen is de "
            "kans op zo’n uitkomst %(chance)s.",
            chance=chance,
        )
    if found.verdict == "weak":
        return _(
            "Niet duidelijk. Antwoorden verschillen, maar mensen zijn er niet naar in te delen: "
            "deel niemand in."
        )
    sentence = _(
        "Ja: %(number)s groepen. In een bevolking zonder groepen zou dat toeval %(chance)s zijn.",
        number=len(found.segments),
        chance=chance,
    )
    if found.agreement.get("lca", 1.0) < MOSTLY:
        sentence += " " + _(
            "Maar een andere methode deelt mensen anders in: stem er geen werving op af."
        )
    return sentence


def _table(material: Material, found: SegmentsSummary | None) -> Table | None:
    groups = shown_groups(found)
    if found is None or not groups:
        return None
    columns = (
        Column("groep", _("Groep")),
        Column("kaarten", _("Wat het meest opvalt")),
        Column("deel", _("Deel"), "share"),
        Column("n", _("Mensen"), "count"),
        Column("stabiel", _("Stabiel (0–1)"), "number"),
        Column("oordeel", _("Oordeel")),
    )
    rows = tuple(_row(material, place, group) for place, group in enumerate(groups))
    return Table(_("De groepen, de grootste eerst"), columns, rows)


def _row(material: Material, place: int, group: SegmentSummary) -> tuple[Value, ...]:
    cards = [material.answers.variable(name).label for name in group.proposal]
    standing = _("stabiel") if group.standing == "named" else _("indicatief")
    return (
        LETTERS[place],
        "; ".join(cards),
        round(group.share, 2),
        group.n,
        round(group.stability, 2),
        standing,
    )


def _unknown(found: SegmentsSummary | None) -> tuple[str, ...]:
    if found is None or found.verdict != "segments":
        return ()
    sentences = [_agreement(found)] if "lca" in found.agreement else []
    hidden = len(found.segments) - len(shown_groups(found))
    if hidden:
        sentences.append(
            _("%(number)s groepen zijn niet stabiel genoeg om te tonen.", number=hidden)
        )
    return tuple(sentences)


def _agreement(found: SegmentsSummary) -> str:
    """Whether another method finds the same, in words (adjusted Rand index)."""
    value = found.agreement["lca"]
    if value >= BOTH_AGREE:
        words = _("Een tweede methode (latente klassen) vindt dezelfde groepen")
    elif value >= MOSTLY:
        words = _("Een tweede methode (latente klassen) vindt grotendeels dezelfde groepen")
    else:
        words = _("Een tweede methode (latente klassen) deelt mensen anders in")
    return f"{words} ({decimal(value, 2)})."


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
    """A square for each card and group: clay below the mean, blue above it."""
    import plotly.graph_objects as go

    rows = style.Rows(labels, bar=SQUARE)
    values = [[round(group.profile[name], 1) for group in groups] for name in names]
    flat = [value for line in values for value in line]
    squares = go.Scatter(
        x=[place for _line in values for place in range(len(groups))],
        y=[place for place, line in zip(rows.places, values, strict=True) for _value in line],
        mode="markers+text",
        marker={
            "symbol": "square", "size": SQUARE, "line": {"width": 0}, "color": flat,
            "colorscale": style.BELOW_ABOVE, "cmin": -1.5, "cmax": 1.5,
        },
        text=[signed(value) for value in flat],
        textfont={"size": 13, "color": [style.on_below_above(value) for value in flat]},
        hoverinfo="skip",
    )  # fmt: skip
    return style.json_of(
        style.figure(
            squares, height=rows.height + 40, yaxis=rows.axis, annotations=rows.annotations,
            xaxis=style.quiet_axis(
                range=[-0.5, len(groups) - 0.5], showgrid=False, side="top",
                tickvals=list(range(len(groups))),
                ticktext=[_("Groep %(letter)s", letter=LETTERS[p]) for p in range(len(groups))],
            ),
            margin={"l": 4, "r": 4, "t": 36, "b": 4},
        )
    )  # fmt: skip


def signed(value: float) -> str:
    """``+0,9``."""
    return ("+" if value > 0 else "−" if value < 0 else "") + decimal(abs(value))
