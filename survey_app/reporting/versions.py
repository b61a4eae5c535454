"""All versions of a questionnaire as one: what was once asked does not vanish from an export."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from survey_app.questionnaire.model import ChoiceList, Question, Questionnaire, Section

GONE = "gone"  # the section of what is no longer asked


def together(versions: Sequence[Questionnaire]) -> Questionnaire:
    """The newest version, with behind it what only older ones asked and offered.

    It tells what columns mean and cannot be held: the conditions of what is gone are gone too.

    Args:
        versions: oldest first; at least one.
    """
    whole = versions[-1]
    for older in reversed(versions[:-1]):
        whole = _with(whole, older)
    return whole


def _with(whole: Questionnaire, older: Questionnaire) -> Questionnaire:
    lists = dict(older.lists)
    for name, offered in whole.lists.items():
        lists[name] = _widened(offered, older.lists.get(name))
    gone = tuple(
        Question(item, number=older.question_of[name].number)
        for name, item in older.items.items()
        if name not in whole.items
    )
    return replace(
        whole, lists=lists, sections=(*whole.sections, Section(GONE, "", questions=gone))
    )


def _widened(offered: ChoiceList, older: ChoiceList | None) -> ChoiceList:
    """Choices that were dropped stand behind those that are still offered."""
    dropped = [x for x in older.choices if offered.get(x.name) is None] if older else []
    return replace(offered, choices=(*offered.choices, *dropped))
