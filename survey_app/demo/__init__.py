"""The demo: a fictitious study of 600 interviews, played through the same services as a real one.

``ready`` gives a demo that is there, or makes it: a database of its own in ``<home>/demo``, people
and ambassadors, every interview with its consent, coupon and answers, and the computed results.
"""

from survey_app.demo.cast import PASSWORD
from survey_app.demo.prepared import Demo, ready

__all__ = ["PASSWORD", "Demo", "ready"]
