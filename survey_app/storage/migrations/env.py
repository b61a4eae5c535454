"""What Alembic runs: our tables, on the connection that ``storage.migrate`` hands over."""

from __future__ import annotations

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import JSON

from survey_app.storage.tables import Base
from survey_app.storage.types import UTCDateTime


def render_type(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """A migration names plain column types: ours may change after it was written."""
    if kind != "type":
        return False
    if isinstance(item, UTCDateTime):
        return "sa.DateTime(timezone=True)"
    return "document" if isinstance(item, JSON) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=render_type,
)
with context.begin_transaction():
    context.run_migrations()
