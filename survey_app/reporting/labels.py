"""What a column means, in the reader's language: the codebook's side of the bridge."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from survey_app import i18n
from survey_app.questionnaire.model import Item, Questionnaire
from survey_app.reporting.columns import Column

if TYPE_CHECKING:
    from analysis.codebook import Variable

Translate = Callable[[str, str], str]  # stable key, Dutch text → text in the reader's language


def dutch(_key: str, source: str) -> str:
    """The source itself."""
    return source


def translator(questionnaire: Questionnaire, language: str) -> Translate:
    """Translates the texts of a questionnaire; what is not translated stays Dutch."""

    def translate(key: str, source: str) -> str:
        return i18n.translate(key, source, language, questionnaire.name).text

    return translate


def variable_of(questionnaire: Questionnaire, column: Column, translate: Translate) -> Variable:
    """A column of the snapshot as a variable; what is no item has codes for labels."""
    from analysis.codebook import Category, Variable

    item = questionnaire.items.get(column.name)
    if item is None:
        return Variable(column.name, categories=tuple(Category(code) for code in column.codes))
    question = questionnaire.question_of[item.name]
    return Variable(
        name=item.name,
        label=translate(f"{item.name}:label", item.label),
        level=item.level,
        categories=tuple(
            Category(code, label_of(questionnaire, item, code, translate)) for code in column.codes
        ),
        multiple=column.kind == "many",
        role=item.role,
        dimension=item.dimension,
        block=item.role if question.cards else "",
        number=question.number or "",
        special_category=item.special_category,
    )


def label_of(questionnaire: Questionnaire, item: Item, code: str, translate: Translate) -> str:
    """The words of one code of an item; the code where there are none."""
    choice = next((c for c in questionnaire.choices(item) if c.name == code), None)
    if choice is None:
        return code
    task = questionnaire.by_name.get(item.list_name or "")
    if task and task.cards:  # a pick among the cards
        return translate(f"{code}:label", choice.label)
    return translate(f"{item.list_name}/{code}", choice.label)
