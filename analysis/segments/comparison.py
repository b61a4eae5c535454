"""The same people divided in other ways: does the method decide, or do the data?"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.agreement import Agreement, adjusted_rand
from analysis.segments.cells import Cells
from analysis.segments.centring import centred
from analysis.segments.cross_check import classes_beside_own_average
from analysis.segments.kmeans import many_starts

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.prepared import Prepared

STARTS = 20
MAX_ROWS = 5_000  # for latent classes, on which everybody takes part several times


def compare_methods(
    ready: Prepared, labels: NDArray[np.intp], k: int, generator: np.random.Generator
) -> dict[str, Agreement]:
    """Agreement of a division into k with other ways of making one."""
    rows = ready.sample(MAX_ROWS, generator)
    classes = classes_beside_own_average(ready, rows, k, generator)
    found = {"lca": adjusted_rand(labels[rows], classes)}
    if len(ready.block_names) > 1:
        found["centring"] = adjusted_rand(labels, _centred_otherwise(ready, k, generator))
    return {name: Agreement(value) for name, value in found.items()}


def _centred_otherwise(
    ready: Prepared, k: int, generator: np.random.Generator
) -> NDArray[np.intp]:
    """The sensitivity run: within person where the blocks have levels of their own."""
    one_block = np.zeros(len(ready.items), dtype=np.intp)
    cells = Cells.of(centred(ready.scores, ready.weights, one_block), ready.weights)
    runs = many_starts(cells, k, STARTS, generator)
    return np.asarray(runs.labels[runs.best_first(k)[0]])
