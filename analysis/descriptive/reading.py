"""Reading plain dicts (from YAML) with messages that say where something is wrong."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from analysis.errors import DataError, some

_NEEDED = object()


class Reader:
    """One mapping of a file: its keys are known, its values have the right kind.

    Args:
        data: what should be a mapping.
        what: what it is, for messages.
        keys: the keys that it may have.
        name_key: the key whose value names it in messages.

    Raises:
        DataError: it is no mapping, or has an unknown key.
    """

    def __init__(
        self, data: Any, what: str, keys: Collection[str], name_key: str | None = None
    ) -> None:
        if not isinstance(data, Mapping):
            raise DataError(f"{what}: expected keys and values, found {data!r}")
        name = data.get(name_key) if name_key else None
        self.where = f"{what} {name}" if name else what
        self.data = data
        unknown = sorted(str(key) for key in data if key not in keys)
        if unknown:
            raise DataError(
                f"{self.where}: unknown {some(unknown)}; known are {some(sorted(keys), 20)}"
            )

    def get(self, key: str) -> Any:
        """The value, or none."""
        return self.data.get(key)

    def need(self, key: str) -> Any:
        """The value; an error when it is not there."""
        if self.data.get(key) is None:
            raise DataError(f"{self.where}: {key} is missing")
        return self.data[key]

    def text(self, key: str, otherwise: Any = _NEEDED) -> str:
        """A text."""
        value = self.need(key) if otherwise is _NEEDED else self.data.get(key, otherwise)
        if not isinstance(value, str):
            raise DataError(f"{self.where}: {key} must be text (in quotes), not {value!r}")
        return value

    def items(self, key: str) -> list[Any]:
        """A list; empty when it is not there."""
        value = self.data.get(key, [])
        if not isinstance(value, list):
            raise DataError(f"{self.where}: {key} must be a list, not {value!r}")
        return value

    def texts(self, key: str, allowed: Collection[str] | None = None) -> tuple[str, ...]:
        """A list of texts, perhaps only of some."""
        texts = self.items(key)
        for text in texts:
            if not isinstance(text, str):
                raise DataError(f"{self.where}: {text!r} in {key} must be text (in quotes)")
            if allowed is not None and text not in allowed:
                raise DataError(f"{self.where}: {key} may name {some(allowed)}, not {text}")
        return tuple(texts)

    def codes(self, key: str = "codes") -> tuple[str, ...]:
        """A list of texts with at least one in it."""
        self.need(key)
        texts = self.texts(key)
        if not texts:
            raise DataError(f"{self.where}: {key} is empty")
        return texts

    def number(self, key: str) -> float | None:
        """A number, or none."""
        value = self.data.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise DataError(f"{self.where}: {key} must be a number, not {value!r}")
        return float(value)

    def numbers(self, key: str) -> dict[str, float]:
        """A mapping from codes to numbers."""
        value = self.need(key)
        reader = Reader(value, f"{self.where}, {key}", [*value] if isinstance(value, dict) else ())
        found = {}
        for code in reader.data:
            number = reader.number(code)
            if not isinstance(code, str) or number is None:
                raise DataError(f"{reader.where}: {code!r} must be text, with a number")
            found[code] = number
        return found

    def one_of(self, key: str, allowed: Collection[str]) -> str:
        """A text out of some."""
        value = self.text(key)
        if value not in allowed:
            raise DataError(f"{self.where}: {key} must be {some(allowed)}, not {value}")
        return value


def only_key(data: Any, where: str, kinds: Collection[str]) -> tuple[str, Any]:
    """The one key of a condition or recipe, and its value.

    Raises:
        DataError: it is no mapping with just one of these keys.
    """
    if not isinstance(data, Mapping) or len(data) != 1 or next(iter(data)) not in kinds:
        raise DataError(f"{where}: expected one of {some(kinds, 20)}, found {data!r}")
    return next(iter(data.items()))
