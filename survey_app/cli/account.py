"""``doorvragen account``: people who sign in."""

from __future__ import annotations

import click

from survey_app.cli.outside import Outside
from survey_app.services import accounts, studies
from survey_app.storage.studies import Role


@click.group()
def account() -> None:
    """Make accounts."""


@account.command()
@click.argument("study")
@click.argument("username")
@click.option("--role", required=True, type=click.Choice([role.value for role in Role]))
@click.option("--first-name", required=True, help="Read aloud at the start of an interview.")
@click.option("--learned-dutch", is_flag=True, help="Learned Dutch as a second language.")
@click.password_option(help="Asked for when not given, so that it is in no history.")
@click.pass_obj
def create(
    outside: Outside,
    study: str,
    username: str,
    role: str,
    first_name: str,
    learned_dutch: bool,
    password: str,
) -> None:
    """Make an account in STUDY."""
    new = accounts.NewAccount(username, password, Role(role), first_name, learned_dutch)
    with outside.database() as database, database.writing() as session:
        found = studies.get(session, study)
        made = accounts.create(session, found, new, settings=outside.settings, now=outside.clock())
        username = made.username
    outside.say("Account %(name)s is gemaakt.", name=username)


@account.command("list")
@click.argument("study")
@click.pass_obj
def list_accounts(outside: Outside, study: str) -> None:
    """List the accounts of STUDY."""
    with outside.database() as database, database.reading() as session:
        for found in accounts.in_study(session, studies.get(session, study)):
            click.echo(f"{found.username}\t{found.role}\t{found.first_name}")
