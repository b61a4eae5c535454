"""A questionnaire as the page needs it to find its way without a network.

Conditions are the compiled XPath strings, the same that the server evaluates; ``routing.js`` and
``checks.js`` read this. Names of keys are short words, nothing in it is about a person.
"""

from __future__ import annotations

from typing import Any

from survey_app.question_types import QUESTION_TYPES
from survey_app.questionnaire.kinds import KINDS
from survey_app.questionnaire.model import Choice, Condition, Item, Question, Questionnaire
from survey_app.services import completion

Plain = dict[str, Any]


def definition(questionnaire: Questionnaire) -> Plain:
    """All of it, in what JSON knows."""
    consent = questionnaire.consent
    return {
        "name": questionnaire.name,
        "branch": questionnaire.branch,
        "consent": consent
        and {
            "gate": consent.gate,
            "yes": consent.yes,
            "special": consent.special,
            "language": consent.language,
        },
        "contact": [
            item.name for item in questionnaire.items.values() if item.role == completion.CONTACT
        ],
        "apart": questionnaire.apart
        and {
            "questions": list(questionnaire.apart.questions),
            "after": questionnaire.apart.after,
        },
        "columns": list(questionnaire.filter_columns),
        "references": sorted(questionnaire.references),
        "lists": {
            name: [_choice(choice) for choice in choices.choices]
            for name, choices in questionnaire.lists.items()
        },
        "sections": [
            {
                "name": section.name,
                "relevant": _xpath(section.relevant),
                "aloud": section.read_aloud,
                "skippable": section.skippable,
                "questions": [
                    _question(question, questionnaire) for question in section.questions
                ],
            }
            for section in questionnaire.sections
        ],
    }


def _question(question: Question, questionnaire: Questionnaire) -> Plain:
    here = {item.name for item in question.items}
    cards = question.cards
    return {
        "name": question.name,
        "number": question.number,
        "type": question.item.type,
        "core": question.core,
        "relevant": _xpath(question.item.relevant),
        "missing": list(question.item.missing),
        "marked": [item.name for item in QUESTION_TYPES[question.item.type].marked(question)],
        "items": [_item(item, question, here, questionnaire) for item in question.items],
        "cards": cards
        and {
            "order": cards.order.name,
            "cards": [card.name for card in cards.cards],
            "top": [pick.name for pick in cards.top],
            "from": list(cards.top_from),
        },
    }


def _item(item: Item, question: Question, here: set[str], questionnaire: Questionnaire) -> Plain:
    called_after = questionnaire.by_name.get(item.list_name or "")
    return {
        "name": item.name,
        "type": item.type,
        "multiple": KINDS[item.type].multiple,
        "list": item.list_name,
        "relevant": None if item is question.item else _xpath(item.relevant),
        # asked or not by what is answered on this very screen
        "follows": bool(item.relevant and here & item.relevant.references),
        "constraint": _xpath(item.constraint),
        "filter": _xpath(item.choice_filter),
        "required": item.required,
        "most": item.at_most,
        "missing": list(item.missing),
        "scale": [int(item.parameters[key]) for key in KINDS[item.type].parameters],
        "pick": bool(called_after and called_after.cards),
        "special": item.special_category,
    }


def _choice(choice: Choice) -> Plain:
    return {
        "name": choice.name,
        "label": choice.label,
        "exclusive": choice.exclusive,
        "excludes": list(choice.excludes),
        "filters": dict(choice.filters),
    }


def _xpath(condition: Condition | None) -> str | None:
    return condition.xpath if condition else None
