"""``doorvragen withdraw``: remove the answers of somebody who takes them back."""

from __future__ import annotations

from uuid import UUID

import click

from survey_app.cli.outside import Outside
from survey_app.services import withdrawal
from survey_app.storage.studies import Study


@click.command()
@click.argument("code")
@click.pass_obj
def withdraw(outside: Outside, code: str) -> None:
    """Remove the interview of withdrawal CODE: answers, history, consent, snapshot rows."""
    from survey_app.reporting import snapshot

    def forget(study: Study, interview: UUID) -> None:
        snapshot.forget(outside.settings.snapshots / study.slug, interview)

    with outside.database() as database:
        withdrawal.withdraw(database, code, now=outside.clock(), forget=forget)
    outside.say("De antwoorden zijn weggehaald.")
