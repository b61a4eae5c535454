"""How far the chains of cards reach: people in each wave."""

from __future__ import annotations

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.chart import stamp_of_chains
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count
from survey_app.reporting.panel import Panel
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel; people without a card are wave 0."""
    chains = material.chains
    if chains is None:
        return None
    groups = counts.shown([str(wave) for wave in range(len(chains.waves))], chains.waves)
    return Panel(
        title=_("Golven"),
        finding=_(
            "Van %(seeds)s eerste mensen gingen kaarten hoogstens %(waves)s keer verder van hand "
            "tot hand.",
            seeds=count(chains.seeds),
            waves=count(len(chains.waves) - 1),
        ),
        n=chains.people,
        table=counts.table(_("Mensen per golf"), _("Golf"), groups),
        figure=counts.columns(groups),
        method=_(
            "Golf 0 kreeg de kaart van een ambassadeur of kwam zonder kaart. Wie een kaart kreeg "
            "van iemand uit golf 0, is golf 1, en zo verder."
        ),
        computed=stamp_of_chains(material),
    )
