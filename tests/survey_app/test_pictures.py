"""The drawings of enquête 57: there, small, and drawn in one hand."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from survey_app.questionnaire.model import Questionnaire

FOLDER = Path(__file__).parents[2] / "questionnaires" / "enquete57"
DRAWINGS = sorted((FOLDER / "cards").glob("*.svg"))
PARTS = {"svg", "path", "rect", "circle", "text"}  # text: the number on a note of money
A_PICTURE_CARRIES_MOST = (
    *("prijs", "tijd", "smiley5", "moeite4"),
    *("frequentie", "wil_leren", "traject", "zelf4"),
)


def named(questionnaire: Questionnaire) -> set[str]:
    choices = [choice for each in questionnaire.lists.values() for choice in each.choices]
    cards = [card for q in questionnaire if q.cards for card in q.cards.cards]
    return {one.picture for one in (*choices, *cards) if one.picture}


def test_every_picture_is_there_and_every_drawing_is_used(enquete57: Questionnaire) -> None:
    assert named(enquete57) == {f"cards/{drawing.name}" for drawing in DRAWINGS}


def test_every_card_has_a_picture(enquete57: Questionnaire) -> None:
    cards = [card for question in enquete57 if question.cards for card in question.cards.cards]
    assert len(cards) == 24
    assert len({card.picture for card in cards}) == 24


@pytest.mark.parametrize("name", A_PICTURE_CARRIES_MOST)
def test_lists_that_are_shown_in_pictures(enquete57: Questionnaire, name: str) -> None:
    assert all(choice.picture for choice in enquete57.lists[name].choices)


@pytest.mark.parametrize("drawing", DRAWINGS, ids=lambda drawing: drawing.stem)
def test_a_drawing_is_small_and_has_one_stroke_and_two_tones(drawing: Path) -> None:
    text = drawing.read_text(encoding="utf-8")
    root = etree.fromstring(text.encode())
    assert len(text) <= 2048
    assert root.get("viewBox") == "0 0 96 96"
    assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "3")
    assert set(re.findall(r"#[0-9a-f]{3,6}", text)) <= {"#1d2733", "#cfdceb", "#fff"}
    assert {etree.QName(part).localname for part in root.iter()} <= PARTS
