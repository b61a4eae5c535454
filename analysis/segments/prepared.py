"""Scores made ready for clustering: checked, put in canonical order, centred."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DataError, SettingError, refuse_same_names, some
from analysis.results import Notice
from analysis.segments.cells import Cells
from analysis.segments.centring import block_numbers, centred, enough_answered
from analysis.segments.order import canonical_rows

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_ITEMS = 2


@dataclass(frozen=True)
class Prepared:
    """The people who answered enough, in an order that does not depend on the file.

    Attributes:
        items: the items that take part.
        blocks: (p,) number of the block of each.
        block_names: their names.
        rows: (m,) where in the file each person stands.
        scores: (m, p) coded answers, the least code of each item at 0.
        cells: the centred scores.
        clusters: (m,) recruitment tree of each, or none.
        notices: what was left out, and why.
    """

    items: tuple[str, ...]
    blocks: NDArray[np.intp]
    block_names: tuple[str, ...]
    rows: NDArray[np.intp]
    scores: NDArray[np.float64]
    cells: Cells
    clusters: NDArray[np.intp] | None
    notices: tuple[Notice, ...]

    @property
    def weights(self) -> NDArray[np.float64]:
        """(m,) with mean 1 over the rows that count."""
        return self.cells.weights

    @property
    def trees(self) -> int:
        """How many recruitment trees they come from; 0 where nobody says."""
        return 0 if self.clusters is None else len(np.unique(self.clusters))

    def sample(self, most: int, generator: np.random.Generator) -> NDArray[np.intp]:
        """At most so many of the rows with weight, in order."""
        counted = np.flatnonzero(self.weights > 0)
        if counted.size <= most:
            return counted
        return np.sort(generator.choice(counted, most, replace=False))


def prepare(
    X: NDArray[np.float64],
    items: Sequence[str],
    blocks: Mapping[str, str],
    weights: NDArray[np.float64],
    clusters: NDArray[np.intp] | None,
    min_answered: int,
) -> Prepared:
    """Leave out what cannot take part, say so, sort and centre.

    Raises:
        DataError: two items have one name, fewer than two items differ between people, or nobody
            answered enough.
        SettingError: the blocks do not name each item once, or a block is a single item.
    """
    refuse_same_names(items)
    keep, notices = usable_items(X, items, weights)
    kept = tuple(name for name, use in zip(items, keep, strict=True) if use)
    names = _names_of_blocks(items, kept, blocks)
    numbers = block_numbers(kept, names)
    X = X[:, keep] - np.nanmin(X[:, keep], axis=0)
    enough = np.flatnonzero(enough_answered(X, min_answered))
    if not enough.size or not weights[enough].any():
        raise DataError(
            f"nobody answered {min(min_answered, len(kept))} of the {len(kept)} items; "
            "there is nothing to compare"
        )
    tree = None if clusters is None else clusters[enough]
    order = canonical_rows(X[enough], weights[enough], tree)
    rows = enough[order]
    Z = centred(X[rows], weights[rows], numbers)
    return Prepared(
        items=kept,
        blocks=numbers,
        block_names=tuple(dict.fromkeys(names)),
        rows=rows,
        scores=X[rows],
        cells=Cells.of(Z, weights[rows]),
        clusters=None if clusters is None else clusters[rows],
        notices=(*notices, *_notices_on_rows(len(X) - len(rows), weights)),
    )


def usable_items(
    X: NDArray[np.float64], items: Sequence[str], weights: NDArray[np.float64]
) -> tuple[NDArray[np.bool_], list[Notice]]:
    """(p,) the items with at least two different answers, and a notice for the others.

    Raises:
        DataError: fewer than two are left.
    """
    known = ~np.isnan(X) & (weights > 0)[:, None]
    least = np.where(known, X, np.inf).min(axis=0, initial=np.inf)
    most = np.where(known, X, -np.inf).max(axis=0, initial=-np.inf)
    empty = np.asarray(~known.any(axis=0), dtype=np.bool_)
    constant = np.asarray(least == most, dtype=np.bool_)
    notices = []
    for which, code, why in (
        (empty, "items_empty", "nobody answered"),
        (constant, "items_constant", "everybody answered the same to"),
    ):
        names = [name for name, is_so in zip(items, which, strict=True) if is_so]
        if names:
            text = f"left out, {why}: {{items}}"
            notices.append(Notice(code, text, {"items": some(names)}))
    keep = ~empty & ~constant
    if keep.sum() < MIN_ITEMS:
        raise DataError(
            f"{int(keep.sum())} of {len(items)} items have different answers; "
            f"at least {MIN_ITEMS} are needed. " + " ".join(str(notice) for notice in notices)
        )
    return keep, notices


def _names_of_blocks(
    items: Sequence[str], kept: Sequence[str], blocks: Mapping[str, str]
) -> list[str]:
    """The block of each kept item; one block for all where none are given."""
    if not any(blocks.get(item) for item in items):
        return ["all"] * len(kept)
    loose = [item for item in items if not blocks.get(item)]
    if loose:
        raise SettingError(f"blocks must name every item once; not named: {some(loose)}")
    names = [blocks[item] for item in kept]
    single = [item for item in kept if names.count(blocks[item]) == 1]
    if single:
        raise SettingError(
            f"a block needs at least two items that differ between people; alone: {some(single)}"
        )
    return names


def _notices_on_rows(unassigned: int, weights: NDArray[np.float64]) -> list[Notice]:
    notices = []
    if unassigned:
        text = "{count} of {n} people answered too few items and are in no segment"
        values = {"count": unassigned, "n": len(weights)}
        notices.append(Notice("unassigned", text, values))
    if zero := int((weights == 0).sum()):
        text = "{count} rows have weight zero: they are placed, but do not count"
        notices.append(Notice("zero_weights", text, {"count": zero}))
    return notices
