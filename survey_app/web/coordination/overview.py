"""How the fieldwork goes: interviews by area and day, refusals, cards, withdrawals."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from survey_app.errors import Unavailable
from survey_app.services import access, cards, flags, publishing, tallies
from survey_app.services.access import Thing
from survey_app.web import context


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/", "overview", overview)


@context.require(*access.roles(Thing.SEE_TALLIES))
def overview(slug: str) -> ResponseReturnValue:
    study = context.own_study(slug)
    now = context.now()
    with context.reading() as db:
        try:
            version = publishing.current(db, study)
        except Unavailable:
            version = None
        return render_template(
            "coordination/overview.html",
            tallies=tallies.tallies(db, study, now),
            cards=cards.numbers_by_state(db, study, now),
            flags=flags.flags(db, study),
            version=version,
        )
