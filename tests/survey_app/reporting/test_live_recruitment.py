"""The live picture of the recruitment: where chains stop, and what became of the cards."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from survey_app.reporting import computed
from survey_app.reporting.charts import cards, composition, first_people, growth, progress, stopped
from survey_app.reporting.dataset import Answers
from survey_app.reporting.material import Cards, Fieldwork, Material
from survey_app.reporting.panel import HIDDEN

Waterwijk = Callable[[int], Answers]


CARDS = Cards(waiting=30, out=60, used=90, expired=50)


def material(answers: Answers, **fieldwork: Any) -> Material:
    return Material(answers, computed.Computed(), fieldwork=Fieldwork(cards=CARDS, **fieldwork))


def ids(answers: Answers) -> frozenset[str]:
    return frozenset(id_ for id_ in answers.snapshot.who("interview") if id_)


def test_when_nobody_holds_a_card_all_chains_are_quiet_and_there_is_advice(
    waterwijk: Waterwijk,
) -> None:
    panel = stopped.build(material(waterwijk(160)))
    assert panel
    assert panel.finding.startswith("Alle ketens zijn stil")
    assert "2011" in panel.advice
    assert panel.table
    assert {row[4] for row in panel.table.rows} <= {0, HIDDEN}


def test_while_everybody_holds_a_card_nothing_has_stopped(waterwijk: Waterwijk) -> None:
    answers = waterwijk(160)
    panel = stopped.build(material(answers, holders=ids(answers)))
    assert panel
    assert "elke keten" in panel.finding
    assert "stoppen" not in panel.finding
    assert not panel.advice
    assert panel.table
    assert {row[3] for row in panel.table.rows} <= {0, HIDDEN}


def test_who_got_no_cards_in_the_last_wave_neither_stopped_nor_goes_on(
    waterwijk: Waterwijk,
) -> None:
    answers = waterwijk(160)
    found = material(answers, holders=frozenset(), most_waves=2)
    assert found.forest
    people = stopped.people(found, found.forest)
    assert people.sum() == 160
    assert not people[:2, 3].any()
    assert not people[2:, 1:3].any()
    panel = stopped.build(found)
    assert panel
    assert panel.table
    assert panel.table.columns[-1].name == "geen_kaarten"
    assert "golf 2" in panel.method


def test_a_study_without_cards_has_no_chains_that_stop(waterwijk: Waterwijk) -> None:
    plain = Material(waterwijk(160), computed.Computed())
    assert stopped.build(plain) is None
    assert first_people.build(plain) is None


def test_where_nobody_counted_who_still_holds_a_card_nothing_is_said_of_it(
    waterwijk: Waterwijk,
) -> None:
    large = material(waterwijk(160), holders=None)
    assert stopped.build(large) is None
    assert first_people.build(large) is None


def test_a_few_quiet_chains_are_not_counted_aloud() -> None:
    assert stopped._finding(10, 3) == "Sommige ketens zijn stil en andere niet."
    assert stopped._finding(12, 5).startswith("5 van de 12 ketens zijn stil")


def test_the_wave_where_most_chains_stop_is_told_as_far_as_it_may_be() -> None:
    waves = stopped.shown(np.array([[20, 10, 10, 0], [15, 30, 8, 0]]))
    assert "hier: Golf 1. Daar brachten 30 mensen" in stopped._where(waves)
    some = stopped.shown(np.array([[20, 30, 10, 0], [20, 10, 10, 0], [15, 2, 8, 0]]))
    assert HIDDEN in {wave.stopped for wave in some}
    assert "Van wat we kunnen tonen" in stopped._where(some)
    assert "30 mensen" in stopped._where(some)
    assert stopped._where(stopped.shown(np.array([[20, 0, 10, 0], [15, 0, 8, 0]]))) == ""


@given(st.lists(st.tuples(*[st.integers(0, 12)] * 4), min_size=1, max_size=8))
def test_no_wave_tells_of_one_to_four_people(people: list[tuple[int, ...]]) -> None:
    table = np.array(people)
    assume(table.sum() >= 10)
    waves = stopped.shown(table)
    assert sum(wave.people for wave in waves) == table.sum()
    for wave in waves:
        cells = (wave.brought, wave.stopped, wave.open, wave.last)
        assert wave.people >= 10
        assert not {1, 2, 3, 4} & set(cells)
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


def test_the_first_people_are_told_as_their_wave_is(waterwijk: Waterwijk) -> None:
    found = material(waterwijk(160))
    panel = first_people.build(found)
    assert found.forest
    assert panel
    assert panel.table
    assert panel.n == found.forest.seeds
    first = stopped.told(found, found.forest)[0]
    assert [row[1] for row in panel.table.rows] == [first.brought, first.stopped, first.open]


def test_speed_is_of_whole_weeks_and_a_difference_must_be_more_than_chance() -> None:
    def speed(weeks: list[int]) -> str:
        people = np.column_stack([weeks, np.zeros((len(weeks), 2), dtype=int)])
        return growth._speed(people, growth.shown([str(n) for n in range(len(weeks))], people))

    assert "ongeveer even snel" in speed([10, 11, 9, 10, 10, 12, 10, 11, 3])
    assert "sneller" in speed([10, 10, 10, 10, 30, 30, 30, 30, 0])
    assert "gemiddeld 30 gesprekken per week, de vier weken daarvoor 10" in speed(
        [10, 10, 10, 10, 30, 30, 30, 30, 0]
    )
    assert "langzamer" in speed([30, 30, 30, 30, 8, 2, 6, 5, 0])
    assert "gemiddeld" not in speed([30, 30, 30, 30, 8, 2, 6, 5, 0])  # a hidden week
    assert "geen gesprek bij" in speed([30, 30, 30, 30, 0, 0, 0, 0, 0])
    assert "gemiddeld 20 gesprekken per week" in speed([20, 20, 20])


def test_weeks_in_which_nobody_came_are_drawn_up_to_now(waterwijk: Waterwijk) -> None:
    answers = waterwijk(160)
    until = material(answers).until
    quiet = growth.build(material(answers, now=until + timedelta(weeks=5)))
    assert quiet
    assert quiet.table
    assert [row[1] for row in quiet.table.rows[-4:]] == [0, 0, 0, 0]
    assert "geen gesprek bij" in quiet.finding
    forgotten = growth.build(material(answers, now=until + timedelta(weeks=500)))
    assert forgotten
    assert forgotten.table
    assert len(forgotten.table.rows) <= len(quiet.table.rows) + 4


def test_a_week_is_as_hidden_here_as_on_the_overview(waterwijk: Waterwijk) -> None:
    found = material(waterwijk(160))
    grown, progressed = growth.build(found), progress.build(found)
    assert grown
    assert progressed
    assert grown.table
    assert progressed.table
    assert [row[:2] for row in grown.table.rows] == [row[:2] for row in progressed.table.rows]


@pytest.mark.slow
def test_the_reader_chooses_a_trait_that_the_questionnaire_marks(waterwijk: Waterwijk) -> None:
    found = material(waterwijk(600))
    names = composition.traits(found)
    assert {"geslacht", "leeftijd", "opleiding"} <= set(names)
    assert "geboorteland" not in names  # asks more consent
    for name in names:
        panel = composition.build(replace(found, chosen=name))
        assert panel
        assert panel.choices
        assert panel.choices.chosen == name
        assert panel.table
        assert sum(int(str(row[-1])) for row in panel.table.rows) == 600
        for row in panel.table.rows:
            assert isinstance(row[-1], int)
            shares = [share for share in row[1:-1] if isinstance(share, float)]
            assert all(round(share * row[-1]) == 0 or share * row[-1] > 4.4 for share in shares)
            assert len(shares) != len(row) - 3  # one alone would follow from the others


def test_a_questionnaire_that_marks_nothing_has_no_composition(waterwijk: Waterwijk) -> None:
    answers = waterwijk(160)
    none = Answers(answers.snapshot, replace(answers.questionnaire, sections=()))
    assert composition.build(material(none)) is None


def test_first_people_who_bring_nobody_are_counted_with_advice() -> None:
    assert first_people._finding(30, 18, 12).startswith("12 van de 30 eerste mensen")
    assert first_people._finding(30, 26, HIDDEN).startswith("26 van de 30")
    assert first_people._finding(30, HIDDEN, HIDDEN).startswith("Sommige")
    assert first_people._finding(30, 20, 0).startswith("Alle")
