"""Telephone numbers as people write them, brought to one form."""

from __future__ import annotations

import unicodedata

from survey_app.errors import Invalid

SEPARATORS = frozenset(" -.()/\u00a0\u2011\u2013\u200e\u200f")
SHORTEST, LONGEST = 8, 15  # digits with the country; E.164 allows fifteen
DUTCH = (11, 11)  # a digit too few or too many is the commonest slip, and nobody could call


def normalised(text: str) -> str:
    """``06 12 34 56 78``, ``0031612345678`` and ``+31 (0)6-12345678`` are ``+31612345678``.

    Raises:
        Invalid: it is no telephone number; says what would be right.
    """
    plus, digits = _digits(text.strip().replace("(0)", ""))
    if not plus and digits.startswith("00"):
        plus, digits = True, digits[2:]
    if not plus and digits.startswith("0"):
        plus, digits = True, "31" + digits[1:]
    shortest, longest = DUTCH if digits.startswith("31") else (SHORTEST, LONGEST)
    if not plus or not shortest <= len(digits) <= longest:
        raise Invalid("Dit is geen telefoonnummer. Schrijf het zo: 06 12 34 56 78.")
    return f"+{digits}"


def _digits(text: str) -> tuple[bool, str]:
    """Whether it begins with a plus, and the digits, in whatever script they were written."""
    plus = text.startswith(("+", "\u200e+"))
    found = []
    for letter in text.replace("+", "", 1):
        digit = unicodedata.decimal(letter, None)
        if digit is not None:
            found.append(str(digit))
        elif letter not in SEPARATORS:
            return False, ""
    return plus, "".join(found)
