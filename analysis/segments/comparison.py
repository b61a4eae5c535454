"""The same people divided in other ways: does the method decide, or do the data?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.agreement import Agreement, adjusted_rand
from analysis.segments.cells import Cells
from analysis.segments.centring import centred
from analysis.segments.cross_check import classes_on_own_average
from analysis.segments.kmeans import many_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.prepared import Prepared

STARTS = 20


def compare_methods(
    ready: Prepared, labels: NDArray[np.intp], k: int, generator: np.random.Generator
) -> dict[str, Agreement]:
    """Agreement of a division into k with other ways of making one."""
    others = {"lca": classes_on_own_average(ready, k, generator)}
    if len(ready.block_names) > 1:
        others["centring"] = _centred_otherwise(ready, k, generator)
    return {name: Agreement(adjusted_rand(labels, other)) for name, other in others.items()}


def _centred_otherwise(
    ready: Prepared, k: int, generator: np.random.Generator
) -> NDArray[np.intp]:
    """The sensitivity run: within person where the blocks have levels of their own."""
    one_block = np.zeros(len(ready.items), dtype=np.intp)
    cells = Cells.of(centred(ready.scores, ready.weights, one_block), ready.weights)
    runs = many_starts(cells, k, STARTS, generator)
    return np.asarray(runs.labels[runs.best_first(k)[0]])
