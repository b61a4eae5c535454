"""A recruitment sample: the forest and the degrees, checked together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.dataset import Recruits
from analysis.errors import DataError, SettingError, some
from analysis.recruitment.degree import checked_degrees
from analysis.recruitment.forest import Forest, forest
from analysis.results import Notice

TIME_ORDER = ("error", "keep")


@dataclass(frozen=True)
class Sample:
    """A forest with usable degrees; everything in tree order.

    Attributes:
        forest: who brought whom.
        degrees: (n,) network sizes > 0; NaN for people left out of estimates.
        notices: what was decided on the way here.
    """

    forest: Forest
    degrees: NDArray[np.float64]
    notices: tuple[Notice, ...] = ()

    def __len__(self) -> int:
        return len(self.forest)

    def in_tree_order(self, values: pd.Series[Any]) -> NDArray[Any]:
        """Values given row by row, in tree order.

        Raises:
            DataError: there are fewer values than rows.
        """
        return in_tree_order(self.forest, values)


def in_tree_order(trees: Forest, values: pd.Series[Any]) -> NDArray[Any]:
    """Values given row by row, in tree order.

    Raises:
        DataError: there are fewer values than rows.
    """
    if len(values) <= trees.rows.max():
        raise DataError(
            f"{values.name or 'a column'} has {len(values)} values; "
            f"the sample has {int(trees.rows.max()) + 1} rows"
        )
    return values.to_numpy()[trees.rows]


def sample(
    recruits: Recruits,
    *,
    unknown_recruiter: str = "error",
    missing_degree: str = "error",
    small_degree: str = "error",
    interviewed: pd.Series[Any] | None = None,
    time_order: str = "error",
    notices: tuple[Notice, ...] = (),
) -> Sample:
    """Check who brought whom, the degrees and the order of the interviews.

    Args:
        recruits: ids, recruiters, degrees and, where there are any, clusters.
        unknown_recruiter: see ``forest.forest``.
        missing_degree: see ``degree.checked_degrees``, and ``small_degree`` likewise.
        small_degree: as above.
        interviewed: (n,) when each was interviewed, of any type that can be compared.
        time_order: for a recruit interviewed before the recruiter: ``error`` or ``keep``.
        notices: what was decided before, such as about coupons.

    Raises:
        DataError: each fault by name, with the ids and the options.
    """
    trees = forest(
        recruits.ids, recruits.recruiters, recruits.clusters, unknown_recruiter=unknown_recruiter
    )
    numbers = pd.to_numeric(recruits.degrees, errors="coerce").astype("float64")
    degrees_in_order = in_tree_order(trees, numbers.rename("network size"))
    lost = (numbers.isna() & recruits.degrees.notna()).to_numpy()
    if lost.any():
        raise DataError(f"network size is not a number: {some(recruits.ids[lost])}")
    late = _before_their_recruiter(trees, interviewed, time_order)
    degrees, changed = checked_degrees(
        trees, degrees_in_order, missing=missing_degree, small=small_degree
    )
    return Sample(trees, degrees, notices + trees.notices + late + changed)


def subset(whole: Sample, rows: NDArray[np.bool_]) -> tuple[Sample, int]:
    """A part of a sample, and how many new seeds that made.

    Args:
        whole: the sample.
        rows: (n,) in tree order, whom to keep.

    Returns:
        The part, in which a recruit whose recruiter fell away is a seed, with a notice; its
        ``rows`` still point to the input of the whole.
    """
    if not rows.any():
        raise DataError("nobody is left in this part of the sample")
    stays = np.append(rows, False)
    recruiter = pd.Series(whole.forest.recruiter_ids).where(stays[whole.forest.recruiter])
    cluster = whole.forest.cluster[whole.forest.seed].astype(str)
    part = forest(
        pd.Series(whole.forest.ids[rows]),
        pd.Series(recruiter[rows]),
        pd.Series(cluster[rows]) if whole.forest.clusters > 1 else None,
    )
    new_seeds = part.seeds - int((whole.forest.is_seed & rows).sum())
    at = np.flatnonzero(rows)[part.rows]
    placed = replace(part, rows=whole.forest.rows[at])
    notices = whole.notices
    if new_seeds:
        text = "{n} people became seeds because their recruiter is not in this part of the sample"
        notices += (Notice("new_seeds", text, {"n": new_seeds}),)
    return Sample(placed, whole.degrees[at], notices), new_seeds


def _before_their_recruiter(
    trees: Forest, interviewed: pd.Series[Any] | None, time_order: str
) -> tuple[Notice, ...]:
    if time_order not in TIME_ORDER:
        raise SettingError(f"time_order is one of {TIME_ORDER}")
    if interviewed is None:
        return ()
    when = pd.Series(in_tree_order(trees, interviewed))
    recruiters_when = when.iloc[trees.recruiter].reset_index(drop=True)
    early = ~trees.is_seed & (when < recruiters_when).to_numpy(dtype=bool)
    if not early.any():
        return ()
    names = some(trees.ids[early])
    if time_order == "error":
        raise DataError(
            f"interviewed before their recruiter: {names}; correct the dates, or choose for "
            "time-order: keep"
        )
    text = "{n} people were interviewed before their recruiter: {ids}"
    return (Notice("before_recruiter", text, {"n": int(early.sum()), "ids": names}),)
