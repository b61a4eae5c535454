"""What people say: sentences for codes, and codes that stand alone."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from numpy.typing import NDArray


def say(
    bank: Mapping[str, tuple[str, ...]], codes: Iterable[str], rng: np.random.Generator
) -> list[str]:
    """One sentence for each of the first three codes of a row."""
    return [" ".join(str(rng.choice(bank[code])) for code in row.split()[:3]) for row in codes]


def pick(bank: tuple[str, ...], n: int, rng: np.random.Generator) -> list[str]:
    """One sentence a row."""
    return [str(text) for text in rng.choice(bank, size=n)]


def instead(values: list[str], rows: NDArray[np.bool_] | pd.Series[bool], code: str) -> list[str]:
    """In those rows only that one code: it cannot stand beside another."""
    return [code if row else value for value, row in zip(values, rows, strict=True)]
