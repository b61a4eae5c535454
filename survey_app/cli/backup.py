"""``doorvragen backup`` and ``doorvragen restore``."""

from __future__ import annotations

from pathlib import Path

import click

from survey_app.cli.outside import Outside
from survey_app.services import backup as copies
from survey_app.storage.database import Database


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.pass_obj
def backup(outside: Outside, file: Path) -> None:
    """Copy the whole database into FILE, while people go on working.

    The copy holds every answer: keep it as safe as the database, and no longer than the promise
    made about withdrawal allows. The key files are not in it.
    """
    with outside.database() as database:
        copies.write(database, file)
    outside.say("De kopie staat in %(file)s.", file=file)


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.pass_obj
def restore(outside: Outside, file: Path) -> None:
    """Put the copy in FILE back into an empty database."""
    database = Database(outside.settings.database_url)
    try:
        copies.restore(database, file)
    finally:
        database.close()
    outside.say("De kopie is teruggezet.")
