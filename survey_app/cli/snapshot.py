"""``doorvragen snapshot`` and ``doorvragen analyse``: what dashboards read, brought up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars
from survey_app.services import studies
from survey_app.storage.database import Database

if TYPE_CHECKING:
    from survey_app.reporting.pages import Reader


@click.command()
@click.argument("study")
@click.option("--rebuild", is_flag=True, help="Forget the snapshot that is there first.")
@click.pass_obj
def snapshot(outside: Outside, study: str, rebuild: bool) -> None:
    """Bring the snapshot of STUDY up to date with the interviews that ended."""
    from survey_app.reporting import pages
    from survey_app.reporting import snapshot as snapshots

    with outside.database() as database:
        reader = _reader(outside, database, study)
        if rebuild:
            snapshots.remove(reader.folder)
        rows = len(pages.answers_of(reader))
    outside.say("De momentopname is bij: %(rows)s gesprekken.", rows=rows)


@click.command()
@click.argument("study")
@click.option("--quiet", is_flag=True, help="Show no progress.")
@click.pass_obj
def analyse(outside: Outside, study: str, quiet: bool) -> None:
    """Compute the segments, margins and estimates of STUDY that dashboards show."""
    from survey_app.reporting import computed, pages

    with outside.database() as database, bars({"all": study}, quiet=quiet) as tell:
        answers = pages.answers_of(_reader(outside, database, study))
        computed.compute(
            answers, lambda now: tell("all", round(1000 * now.share), 1000) if tell else None
        )
    outside.say("Berekend over %(rows)s gesprekken.", rows=len(answers))


def _reader(outside: Outside, database: Database, slug: str) -> Reader:
    from survey_app.reporting import pages

    with database.reading() as session:
        study = studies.get(session, slug)
    return pages.Reader(outside.settings, database, study, outside.language)
