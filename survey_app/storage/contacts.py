"""The store of contact details: who asked to be called. It hangs on nothing.

No foreign key leads in or out, and nothing here is shared with an interview or a coupon: no id, no
code, no moment. The study stands in it by its name in addresses. Who somebody is, when they asked
and who calls can only be read with a key that is not in the database.
"""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from survey_app.storage.base import Base


class Contact(Base):
    """Somebody who may be called. ``details`` is encrypted: see ``services/contact_record.py``."""

    __tablename__ = "contact"
    # Random ids, and no row numbers beside them: the order of rows tells nothing either.
    __table_args__ = (
        Index("ix_contact_study_telephone_hash", "study", "telephone_hash"),
        {"sqlite_with_rowid": False},
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    study: Mapped[str] = mapped_column(String(60))  # its slug
    details: Mapped[str]
    telephone_hash: Mapped[str] = mapped_column(String(64))  # keyed; finds one person twice
