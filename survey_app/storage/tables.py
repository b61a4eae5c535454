"""Every table, imported: who needs the whole schema imports ``Base`` from here."""

from survey_app.storage import contacts, interviews, recruitment, studies
from survey_app.storage.base import Base

__all__ = ["Base", "contacts", "interviews", "recruitment", "studies"]
