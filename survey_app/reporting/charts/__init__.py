"""Every chart of the dashboard, by name. The list is the table of contents."""

from __future__ import annotations

from functools import partial

from survey_app.reporting.charts import (
    cards,
    chains,
    composition,
    conditions,
    estimates,
    first_people,
    groups,
    growth,
    makeup,
    piles,
    profiles,
    progress,
    ranking,
    reasons,
    stopped,
    traits,
    waves,
)
from survey_app.reporting.charts.chart import Chart

_ALL = (
    Chart("voortgang", "overview", progress.build),
    Chart("wijken", "overview", makeup.areas),
    Chart("talen", "overview", makeup.languages),
    Chart("redenen", "motivators", partial(ranking.build, role="motivator")),
    Chart("redenen-stapels", "motivators", partial(piles.build, role="motivator")),
    Chart("redenen-ontbreekt", "motivators", partial(reasons.build, role="motivator")),
    Chart("belemmeringen", "barriers", partial(ranking.build, role="barrier")),
    Chart("belemmeringen-stapels", "barriers", partial(piles.build, role="barrier")),
    Chart("belemmeringen-ontbreekt", "barriers", partial(reasons.build, role="barrier")),
    Chart("groepen", "segments", groups.verdict),
    Chart("groepen-redenen", "segments", partial(profiles.build, role="motivator")),
    Chart("groepen-belemmeringen", "segments", partial(profiles.build, role="barrier")),
    Chart("groepen-kenmerken", "segments", traits.build),
    Chart("ketens", "recruitment", chains.build),
    Chart("golven", "recruitment", waves.build),
    Chart("groei", "recruitment", growth.build),
    Chart("kaarten", "recruitment", cards.build),
    Chart("stilte", "recruitment", stopped.build),
    Chart("eerste-mensen", "recruitment", first_people.build),
    Chart("samenstelling", "recruitment", composition.build),
    Chart("voorwaarden", "recruitment", conditions.build),
    Chart("schatting", "recruitment", estimates.build),
)
CHARTS: dict[str, Chart] = {chart.name: chart for chart in _ALL}

__all__ = ["CHARTS", "Chart"]
