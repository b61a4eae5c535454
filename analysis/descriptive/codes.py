"""Columns of codes as places: one code a cell, or several separated by spaces."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.codebook import Variable
    from analysis.dataset import Dataset

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class CodedColumn:
    """Answers to one question.

    Attributes:
        variable: what the column means.
        codes: the answers that can be given, in the codebook's order; codes that occur but are
            not in the codebook come after them, sorted.
        chosen: (n, codes) 1 where the code was given, else 0; NaN in rows without an answer.
    """

    variable: Variable
    codes: tuple[str, ...]
    chosen: Floats

    @property
    def labels(self) -> list[str]:
        """A label for each code."""
        return [self.variable.label_of(code) for code in self.codes]

    @property
    def answered(self) -> NDArray[np.bool_]:
        """(n,) rows with an answer."""
        if self.chosen.shape[1] == 0:
            return np.zeros(len(self.chosen), dtype=bool)
        known: NDArray[np.bool_] = np.isfinite(self.chosen[:, 0])
        return known

    def any_of(self, codes: Iterable[str]) -> Floats:
        """(n,) 1 where one of these codes was given, else 0; NaN without an answer."""
        wanted = set(codes)
        places = [place for place, code in enumerate(self.codes) if code in wanted]
        given: Floats = np.full(len(self.chosen), np.nan)
        given[self.answered] = self.chosen[self.answered][:, places].max(axis=1, initial=0.0)
        return given


def coded_column(dataset: Dataset, name: str) -> CodedColumn:
    """Read one column.

    Raises:
        DataError: there is no such column.
    """
    variable = dataset.variable(name)
    places, values = pd.factorize(dataset.frame[name])
    parts = [_parts(value, multiple=variable.multiple) for value in values]
    others = sorted({code for part in parts for code in part} - set(variable.codes))
    codes = (*variable.codes, *others)
    table = np.full((len(parts) + 1, len(codes)), np.nan)  # the last row is for no answer
    for row, part in enumerate(parts):
        table[row] = [float(code in part) for code in codes]
    return CodedColumn(variable, codes, table[places])


def numbers(dataset: Dataset, name: str) -> Floats:
    """A column as numbers; NaN without an answer.

    Raises:
        DataError: there is no such column, or it holds text.
    """
    column = dataset.frame[dataset.variable(name).name]
    values = pd.to_numeric(column.astype(object), errors="coerce").astype("float64")
    wrong = column[values.isna() & column.notna()]
    if len(wrong):
        raise DataError(f"{name} must hold numbers; it holds {some(wrong.unique())}")
    return np.asarray(values, dtype=np.float64)


def _parts(value: Any, *, multiple: bool) -> list[str]:
    text = f"{value:g}" if isinstance(value, float | np.floating) else str(value)
    return text.split() if multiple else [text]
