"""The blueprint of work without a network; below the address of the interviews."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("offline", __name__, url_prefix="/interviews")
