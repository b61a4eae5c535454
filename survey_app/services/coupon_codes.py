"""Codes on cards: nine characters that can be read aloud, and that catch a slip of the pen.

Eight random characters of Crockford's 32 (40 bits) and one check character. A code read as nine
numbers c0 … c8 of the field GF(32) is right when

    a^8·c0 + a^7·c1 + … + a·c7 + c8 = 0

with a a primitive element. Each character has a weight of its own that is not zero, so that every
single wrong character and every swap of two characters changes the sum.
"""

from __future__ import annotations

from random import Random

from survey_app.errors import Invalid
from survey_app.services.digits import western

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 9
LOOKALIKES = str.maketrans(
    "OIL", "011", " -‐‑–—_./·\t\r\n\u00a0\u200e\u200f\u2066\u2067\u2068\u2069"
)

_MODULUS = 0b100101  # x^5 + x^2 + 1, primitive over GF(2)
_VALUES = {character: value for value, character in enumerate(ALPHABET)}


def new(chance: Random) -> str:
    """A new code."""
    numbers = [chance.randrange(len(ALPHABET)) for _ in range(LENGTH - 1)]
    return "".join(ALPHABET[number] for number in (*numbers, _sum(numbers)))


def is_right(code: str) -> bool:
    """Whether a code in its canonical form carries the right check character."""
    if len(code) != LENGTH or not set(code) <= _VALUES.keys():
        return False
    *numbers, check = (_VALUES[character] for character in code)
    return _sum(numbers) == check


def read(text: str) -> str:
    """The code in what somebody typed: any case and digits, spaces, hyphens, O for 0, I, L for 1.

    Raises:
        Invalid: this cannot be a code; there is a slip in it.
    """
    code = western(text).upper().translate(LOOKALIKES)
    if not is_right(code):
        raise Invalid(
            "Deze code klopt niet. Kijk nog eens op de kaart: het zijn negen letters en cijfers."
        )
    return code


def show(code: str) -> str:
    """A code as it is printed: ``7KQ-2MX-9TD``."""
    return "-".join(code[start : start + 3] for start in range(0, len(code), 3))


def _sum(numbers: list[int]) -> int:
    """The weighted sum of all but the check character, by Horner's rule."""
    total = 0
    for number in numbers:
        total = _times_a(total ^ number)
    return total


def _times_a(number: int) -> int:
    doubled = number << 1
    return doubled ^ _MODULUS if doubled & 0b100000 else doubled
