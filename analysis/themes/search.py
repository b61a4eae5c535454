"""From a tree of items to themes: cut by the number of factors, keep what is close and stable."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.themes.tree import Tree, average_linkage

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.themes.parallel import ParallelAnalysis

Floats: TypeAlias = "NDArray[np.float64]"

STABLE = 0.75


@dataclass(frozen=True)
class Group:
    """Items that go together: (k,) which, and the stability of that finding."""

    members: NDArray[np.bool_]
    stability: float


def find_groups(tree: Tree, analysis: ParallelAnalysis, resampled: list[Tree]) -> list[Group]:
    """The themes in a tree.

    The tree is cut at the highest place that leaves at least as many clusters of two or more
    items as there are factors. A cluster is a theme when its two halves correlate more than any
    two items do by chance, and when it comes back in the resamples: mean Jaccard similarity with
    the most similar such cluster at the same levels (Hennig 2007) of at least 0.75. Otherwise its
    parts are tried.
    """
    if analysis.factors == 0:
        return []
    candidates = tree.clusters_after(_cut(tree, analysis.factors))
    groups: list[Group] = []
    while candidates:
        step = candidates.pop(0)
        close = 1 - tree.heights[step] > analysis.coherent_from
        stability = stability_of(tree, step, resampled, analysis.coherent_from) if close else 0.0
        if stability >= STABLE:
            groups.append(Group(tree.members[step], stability))
        else:
            candidates += tree.parts(step)
    return sorted(groups, key=lambda group: (-group.members.sum(), *~group.members))


def stability_of(tree: Tree, step: int, resampled: list[Tree], coherent_from: float) -> float:
    """Mean over the resamples of the best Jaccard similarity with this cluster.

    Only close clusters count, and only those that stand while about as many clusters are left as
    in the tree itself.
    """
    members, end = tree.members[step], tree.ends[step]
    best = []
    for other in resampled:
        steps = np.arange(len(other.heights))
        stands = (steps <= end) & (other.ends >= step) & (1 - other.heights > coherent_from)
        both = (other.members & members).sum(axis=1)
        either = (other.members | members).sum(axis=1)
        best.append(np.max(both[stands] / either[stands], initial=0.0))
    return float(np.mean(best))


def trees(matrices: Floats) -> list[Tree]:
    """The tree of each correlation matrix."""
    return [average_linkage(matrix) for matrix in matrices]


def _cut(tree: Tree, groups: int) -> int:
    """Number of merges after which enough clusters of two or more stand, as late as possible."""
    standing = [len(tree.clusters_after(step)) for step in range(tree.items)]
    wanted = min(groups, max(standing))
    return max(step for step, number in enumerate(standing) if number >= wanted)
