"""What every estimate carries: n, the method's name, its settings, its warnings."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Notice:
    """A warning with a stable code, so that it can be shown in the reader's language.

    ``str(notice)`` is the English sentence; ``values`` fills its places.
    """

    code: str
    text: str
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.text.format(**self.values)


@dataclass(frozen=True, kw_only=True)
class Result:
    """Base of all results: never a figure without its n, method, settings and warnings."""

    n: int
    method: str
    settings: Mapping[str, Any] = field(default_factory=dict)
    warnings: tuple[Notice, ...] = ()
