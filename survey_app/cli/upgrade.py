"""``doorvragen upgrade``: bring the database to the version of this code."""

from __future__ import annotations

import click

from survey_app.cli.outside import Outside


@click.command()
@click.pass_obj
def upgrade(outside: Outside) -> None:
    """Bring the database to the version of this code; make a backup first."""
    with outside.database(make=True):
        outside.say("De database is bij.")
