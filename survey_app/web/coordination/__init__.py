"""``/coordination/<study>/``: people, ambassadors, cards and tallies; no answers."""

from __future__ import annotations

from flask import Blueprint

from survey_app.web.coordination import (
    ambassadors,
    calls,
    cards,
    languages,
    overview,
    people,
    settings,
    withdrawals,
)

blueprint = Blueprint("coordination", __name__, url_prefix="/coordination/<slug>")
for subject in (overview, people, ambassadors, cards, languages, calls, withdrawals, settings):
    subject.add_to(blueprint)
