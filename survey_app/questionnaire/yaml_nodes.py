"""YAML as nodes that know their line.

Scalars stay text: the schema decides what they mean, so that ``name: no``, ``yes: ja`` and
``name: 010`` are what the author sees. Anchors, aliases, tags and deep nesting are refused, since
a few lines of them can fill a memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml

from survey_app.questionnaire.model import Place

MAX_DEPTH = 20
MAX_SIZE = 2_000_000  # characters in a file

# What neither XML nor PostgreSQL can hold, and what turns the words around it.
_UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\ud800-\udfff\ufffe\uffff]")

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Text:
    """A scalar, as it was written. ``plain`` when there were no quotation marks."""

    text: str
    plain: bool
    place: Place

    @property
    def empty(self) -> bool:
        """Nothing was written: ``key:`` without a value."""
        return self.plain and self.text in ("", "~", "null")


@dataclass(frozen=True, slots=True)
class Listing:
    """A sequence of nodes."""

    nodes: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its node."""

    key: str
    node: Node
    place: Place


@dataclass(frozen=True, slots=True)
class Table:
    """A mapping; a key may stand twice, which is for the reader to refuse."""

    entries: tuple[Entry, ...]
    place: Place


Node = Text | Listing | Table


class YamlError(Exception):
    """A file that is not YAML as we read it."""

    def __init__(self, place: Place, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.place, self.fault, self.remedy = place, fault, remedy


@dataclass
class _Open:
    """A sequence or a mapping that has not ended yet; in a mapping keys and values alternate."""

    table: bool
    place: Place
    nodes: list[Node] = field(default_factory=list)


def parse(text: str, file: str) -> Node:
    """The one document of a YAML file.

    Raises:
        YamlError: with the line, for anything that is not a single plain document.
    """
    if len(text) > MAX_SIZE:
        raise YamlError(Place(file, 1), "Het bestand is te groot.", "Verdeel het over bestanden.")
    try:
        return _document(text, file)
    except yaml.YAMLError as error:
        raise _broken(error, file) from error
    except (ValueError, UnicodeError, RecursionError) as error:
        raise YamlError(
            Place(file, 1), "Dit is geen geldige YAML.", "Zoek vreemde tekens in het bestand."
        ) from error


def _document(text: str, file: str) -> Node:
    outer = _Open(table=False, place=Place(file, 1))
    stack = [outer]
    for event in _events(text, file):
        place = _place(event, file)
        if isinstance(event, yaml.ScalarEvent):
            stack[-1].nodes.append(Text(_readable(event.value, place), not event.style, place))
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            stack.append(_Open(isinstance(event, yaml.MappingStartEvent), place))
            if len(stack) > MAX_DEPTH:
                raise YamlError(place, "Er zit te veel in elkaar.", "Maak het platter.")
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            closed = stack.pop()
            stack[-1].nodes.append(_closed(closed))
    if len(outer.nodes) != 1:
        fault = "Het bestand is leeg." if not outer.nodes else "Er staat meer dan één document."
        raise YamlError(Place(file, 1), fault, "Zet in het bestand één lijst of tabel.")
    return outer.nodes[0]


def _events(text: str, file: str) -> Iterator[yaml.Event]:
    for event in yaml.parse(text, Loader=_LOADER):
        place = _place(event, file)
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise YamlError(
                place, "Verwijzingen met & en * mogen niet.", "Schrijf de waarde nog eens op."
            )
        tag = getattr(event, "tag", None)
        if tag and tag != "!":
            raise YamlError(place, f"Het teken {tag} mag niet.", "Zet aanhalingstekens om !.")
        yield event


def _readable(text: str, place: Place) -> str:
    """The text, in which every sign can be stored, drawn and compared."""
    if found := _UNREADABLE.search(text):
        sign = f"U+{ord(found[0]):04X}"
        raise YamlError(place, f"Hier staat een teken dat niemand ziet: {sign}.", "Haal het weg.")
    return text


def _place(event: yaml.Event, file: str) -> Place:
    return Place(file, event.start_mark.line + 1 if event.start_mark else 1)


def _closed(closed: _Open) -> Node:
    if not closed.table:
        return Listing(tuple(closed.nodes), closed.place)
    entries = []
    for key, node in zip(closed.nodes[::2], closed.nodes[1::2], strict=True):
        if not isinstance(key, Text):
            raise YamlError(key.place, "Een sleutel moet een woord zijn.", "Schrijf sleutel: …")
        entries.append(Entry(key.text, node, key.place))
    return Table(tuple(entries), closed.place)


def _broken(error: yaml.YAMLError, file: str) -> YamlError:
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    line = mark.line + 1 if mark else 1
    said = getattr(error, "problem", None) or "onleesbaar teken"
    return YamlError(
        Place(file, line),
        f"Dit is geen geldige YAML ({said}).",
        "Let op inspringen, dubbele punten en aanhalingstekens.",
    )


_WHOLE = re.compile(r"-?(0|[1-9][0-9]{0,15})")
_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,15})\.[0-9]{1,15}")
_WORDS = {"true": True, "false": False, "": None, "~": None, "null": None}


def plain(node: Node) -> object:
    """A node as plain data: numbers, true, false and null, as YAML usually is; the rest is text.

    For ``advice.yaml``, whose schema belongs to the reports.
    """
    if isinstance(node, Listing):
        return [plain(each) for each in node.nodes]
    if isinstance(node, Table):
        return {entry.key: plain(entry.node) for entry in node.entries}
    if not node.plain:
        return node.text
    if _WHOLE.fullmatch(node.text):
        return int(node.text)
    if _DECIMAL.fullmatch(node.text):
        return float(node.text)
    return _WORDS.get(node.text, node.text)
