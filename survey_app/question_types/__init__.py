"""The kinds of question: what each does with a form, an export, a screen.

A kind is a Python file, a template of the same name in ``templates/`` and a line in ``registry``.
``read_screen`` reads what was sent; ``check_screen`` checks answers that came as values.

**Templates.** The Jinja loader must find the folder ``TEMPLATES`` under the prefix
``question_types/``. A page includes ``QUESTION_TYPES[question.item.type].template`` in its form.
The fragment draws the words of the question (as ``legend`` or ``label``), its inputs and its
follow-ups; the page around it draws number, hint, probe, fixed text, show card, status buttons,
complaints and navigation. The fragment reads, from the context:

``question``    the Question
``items``       the items that are asked: ``route.relevant_items(question)``
``choices``     for each item by name, its choices now: ``route.visible_choices(item)``
``answers``     an AnswerSheet, with what was typed over it, right or wrong
``t(key, language)``   a text by its key (see questionnaire/texts.py), with attributes ``text``,
                ``lang`` (a tag for HTML: the language that the text really is in) and ``dir``
``read_lang``   the language of the interviewer
``heard_lang``  the language of the respondent; the same one is drawn once
``mode``        ``oral`` or ``self``; alone, field codes are left out and ``label_self`` is used
``order``       of a card task: the names of the cards that are asked, in the order of
                ``questionnaire.shuffle.card_order``
``faults``      for each item by name, what is wrong with it, in words; may be left out
``_``           gettext, for the words of the interface

**Form fields.** Inputs carry the name of their item. ``<item>__status`` is the reason why a
follow-up or a card has no answer; ``status`` that of the whole screen, a button of the page.
``<item>__order`` may hold the codes of a multiple choice in the order of ticking (a script fills
it in; without it the order of before is kept and new ones follow in the order of the list).

**Hooks for style and script.** ``dv-item[data-item]`` an item, ``dv-item--code`` a silent field
code, ``dv-label``, ``dv-rows`` (``--long``: worth a filter, ``data-at-most``), ``dv-row`` with
``data-exclusive`` and ``data-excludes`` on its input, ``dv-digit``, ``dv-read`` and ``dv-heard``
the two languages, ``dv-reason``, ``dv-number``, ``dv-range``, ``dv-text``, ``dv-deck`` with
``dv-card`` (``data-card``), ``dv-lead``, ``dv-top`` with ``dv-pick``.
"""

from pathlib import Path

from survey_app.question_types.base import Column, Parsed, QuestionType, order_field, status_field
from survey_app.question_types.registry import QUESTION_TYPES
from survey_app.question_types.screen import check_screen, read_screen

TEMPLATES = Path(__file__).parent / "templates"

__all__ = [
    "QUESTION_TYPES",
    "TEMPLATES",
    "Column",
    "Parsed",
    "QuestionType",
    "check_screen",
    "order_field",
    "read_screen",
    "status_field",
]
