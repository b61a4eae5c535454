"""One search for themes: on the answers, or on what is left of them without style."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.themes.parallel import ParallelAnalysis
    from analysis.themes.search import Group
    from analysis.themes.tree import Tree

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True)
class Look:
    """Correlations (k, k), their tree, the factors, and the groups of items that were found."""

    matrix: Floats
    tree: Tree
    analysis: ParallelAnalysis
    groups: list[Group]
