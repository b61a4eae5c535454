"""Digits as people's keyboards write them."""

from __future__ import annotations

import unicodedata


def western(text: str) -> str:
    """The text with the digits of any script as 0 to 9: ``٢٥٨٠`` and ``۲۵۸۰`` are ``2580``."""
    return "".join(str(unicodedata.decimal(letter, letter)) for letter in text)
