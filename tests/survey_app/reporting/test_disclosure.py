"""Laws of hiding: no small count is shown, and none follows from what is shown."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from survey_app.reporting import disclosure
from survey_app.reporting.disclosure import STANDARD

counts = st.one_of(st.integers(0, 6), st.integers(0, 40))
lines = st.lists(counts, min_size=1, max_size=8).filter(lambda line: sum(line) >= STANDARD.group)


@st.composite
def tables(draw: st.DrawFn) -> np.ndarray:
    """Groups of at least ten people by answers of at least ten people."""
    rows, columns = draw(st.integers(2, 5)), draw(st.integers(2, 5))
    cells = draw(st.lists(counts, min_size=rows * columns, max_size=rows * columns))
    table = np.array(cells).reshape(rows, columns)
    assume((table.sum(axis=1) >= STANDARD.group).all())
    return table


def possible(table: np.ndarray, hidden: np.ndarray, cell: tuple[int, int]) -> tuple[float, float]:
    """The lowest and highest value of a hidden cell that fit all that is shown."""
    places = [tuple(place) for place in np.argwhere(hidden)]
    margins, totals = [], []
    for axis, size in ((0, table.shape[0]), (1, table.shape[1])):
        for line in range(size):
            margins.append([float(place[axis] == line) for place in places])
            totals.append(sum(table[place] for place in places if place[axis] == line))
    target = np.array([float(place == cell) for place in places])
    low, high = (
        linprog(sign * target, A_eq=margins, b_eq=totals, bounds=(0, None)).fun for sign in (1, -1)
    )
    return low, -high


@given(lines)
def test_a_line_shows_no_small_count(line: list[int]) -> None:
    hidden = disclosure.hidden_in_line(line)
    assert not any(0 < n < STANDARD.cell for n, h in zip(line, hidden, strict=True) if not h)


@given(lines)
def test_what_a_line_hides_does_not_follow_from_its_total(line: list[int]) -> None:
    people = [n for n, h in zip(line, disclosure.hidden_in_line(line), strict=True) if h and n]
    assert not people or (len(people) >= 2 and sum(people) >= STANDARD.cell)


@given(lines)
def test_a_line_without_small_counts_hides_nothing(line: list[int]) -> None:
    if not any(0 < n < STANDARD.cell for n in line):
        assert not disclosure.hidden_in_line(line).any()


@given(lines, st.randoms())
def test_the_order_of_a_line_does_not_matter(line: list[int], random: object) -> None:
    shuffled = sorted(line)
    hidden = disclosure.hidden_in_line(line)
    shown = sorted(n for n, h in zip(line, hidden, strict=True) if not h)
    again = disclosure.hidden_in_line(shuffled)
    assert shown == sorted(n for n, h in zip(shuffled, again, strict=True) if not h)


@given(tables())
def test_a_table_shows_no_small_count(table: np.ndarray) -> None:
    shown = table[~disclosure.hidden_in_table(table)]
    assert not ((shown > 0) & (shown < STANDARD.cell)).any()


@settings(max_examples=40)
@given(tables())
def test_no_small_count_follows_from_the_margins_of_a_table(table: np.ndarray) -> None:
    assume((table.sum(axis=0)[table.sum(axis=0) > 0] >= STANDARD.group).all())
    hidden = disclosure.hidden_in_table(table)
    for row, column in np.argwhere(hidden & (table > 0) & (table < STANDARD.cell)):
        low, high = possible(table, hidden, (int(row), int(column)))
        assert high - low >= 1 - 1e-6


def test_a_lone_small_count_takes_its_smallest_neighbour_along() -> None:
    assert disclosure.hidden_in_line([120, 3, 30, 9]).tolist() == [False, True, False, True]


def test_two_small_counts_that_are_few_together_take_a_third_along() -> None:
    assert disclosure.hidden_in_line([120, 1, 2, 30]).tolist() == [False, True, True, True]


def test_zero_is_shown() -> None:
    assert not disclosure.hidden_in_line([0, 12, 30]).any()


@pytest.mark.parametrize(
    ("yes", "answered", "hidden"),
    [(3, 100, True), (97, 100, True), (5, 100, False), (0, 100, False), (9, 9, True)],
)
def test_a_share_is_hidden_when_few_said_yes_or_few_did_not(
    yes: int, answered: int, hidden: bool
) -> None:
    assert disclosure.hidden_yes_no([yes], [answered]).tolist() == [hidden]


@given(st.lists(st.integers(0, 60), min_size=1, max_size=8))
def test_groups_shown_and_groups_left_over_are_both_large_enough(sizes: list[int]) -> None:
    assume(sum(sizes) >= STANDARD.group)
    merged = disclosure.merged_groups(sizes)
    shown = [n for place, n in enumerate(sizes) if place not in merged and n]
    assert all(n >= STANDARD.group for n in shown)
    assert not merged or sum(sizes[place] for place in merged) >= STANDARD.group


@given(lines)
def test_runs_are_groups_and_give_no_hidden_count_away(line: list[int]) -> None:
    hidden = disclosure.hidden_in_line(line)
    found = disclosure.runs(line, hidden)
    assert [place for run in found for place in range(len(line))[run]] == list(range(len(line)))
    for run in found:
        inside = np.array(line)[run][hidden[run] & (np.array(line)[run] > 0)]
        assert sum(line[run]) >= STANDARD.group
        assert not len(inside) or (len(inside) >= 2 and inside.sum() >= STANDARD.cell)


@given(tables())
def test_a_table_with_hidden_rows_hides_them_whole_and_lets_nothing_follow(
    table: np.ndarray,
) -> None:
    rows = disclosure.hidden_in_line(table.sum(axis=1))
    hidden = disclosure.hidden_in_rows(table, rows)
    assert hidden[rows].all()
    for row in np.flatnonzero(~rows):
        cells = table[row][hidden[row] & (table[row] > 0)]
        assert not ((table[row] > 0) & (table[row] < STANDARD.cell) & ~hidden[row]).any()
        assert not len(cells) or len(cells) >= 2 or hidden[row].all()
