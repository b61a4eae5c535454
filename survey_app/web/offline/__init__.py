"""Interviews without a network: what the device keeps ready, and what it sends later.

definition  the questionnaire as the page needs it to find its way
bundle      the screens, once, with every item and choice on them
carrying    an interview that began with a network, for the device to go on with
pages       the page itself, the service worker, the bundle
syncing     what was answered, taken in when there is contact again
"""

from __future__ import annotations

from survey_app.web.offline import carrying, pages, syncing
from survey_app.web.offline.blueprint import blueprint

__all__ = ["blueprint", "carrying", "pages", "syncing"]
