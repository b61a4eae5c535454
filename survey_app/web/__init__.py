"""What people see: blueprints, templates and static files. No SQL, no rule, no DataFrame."""

from __future__ import annotations

from flask import Blueprint

from survey_app.web import (
    alone,
    ambassador,
    contacts,
    coordination,
    dashboard,
    home,
    interviews,
    invitation,
    login,
    offline,
)

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    login.blueprint,
    interviews.blueprint,
    offline.blueprint,
    dashboard.blueprint,
    coordination.blueprint,
    contacts.blueprint,
    invitation.blueprint,
    alone.blueprint,
    ambassador.blueprint,
)
