"""Segments: whether there are any, and what sets each of them apart."""

from __future__ import annotations

from flask_babel import ngettext

from survey_app.reporting.charts.chart import not_a_sample, stamp
from survey_app.reporting.charts.counts import answered
from survey_app.reporting.computed.segments import LEAST, SegmentsSummary, SegmentSummary, summary
from survey_app.reporting.disclosure import shown_group
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count, decimal, percent
from survey_app.reporting.panel import About, AtLeast, Column, Panel, Table, Value
from survey_app.reporting.wording import say as _

LETTERS = "ABCDEF"
BOTH_AGREE, MOSTLY = 0.80, 0.60  # adjusted Rand index with another method


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
        table=_table(material, found) if material.n >= LEAST else None,
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
        "Ja: %(number)s groepen. Waren er geen groepen, dan gaf toeval zo’n uitkomst in "
        "%(chance)s van de gevallen.",
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
        Column("stabiel", _("Stabiel, 0 tot 1"), "number"),
        Column("oordeel", _("Oordeel")),
    )
    exact = not isinstance(people(found), AtLeast)
    rows = tuple(_row(material, place, group, exact) for place, group in enumerate(groups))
    return Table(_("De groepen, de grootste eerst"), columns, rows)


def people(found: SegmentsSummary | None) -> int | AtLeast:
    """How many are in the groups shown; not exactly where that tells how few are in none."""
    shown = sum(group.n for group in shown_groups(found))
    unassigned = found.unassigned if found else 0
    return answered(shown, shown + unassigned)


def _row(material: Material, place: int, group: SegmentSummary, exact: bool) -> tuple[Value, ...]:
    """Exact counts of the groups would tell how few are in none."""
    cards = [material.answers.variable(name).label for name in group.proposal]
    standing = _("stabiel") if group.standing == "named" else _("indicatief")
    return (
        LETTERS[place],
        " · ".join(cards),
        round(group.share, 2),
        group.n if exact else About.of(group.n),
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
            ngettext(
                "%(num)s groep is niet stabiel genoeg om te tonen.",
                "%(num)s groepen zijn niet stabiel genoeg om te tonen.",
                hidden,
            )
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
