"""Answers of every sort, for the laws."""

import json
from pathlib import Path

from hypothesis import strategies as st

from survey_app.questionnaire.answers import Answer, AnswerSheet, Status
from survey_app.questionnaire.kinds import KINDS

_LINES = json.loads(Path(__file__).with_name("expressions.json").read_text(encoding="utf-8"))

# Conditions that need no context: over answers a, b (text) and m, n (numbers).
SOURCES = sorted(
    {line["expression"] for line in _LINES if "self" not in line and "choice" not in line}
)

anything = st.one_of(
    st.sampled_from(["", "x", "y", "ja", "0", "5", "-3", "1e9", "NaN", "x y z", " "]),
    st.text(max_size=12),
)


def values(questionnaire, item):
    """Values of an item that could be right, and some that are not."""
    codes = [choice.name for choice in questionnaire.choices(item)]
    if not codes:
        numbers = st.integers(-2, 2100).map(str)
        return numbers if KINDS[item.type].level == "interval" else anything
    if KINDS[item.type].multiple:
        return st.lists(st.sampled_from(codes), unique=True, max_size=4).map(" ".join)
    return st.sampled_from(codes)


def answers(questionnaire, item):
    """An answer with a value, or a reason for none."""
    given = values(questionnaire, item).map(Answer)
    return st.one_of(given, given, st.sampled_from(Status).map(lambda status: Answer("", status)))


@st.composite
def sheets(draw, questionnaire):
    """Answers to some items of a questionnaire; consents are often given, branches often taken."""
    names = draw(st.sets(st.sampled_from(sorted(questionnaire.items)), max_size=12))
    consent = questionnaire.consent
    sheet = {}
    if consent and draw(st.booleans()):
        sheet[consent.gate] = Answer(consent.yes)
        if consent.special and draw(st.booleans()):
            sheet[consent.special] = Answer(consent.yes)
    if questionnaire.branch:
        names.add(questionnaire.branch)
    for name in sorted(names):
        if name not in sheet:
            sheet[name] = draw(answers(questionnaire, questionnaire.items[name]))
    return AnswerSheet(sheet)
