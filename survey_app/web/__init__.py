"""What people see: blueprints, templates and static files. No SQL, no rule, no DataFrame."""

from __future__ import annotations

from flask import Blueprint

from survey_app.web import home, login

BLUEPRINTS: tuple[Blueprint, ...] = (
    home.blueprint,
    login.blueprint,
)
