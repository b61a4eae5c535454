"""Answering alone, on one's own phone: the same questions and the same services, without a reader.

opening   from the card to the consent: nothing is stored, no cookie is set
asking    one question a screen
ending    stop, go on later, finish; the code and the cards to hand on
phone     what this phone knows after the consent
screen    one question as a page
"""

from __future__ import annotations

from survey_app.web.alone import asking, ending, opening
from survey_app.web.alone.blueprint import blueprint

__all__ = ["asking", "blueprint", "ending", "opening"]
