"""Advice from published groups: three-valued, with its reasons, and never from hidden figures."""

import re
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml

from analysis.dataset import Dataset
from analysis.descriptive.advice import AdviceBook, read_advice
from analysis.descriptive.advising import AdviceResult, advise
from analysis.descriptive.figures import Figure, Group, group_figures
from analysis.descriptive.means import Resampling
from analysis.errors import DataError
from tests.analysis.descriptive.small import CODEBOOK, small

FILE = Path(__file__).parents[3] / "questionnaires" / "enquete57" / "advice.yaml"
BOXES = ("A1", "A2", "A3", "N1", "N2", "N3", "N4", "O")
EVERYONE = pd.Series(["all"] * 6)


def book(when: str, **parts: str) -> AdviceBook:
    rule = {
        "id": "R1",
        "when": yaml.safe_load(when),
        "source": "here",
        "pages": "9",
        "kind": "kern",
        **parts,
    }
    return read_advice({"version": "1", "source": "Book", "rules": [rule]})


def figures(advice: AdviceBook, scores: pd.DataFrame | None = None) -> pd.DataFrame:
    return group_figures(small(), EVERYONE, advice.figures(CODEBOOK), scores)


def decided(when: str, facts: tuple[str, ...] = (), scores: pd.DataFrame | None = None) -> object:
    """True, False, or None for unknown."""
    advice = book(when)
    result = advise(advice, figures(advice, scores), CODEBOOK, facts)
    return None if result.undecided else bool(result.advice)


@pytest.mark.parametrize(
    ("when", "holds"),
    [
        ("{always: true}", True),
        ("{share: {item: price, codes: [five, ten], at_least: 0.75}}", True),
        ("{share: {item: price, codes: [five, ten], at_least: 0.76}}", False),
        ("{share: {item: price, codes: [free], at_most: 0.25}}", True),
        ("{share: {item: times, codes: [morning], at_least: 0.6}}", True),
        ("{share: {item: times, codes: [evening], at_least: 0.6, among: {item: price, "
         "codes: [five]}}}", True),
        ("{median: {item: year, at_most: 2015}}", True),
        ("{median: {item: year, at_least: 2016}}", False),
        ("{fact: partner}", False),
        ("{not: {fact: partner}}", True),
        ("{share: {item: garden, codes: [ja], at_least: 0.1}}", None),
        ("{any: [{always: true}, {share: {item: garden, codes: [ja], at_least: 0.1}}]}", True),
        ("{all: [{fact: x}, {share: {item: garden, codes: [ja], at_least: 0.1}}]}", False),
        ("{all: [{always: true}, {share: {item: garden, codes: [ja], at_least: 0.1}}]}", None),
        ("{not: {share: {item: garden, codes: [ja], at_least: 0.1}}}", None),
    ],
)  # fmt: skip
def test_a_condition_is_true_false_or_unknown(when: str, holds: object) -> None:
    assert decided(when) is holds


def test_a_fact_is_what_somebody_says() -> None:
    assert decided("{fact: partner}", ("partner",)) is True


def test_a_card_is_above_average_only_when_its_interval_is() -> None:
    groups = pd.Series(["a"] * 40 + ["b"] * 40)
    clear = np.repeat([1.0, -1.0], 40) + np.tile([0.1, -0.1], 40)
    faint = np.tile([1.0, -1.0], 40) + np.repeat([0.01, -0.01], 40)
    dataset = Dataset(pd.DataFrame({"x": range(80)}))
    scores = pd.DataFrame({"work": clear, "child": faint})
    advice = book("{any: [{above: work}, {above: child}]}")
    table = group_figures(dataset, groups, advice.figures(CODEBOOK), scores)
    result = advise(advice, table, CODEBOOK)
    assert [(a.group, a.because) for a in result.advice] == [("a", (Figure("above", "work"),))]


def test_what_is_not_shown_is_never_used() -> None:
    advice = book("{share: {item: price, codes: [five], at_least: 0.1}}")
    hidden = figures(advice).assign(value=np.nan, low=np.nan, high=np.nan)
    result = advise(advice, hidden, CODEBOOK)
    assert result.advice == ()
    assert result.undecided == (("all", "R1"),)


def test_places_in_a_text_get_the_most_given_answers() -> None:
    advice = book("{always: true}", time="{price:2}, or else {times:1}", offer="a class")
    result = advise(advice, figures(advice), CODEBOOK)
    assert result.advice[0].text("time") == "Five, Free, or else Morning"
    assert result.table.loc[0, "offer"] == "a class"
    assert result.table.loc[0, "channel"] == ""


def test_a_text_whose_answers_are_hidden_is_left_out() -> None:
    advice = book("{always: true}", time="{price:2}", offer="a class")
    result = advise(advice, figures(advice).assign(value=np.nan), CODEBOOK)
    assert result.advice[0].parts["time"] == ()
    assert result.advice[0].text("offer") == "a class"


def test_an_entry_with_a_condition_is_shown_when_it_holds() -> None:
    entry = "{share: {item: times, codes: [evening], at_least: LIMIT}}"
    for limit, shown in (("0.5", "teacher, neighbour"), ("0.9", "teacher")):
        when = yaml.safe_load(entry.replace("LIMIT", limit))
        advice = book("{always: true}", messenger=["teacher", {"text": "neighbour", "when": when}])
        assert advise(advice, figures(advice), CODEBOOK).advice[0].text("messenger") == shown


def test_figures_carry_their_base_count_and_interval() -> None:
    share = Figure("share", "price", ("five", "ten"))
    size, row = (row for _, row in group_figures(small(), EVERYONE, [share]).iterrows())
    assert (size["figure"], size["value"]) == ("size", 6)
    assert (row["n"], row["count"], row["value"]) == (4, 3, 0.75)
    assert row["low"] <= 0.75 <= row["high"]
    assert row["figure"] == "share price=five|ten"


def test_figures_do_not_depend_on_the_order_of_people() -> None:
    dataset = small()
    wanted = [Figure("share", "times", ("morning",)), Figure("median", "year")]
    groups = pd.Series(list("aabbba"))
    order = np.array([5, 3, 1, 0, 2, 4])
    moved = Dataset(
        dataset.frame.iloc[order].reset_index(drop=True),
        dataset.codebook,
        dataset.status.iloc[order].reset_index(drop=True),
    )
    once = group_figures(dataset, groups, wanted)
    again = group_figures(moved, groups.iloc[order].reset_index(drop=True), wanted)
    pd.testing.assert_frame_equal(once, again)


def test_resamples_of_recruitment_are_used_for_each_group() -> None:
    counts = np.random.default_rng(0).multinomial(6, [1 / 6] * 6, size=50)
    wanted = [Figure("share", "times", ("morning",))]
    groups = pd.Series(list("aabbba"))
    table = group_figures(small(), groups, wanted, resampling=Resampling(counts))
    assert (table["low"] <= table["value"]).all()


def test_a_table_that_lacks_a_figure_is_an_error_and_not_a_no() -> None:
    advice = book("{share: {item: price, codes: [five], at_least: 0.1}}")
    with pytest.raises(DataError, match="lacks the figure 'share price=five'"):
        advise(advice, figures(book("{median: {item: year, at_least: 1}}")), CODEBOOK)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"when": {"maybe": 1}}, "rule R1: expected one of always"),
        ({"when": {"share": {"item": "p", "codes": ["a"]}}}, "needs at_least or at_most"),
        ({"when": {"above": 3}}, "above needs a name"),
        ({"when": {"all": []}}, "needs a list"),
        ({"kind": "perhaps"}, "kern, afgeleid"),
        ({"colour": "red"}, "rule R1: unknown colour"),
        ({"source": None}, "source is missing"),
        ({"message": [{"text": "x"}]}, "rule R1, message: when is missing"),
        ({"derived_parts": ["colour"]}, "may name message"),
    ],
)
def test_a_wrong_rule_is_named(change: dict, named: str) -> None:
    rule = {"id": "R1", "when": {"always": True}, "source": "s", "pages": "1", "kind": "kern"}
    data = {"version": "1", "source": "s", "rules": [rule | change]}
    with pytest.raises(DataError, match=re.escape(named)):
        read_advice(data)


@pytest.fixture(scope="module")
def enquete57() -> AdviceBook:
    return read_advice(yaml.safe_load(FILE.read_text(encoding="utf-8")))


def test_the_file_of_enquete_57_holds_31_rules_and_8_boxes(enquete57: AdviceBook) -> None:
    assert [rule.id for rule in enquete57.rules] == [f"R{n:02}" for n in range(1, 32)]
    assert enquete57.typology
    assert [box.code for box in enquete57.typology.boxes] == list(BOXES)
    assert enquete57.typology.variable in {variable.name for variable in enquete57.derived}


def test_no_rule_but_that_of_labour_migrants_reads_where_people_come_from(
    enquete57: AdviceBook,
) -> None:
    read = {figure.item for figure in enquete57.figures(CODEBOOK)}
    assert not read & {"geboorteland", "herkomst_cbs", "talen_thuis", "gesprekstaal"}


def holds(advice: AdviceBook, rule: str, shares: dict[tuple[str, str], float]) -> bool | None:
    """Whether a rule holds where shares are these, by item and group asked ('' everybody)."""
    (when,) = [one.when for one in advice.rules if one.id == rule]
    shown = {
        figure.key: (shares[figure.item, "".join(figure.among[1]) if figure.among else ""], np.nan)
        for figure in when.figures
    }
    return when.truth(Group("g", shown), frozenset()).holds


@pytest.mark.parametrize(("among_mothers", "expected"), [(0.3, True), (0.2, False)])
def test_the_advice_for_young_children_asks_whether_it_is_the_mothers_who_have_them(
    enquete57: AdviceBook, among_mothers: float, expected: bool
) -> None:
    shares = {("doelgroep_type", ""): 0.3, ("gezin", "N2"): among_mothers}
    assert holds(enquete57, "R04", shares) is expected


@pytest.mark.parametrize(("stopped", "expected"), [(0.1, True), (0.09, False)])
def test_a_long_wait_of_those_who_stopped_counts_where_enough_stopped(
    enquete57: AdviceBook, stopped: float, expected: bool
) -> None:
    shares = {("traject_status", ""): stopped, ("voor_wachttijd", "gestopt"): 0.5}
    assert holds(enquete57, "R27", shares) is expected


def test_every_piece_of_advice_has_its_rule_and_source(enquete57: AdviceBook) -> None:
    table = figures(enquete57)
    result: AdviceResult = advise(enquete57, table, CODEBOOK)
    assert {advice.rule.id for advice in result.advice} >= {"R01", "R02"}
    assert (result.table[["rule", "source", "pages", "kind"]] != "").all().all()
    assert "Taal en participatie" in result.method
