"""Results that take seconds, computed apart from any page and kept beside the snapshot.

Each result is a small JSON file of totals, never of people, with the number of interviews that
it runs over and the last of them. Pages show the newest one and say how many came after.
"""

from survey_app.reporting.computed.run import Running, compute, running
from survey_app.reporting.computed.store import Computed, Kept, opened

__all__ = ["Computed", "Kept", "Running", "compute", "opened", "running"]
