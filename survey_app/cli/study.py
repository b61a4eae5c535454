"""``doorvragen study``: an empty study that a municipality can begin with."""

from __future__ import annotations

from datetime import datetime

import click

from survey_app.cli.outside import Outside
from survey_app.services import studies


@click.group()
def study() -> None:
    """Make and list studies."""


@study.command()
@click.argument("title")
@click.option("--municipality", required=True)
@click.option("--area", "areas", multiple=True, required=True, help="Repeat for each area.")
@click.option("--contact-number", required=True, help="Where people can ask and withdraw.")
@click.option(
    "--withdraw-until",
    required=True,
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day on which answers can be taken back.",
)
@click.option("--slug", default="", help="Name in addresses; made from the title.")
@click.pass_obj
def create(
    outside: Outside,
    title: str,
    municipality: str,
    areas: tuple[str, ...],
    contact_number: str,
    withdraw_until: datetime,
    slug: str,
) -> None:
    """Make an empty study; makes the database when there is none."""
    new = studies.NewStudy(
        title=title,
        municipality=municipality,
        contact_number=contact_number,
        withdraw_until=withdraw_until.date(),
        areas=areas,
        slug=slug,
    )
    with outside.database(make=True) as database, database.writing() as session:
        made = studies.create(session, new, outside.clock())
        slug = made.slug
    outside.say("Studie %(slug)s is gemaakt. Nu de accounts en de vragenlijst:", slug=slug)
    click.echo(f"  doorvragen account create {slug} NAME --role coordinator --first-name …")
    click.echo(f"  doorvragen questionnaire publish {slug} questionnaires/enquete57")
    click.echo(f"  doorvragen translations approvals {slug}")


@study.command("list")
@click.pass_obj
def list_studies(outside: Outside) -> None:
    """List the studies in this database."""
    with outside.database() as database, database.reading() as session:
        for found in studies.every(session):
            click.echo(f"{found.slug}\t{found.title}\t{found.municipality}")
