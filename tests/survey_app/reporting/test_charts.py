"""Every chart of the registry, on studies of every size: complete, and silent about few people."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from survey_app.reporting import computed
from survey_app.reporting.charts import CHARTS, counts, style
from survey_app.reporting.dataset import Answers
from survey_app.reporting.material import Cards, Fieldwork, Material, Tallies
from survey_app.reporting.pages import titles
from survey_app.reporting.panel import HIDDEN, Panel

AREAS = {"waterwijk-noord": "Noord", "waterwijk-midden": "Midden", "waterwijk-zuid": "Zuid"}
SIZES = (12, 40, 160)
FIELDWORK = Fieldwork(cards=Cards(waiting=300, out=61, used=152, expired=80, void=2))
Waterwijk = Callable[[int], Answers]


@pytest.fixture(scope="session")
def material(waterwijk: Waterwijk) -> Callable[[int], Material]:
    """So many people, with everything computed."""

    def material(people: int) -> Material:
        answers = waterwijk(people)
        folder = answers.snapshot.folder
        if people and not computed.opened(folder).results:
            computed.compute(answers)
        return Material(answers, computed.opened(folder), Tallies(), AREAS, fieldwork=FIELDWORK)

    return material


@pytest.mark.slow
@pytest.mark.parametrize("name", CHARTS)
def test_a_panel_says_what_it_found_about_how_many_and_how(
    material: Callable[[int], Material], name: str
) -> None:
    panel = CHARTS[name].build(material(160))
    assert panel is not None
    assert panel.finding.endswith((".", "!"))
    assert panel.n > 0
    assert panel.table
    assert panel.table.rows
    assert panel.method or panel.unknown or panel.assumed
    assert len({table_caption(other, material(160)) for other in on_page(name)}) == len(
        on_page(name)
    )


def on_page(name: str) -> list[str]:
    return [other for other, chart in CHARTS.items() if chart.page == CHARTS[name].page]


def table_caption(name: str, material: Material) -> str:
    panel = CHARTS[name].build(material)
    assert panel
    assert panel.table
    return panel.table.caption


@pytest.mark.slow
@pytest.mark.parametrize("people", SIZES)
@pytest.mark.parametrize("name", CHARTS)
def test_no_panel_tells_of_one_to_four_people(
    material: Callable[[int], Material], name: str, people: int
) -> None:
    panel = CHARTS[name].build(material(people))
    if panel is None:
        return
    for number in counts_in(panel):
        assert not 0 < number < 5
        assert not 0 < people - number < 5
    for share, base in shares_in(panel):
        assert not 0.5 <= share * base < 4.5
        assert not 0.5 <= (1 - share) * base < 4.5


def counts_in(panel: Panel) -> Iterator[int]:
    if panel.table is None:
        return
    for row in panel.table.rows:
        for value, column in zip(row, panel.table.columns, strict=True):
            if column.kind == "count" and isinstance(value, int):
                yield value


def shares_in(panel: Panel) -> Iterator[tuple[float, int]]:
    """Unweighted shares with the number of people that they are shares of."""
    if panel.table is None:
        return
    names = [column.name for column in panel.table.columns]
    for row in panel.table.rows:
        cells = dict(zip(names, row, strict=True))
        for name, value in cells.items():
            unweighted = name in {"top3", "deel"} or name.startswith("stapel")
            base = cells.get("n", panel.n)
            if unweighted and isinstance(value, float) and isinstance(base, int):
                yield value, panel.n if name == "deel" else base


@pytest.mark.slow
@pytest.mark.parametrize("name", CHARTS)
def test_a_picture_holds_nothing_that_its_table_hides(
    material: Callable[[int], Material], name: str
) -> None:
    panel = CHARTS[name].build(material(40))
    if panel is None or not panel.figure or panel.table is None:
        return
    shown = {value for row in panel.table.rows for value in row if isinstance(value, int | float)}
    if CHARTS[name].page == "overview" or name in {"golven", "kaarten", "stilte"}:
        assert set(bar_lengths(json.loads(panel.figure))) <= shown


def bar_lengths(figure: dict[str, Any]) -> Iterator[float]:
    for trace in figure["data"]:
        axis = "x" if trace.get("orientation") == "h" else "y"
        values = trace[axis]
        values = values if isinstance(values, list) else []
        yield from (value for value in values if value is not None)


@pytest.mark.parametrize("name", CHARTS)
def test_nothing_is_said_about_fewer_than_ten_people(
    material: Callable[[int], Material], name: str
) -> None:
    panel = CHARTS[name].build(material(9))
    assert panel is None or name == "voortgang"


def test_every_chart_stands_on_a_page_that_there_is() -> None:
    assert {chart.page for chart in CHARTS.values()} <= set(titles())
    assert all(name == chart.name for name, chart in CHARTS.items())


def test_segments_are_not_looked_for_below_150_people(
    material: Callable[[int], Material],
) -> None:
    panel = CHARTS["groepen"].build(material(40))
    assert panel
    assert "150" in panel.finding
    assert panel.table is None


def test_without_computed_results_the_live_figures_are_there(waterwijk: Waterwijk) -> None:
    answers = waterwijk(160)
    panel = CHARTS["redenen"].build(Material(answers, computed.Computed()))
    assert panel
    assert panel.needs_computing
    assert panel.table
    assert all(row[1] is not None for row in panel.table.rows)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["golven", "ketens"])
def test_in_a_large_study_the_chains_are_computed_apart(
    waterwijk: Waterwijk,
    material: Callable[[int], Material],
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    live = CHARTS[name].build(material(160))
    monkeypatch.setattr("survey_app.reporting.material.LIVE_FOREST", 100)
    large = Material(waterwijk(160), material(160).computed, Tallies(), AREAS)
    apart = CHARTS[name].build(large)
    assert live
    assert apart
    assert (apart.finding, apart.table) == (live.finding, live.table)
    assert live.computed is None
    assert apart.computed is not None
    assert CHARTS[name].build(Material(waterwijk(160), computed.Computed())) is None


def test_small_languages_stand_together() -> None:
    groups = counts.merged(["Turks", "Pools", "Thai", "Urdu"], [40, 12, 3, 1], "andere")
    assert [(group.label, group.number) for group in groups] == [
        ("Turks", 40),
        ("andere", 16),
    ]


def test_a_small_week_is_hidden_with_another() -> None:
    groups = counts.shown(["a", "b", "c"], [30, 2, 9])
    assert [group.number for group in groups] == [30, HIDDEN, HIDDEN]


def test_the_colours_of_below_and_above_are_plain_colours() -> None:
    assert style.below_above(0) == "#f6f1e7"
    assert style.below_above(1.5) == style.below_above(9) == "#2f67a3"
    assert style.below_above(-1.5) == "#b4612f"
    assert style.below_above(0.75) not in {"#f6f1e7", "#2f67a3"}
