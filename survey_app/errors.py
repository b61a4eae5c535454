"""What can go wrong, as one small tree.

    DoorvragenError
    ├── NotFound            404  there is nothing by that name
    ├── NotAllowed          403  it exists, and it is not yours
    ├── Invalid             400  what was given cannot be used; says what would be right
    ├── Conflict            409  it was right once; something else came first
    ├── Gone                410  it existed, and its time is over
    ├── TooMany             429  too often, too fast
    └── Unavailable         503  a part that we need is not there

Lower layers raise these with a message id (the Dutch text, with ``%(name)s`` places) and its
arguments; only the edge (web, command line) translates. ``survey_app/web/errors.py`` alone knows
the statuses.
"""

from __future__ import annotations


class DoorvragenError(Exception):
    """Something that we can explain to the person in front of the screen.

    Args:
        message: a gettext message id, in Dutch, with ``%(name)s`` places.
        **arguments: the values of those places.
    """

    def __init__(self, message: str, **arguments: object) -> None:
        super().__init__(message, arguments)
        self.message = message
        self.arguments = arguments

    def __str__(self) -> str:
        return self.message % self.arguments if self.arguments else self.message


class NotFound(DoorvragenError):
    """There is nothing by that name."""


class NotAllowed(DoorvragenError):
    """It exists, and it is not yours."""


class Invalid(DoorvragenError):
    """What was given cannot be used; the message says what would be right."""


class Conflict(DoorvragenError):
    """It was right once; something else came first."""


class Gone(DoorvragenError):
    """It existed, and its time is over."""


class TooMany(DoorvragenError):
    """Too often, too fast; try again later."""


class Unavailable(DoorvragenError):
    """A part that we need (disk, database, key) is not there."""
