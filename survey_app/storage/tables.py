"""Every table, imported: who needs the whole schema imports ``Base`` from here."""

from survey_app.storage import interviews, recruitment, studies
from survey_app.storage.base import Base

__all__ = ["Base", "interviews", "recruitment", "studies"]
