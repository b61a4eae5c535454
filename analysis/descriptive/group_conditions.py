"""Conditions on the published figures of a group; what is not shown is unknown.

Three values (Kleene 1938): *all* is false when one part is false, whatever is unknown; *any* is
true when one part is true.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from analysis.descriptive.figures import Figure, Group
from analysis.descriptive.reading import Reader, only_key
from analysis.errors import DataError

KINDS = ("always", "share", "above", "median", "fact", "all", "any", "not")


@dataclass(frozen=True, slots=True)
class Truth:
    """Whether a condition holds (none: unknown), and the figures that made it so."""

    holds: bool | None
    because: tuple[Figure, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupCondition:
    """``always``, a figure with limits, a fact, or ``all``, ``any`` or ``not`` of others."""

    kind: str
    figure: Figure | None = None
    at_least: float | None = None
    at_most: float | None = None
    fact: str = ""
    parts: tuple[GroupCondition, ...] = ()

    @property
    def figures(self) -> tuple[Figure, ...]:
        """The figures that it reads."""
        own = (self.figure,) if self.figure else ()
        return (*own, *(figure for part in self.parts for figure in part.figures))

    def truth(self, group: Group, facts: frozenset[str]) -> Truth:
        """Whether it holds for a group.

        Raises:
            DataError: the group's table lacks a figure.
        """
        if self.kind == "always":
            return Truth(True)
        if self.kind == "fact":
            return Truth(self.fact in facts)
        if self.figure:
            return Truth(self._within(group, self.figure), (self.figure,))
        parts = [part.truth(group, facts) for part in self.parts]
        if self.kind == "not":
            inner = parts[0]
            return Truth(None if inner.holds is None else not inner.holds, inner.because)
        return _joined(parts, decisive=self.kind == "any")

    def _within(self, group: Group, figure: Figure) -> bool | None:
        value = group.value(figure)
        if value is None:
            return None
        if figure.kind == "above":
            low = group.low(figure)
            return value > 0 and (low is None or low > 0)
        enough = self.at_least is None or value >= self.at_least
        return enough and (self.at_most is None or value <= self.at_most)


def read_group_condition(data: Any, where: str) -> GroupCondition:
    """Read a condition on a group.

    Raises:
        DataError: it is not of a known kind, or has no limit.
    """
    kind, value = only_key(data, where, KINDS)
    if kind in ("share", "median"):
        return _figure(kind, value, where)
    if kind in ("above", "fact"):
        if not isinstance(value, str):
            raise DataError(f"{where}: {kind} needs a name, not {value!r}")
        above = kind == "above"
        return GroupCondition(
            kind, Figure("above", value) if above else None, fact="" if above else value
        )
    if kind == "always":
        if value is not True:
            raise DataError(f"{where}: always can only be true")
        return GroupCondition("always")
    if kind == "not":
        return GroupCondition("not", parts=(read_group_condition(value, where),))
    if not isinstance(value, list) or not value:
        raise DataError(f"{where}: {kind} needs a list of conditions")
    return GroupCondition(kind, parts=tuple(read_group_condition(p, where) for p in value))


def _figure(kind: str, data: Any, where: str) -> GroupCondition:
    keys = {"item", "at_least", "at_most"} | ({"codes", "among"} if kind == "share" else set())
    reader = Reader(data, f"{where}, {kind}", keys)
    low, high = reader.number("at_least"), reader.number("at_most")
    if low is None and high is None:
        raise DataError(f"{reader.where}: needs at_least or at_most")
    codes = reader.codes() if kind == "share" else ()
    figure = Figure(kind, reader.text("item"), codes, _among(reader.get("among"), reader.where))
    return GroupCondition(kind, figure, low, high)


def _among(data: Any, where: str) -> tuple[str, tuple[str, ...]] | None:
    if data is None:
        return None
    reader = Reader(data, f"{where}, among", {"item", "codes"})
    return reader.text("item"), reader.codes()


def _joined(parts: Sequence[Truth], *, decisive: bool) -> Truth:
    """*any* when true is decisive, *all* when false is."""
    deciding = [part for part in parts if part.holds is decisive]
    if deciding:
        return Truth(decisive, tuple(f for part in deciding for f in part.because))
    because = tuple(figure for part in parts for figure in part.because)
    if any(part.holds is None for part in parts):
        return Truth(None, because)
    return Truth(not decisive, because)
