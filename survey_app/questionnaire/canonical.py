"""A questionnaire as one canonical JSON text: the same questionnaire, the same text and hash.

Published versions are kept as this text. Fields that have their default are left out, so that a
field that is added to the model later does not change the text of older questionnaires; a default
itself must never change. Places in files are left out too. Conditions keep what they were compiled
to.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from survey_app.errors import Invalid
from survey_app.questionnaire.model import Questionnaire

FORMAT = 1  # of the text; a later one must still be able to read this


def to_json(questionnaire: Questionnaire) -> str:
    """The canonical text."""
    document = {"format": FORMAT, "questionnaire": _plain(questionnaire)}
    return json.dumps(document, ensure_ascii=False, separators=(",", ":"), allow_nan=False)


def fingerprint(questionnaire: Questionnaire) -> str:
    """SHA-256 of the canonical text, in 64 hexadecimal digits."""
    return hashlib.sha256(to_json(questionnaire).encode()).hexdigest()


def from_json(text: str) -> Questionnaire:
    """The questionnaire of a canonical text, which was checked when it was published.

    Raises:
        Invalid: for any other text.
    """
    try:
        document = json.loads(text)
        if document["format"] != FORMAT:
            raise ValueError(document["format"])
        read = _typed(document["questionnaire"], Questionnaire)
    except (AttributeError, KeyError, TypeError, ValueError, RecursionError) as error:
        raise Invalid("Dit is geen bewaarde vragenlijst.") from error
    assert isinstance(read, Questionnaire)  # noqa: S101 - follows from the type that was asked
    return read


def _plain(value: object) -> Any:
    """What JSON knows; dataclasses as tables of what differs from the default."""
    if is_dataclass(value):
        return {
            field.name: _plain(getattr(value, field.name))
            for field in fields(value)
            if field.compare and getattr(value, field.name) != _default(field)
        }
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    return value


def _default(field: Field[Any]) -> object:
    return field.default_factory() if field.default_factory is not MISSING else field.default


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _typed(value: Any, kind: Any) -> Any:
    """A value of JSON as a value of this type; strict, so that a wrong text is refused."""
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, UnionType):
        return None if value is None else _typed(value, arguments[0])
    if is_dataclass(kind) and isinstance(kind, type):
        hints = _hints(kind)
        return kind(**{name: _typed(each, hints[name]) for name, each in value.items()})
    if origin is tuple:
        return tuple(_typed(each, arguments[0]) for each in _list(value))
    if origin is frozenset:
        return frozenset(_typed(each, arguments[0]) for each in _list(value))
    if origin is Mapping:
        return {key: _typed(each, arguments[1]) for key, each in value.items()}
    if kind is not object and (type(value) is not kind):
        raise TypeError(f"{value!r} is not {kind}")
    return value


def _list(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError(f"{value!r} is not a list")
    return value
