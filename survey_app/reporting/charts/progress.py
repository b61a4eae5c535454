"""How the fieldwork goes: interviews in each week, and what is counted without an answer."""

from __future__ import annotations

from flask_babel import ngettext

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.weeks import Weeks, weeks
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count, decimal
from survey_app.reporting.panel import Panel
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel; also when there are too few interviews for anything else."""
    if not material.n:
        return None
    found = weeks(material)
    groups = counts.shown(found.labels, _numbers(found))
    return Panel(
        title=_("Voortgang"),
        finding=_finding(material),
        n=material.n,
        table=counts.table(_("Gesprekken per week"), _("Week vanaf"), groups),
        figure=counts.columns(groups) if counts.any_shown(groups) else "",
        method=_(
            "Een gesprek telt in de week waarin het eindigde. Gesprekken die nog bezig zijn, "
            "tellen niet mee."
        ),
    )


def _finding(material: Material) -> str:
    sentence = str(
        ngettext(
            "Er is %(number)s gesprek gevoerd.",
            "Er zijn %(number)s gesprekken gevoerd.",
            material.n,
            number=count(material.n),
        )
    )
    minutes = material.answers.values("interview.minutes").dropna()
    if material.enough and len(minutes) >= 10:
        sentence += " " + _(
            "De helft duurde langer dan %(minutes)s minuten.",
            minutes=decimal(float(minutes.median()), 0),
        )
    return sentence


def _numbers(found: Weeks) -> list[int]:
    import numpy as np

    numbers = np.bincount(found.place, minlength=len(found.mondays))
    return [int(number) for number in numbers]
