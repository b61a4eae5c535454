"""``doorvragen translations approve|withdraw|approvals``: who stands for which words."""

from __future__ import annotations

import click

from survey_app import i18n
from survey_app.cli.outside import Outside
from survey_app.services import language_approval, studies
from survey_app.services.language_approval import Standing, State

STATES = {
    State.DRAFT: i18n.marked("concept"),
    State.APPROVED: i18n.marked("goedgekeurd door %(name)s op %(date)s"),
    State.CHANGED: i18n.marked("tekst veranderd na de goedkeuring door %(name)s op %(date)s"),
    State.WITHDRAWN: i18n.marked("ingetrokken op %(date)s; %(name)s had de teksten goedgekeurd"),
    State.REVIEWED: i18n.marked("nagekeken door %(name)s; dat staat in de vertaling zelf"),
}
MISSING = i18n.marked("%(number)s teksten ontbreken")


@click.command()
@click.argument("study")
@click.argument("language")
@click.option("--by", required=True, metavar="NAME", help="First and last name of who read them.")
@click.pass_obj
def approve(outside: Outside, study: str, language: str, by: str) -> None:
    """Write down that NAME, who speaks LANGUAGE, read and approved the texts of STUDY.

    See which texts with: doorvragen translations approvals STUDY LANGUAGE.
    """
    with outside.database() as database, database.writing() as session:
        found = studies.get(session, study)
        language_approval.approve(session, found, language, by, outside.clock())
        standing = language_approval.standing(session, found, language)
    click.echo(_line(outside, standing))


@click.command()
@click.argument("study")
@click.argument("language")
@click.pass_obj
def withdraw(outside: Outside, study: str, language: str) -> None:
    """Take the approval of LANGUAGE in STUDY back; interviews under way go on."""
    with outside.database() as database, database.writing() as session:
        found = studies.get(session, study)
        language_approval.withdraw(session, found, language, outside.clock())
        standing = language_approval.standing(session, found, language)
    click.echo(_line(outside, standing))


@click.command()
@click.argument("study")
@click.argument("language", required=False)
@click.pass_obj
def approvals(outside: Outside, study: str, language: str | None) -> None:
    """How each language of STUDY stands; with LANGUAGE, exactly the texts that are approved."""
    with outside.database() as database, database.reading() as session:
        found = studies.get(session, study)
        if language:
            chosen = [language_approval.standing(session, found, language)]
            texts = language_approval.texts_in(session, found, language)
        else:
            chosen, texts = language_approval.standings(session, found), ()
    for standing in chosen:
        click.echo(_line(outside, standing))
    for text in texts:
        click.echo(f"\n[{text.part}] {text.key}\n  nl: {text.source}")
        click.echo(f"  {language}: {text.translation or '-'}")


def _line(outside: Outside, standing: Standing) -> str:
    date = f"{standing.at:%d-%m-%Y}" if standing.at else ""
    words = i18n.interface_text(STATES[standing.state], outside.language)
    missing = ""
    if standing.missing:
        missing = "  " + (
            i18n.interface_text(MISSING, outside.language) % {"number": standing.missing}
        )
    told = words % {"name": standing.by, "date": date}
    return f"{standing.language:6} {i18n.endonym(standing.language)}  {told}{missing}"
