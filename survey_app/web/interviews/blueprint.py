"""The blueprint of the interview, and who may come in."""

from __future__ import annotations

from flask import Blueprint
from jinja2 import FileSystemLoader, PrefixLoader

from survey_app.question_types import TEMPLATES
from survey_app.services import access
from survey_app.services.access import Thing
from survey_app.web import context

blueprint = Blueprint("interviews", __name__, url_prefix="/interviews")
blueprint.jinja_loader = PrefixLoader({"question_types": FileSystemLoader(TEMPLATES)})

for_interviewers = context.require(*access.roles(Thing.HOLD_INTERVIEWS))
