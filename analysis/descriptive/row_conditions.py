"""Conditions on one person's answers; a missing answer makes ``is`` false, as in XLSForm."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from analysis.descriptive.reading import Reader, only_key
from analysis.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.descriptive.codes import CodedColumn

Rows: TypeAlias = "NDArray[np.bool_]"
Columns: TypeAlias = "Callable[[str], CodedColumn]"


@dataclass(frozen=True, slots=True)
class RowCondition:
    """``is`` an answer, or ``all``, ``any`` or ``not`` of other conditions."""

    kind: str
    item: str = ""
    codes: tuple[str, ...] = ()
    parts: tuple[RowCondition, ...] = ()

    @property
    def items(self) -> tuple[str, ...]:
        """The items that it reads, in order."""
        own = (self.item,) if self.item else ()
        return (*own, *(item for part in self.parts for item in part.items))

    def rows(self, column: Columns) -> Rows:
        """(n,) where it is true."""
        if self.kind == "is":
            return np.asarray(column(self.item).any_of(self.codes) == 1)
        parts = np.array([part.rows(column) for part in self.parts])
        if self.kind == "not":
            return np.asarray(~parts[0])
        return np.asarray(parts.all(axis=0) if self.kind == "all" else parts.any(axis=0))


def read_row_condition(data: Any, where: str) -> RowCondition:
    """Read a condition on a person's answers.

    Raises:
        DataError: it is not of a known kind.
    """
    kind, value = only_key(data, where, ("is", "all", "any", "not"))
    if kind == "is":
        reader = Reader(value, where, {"item", "codes"})
        return RowCondition("is", reader.text("item"), reader.codes())
    if kind == "not":
        return RowCondition("not", parts=(read_row_condition(value, where),))
    if not isinstance(value, list) or not value:
        raise DataError(f"{where}: {kind} needs a list of conditions")
    return RowCondition(kind, parts=tuple(read_row_condition(part, where) for part in value))
