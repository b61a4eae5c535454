"""Which keys may stand where in the files of a questionnaire, and ``schema.json`` for editors.

``python -m survey_app.questionnaire.schema > questionnaires/schema.json`` writes the latter anew.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.model import MISSING_BY_INTERVIEWER


class Form(Enum):
    """What the value of a key looks like."""

    TEXT = "een tekst"
    FLAG = "true of false"
    NUMBER = "een heel getal"
    TEXTS = "een lijst van woorden"
    PAIRS = "een tabel van woorden"
    NODE = "een lijst of tabel"  # read further by whoever asked for it


@dataclass(frozen=True, slots=True)
class Key:
    """One key of an element."""

    form: Form = Form.TEXT
    required: bool = False
    values: tuple[str, ...] = ()  # the only ones, when not empty


Element = Mapping[str, Key]

LEVELS = ("nominal", "ordinal", "interval", "text")
READ_ALOUD = ("all", "none", "one_by_one")
APPEARANCES = ("autocomplete", "multiline")

_TEXT = Key()
_NEEDED = Key(required=True)
_FLAG = Key(Form.FLAG)
_NUMBER = Key(Form.NUMBER)
_TEXTS = Key(Form.TEXTS)
_NODE = Key(Form.NODE)

QUESTIONNAIRE: Element = {
    "name": _NEEDED,
    "version": _NEEDED,
    "title": _NEEDED,
    "language": _TEXT,
    "languages": _TEXTS,
    "branch": _TEXT,
    "consent": _NODE,
    "apart": _NODE,
    "filter_columns": _TEXTS,
    "sections": Key(Form.NODE, required=True),
    "lists": _NODE,
    "texts": _NODE,
    "derived": _NODE,
    "advice": _NODE,
}
CONSENT: Element = {"gate": _NEEDED, "yes": _NEEDED, "special": _TEXT, "language": _TEXT}
APART: Element = {"questions": Key(Form.TEXTS, required=True), "after": _NEEDED}
SECTION: Element = {
    "name": _NEEDED,
    "label": _NEEDED,
    "letter": _TEXT,
    "relevant": _TEXT,
    "read_aloud": _FLAG,
    "skippable": _FLAG,
    "questions": Key(Form.NODE, required=True),
}
SUB_ITEM: Element = {
    "name": _NEEDED,
    "type": _NEEDED,
    "label": _NEEDED,
    "label_self": _TEXT,
    "field_code": _FLAG,
    "relevant": _TEXT,
    "constraint": _TEXT,
    "constraint_message": _TEXT,
    "choice_filter": _TEXT,
    "at_most": _NUMBER,
    "parameters": Key(Form.PAIRS),
    "missing": Key(Form.TEXTS, values=MISSING_BY_INTERVIEWER),
    "required": _FLAG,
    "appearance": Key(values=APPEARANCES),
    "role": _TEXT,
    "dimension": _TEXT,
    "level": Key(values=LEVELS),
    "special_category": _FLAG,
    "picture": _TEXT,
}
QUESTION: Element = {
    **{key: form for key, form in SUB_ITEM.items() if key != "field_code"},
    "number": _TEXT,
    "hint": _TEXT,
    "probe": _TEXT,
    "read_aloud": Key(values=READ_ALOUD),
    "show_card": _TEXT,
    "core": _FLAG,
    "seconds": _NUMBER,
    "intro": _TEXT,
    "source": _TEXT,
    "sub": _NODE,
    "cards": _NODE,
}
CARDS: Element = {
    "lead": _TEXT,
    "piles": _NEEDED,
    "cards": Key(Form.NODE, required=True),
    "top": _NODE,
    "top_from": _TEXTS,
    "order": _NEEDED,
}
CARD: Element = {
    key: SUB_ITEM[key]
    for key in (
        *("name", "label", "label_self", "role", "dimension", "relevant"),
        *("special_category", "picture", "missing"),
    )
}
PICK: Element = {key: SUB_ITEM[key] for key in ("name", "label", "label_self")}
CHOICE: Element = {
    "name": _NEEDED,
    "label": _NEEDED,
    "exclusive": _FLAG,
    "excludes": _TEXTS,
    "picture": _TEXT,
}

_SCALAR = {"type": ["string", "number", "boolean"]}
_FILE = {"type": "string", "description": "Name of a file beside this one."}


def json_schema() -> dict[str, object]:
    """JSON Schema (2020-12) of ``questionnaire.yaml``; in its ``$defs``, of the other files."""
    section = {**_element(SECTION), "description": "A section file."}
    section["properties"]["questions"] = _array("question")  # type: ignore[index]
    question = _element(QUESTION)
    kinds = sorted(KINDS)
    question["properties"] |= {  # type: ignore[operator]
        "type": {"type": "string", "pattern": f"^({'|'.join(kinds)})( [a-z][a-z0-9_]*)?$"},
        "sub": _array("sub_item"),
        "cards": {"$ref": "#/$defs/cards"},
    }
    cards = _element(CARDS)
    cards["properties"] |= {  # type: ignore[operator]
        "cards": _array("card"),
        "top": {"type": "array", "items": {"anyOf": [_SCALAR, {"$ref": "#/$defs/pick"}]}},
    }
    whole = _element(QUESTIONNAIRE)
    whole["properties"] |= {  # type: ignore[operator]
        "consent": {"$ref": "#/$defs/consent"},
        "apart": {"$ref": "#/$defs/apart"},
        "sections": {"type": "array", "items": {"anyOf": [_FILE, {"$ref": "#/$defs/section"}]}},
        "lists": {"anyOf": [_FILE, {"$ref": "#/$defs/lists"}]},
        **{key: {"anyOf": [_FILE, {"type": "object"}]} for key in ("texts", "derived", "advice")},
    }
    choice = {**_element(CHOICE), "additionalProperties": _SCALAR}
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Doorvragen questionnaire",
        **whole,
        "$defs": {
            "consent": _element(CONSENT),
            "apart": _element(APART),
            "section": section,
            "question": question,
            "sub_item": _element(SUB_ITEM),
            "cards": cards,
            "card": _element(CARD),
            "pick": _element(PICK),
            "lists": {"type": "object", "additionalProperties": _array("choice")},
            "choice": choice,
        },
    }


def _array(name: str) -> dict[str, object]:
    return {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}


def _element(element: Element) -> dict[str, object]:
    return {
        "type": "object",
        "additionalProperties": False,
        "required": [name for name, key in element.items() if key.required],
        "properties": {name: _value(key) for name, key in element.items()},
    }


def _value(key: Key) -> dict[str, object]:
    one: dict[str, object] = {"enum": list(key.values)} if key.values else dict(_SCALAR)
    forms: dict[Form, dict[str, object]] = {
        Form.TEXT: one,
        Form.FLAG: {"type": "boolean"},
        Form.NUMBER: {"type": "integer"},
        Form.TEXTS: {"type": "array", "items": one},
        Form.PAIRS: {"type": "object", "additionalProperties": _SCALAR},
        Form.NODE: {},
    }
    return forms[key.form]


if __name__ == "__main__":
    sys.stdout.write(json.dumps(json_schema(), indent=2) + "\n")
