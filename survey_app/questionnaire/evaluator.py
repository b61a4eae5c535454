"""Conditions evaluated on answers, by lxml's XPath 1.0.

The tree is ``<data>`` with one node for each item that a condition reads, empty when there is no
answer, a node ``_today``, and a node ``_choice`` with the filter columns of the choice at hand.
The page in the browser builds the same tree.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

from lxml import etree

from survey_app.questionnaire.model import Condition

TODAY = "_today"
CHOICE = "_choice"

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@lru_cache(maxsize=4096)
def _compiled(xpath: str) -> etree.XPath:
    return etree.XPath(xpath, smart_strings=False)


class Evaluator:
    """The answers of one interview as a tree, and the truth of conditions over it.

    Values are set in the order of the questionnaire. A condition reads only items before it, so
    once it has been evaluated its result cannot change, and is remembered.
    """

    __slots__ = ("_choice", "_known", "_nodes", "_root", "_texts")

    def __init__(self, today: date) -> None:
        self._root = etree.Element("data")
        self._nodes: dict[str, etree._Element] = {}
        self._choice = etree.SubElement(self._root, CHOICE)
        self._known: dict[str, bool] = {}
        self._texts: dict[tuple[str, str], bool] = {}
        self.set(TODAY, today.isoformat())

    def set(self, name: str, value: str) -> None:
        """Give the node of an item its value."""
        node = self._nodes.get(name)
        if node is None:
            node = self._nodes[name] = etree.SubElement(self._root, name)
        _fill(node, value)

    def true(self, condition: Condition | None) -> bool:
        """Whether a condition holds; no condition always holds."""
        if condition is None:
            return True
        known = self._known.get(condition.xpath)
        if known is None:
            known = self._known[condition.xpath] = bool(self._run(condition, self._root))
        return known

    def text(self, condition: Condition) -> str:
        """The value of a derived variable."""
        return str(self._run(condition, self._root))

    def accepts(self, constraint: Condition | None, name: str, value: str) -> bool:
        """Whether a given value of an item satisfies a constraint."""
        if constraint is None or value == "":
            return True
        self.set(name, value)
        return bool(self._run(constraint, self._nodes[name]))

    def offers(self, choice_filter: Condition | None, columns: Mapping[str, str]) -> bool:
        """Whether a choice with these filter columns may be chosen."""
        if choice_filter is None:
            return True
        key = (choice_filter.xpath, "\0".join(columns.values()))
        known = self._texts.get(key)
        if known is None:
            for name, value in columns.items():
                node = self._choice.find(name)
                _fill(etree.SubElement(self._choice, name) if node is None else node, value)
            known = self._texts[key] = bool(self._run(choice_filter, self._choice))
        return known

    def _run(self, condition: Condition, context: etree._Element) -> object:
        for name in condition.references:
            if name not in self._nodes:
                self.set(name, "")
        return _compiled(condition.xpath)(context)


def _fill(node: etree._Element, value: str) -> None:
    try:
        node.text = value
    except (ValueError, UnicodeError):  # a control character or half a character: not XML
        node.text = _NOT_XML.sub("\ufffd", value)
