"""From the nodes of a section file to questions and their items, as they were written.

What an item says on its own is checked here; what only the whole questionnaire can tell (does that
list exist, is that question earlier?) is checked in ``review``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from survey_app.questionnaire.build_conditions import Conditions
from survey_app.questionnaire.fields import Fields, elements, read_fields
from survey_app.questionnaire.kinds import KINDS, Kind
from survey_app.questionnaire.model import (
    MISSING_BY_INTERVIEWER,
    Cards,
    Choice,
    ChoiceList,
    Item,
    Question,
)
from survey_app.questionnaire.names import check_item_name
from survey_app.questionnaire.problems import Log
from survey_app.questionnaire.schema import CARD, CARDS, PICK, QUESTION, SUB_ITEM
from survey_app.questionnaire.yaml_nodes import Node, Table, Text

_WHOLE = re.compile(r"-?[0-9]{1,6}")


@dataclass
class Builder:
    """Reads nodes and notes problems."""

    log: Log
    conditions: Conditions
    lists: Mapping[str, ChoiceList] = field(default_factory=dict)
    card_lists: dict[str, ChoiceList] = field(default_factory=dict)

    def question(self, node: Node, section: str) -> Question | None:
        """One question with its sub-items and cards."""
        with self.log.reading(_name_in(node)):
            fields = read_fields(node, QUESTION, "Een vraag", self.log)
            if not fields:
                return None
            name = fields.text("name")
            check_item_name(name, fields.at("name"), self.log)
            item = self.item(fields)
            subs = elements(fields.nodes.get("sub"), "vervolgvragen", self.log)
            cards = self.cards(fields, item)
            return Question(
                item=item,
                number=fields.text("number") or None,
                section=section,
                hint=fields.text("hint"),
                probe=fields.text("probe"),
                read_aloud=fields.text("read_aloud", "all"),
                show_card=fields.text("show_card"),
                core=fields.flag("core", True),
                seconds=20 if (seconds := fields.number("seconds")) is None else seconds,
                intro=fields.text("intro"),
                source=fields.text("source"),
                sub=tuple(sub for node in subs if (sub := self.sub_item(node))),
                cards=cards,
            )

    def sub_item(self, node: Node) -> Item | None:
        """A follow-up on the screen of a question."""
        fields = read_fields(node, SUB_ITEM, "Een vervolgvraag", self.log)
        if not fields:
            return None
        check_item_name(fields.text("name"), fields.at("name"), self.log)
        item = self.item(fields)
        if (kind := KINDS.get(item.type)) and not kind.sub_item:
            self.log.add(
                fields.at("type"),
                f"{item.type} kan geen vervolgvraag zijn.",
                "Maak er een eigen vraag van.",
            )
        return item

    def item(self, fields: Fields) -> Item:
        """What questions and sub-items have in common."""
        kind, list_name = self.kind(fields)
        field_code = fields.flag("field_code", False)
        name = fields.text("name")
        self.parameters(fields, kind)
        self.limits(fields, kind)
        return Item(
            name=name,
            type=kind.name if kind else "",
            label=fields.text("label"),
            label_self=fields.text("label_self"),
            list_name=list_name,
            relevant=self.conditions.condition(fields, "relevant"),
            constraint=self.conditions.constraint(fields),
            constraint_message=fields.text("constraint_message"),
            choice_filter=self.conditions.choice_filter(fields, kind),
            required=fields.flag("required", not field_code and bool(kind and kind.holds_answer)),
            at_most=fields.number("at_most"),
            parameters=fields.pairs("parameters"),
            appearance=fields.text("appearance"),
            field_code=field_code,
            missing=fields.texts("missing", () if field_code else MISSING_BY_INTERVIEWER),
            role=fields.text("role"),
            dimension=fields.text("dimension"),
            level=fields.text("level", kind.level if kind else "nominal"),
            special_category=fields.flag("special_category", False),
            picture=fields.text("picture") or None,
            place=fields.place,
        )

    def kind(self, fields: Fields) -> tuple[Kind | None, str | None]:
        """The kind of an item, and its list: "select_one ja_nee"."""
        words = fields.text("type").split()
        if not words:
            return None, None
        kind = KINDS.get(words[0])
        place = fields.at("type")
        if not kind:
            known = f"Kies uit: {', '.join(KINDS)}."
            self.log.add(place, f"Het type {words[0]} bestaat niet.", known)
            return None, None
        if len(words) != 1 + kind.takes_list:
            example = f"{kind.name} {'mijn_lijst' if kind.takes_list else ''}".strip()
            fault = (
                f"Bij {kind.name} hoort de naam van een lijst."
                if kind.takes_list
                else f"Na {kind.name} kan niets meer staan."
            )
            self.log.add(place, fault, f"Schrijf type: {example}")
        return kind, words[1] if kind.takes_list and len(words) > 1 else None

    def parameters(self, fields: Fields, kind: Kind | None) -> None:
        """A range needs numbers that make a scale."""
        given, place = fields.pairs("parameters"), fields.at("parameters")
        needed = kind.parameters if kind else ()
        if set(given) != set(needed):
            wanted = f"parameters: {{{', '.join(f'{p}: …' for p in needed)}}}"
            fault = "De parameters kloppen niet met het type."
            self.log.add(place, fault, f"Schrijf {wanted}" if needed else "Haal parameters weg.")
        elif needed and not _is_scale(given):
            self.log.add(
                place,
                "De parameters maken geen schaal.",
                "Gebruik hele getallen: start lager dan end, en een step die precies past.",
            )

    def limits(self, fields: Fields, kind: Kind | None) -> None:
        """``at_most`` belongs to a multiple choice."""
        if fields.has("at_most") and kind and not (kind.multiple and fields.number("at_most")):
            self.log.add(
                fields.at("at_most"),
                "at_most past hier niet.",
                "Alleen bij select_multiple, en minstens 1.",
            )

    def cards(self, fields: Fields, item: Item) -> Cards | None:
        """The card task; it must be there for a pile sort, and nowhere else."""
        place, node = fields.at("cards"), fields.nodes.get("cards")
        if (item.type == "pile_sort") != (node is not None):
            fault = "cards hoort bij type: pile_sort, en omgekeerd."
            self.log.add(place, fault, "Pas het type aan, of de kaarten.")
            return None
        read = read_fields(node, CARDS, "Een kaarttaak", self.log) if node else None
        if not read:
            return None
        piles = read.text("piles")
        cards = tuple(
            card
            for node in elements(read.nodes.get("cards"), "kaarten", self.log)
            if (card := self.card(node, item, piles))
        )
        choices = tuple(Choice(card.name, card.label, picture=card.picture) for card in cards)
        self.card_lists[item.name] = ChoiceList(item.name, choices, read.place)
        order = read.text("order")
        check_item_name(order, read.at("order"), self.log)
        return Cards(
            cards=cards,
            piles=piles,
            top=self.top(read, item),
            order=Item(order, "text", required=False, missing=(), level="text", place=read.place),
            lead=read.text("lead"),
            top_from=read.texts("top_from", self.upper(piles)),
        )

    def upper(self, piles: str) -> tuple[str, ...]:
        """All piles but the first."""
        choices = self.lists[piles].choices if piles in self.lists else ()
        return tuple(choice.name for choice in choices[1:])

    def card(self, node: Node, item: Item, piles: str) -> Item | None:
        """One card: a choice of a pile."""
        fields = read_fields(node, CARD, "Een kaart", self.log)
        if not fields:
            return None
        check_item_name(fields.text("name"), fields.at("name"), self.log)
        return Item(
            name=fields.text("name"),
            type="select_one",
            label=fields.text("label"),
            label_self=fields.text("label_self"),
            list_name=piles,
            relevant=self.conditions.condition(fields, "relevant"),
            missing=fields.texts("missing", item.missing),
            role=fields.text("role", item.role),
            dimension=fields.text("dimension"),
            level="ordinal",
            special_category=fields.flag("special_category", False),
            picture=fields.text("picture") or None,
            place=fields.place,
        )

    def top(self, cards: Fields, item: Item) -> tuple[Item, ...]:
        """The picks of the most important cards; a bare name will do."""
        picks = []
        for node in elements(cards.nodes.get("top"), "namen", self.log):
            fields = (
                Fields({"name": node}, {}, node.place)
                if isinstance(node, Text)
                else read_fields(node, {**PICK, "label": PICK["name"]}, "Een keuze", self.log)
            )
            if not fields:
                continue
            check_item_name(fields.text("name"), fields.at("name"), self.log)
            picks.append(
                Item(
                    name=fields.text("name"),
                    type="select_one",
                    label=fields.text("label"),
                    label_self=fields.text("label_self"),
                    list_name=item.name,
                    required=False,
                    missing=(),
                    place=fields.place,
                )
            )
        return tuple(picks)


def _name_in(node: Node) -> str:
    """The name that a question gives itself, for messages about all that is wrong with it."""
    entries = node.entries if isinstance(node, Table) else ()
    names = (e.node.text.strip() for e in entries if e.key == "name" and isinstance(e.node, Text))
    return next(names, "")


def _is_scale(parameters: dict[str, str]) -> bool:
    if not all(_WHOLE.fullmatch(parameters[key]) for key in ("start", "end", "step")):
        return False
    start, end, step = (int(parameters[key]) for key in ("start", "end", "step"))
    return step > 0 and start < end and (end - start) % step == 0 and (end - start) // step <= 200
