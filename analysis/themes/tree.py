"""Average-linkage clustering of items on 1 − r: which merge first, and how alike they are then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

DIGITS = 10  # distances are rounded here: ties stay ties whatever the order of the sums


@dataclass(frozen=True)
class Tree:
    """A dendrogram of k items.

    Attributes:
        members: (k − 1, k) which items each merge holds, in order of height.
        heights: (k − 1,) 1 − the average correlation between the two halves of each merge.
        ends: (k − 1,) the step at which a merge is taken up by a larger one; k − 1 for the last.
        halves: (k − 1, 2) what was merged: an item (below k) or step + k.
    """

    members: NDArray[np.bool_]
    heights: Floats
    ends: NDArray[np.int64]
    halves: NDArray[np.int64]

    @property
    def items(self) -> int:
        """Number of items."""
        return int(self.members.shape[1])

    def clusters_after(self, step: int) -> list[int]:
        """The merges that are whole clusters once ``step`` merges are made."""
        return [s for s in range(step) if self.ends[s] >= step]

    def parts(self, step: int) -> list[int]:
        """The merges of which this one is made; single items are none."""
        return [int(half) - self.items for half in self.halves[step] if half >= self.items]


def average_linkage(correlations: Floats) -> Tree:
    """Cluster items by their signed correlations (UPGMA, Sokal & Michener 1958).

    Args:
        correlations: (k, k); a pair without a correlation counts as unrelated.
    """
    from scipy.cluster.hierarchy import linkage
    from scipy.spatial.distance import squareform

    k = len(correlations)
    distances = np.round(1 - np.nan_to_num(correlations), DIGITS)
    np.fill_diagonal(distances, 0.0)
    merges = linkage(squareform(distances, checks=False), method="average")
    halves = merges[:, :2].astype(np.int64)
    members = np.zeros((k - 1, k), dtype=bool)
    ends = np.full(k - 1, k - 1, dtype=np.int64)
    for step, pair in enumerate(halves):
        for half in pair:
            if half < k:
                members[step, half] = True
            else:
                members[step] |= members[half - k]
                ends[half - k] = step
    return Tree(members, merges[:, 2], ends, halves)
