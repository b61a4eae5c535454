"""What can be asked is never called unreachable; what cannot, is."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from survey_app.questionnaire.load import load

BEFORE = """
name: bereik
version: "1"
title: Bereik
lists:
  ja_nee: [{name: ja, label: Ja}, {name: nee, label: Nee}]
  nee_ja: [{name: nee, label: Nee}, {name: ja, label: Ja}]
  cijfer: [{name: "1", label: Een}, {name: "2", label: Twee}, {name: "3", label: Drie}]
  veel: [{name: p, label: P}, {name: q, label: Q}, {name: r, label: R}, {name: s, label: S}]
sections:
  - name: s_a
    label: Begin
    questions:
      - {name: tekst, type: text, label: T}
      - {name: getal, type: integer, label: G}
      - {name: een, type: integer, label: G, constraint: . >= 0 and . <= 20, constraint_message: x}
      - {name: twee, type: integer, label: G, constraint: . <= 20, constraint_message: x}
      - {name: vijfvoud, type: integer, label: G, constraint: . mod 5 = 0, constraint_message: x}
      - {name: schaal, type: range, label: S, parameters: {start: 0, end: 60, step: 5}}
      - {name: keuze, type: select_one ja_nee, label: K}
      - {name: andersom, type: select_one nee_ja, label: K}
      - {name: oordeel, type: select_one cijfer, label: O}
      - {name: meer, type: select_multiple veel, label: M}
"""

CAN = [
    "string-length(${tekst}) > 5",
    "number(${tekst}) = 7",
    "${tekst} > 6",
    "${getal} * 2 = 16",
    "${getal} = -5",
    "${getal} > 3.5 and ${getal} < 4.5",
    "${getal} > 1000000000000",
    "${getal} > 1" + "0" * 400 + " or ${getal} = 3",
    "${een} + ${twee} = 30",
    "${vijfvoud} > 101 and ${vijfvoud} < 106",
    "${schaal} div 5 = 7",
    "${keuze} = ${andersom}",
    "${oordeel} >= 3",
    "selected(${meer}, 'p') and selected(${meer}, 's') and not(selected(${meer}, 'q'))",
    "count-selected(${meer}) = 2 and selected(${meer}, 's') and not(selected(${meer}, 'p'))",
]
CANNOT = [
    "1 = 2",
    "false()",
    "${keuze} = 'ja' and ${keuze} = 'nee'",
    "${keuze} > 3",
    "${oordeel} > 3",
    "${een} > 20",
    "${een} < 0",
    "${schaal} > 60",
    "${getal} > 4 and ${getal} < 5",
    "selected(${meer}, 'p') and not(selected(${meer}, 'p') or ${keuze} = 'ja')",
]


def faults(folder: Path, relevant: str) -> list[str]:
    last = f"      - {{name: laatste, type: text, label: L, relevant: {json.dumps(relevant)}}}\n"
    (folder / "questionnaire.yaml").write_text(BEFORE + last, encoding="utf-8")
    return [problem.fault for problem in load(folder).problems]


@pytest.mark.parametrize("relevant", CAN)
def test_what_can_be_asked_is_not_refused(tmp_path: Path, relevant: str) -> None:
    assert faults(tmp_path, relevant) == []


@pytest.mark.parametrize("relevant", CANNOT)
def test_what_cannot_be_asked_is_told(tmp_path: Path, relevant: str) -> None:
    assert faults(tmp_path, relevant) == [
        "laatste wordt nooit gevraagd: de voorwaarde kan niet waar zijn."
    ]
