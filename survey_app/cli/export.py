"""``doorvragen export``: the answers as CSV, with a codebook."""

from __future__ import annotations

from pathlib import Path

import click

from survey_app import i18n
from survey_app.cli.outside import Outside
from survey_app.errors import Conflict, Unavailable
from survey_app.services import publishing, studies


@click.command()
@click.argument("study")
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--language", default="nl", show_default=True, help="Of labels in the codebook.")
@click.option(
    "--recruitment", is_flag=True, help="Only who brought whom: for R's RDS and for Graphviz."
)
@click.pass_obj
def export(outside: Outside, study: str, folder: Path, language: str, recruitment: bool) -> None:
    """Write the answers of STUDY and their codebook into a new or empty FOLDER.

    The files hold single interviews: they are for researchers who may see them.
    """
    from survey_app.reporting import exports, kept_shape, pages, recruitment_files, versions
    from survey_app.reporting.pages import Reader

    if language not in i18n.languages():
        raise click.BadParameter(", ".join(i18n.languages()), param_hint="--language")
    if folder.exists() and any(folder.iterdir()):
        raise Conflict("De map %(folder)s is niet leeg. Kies een andere.", folder=folder)
    with outside.database() as database:
        with database.reading() as session:
            found = studies.get(session, study)
            shape = kept_shape.kept_shape(session, found)
        if recruitment and shape:
            recruitment_files.write_recruits(kept_shape.recruits(shape), folder)
            outside.say(
                "De vorm van de ketens staat in %(folder)s: %(number)s mensen. Wie dat waren, is "
                "weggehaald.",
                number=len(shape),
                folder=folder,
            )
            return
        if recruitment:
            answers = pages.answers_of(Reader(outside.settings, database, found, language))
            recruitment_files.write(answers, folder)
            outside.say(
                "%(number)s gesprekken staan in %(folder)s.", number=len(answers), folder=folder
            )
            return
        with database.reading() as session:
            asked = versions.together(publishing.everything(session, found))
        try:
            written = exports.write(database, found, asked, folder, language)
        except OSError as error:
            raise Unavailable(
                "In %(folder)s kan niet worden geschreven.", folder=folder
            ) from error
    outside.say(
        "%(number)s gesprekken staan in %(folder)s.", number=written.interviews, folder=folder
    )
