"""The dashboard of a researcher: pages of findings, their tables, and a button to compute."""

from survey_app.web.dashboard.views import blueprint

__all__ = ["blueprint"]
