"""Who took part, in totals: areas, and languages of the interview."""

from __future__ import annotations

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.disclosure import shown_shares
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import percent
from survey_app.reporting.panel import Panel
from survey_app.reporting.wording import say as _


def areas(material: Material) -> Panel | None:
    """Interviews in each area."""
    if not material.enough:
        return None
    numbers = _numbers(material, "interview.area")
    codes = list(material.areas) + [code for code in numbers if code not in material.areas]
    labels = [material.areas.get(code, code) for code in codes]
    groups = counts.shown(labels, [numbers.get(code, 0) for code in codes])
    return Panel(
        title=_("Wijken"),
        finding=_most(
            groups, _("Het vaakst in %(group)s: %(share)s van de gesprekken."), material
        ),
        n=material.n,
        table=counts.table(_("Gesprekken per wijk"), _("Wijk"), groups),
        figure=counts.bars(groups),
        unknown=(_("Hoeveel mensen in elke wijk Nederlands willen leren, weten we niet."),),
    )


def languages(material: Material) -> Panel | None:
    """Interviews in each language; small languages stand together."""
    if not material.enough:
        return None
    numbers = _numbers(material, "interview.language")
    labels = [_language(material, code) for code in numbers]
    groups = counts.merged(labels, list(numbers.values()), _other_languages())
    return Panel(
        title=_("Talen"),
        finding=_most(
            groups, _("Het vaakst gesproken: %(group)s, in %(share)s van de gesprekken."), material
        ),
        n=material.n,
        table=counts.table(_("Gesprekken per taal"), _("Taal van het gesprek"), groups),
        figure=counts.bars(groups),
        assumed=(
            _(
                "Zonder de tweede toestemming (V4) bewaren we alleen of een gesprek in het "
                "Nederlands was of niet."
            ),
        ),
    )


def _numbers(material: Material, name: str) -> dict[str, int]:
    counted = material.answers.values(name).value_counts()
    return {str(code): int(number) for code, number in counted.items()}


def _language(material: Material, code: str) -> str:
    if code == "niet_nl":
        return _("Niet Nederlands (taal niet bewaard)")
    consent = material.answers.questionnaire.consent
    if not consent or not consent.language:
        return code
    return material.answers.variable(consent.language).label_of(code)


def _most(groups: list[Counted], sentence: str, material: Material) -> str:
    """The largest group, where there is one; *other* is no group."""
    known = [(group.number, group.label) for group in groups if isinstance(group.number, int)]
    number, label = max(known, key=lambda pair: pair[0], default=(0, ""))
    others = [other for other, _label in known].count(number) > 1
    if not shown_shares(material.n) or not number:
        return _("De aantallen zijn nog te klein om iets over te zeggen.")
    if others or label == _other_languages():
        return _("Geen groep is duidelijk de grootste.")
    return sentence % {"group": label, "share": percent(number / material.n)}


def _other_languages() -> str:
    return _("Andere talen samen")
