"""The blueprint of answering alone; which interview it is stands in no address."""

from __future__ import annotations

from flask import Blueprint

blueprint = Blueprint("alone", __name__, url_prefix="/self")
