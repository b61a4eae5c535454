"""Small cells: the one place that decides which counts are too small to show.

No count of one to four people leaves this module, no group of fewer than ten, and no share of
fewer than twenty-five people. A hidden count must not follow from what is shown, so other cells
are hidden with it: in a line with a known total at least two, together at least five people; in a
table with known margins each hidden cell lies on a ring of hidden cells that people stand in, so
that at least one person could be moved round the ring without changing anything that is shown
(Gusfield 1988, A graph theoretic approach to statistical data security, SIAM J. Comput. 17(3)).

Everything that is drawn, tabulated, exported as a table or said in a sentence passes here first,
and shares are shown in whole percents. What this does not stop: somebody who saves the page before
and after one interview and subtracts; and in a small study somebody who works back from whole
percents how many people gave no answer at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    Mask = NDArray[np.bool_]
    Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Rules:
    """From how many people on something is shown."""

    cell: int = 5
    group: int = 10
    share: int = 25  # below it one person is more than four percent
    firm: int = 50  # below it a share is an indication


STANDARD = Rules()


def shown_group(people: int, rules: Rules = STANDARD) -> bool:
    """Whether figures about a group of so many people may be shown at all."""
    return people >= rules.group


def shown_shares(people: int, rules: Rules = STANDARD) -> bool:
    """Whether shares of so many people may be shown."""
    return people >= rules.share


def hidden_in_line(counts: ArrayLike, rules: Rules = STANDARD) -> Mask:
    """Which counts of one line are hidden, when the reader knows the line's total.

    Args:
        counts: how many people gave each answer; each person is counted once.
    """
    line: Counts = np.asarray(counts, dtype=np.int64)
    return _hide_more(line, _too_small(line, rules), rules)


def hidden_in_table(counts: ArrayLike, rules: Rules = STANDARD) -> Mask:
    """Which cells of a table are hidden, when the reader knows the totals of rows and columns."""
    table: Counts = np.asarray(counts, dtype=np.int64)
    hidden = _too_small(table, rules)
    while True:
        wider = _close_rings(table, _hide_more_in_lines(table, hidden, rules))
        if (wider == hidden).all():
            return hidden
        hidden = wider


def hidden_in_rows(counts: ArrayLike, rows: Mask, rules: Rules = STANDARD) -> Mask:
    """Which cells of a table are hidden, when its row totals stand elsewhere, some hidden there.

    The rows that are hidden there count here as one row: more than their sum nobody knows.

    Args:
        counts: (rows, columns) people.
        rows: (rows,) whose total is hidden; all of their cells are.
    """
    table: Counts = np.asarray(counts, dtype=np.int64)
    together = table[rows].sum(axis=0, keepdims=True)
    hidden = np.ones(table.shape, dtype=bool)
    hidden[~rows] = hidden_in_table(np.vstack([table[~rows], together]), rules)[:-1]
    return hidden


def runs(line: ArrayLike, hidden: Mask, rules: Rules = STANDARD) -> list[slice]:
    """Neighbours in a line put together, so that each run is a group.

    Where counts of the line are hidden, no run's total gives one of them away.
    """
    counts: Counts = np.asarray(line, dtype=np.int64)
    found: list[slice] = []
    start = 0
    for stop in range(1, len(counts) + 1):
        if _may_stand(counts[start:stop], hidden[start:stop], rules):
            found.append(slice(start, stop))
            start = stop
    while start < len(counts):
        start = found.pop().start if found else 0
        if start == 0 or _may_stand(counts[start:], hidden[start:], rules):
            return [*found, slice(start, len(counts))]
    return found


def _may_stand(counts: Counts, hidden: Mask, rules: Rules) -> bool:
    tells = bool(hidden.any()) and not _safe(counts, hidden, rules)
    return shown_group(int(counts.sum()), rules) and not tells


def hidden_yes_no(yes: ArrayLike, answered: ArrayLike, rules: Rules = STANDARD) -> Mask:
    """Which yes/no shares are hidden: where those who said yes, or those who did not, are few.

    For several answers at once (tick all that apply) each answer is a line of its own.
    """
    said: Counts = np.asarray(yes, dtype=np.int64)
    asked: Counts = np.asarray(answered, dtype=np.int64)
    rest = asked - said
    small = _too_small(said, rules) | _too_small(rest, rules) | (asked < rules.group)
    return np.asarray(small, dtype=bool)


def hidden_picks(picked: ArrayLike, answered: ArrayLike, rules: Rules = STANDARD) -> Mask:
    """Which shares of people who picked something are hidden, when all picked equally many.

    The number of picks is then known, and each share beside one hidden share gives it away.

    Args:
        picked: how many people picked each.
        answered: how many could.
    """
    line: Counts = np.asarray(picked, dtype=np.int64)
    asked: Counts = np.asarray(answered, dtype=np.int64)
    few = hidden_yes_no(line, asked, rules) | (asked < rules.share)
    return _hide_more(line, few, rules)


def merged_groups(sizes: Sequence[int], rules: Rules = STANDARD) -> tuple[int, ...]:
    """Which groups to put together as *other*, so that no group shown or left over is too small.

    Groups that are simply left out follow from the total; together they must be a group too.
    """
    order = sorted(range(len(sizes)), key=lambda place: sizes[place])
    merged: list[int] = [p for p in order if 0 < sizes[p] < rules.group]
    rest = [p for p in order if sizes[p] >= rules.group]
    while merged and sum(sizes[p] for p in merged) < rules.group and rest:
        merged.append(rest.pop(0))
    return tuple(sorted(merged))


def _too_small(counts: Counts, rules: Rules) -> Mask:
    return (counts > 0) & (counts < rules.cell)


def _hide_more(
    line: Counts, hidden: Mask, rules: Rules, dear: NDArray[np.int64] | None = None
) -> Mask:
    """Hide the next smallest cells until the hidden ones are two, and enough people together.

    Args:
        dear: which cells to leave alone rather than others, however small they are.
    """
    hidden = hidden.copy()
    price = line if dear is None else line + dear * (1 + int(line.sum()))
    while hidden.any() and not _safe(line, hidden, rules):
        open_cells = np.flatnonzero(~hidden & (line > 0))
        if not open_cells.size:
            return np.ones_like(hidden)
        hidden[open_cells[np.argmin(price[open_cells])]] = True
    return hidden


def _safe(line: Counts, hidden: Mask, rules: Rules) -> bool:
    people = hidden & (line > 0)
    return int(people.sum()) >= 2 and int(line[people].sum()) >= rules.cell


def _hide_more_in_lines(table: Counts, hidden: Mask, rules: Rules) -> Mask:
    wider = hidden.copy()
    for row in range(table.shape[0]):
        dear = _dear(table.T, wider.T)
        wider[row] = _hide_more(table[row], wider[row], rules, dear)
    for column in range(table.shape[1]):
        dear = _dear(table, wider)
        wider[:, column] = _hide_more(table[:, column], wider[:, column], rules, dear)
    return wider


def _dear(table: Counts, hidden: Mask) -> NDArray[np.int64]:
    """(rows,) 0 for one that hides something already, 1 for another, 2 where a ring cannot pass.

    Through a row in which people stand in one cell only no ring goes: hiding that cell would
    drag the whole table along.
    """
    known = np.where((hidden & (table > 0)).any(axis=1), 0, 1)
    return np.where((table > 0).sum(axis=1) < 2, 2, known)


def _close_rings(table: Counts, hidden: Mask) -> Mask:
    """Beside each hidden cell that follows from the margins, hide one more."""
    wider = hidden.copy()
    for row, column in _bridges(hidden & (table > 0)):
        extra = _smallest_open(table, wider, row, column)
        if extra is None:
            return np.ones_like(hidden)
        wider[extra] = True
    return wider


def _smallest_open(table: Counts, hidden: Mask, row: int, column: int) -> tuple[int, int] | None:
    """The cell to hide next in this row, else in this column: one that others need least."""
    shown = ~hidden & (table > 0)
    rows, columns = _dear(table, hidden), _dear(table.T, hidden.T)
    in_row = [
        (int(columns[c]), int(table[row, c]), (row, int(c))) for c in np.flatnonzero(shown[row])
    ]
    in_column = [
        (int(rows[r]), int(table[r, column]), (int(r), column))
        for r in np.flatnonzero(shown[:, column])
    ]
    return min(in_row or in_column, default=(0, 0, None))[2]


def _bridges(cells: Mask) -> list[tuple[int, int]]:
    """The cells on no ring: edges of the graph of rows and columns whose loss parts it."""
    edges = [(int(row), int(column)) for row, column in np.argwhere(cells)]
    return [edge for edge in edges if not _joined_without(edges, edge)]


def _joined_without(edges: list[tuple[int, int]], left_out: tuple[int, int]) -> bool:
    """Whether a cell's row still reaches its column through the other cells."""
    rows, columns = {left_out[0]}, set[int]()
    while True:
        others = [edge for edge in edges if edge != left_out]
        reached = {c for r, c in others if r in rows} | columns
        back = {r for r, c in others if c in reached} | rows
        if left_out[1] in reached:
            return True
        if reached == columns and back == rows:
            return False
        rows, columns = back, reached
