"""The first people of the chains: how many of them bring nobody."""

from __future__ import annotations

from survey_app.reporting.charts import counts, stopped
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.disclosure import shown_group
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count
from survey_app.reporting.panel import Column, Hidden, Panel, Table
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel; none where there are few chains."""
    forest = material.live_chains
    if forest is None or not shown_group(forest.seeds):
        return None
    groups = _groups(material)
    brought, silent = groups[0].number, groups[1].number
    if all(isinstance(group.number, Hidden) for group in groups):
        return None
    columns = (Column("eerste_mensen", _("Eerste mensen die")), Column("n", _("Mensen"), "count"))
    return Panel(
        title=_("De eerste mensen van een keten"),
        finding=_finding(forest.seeds, brought, silent),
        n=forest.seeds,
        table=Table(
            _("Wie van de eerste mensen iemand meebracht"),
            columns,
            tuple((group.label, group.number) for group in groups),
        ),
        figure=counts.bars(groups),
        method=_(
            "Eerste mensen kregen hun kaart van een ambassadeur of van het onderzoek, of kwamen "
            "zonder kaart."
        ),
        unknown=(_("Waarom iemand niemand meebracht, weten we niet. Vraag het de ambassadeurs."),),
        advice=_advice() if silent else "",
    )


def _groups(material: Material) -> list[Counted]:
    """The first wave: as it stands with the other waves, so that nothing hidden there is here."""
    forest = material.forest
    if forest is None:
        return []
    labels = (_("iemand meebrachten"), _("niemand meebrachten"), _("dat nog kunnen"))
    waves = stopped.told(material, forest)
    if waves:
        first = waves[0]
        numbers = (first.brought, first.stopped, first.open)
        return [Counted(*pair) for pair in zip(labels, numbers, strict=True)]
    return counts.shown(labels, [int(n) for n in stopped.people(material, forest)[0][:3]])


def _finding(seeds: int, brought: int | Hidden, silent: int | Hidden) -> str:
    if silent == 0:
        return _("Alle eerste mensen brachten iemand mee, of kunnen dat nog.")
    if not isinstance(silent, Hidden):
        return _(
            "%(silent)s van de %(seeds)s eerste mensen brachten niemand mee en kunnen dat niet "
            "meer: hun keten is één gesprek.",
            silent=count(silent),
            seeds=count(seeds),
        )
    if not isinstance(brought, Hidden):
        return _(
            "%(brought)s van de %(seeds)s eerste mensen brachten iemand mee.",
            brought=count(brought),
            seeds=count(seeds),
        )
    return _("Sommige eerste mensen brachten niemand mee.")


def _advice() -> str:
    """Our own, and it says so."""
    return _(
        "Help ambassadeurs kiezen: iemand die veel mensen kent en graag vertelt, brengt eerder "
        "iemand mee. (Dit advies is van de makers en staat niet in het handboek.)"
    )
