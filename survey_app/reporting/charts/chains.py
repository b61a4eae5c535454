"""The forest: who brought whom, drawn without a trait of anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from survey_app.reporting.charts import counts, style
from survey_app.reporting.charts.chart import stamp_of_chains
from survey_app.reporting.computed.chains import Chains
from survey_app.reporting.disclosure import hidden_yes_no, shown_shares
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count, percent
from survey_app.reporting.panel import Panel, Table
from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.recruitment.forest import Forest

MOST_DRAWN = 3_000  # people; above this the picture is grey


def build(material: Material) -> Panel | None:
    """The panel; in a large study without the picture."""
    chains, forest = material.chains, material.forest
    if chains is None:
        return None
    drawn = forest is not None and len(forest) <= MOST_DRAWN
    return Panel(
        title=_("De ketens"),
        finding=_finding(chains),
        n=chains.people,
        table=_table(chains),
        figure=_figure(forest) if forest is not None and drawn else "",
        method=_(
            "Elke stip is een gesprek; een lijn is een kaart die van de één naar de ander ging. "
            "Links staan de eerste mensen, naar rechts elke golf verder. De stippen zeggen niets "
            "over wie iemand is."
        ),
        unknown=(_("Aan wie een kaart gaf zonder dat er een gesprek kwam, weten we niet."),),
        computed=stamp_of_chains(material),
    )


def _finding(chains: Chains) -> str:
    """As far as the shares may be told: of a few people they may not."""
    hidden = hidden_yes_no([chains.largest[0], chains.brought], [chains.people, chains.people])
    if not shown_shares(chains.people) or hidden.all():
        return _("Er zijn nog te weinig gesprekken om over de ketens iets te zeggen.")
    sentences = (
        _(
            "De grootste keten telt %(share)s van alle gesprekken.",
            share=percent(chains.largest[0] / chains.people),
        ),
        _(
            "%(brought)s van de mensen bracht zelf iemand mee.",
            brought=percent(chains.brought / chains.people),
        ),
    )
    return " ".join(s for s, hide in zip(sentences, hidden, strict=True) if not hide)


def _table(chains: Chains) -> Table:
    labels = [_("Keten %(number)s", number=n) for n in range(1, len(chains.largest) + 1)]
    numbers = list(chains.largest)
    if chains.others:
        labels.append(_("Alle andere ketens (%(number)s)", number=count(chains.others)))
        numbers.append(chains.in_others)
    groups = counts.shown(labels, numbers)
    return counts.table(_("Gesprekken per keten, de grootste eerst"), _("Keten"), groups)


def _figure(forest: Forest) -> str:
    """Lines from each recruiter to each recruit, and a dot for everybody."""
    import numpy as np
    import plotly.graph_objects as go

    height = _heights(forest)
    recruits = np.flatnonzero(forest.recruiter >= 0)
    recruiters = forest.recruiter[recruits]
    gaps = np.full(len(recruits), np.nan)
    lines = go.Scatter(
        x=np.column_stack([forest.wave[recruiters], forest.wave[recruits], gaps]).ravel(),
        y=np.column_stack([height[recruiters], height[recruits], gaps]).ravel(),
        mode="lines", hoverinfo="skip", line={"color": "#b9c4d2", "width": 1},
    )  # fmt: skip
    dots = go.Scatter(
        x=forest.wave, y=height, mode="markers", hoverinfo="skip",
        marker={
            "size": np.where(forest.is_seed, 9, 5),
            "color": np.where(forest.is_seed, style.CLAY, style.BLUE),
        },
    )  # fmt: skip
    waves = int(forest.wave.max())
    return style.json_of(
        style.figure(
            lines, dots, height=max(320, min(900, 60 + int(1.3 * len(forest)))),
            xaxis=style.quiet_axis(
                range=[-0.4, waves + 0.4], dtick=1 if waves <= 12 else 2, title=_("golf"),
                showgrid=False,
            ),
            yaxis=style.no_axis(),
            margin={"l": 4, "r": 4, "t": 4, "b": 48},
        )
    )  # fmt: skip


def _heights(forest: Forest) -> NDArray[np.float64]:
    """Where each person stands: leaves below each other, a recruiter midway the own recruits.

    Tree order puts everybody behind their recruiter, so one pass back and one forth are enough.
    """
    import numpy as np

    n = len(forest)
    leaves = np.where(forest.recruits == 0, 1, 0)
    for person in range(n - 1, -1, -1):
        if forest.recruiter[person] >= 0:
            leaves[forest.recruiter[person]] += leaves[person]
    top = np.zeros(n)
    used = np.zeros(n)
    below = 0.0
    for person in range(n):
        recruiter = forest.recruiter[person]
        if recruiter < 0:
            top[person], below = below, below + leaves[person] + 1
        else:
            top[person] = top[recruiter] + used[recruiter]
            used[recruiter] += leaves[person]
    return -(top + leaves / 2)
