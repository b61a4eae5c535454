"""The oral interview: my interviews, the opening until consent, one question a screen, the end.

listing   my interviews, and the form to start one
opening   the screens before consent, which store nothing
asking    one question a screen
ending    stop, finish, the card with the code, cards to hand on
keeping   what was typed stays in the page when it cannot be saved
reply     which screen comes next
screen    one question as a screen; ``words`` its texts, ``posted`` what its form brings along
"""

from __future__ import annotations

from survey_app.web.interviews import asking, ending, keeping, listing, opening, pictures
from survey_app.web.interviews.blueprint import blueprint

__all__ = ["asking", "blueprint", "ending", "keeping", "listing", "opening", "pictures"]
