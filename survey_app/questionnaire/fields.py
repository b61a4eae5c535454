"""The keys of one YAML table, checked against its element: known, once, of the right form."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from survey_app.questionnaire.model import Place
from survey_app.questionnaire.problems import Log, nearest
from survey_app.questionnaire.schema import Element, Form, Key
from survey_app.questionnaire.yaml_nodes import Entry, Listing, Node, Table, Text

_WHOLE = re.compile(r"[0-9]{1,6}")


@dataclass(frozen=True)
class Fields:
    """What was read; a key that was wrong reads as absent, after a problem was noted."""

    nodes: Mapping[str, Node]
    places: Mapping[str, Place]
    place: Place

    def has(self, key: str) -> bool:
        """Whether the key was given, and right."""
        return key in self.nodes

    def text(self, key: str, default: str = "") -> str:
        """The text of a key."""
        node = self.nodes.get(key)
        return node.text.strip() if isinstance(node, Text) else default

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        return self.text(key) == "true" if self.has(key) else default

    def number(self, key: str) -> int | None:
        """A whole number."""
        return int(self.text(key)) if self.has(key) else None

    def texts(self, key: str, default: tuple[str, ...] = ()) -> tuple[str, ...]:
        """A list of words."""
        node = self.nodes.get(key)
        return _words(node) if isinstance(node, Listing) else default

    def pairs(self, key: str) -> dict[str, str]:
        """A table of words."""
        node = self.nodes.get(key)
        entries = node.entries if isinstance(node, Table) else ()
        return {e.key: e.node.text for e in entries if isinstance(e.node, Text)}

    def at(self, key: str) -> Place:
        """Where the key stands, or else the whole element."""
        return self.places.get(key, self.place)


def read_fields(node: Node, element: Element, what: str, log: Log) -> Fields | None:
    """Read a table; none when it is not a table at all.

    Args:
        node: the node.
        element: the keys that it may have.
        what: what it is called in messages, such as "Een keuze".
        log: for the problems.
    """
    if not isinstance(node, Table):
        log.add(node.place, f"{what} moet een tabel zijn.", _example(element))
        return None
    nodes: dict[str, Node] = {}
    for entry in node.entries:
        key = element.get(entry.key)
        if not key:
            log.add(
                entry.place, f"De sleutel {entry.key} is onbekend.", nearest(entry.key, element)
            )
        elif entry.key in nodes:
            log.add(entry.place, f"De sleutel {entry.key} staat er twee keer.", "Haal er een weg.")
        elif _fits(entry, key, log):
            nodes[entry.key] = entry.node
    _require(nodes, node, element, what, log)
    return Fields(nodes, {entry.key: entry.place for entry in node.entries}, node.place)


def elements(node: Node | None, what: str, log: Log) -> tuple[Node, ...]:
    """The nodes of a list; a problem when it is not a list, or empty. None for no node."""
    if node is None:
        return ()
    if isinstance(node, Listing) and node.nodes:
        return node.nodes
    fault = f"Hier hoort een lijst van {what} te staan."
    log.add(node.place, fault, "Schrijf er minstens één, met een - ervoor.")
    return ()


def entries(node: Node | None, what: str, log: Log) -> Iterator[Entry]:
    """The entries of a table whose keys are names, each name once."""
    if node is None:
        return
    if not isinstance(node, Table):
        log.add(node.place, f"{what} moet een tabel zijn.", "Schrijf naam: waarde")
        return
    seen: set[str] = set()
    for entry in node.entries:
        if entry.key in seen:
            log.add(entry.place, f"{entry.key} staat er twee keer.", "Haal er een weg.")
        else:
            seen.add(entry.key)
            yield entry


def _require(
    nodes: Mapping[str, Node], node: Table, element: Element, what: str, log: Log
) -> None:
    given = {entry.key for entry in node.entries}
    for name, key in element.items():
        if key.required and name not in nodes and name not in given:
            log.add(node.place, f"{what} heeft geen {name}.", f"Vul in: {name}: …")


def _fits(entry: Entry, key: Key, log: Log) -> bool:
    """Whether the value has the form of its key; an empty optional value counts as absent."""
    node = entry.node
    if isinstance(node, Text) and (node.empty or not node.text.strip()):
        if key.required or not node.plain:
            log.add(entry.place, f"De waarde van {entry.key} is leeg.", f"Vul in: {entry.key}: …")
        return False
    if not _has_form(node, key.form):
        fault = f"De waarde van {entry.key} moet {key.form.value} zijn."
        log.add(entry.place, fault, _FORMS[key.form].format(key=entry.key))
        return False
    return _allowed(entry, key, log)


def _allowed(entry: Entry, key: Key, log: Log) -> bool:
    given = _words(entry.node) if isinstance(entry.node, Listing) else ()
    given = (entry.node.text.strip(),) if isinstance(entry.node, Text) else given
    wrong = [word for word in given if key.values and word not in key.values]
    for word in wrong:
        allowed = f"Kies uit: {', '.join(key.values)}."
        log.add(entry.place, f"{word} kan niet bij {entry.key}.", allowed)
    return not wrong


def _has_form(node: Node, form: Form) -> bool:
    if form is Form.NODE:
        return True
    if form is Form.TEXTS:
        return isinstance(node, Listing) and all(isinstance(n, Text) for n in node.nodes)
    if form is Form.PAIRS:
        return isinstance(node, Table) and all(isinstance(e.node, Text) for e in node.entries)
    if not isinstance(node, Text):
        return False
    if form is Form.FLAG:
        return node.text in ("true", "false")
    return form is Form.TEXT or bool(_WHOLE.fullmatch(node.text))


def _words(node: Listing) -> tuple[str, ...]:
    return tuple(n.text.strip() for n in node.nodes if isinstance(n, Text))


_FORMS = {
    Form.TEXT: "Schrijf {key}: en een tekst; zet er aanhalingstekens om als er {{ of [ in staat.",
    Form.FLAG: "Schrijf {key}: true of {key}: false.",
    Form.NUMBER: "Schrijf bijvoorbeeld {key}: 2",
    Form.TEXTS: "Schrijf bijvoorbeeld {key}: [een, twee]",
    Form.PAIRS: "Schrijf bijvoorbeeld {key}: {{start: 0, end: 60}}",
}


def _example(element: Element) -> str:
    needed = [name for name, key in element.items() if key.required]
    return f"Schrijf {': …, '.join(needed or list(element)[:2])}: …"
