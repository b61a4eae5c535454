"""The live picture of the recruitment: where chains stop, and what became of the cards."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from survey_app.reporting import computed
from survey_app.reporting.charts import cards, stopped
from survey_app.reporting.dataset import Answers
from survey_app.reporting.material import Cards, Fieldwork, Material
from survey_app.reporting.panel import HIDDEN

Waterwijk = Callable[[int], Answers]


def test_when_all_cards_ran_out_all_chains_are_quiet_and_there_is_advice(
    waterwijk: Waterwijk,
) -> None:
    answers = waterwijk(160)
    last = Material(answers, computed.Computed()).until
    panel = stopped.build(
        Material(answers, computed.Computed(), fieldwork=Fieldwork(last + timedelta(days=29)))
    )
    assert panel
    assert panel.finding.startswith("Alle ketens zijn stil")
    assert "2011" in panel.advice
    assert panel.table
    assert {row[4] for row in panel.table.rows} <= {0, HIDDEN}


def test_while_every_card_is_valid_nothing_has_stopped(waterwijk: Waterwijk) -> None:
    panel = stopped.build(
        Material(waterwijk(160), computed.Computed(), fieldwork=Fieldwork(card_days=365))
    )
    assert panel
    assert "elke keten" in panel.finding
    assert "stoppen" not in panel.finding
    assert not panel.advice
    assert panel.table
    assert {row[3] for row in panel.table.rows} <= {0, HIDDEN}


def test_a_few_quiet_chains_are_not_counted_aloud() -> None:
    assert stopped._finding(10, 3, 28) == "Sommige ketens zijn stil en andere niet."
    assert stopped._finding(12, 5, 28) == "5 van de 12 ketens zijn stil."


def test_the_wave_where_most_chains_stop_is_told_when_no_wave_hides_it() -> None:
    waves = stopped.shown(np.array([[20, 10, 10], [15, 30, 8]]))
    assert "golf 1: daar brachten 30 mensen" in stopped._where(waves)
    assert stopped._where(stopped.shown(np.array([[20, 10, 10], [15, 2, 8]]))) == ""


@given(
    st.lists(
        st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 12)),
        min_size=1,
        max_size=6,
    )
)
def test_no_wave_tells_of_one_to_four_people(people: list[tuple[int, int, int]]) -> None:
    table = np.array(people)
    for wave, row in zip(stopped.shown(table), table, strict=True):
        cells = (wave.brought, wave.stopped, wave.open)
        assert not {1, 2, 3, 4} & {wave.people, *cells}
        assert all(cell in {HIDDEN, number} for cell, number in zip(cells, row, strict=True))
        assert wave.people is not HIDDEN or set(cells) == {HIDDEN}
        if wave.people is not HIDDEN:
            assert cells.count(HIDDEN) != 1  # one alone would follow from the wave's total


def test_few_used_cards_are_hidden_with_another_and_not_said(waterwijk: Waterwijk) -> None:
    now = Fieldwork(cards=Cards(waiting=40, out=30, used=3, expired=20))
    panel = cards.build(Material(waterwijk(40), computed.Computed(), fieldwork=now))
    assert panel
    assert panel.table
    assert [row[1] for row in panel.table.rows] == [HIDDEN, 30, HIDDEN, 40, 0]
    assert "te weinig" in panel.finding
    assert json.loads(panel.figure)["data"][0]["x"] == [None, 30, None]


def test_a_study_without_cards_has_no_panel_of_cards(waterwijk: Waterwijk) -> None:
    assert cards.build(Material(waterwijk(40), computed.Computed())) is None
