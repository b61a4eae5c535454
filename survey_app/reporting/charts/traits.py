"""What else is different about the people of each group: wishes, background, whom they trust."""

from __future__ import annotations

from survey_app.reporting.charts.chart import stamp
from survey_app.reporting.charts.groups import LETTERS, people, shown_groups
from survey_app.reporting.computed.segments import Trait, summary
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import percent
from survey_app.reporting.panel import Column, Panel, Table, Value
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel: a table without a picture; none where nothing is sure."""
    kept = material.computed.get("segments")
    found = summary(kept)
    groups = shown_groups(found)
    traits = [(LETTERS[p], trait) for p, group in enumerate(groups) for trait in group.traits]
    if not material.enough or not traits:
        return None
    return Panel(
        title=_("Wat er nog meer anders is"),
        finding=_finding(material, traits),
        n=people(found),
        table=_table(material, traits),
        method=_(
            "Elke groep naast alle andere groepen samen. Er staan alleen verschillen die na "
            "correctie voor het grote aantal vergelijkingen overblijven (Benjamini en Hochberg "
            "1995), met marges die rekening houden met de ketens."
        ),
        assumed=(_("Deze kenmerken beschrijven de groepen en maken ze niet."),),
        unknown=(_("Of een kenmerk de oorzaak is van wat mensen beweegt, weten we niet."),),
        computed=stamp(material, kept),
    )


def _finding(material: Material, traits: list[tuple[str, Trait]]) -> str:
    letter, trait = max(traits, key=lambda pair: pair[1].share - pair[1].others)
    return _(
        "In groep %(group)s geeft %(share)s het antwoord ‘%(answer)s’; in de andere groepen "
        "%(others)s.",
        group=letter,
        share=percent(trait.share),
        answer=_answer(material, trait),
        others=percent(trait.others),
    )


def _table(material: Material, traits: list[tuple[str, Trait]]) -> Table:
    columns = (
        Column("groep", _("Groep")),
        Column("vraag", _("Vraag")),
        Column("antwoord", _("Antwoord")),
        Column("deel", _("In de groep"), "share"),
        Column("anderen", _("In de andere"), "share"),
        Column("verschil", _("Marge van het verschil"), "share_interval"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            letter,
            material.answers.variable(trait.variable).label,
            _answer(material, trait),
            round(trait.share, 2),
            round(trait.others, 2),
            trait.difference,
        )
        for letter, trait in traits
    ]
    return Table(_("Antwoorden die een groep vaker of minder vaak geeft"), columns, tuple(rows))


def _answer(material: Material, trait: Trait) -> str:
    return material.answers.variable(trait.variable).label_of(trait.category)
