"""``doorvragen retention``: remove what has been kept long enough."""

from __future__ import annotations

import shutil
from random import SystemRandom

import click

from survey_app.cli.outside import Outside
from survey_app.services import retention as services
from survey_app.services import studies


@click.command()
@click.argument("study")
@click.option("--dry-run", is_flag=True, help="Only say what goes, and when.")
@click.pass_obj
def retention(outside: Outside, study: str, dry_run: bool) -> None:
    """Remove contacts, names of ambassadors and links of STUDY whose time is over.

    The periods are the study's own (Afspraken). Copies that were made before still hold it all.
    """
    with outside.database() as database:
        with database.reading() as session:
            found = studies.get(session, study)
            for due in services.plan(session, found, outside.clock()):
                click.echo(f"{due.what}\t{due.number}\t{due.day}\t{'over' if due.over else ''}")
        if dry_run:
            return
        with database.writing() as session:
            found = studies.get(session, study)
            now, chance = outside.clock(), SystemRandom()
            done = services.carry_out(session, found, now, chance)
        if done:
            database.scrub(*(table for due in done for table in services.TABLES[due.what]))
        if any(due.what == "links" for due in done):  # it holds who came in by whom
            shutil.rmtree(outside.settings.snapshots / study, ignore_errors=True)
    for due in done:
        outside.say("Weg: %(what)s, %(number)s.", what=due.what, number=due.number)
    if not done:
        outside.say("Er is niets waarvan de tijd om is.")
