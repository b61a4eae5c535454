"""Whether weighting can be defended: four conditions, each with what was found."""

from __future__ import annotations

from flask_babel import ngettext

from survey_app.reporting.charts.chart import stamp
from survey_app.reporting.computed.estimates import JudgedCondition, judged_conditions
from survey_app.reporting.disclosure import hidden_yes_no, shown_shares
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import decimal, percent
from survey_app.reporting.panel import HIDDEN, Column, Panel, Table, Value
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel; none before the estimates were computed."""
    kept = material.computed.get("estimates")
    conditions = judged_conditions(kept)
    if not material.enough or not conditions:
        return None
    columns = (
        Column("voorwaarde", _("Voorwaarde")),
        Column("gevonden", _("Gevonden")),
        Column("klopt", _("Klopt het?")),
    )
    rows = tuple((_words(c), _found(c), _holds(c)) for c in conditions)
    return Panel(
        title=_("Mag dit een schatting heten?"),
        finding=_finding(conditions),
        n=material.n,
        table=Table(_("Voorwaarden om te mogen wegen"), columns, rows),
        method=_(
            "Zolang één voorwaarde niet klopt, gaan alle cijfers alleen over de mensen die zijn "
            "gesproken."
        ),
        computed=stamp(material, kept),
    )


def _finding(conditions: tuple[JudgedCondition, ...]) -> str:
    failing = [condition for condition in conditions if not condition.holds]
    if not failing:
        return _("Alle vier de voorwaarden kloppen. Dat maakt wegen te verdedigen, niet zeker.")
    return str(
        ngettext(
            "Nee: %(num)s van de vier voorwaarden klopt niet, of is niet bekend.",
            "Nee: %(num)s van de vier voorwaarden kloppen niet, of zijn niet bekend.",
            len(failing),
        )
    )


def _words(condition: JudgedCondition) -> str:
    words = {
        "waves": _("Minstens 3 golven na de eerste mensen"),
        "largest_tree": _("De grootste keten is hoogstens de helft van alle mensen"),
        "degree_missing": _("Hoogstens 15 van de 100 mensen noemden geen aantal bekenden"),
        "strangers": _("Hoogstens 20 van de 100 kregen hun kaart van een onbekende"),
    }
    return words[condition.code]


def _found(condition: JudgedCondition) -> Value:
    """What was found; a share of a few people stays hidden."""
    if condition.found is None:
        return _("niet bekend")
    if condition.code == "waves":
        return decimal(condition.found, 0)
    said = round(condition.found * condition.people)
    if hidden_yes_no([said], [condition.people])[0] or not shown_shares(condition.people):
        return HIDDEN
    return percent(condition.found)


def _holds(condition: JudgedCondition) -> str:
    if condition.holds is None:
        return _("? niet bekend")
    return _("✓ ja") if condition.holds else _("✗ nee")
