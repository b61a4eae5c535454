"""Who brought whom, as a forest: seeds, waves, trees, and each person's recruits.

People are kept in *tree order*: by wave, then recruiter, then id. Recruits of one person stand
together, and nothing that is computed in this order depends on the order of the rows of a file.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import DataError, SettingError, some
from analysis.results import Notice

UNKNOWN_RECRUITER = ("error", "seed", "drop")
Positions = NDArray[np.intp]


@dataclass(frozen=True)
class Sibship:
    """Groups of recruits, each group of the same size, of recruiters in one wave.

    Attributes:
        size: recruits in each group.
        recruiters: (k,) positions of their recruiters; for seeds the number of their cluster.
        first: (k,) position of the first recruit of each group; the others follow it.
    """

    size: int
    recruiters: Positions
    first: Positions


@dataclass(frozen=True)
class Forest:
    """A recruitment forest of n people in tree order.

    Attributes:
        ids: (n,) the respondents.
        rows: (n,) the row of the input where each stands.
        recruiter: (n,) position of the recruiter; -1 for a seed.
        seed: (n,) position of the seed at the root of the person's tree.
        wave: (n,) steps from that seed; 0 for the seed.
        recruits: (n,) number of people brought.
        cluster: (number of seeds,) number of the seed's cluster (ambassador); all 0 without.
        notices: what had to be decided while building.
    """

    ids: NDArray[np.object_]
    rows: Positions
    recruiter: Positions
    seed: Positions
    wave: Positions
    recruits: Positions
    cluster: Positions
    notices: tuple[Notice, ...] = ()

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def seeds(self) -> int:
        """Number of seeds; they stand first."""
        return len(self.cluster)

    @property
    def is_seed(self) -> NDArray[np.bool_]:
        """(n,) who was brought by nobody in the sample."""
        return self.recruiter < 0

    @property
    def recruiter_ids(self) -> NDArray[np.object_]:
        """(n,) the id of each recruiter; None for a seed."""
        names = self.ids[self.recruiter]
        names[self.is_seed] = None
        return names

    @property
    def clusters(self) -> int:
        """Number of clusters of seeds; 1 when there are no ambassadors."""
        return int(self.cluster.max()) + 1

    @property
    def people_by_wave(self) -> tuple[int, ...]:
        """Number of people in waves 0, 1, 2 …"""
        return tuple(int(n) for n in np.bincount(self.wave))

    @property
    def tree_sizes(self) -> dict[str, int]:
        """Number of people in the tree of each seed, the seed included."""
        sizes = np.bincount(self.seed, minlength=self.seeds)[: self.seeds]
        return {str(name): int(n) for name, n in zip(self.ids[: self.seeds], sizes, strict=True)}

    def sibships(self) -> Iterator[list[Sibship]]:
        """Per wave the groups of people with one recruiter, gathered by the size of the group."""
        above = np.where(self.is_seed, -1, self.recruiter)
        above[: self.seeds] = self.cluster
        starts = np.r_[0, np.cumsum(np.bincount(self.wave))]
        for start, stop in pairwise(starts):
            inside = above[start:stop]
            first = start + np.r_[0, np.flatnonzero(np.diff(inside)) + 1]
            sizes = np.diff(np.r_[first, stop])
            yield [
                Sibship(int(size), above[first[sizes == size]], first[sizes == size])
                for size in np.unique(sizes)
            ]

    def table(self) -> pd.DataFrame:
        """One row a person, in the order of the input: id, recruiter, seed, wave, recruits."""
        frame = pd.DataFrame(
            {
                "id": self.ids,
                "recruiter": self.recruiter_ids,
                "seed": self.ids[self.seed],
                "wave": self.wave,
                "recruits": self.recruits,
            }
        )
        return frame.iloc[np.argsort(self.rows)].reset_index(drop=True)


def forest(
    ids: pd.Series[Any],
    recruiters: pd.Series[Any],
    clusters: pd.Series[Any] | None = None,
    *,
    unknown_recruiter: str = "error",
) -> Forest:
    """Build the forest from who brought whom.

    Args:
        ids: (n,) the respondents, as text.
        recruiters: (n,) the id of the recruiter; missing or empty for a seed.
        clusters: (n,) what a seed and all below it share, such as an ambassador; may be missing.
        unknown_recruiter: what to do with someone whose recruiter is not in the sample:
            ``error``, make them a ``seed``, or ``drop`` them and everyone below them.

    Raises:
        DataError: no rows, an empty or repeated id, someone who recruited themselves, an unknown
            recruiter, people who recruited each other in a circle; names the ids.
    """
    if unknown_recruiter not in UNKNOWN_RECRUITER:
        raise SettingError(f"unknown_recruiter is one of {UNKNOWN_RECRUITER}")
    names = _checked_ids(ids)
    rank = np.empty(len(names), dtype=np.intp)
    rank[np.argsort(names, kind="stable")] = np.arange(len(names))
    parent, unknown = _parents(names, recruiters)
    if len(unknown) and unknown_recruiter == "error":
        raise DataError(_unknown_message(names, recruiters, unknown))
    root, wave = _roots_and_waves(names, parent)
    keep = np.ones(len(names), dtype=bool)
    if unknown_recruiter == "drop":
        keep = ~np.isin(root, unknown)
        if not keep.any():
            raise DataError("nobody is left: every tree starts with an unknown recruiter")
    labels = _cluster_of_root(names, clusters, root)
    notices = _unknown_notice(names, unknown, unknown_recruiter, int((~keep).sum()))
    return _in_tree_order(names, rank, parent, root, wave, labels, keep, notices)


def _checked_ids(ids: pd.Series[Any]) -> NDArray[np.object_]:
    """The ids as text, none empty, none twice."""
    if not len(ids):
        raise DataError("there are no rows: at least one respondent is needed")
    _refuse_decimals(ids, "ids")
    text = ids.astype("object").where(ids.notna(), "").astype(str).to_numpy(dtype=object)
    empty = np.flatnonzero([not name.strip() for name in text]) + 1
    if len(empty):
        raise DataError(f"rows without an id: {some(empty)}; give each respondent one")
    twice = pd.Index(text)[pd.Index(text).duplicated()].unique()
    if len(twice):
        raise DataError(f"ids used more than once: {some(twice)}; give each respondent one id")
    return text


def _refuse_decimals(values: pd.Series[Any], name: str) -> None:
    """pandas reads a column of numbers with gaps as decimals: 7 has become 7.0."""
    if isinstance(values.dtype, np.dtype) and values.dtype.kind == "f" and values.notna().any():
        raise DataError(f"{name} were read as decimal numbers; read them as text")


def _parents(names: NDArray[Any], recruiters: pd.Series[Any]) -> tuple[Positions, Positions]:
    """Row of each recruiter (-1 for none), and the rows whose recruiter is not in the sample."""
    if len(recruiters) != len(names):
        raise DataError(f"{len(recruiters)} recruiters for {len(names)} ids")
    _refuse_decimals(recruiters, "recruiters")
    given = recruiters.astype("object").where(recruiters.notna(), "").astype(str)
    text = given.to_numpy(dtype=object)
    itself = names[text == names]
    if len(itself):
        raise DataError(
            f"recruited by themselves: {some(itself)}; leave the recruiter empty for a seed"
        )
    parent = pd.Index(names).get_indexer(pd.Index(text)).astype(np.intp)
    return parent, np.flatnonzero((parent < 0) & (text != ""))


def _unknown_message(names: NDArray[Any], recruiters: pd.Series[Any], rows: Positions) -> str:
    strangers = pd.unique(recruiters.iloc[rows].astype(str))
    return (
        f"the recruiter of {some(names[rows])} is not in the sample ({some(strangers)}); "
        "correct the id, name the value that marks a seed, or choose for unknown-recruiter: seed "
        "(treat such people as seeds) or drop (leave them out with all below them)"
    )


def _unknown_notice(
    names: NDArray[Any], unknown: Positions, choice: str, dropped: int
) -> tuple[Notice, ...]:
    if not len(unknown):
        return ()
    values = {"n": len(unknown), "ids": some(names[unknown]), "dropped": dropped}
    if choice == "seed":
        text = "{n} people with an unknown recruiter became seeds: {ids}"
    else:
        text = "left out {dropped} people: {n} with an unknown recruiter ({ids}) and all below"
    return (Notice(f"unknown_recruiter_{choice}", text, values),)


def _roots_and_waves(names: NDArray[Any], parent: Positions) -> tuple[Positions, Positions]:
    """Root and depth of each person, by doubling the length of the jump each round.

    After enough rounds to jump further than n, whoever is not at a root stands in a circle.
    """
    at_root = parent < 0
    jump = np.where(at_root, np.arange(len(parent)), parent)
    wave = (~at_root).astype(np.intp)
    for _ in range(len(parent).bit_length()):
        if at_root[jump].all():
            break
        wave += wave[jump]
        jump = jump[jump]
    circle = np.unique(jump[~at_root[jump]])
    if len(circle):
        raise DataError(
            f"recruited each other in a circle: {some(sorted(names[circle]))}; "
            "each chain must start with a seed"
        )
    return jump, wave


def _cluster_of_root(
    names: NDArray[Any], clusters: pd.Series[Any] | None, root: Positions
) -> NDArray[np.object_] | None:
    """The cluster of each person's seed; people below a seed must not say otherwise."""
    if clusters is None or clusters.isna().all():
        return None
    if len(clusters) != len(names):
        raise DataError(f"{len(clusters)} clusters for {len(names)} ids")
    own = clusters.astype("object").where(clusters.notna(), "").astype(str).to_numpy(dtype=object)
    of_root = own[root]
    other = (own != "") & (of_root != own)
    if other.any():
        raise DataError(
            f"another cluster than their seed's: {some(names[other])}; "
            "a cluster holds whole recruitment trees"
        )
    alone = np.array([f"\0{name}" for name in names], dtype=object)[root]
    return np.where(of_root == "", alone, of_root)


def _in_tree_order(
    names: NDArray[Any],
    rank: Positions,
    parent: Positions,
    root: Positions,
    wave: Positions,
    labels: NDArray[np.object_] | None,
    keep: NDArray[np.bool_],
    notices: tuple[Notice, ...],
) -> Forest:
    """Sort people by wave, recruiter (seeds: cluster) and id, and point to the new places."""
    above = np.where(parent < 0, 0, rank[parent])
    if labels is not None:
        first = pd.Series(rank).groupby(pd.Series(labels)).transform("min").to_numpy()
        above = np.where(parent < 0, first, above)
    order = np.lexsort((rank, above, wave))
    order = order[keep[order]]
    place = np.full(len(names) + 1, -1, dtype=np.intp)
    place[order] = np.arange(len(order))
    recruiter = place[parent[order]]
    starters = order[recruiter < 0]
    cluster = np.unique(above[starters], return_inverse=True)[1].astype(np.intp)
    brought = np.bincount(recruiter[recruiter >= 0], minlength=len(order)).astype(np.intp)
    return Forest(
        ids=names[order],
        rows=order,
        recruiter=recruiter,
        seed=place[root[order]],
        wave=wave[order],
        recruits=brought,
        cluster=cluster,
        notices=notices,
    )
