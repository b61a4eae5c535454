"""How the fieldwork goes: interviews in each week, and what is counted without an answer."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from babel.dates import format_date
from flask_babel import ngettext

from survey_app.reporting.charts import counts
from survey_app.reporting.ended import START
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import HOME, count, decimal, locale
from survey_app.reporting.panel import Panel
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel; also when there are too few interviews for anything else."""
    if not material.n:
        return None
    weeks = _weeks(material)
    groups = counts.shown([_label(week) for week in weeks], list(weeks.values()))
    return Panel(
        title=_("Voortgang"),
        finding=_finding(material),
        n=material.n,
        table=counts.table(_("Gesprekken per week"), _("Week vanaf"), groups),
        figure=counts.columns(groups),
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


def _weeks(material: Material) -> dict[date, int]:
    """Every week from the first to the last, by its Monday."""
    import numpy as np

    hours, numbers = np.unique(
        material.answers.integers("interview.ended") // 60, return_counts=True
    )
    mondays = [_monday(START + timedelta(hours=int(hour))) for hour in hours]
    length = (max(mondays) - min(mondays)).days // 7
    weeks = {min(mondays) + timedelta(weeks=week): 0 for week in range(length + 1)}
    for monday, number in zip(mondays, numbers, strict=True):
        weeks[monday] += int(number)
    return weeks


def _monday(moment: datetime) -> date:
    day = moment.astimezone(HOME).date()
    return day - timedelta(days=day.weekday())


def _label(monday: date) -> str:
    return str(format_date(monday, "d MMM", locale=locale()))
