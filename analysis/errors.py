"""What the statistics refuse, and why.

AnalysisError (ValueError)
├── DataError        rows or columns that cannot be used; names them and says what would be right
└── SettingError     an option that cannot be, or that does not fit these data
"""

from __future__ import annotations

from collections.abc import Iterable


class AnalysisError(ValueError):
    """Something in the input that the caller must decide about."""


class DataError(AnalysisError):
    """Rows or columns that cannot be used."""


class SettingError(AnalysisError):
    """An option that cannot be, or that does not fit these data."""


def refuse_same_names(items: Iterable[object]) -> None:
    """Items are told apart by name only.

    Raises:
        DataError: two have the same name; says which.
    """
    names = [str(item) for item in items]
    if twice := sorted({name for name in names if names.count(name) > 1}):
        raise DataError(f"more than one item is named {some(twice)}; give each its own name")


def some(values: object, limit: int = 5) -> str:
    """Name the first few of many, for a message: ``p1, p2, p3 … (12 in all)``."""
    names = [str(value) for value in values]  # type: ignore[attr-defined]
    shown = ", ".join(names[:limit])
    return shown if len(names) <= limit else f"{shown} … ({len(names)} in all)"
