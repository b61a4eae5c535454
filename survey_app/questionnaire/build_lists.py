"""From the nodes of ``lists.yaml`` to lists of choices."""

from __future__ import annotations

from collections.abc import Mapping

from survey_app.questionnaire.fields import elements, entries, read_fields
from survey_app.questionnaire.model import Choice, ChoiceList
from survey_app.questionnaire.names import check_code, check_name
from survey_app.questionnaire.problems import Log
from survey_app.questionnaire.schema import CHOICE, Key
from survey_app.questionnaire.yaml_nodes import Node


def build_lists(node: Node | None, columns: tuple[str, ...], log: Log) -> dict[str, ChoiceList]:
    """Every list by its name.

    Args:
        node: a table of lists.
        columns: the filter columns that a choice may have.
        log: for the problems.
    """
    lists = {}
    for entry in entries(node, "lists", log):
        if check_name(entry.key, entry.place, log):
            found = elements(entry.node, "antwoorden", log)
            choices = tuple(c for each in found if (c := _choice(each, columns, log)))
            lists[entry.key] = ChoiceList(entry.key, choices, entry.place)
    return lists


def with_cards(
    lists: Mapping[str, ChoiceList], cards: Mapping[str, ChoiceList], log: Log
) -> dict[str, ChoiceList]:
    """The lists, and each card task as a list under its own name."""
    for name in cards:
        if name in lists and (place := lists[name].place):
            fault = f"De lijst {name} heet net zo als een kaarttaak."
            log.add(place, fault, "Geef de lijst een andere naam.")
    return {**lists, **cards}


def _choice(node: Node, columns: tuple[str, ...], log: Log) -> Choice | None:
    element = {**CHOICE, **{column: Key() for column in columns}}
    fields = read_fields(node, element, "Een antwoord", log)
    if not fields or not check_code(fields.text("name"), fields.at("name"), log):
        return None
    return Choice(
        name=fields.text("name"),
        label=fields.text("label"),
        exclusive=fields.flag("exclusive", False),
        excludes=fields.texts("excludes"),
        filters={column: fields.text(column) for column in columns if fields.has(column)},
        picture=fields.text("picture") or None,
    )
