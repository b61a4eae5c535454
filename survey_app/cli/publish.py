"""``doorvragen questionnaire publish``: freeze a questionnaire for a study."""

from __future__ import annotations

from pathlib import Path

import click

from survey_app import i18n
from survey_app.cli.outside import Outside
from survey_app.questionnaire import load
from survey_app.services import publishing, studies


@click.command()
@click.argument("study")
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.pass_obj
def publish(outside: Outside, study: str, path: Path) -> None:
    """Freeze the questionnaire in PATH; new interviews of STUDY use it."""
    questionnaire = load.load(path, i18n.catalogues).checked()
    with outside.database() as database, database.writing() as session:
        found = studies.get(session, study)
        version = publishing.publish(session, found, questionnaire, outside.clock())
        number, fingerprint = version.version, version.hash[:12]
    outside.say(
        "%(name)s %(version)s is gepubliceerd (%(hash)s).",
        name=questionnaire.name,
        version=number,
        hash=fingerprint,
    )
