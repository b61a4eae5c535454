"""The other method: latent classes on whether each item lies below or above one's own average.

Latent classes assume nothing about distances, only that answers are independent within a class.
Taken on raw answers they would find answering styles, so each answer is first told apart as below,
around or above the person's own mean, as far as the blocks have levels of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.segments.categories import Categories
from analysis.segments.centring import person_levels
from analysis.segments.latent_class import LatentClasses

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.prepared import Prepared

STARTS = 20
AROUND = 0.5  # of the usual step between neighbouring answers


def classes_on_own_average(
    ready: Prepared, k: int, generator: np.random.Generator
) -> NDArray[np.intp]:
    """(m,) the most probable of k latent classes; -1 where nothing is answered."""
    answers = own_average(ready)
    model = LatentClasses(k, n_init=STARTS, random_state=generator)
    return model.fit(answers, sample_weight=ready.weights).labels_


def own_average(ready: Prepared) -> Categories:
    """Below, around or above the person's own mean within the block, item by item."""
    above = ready.scores - person_levels(ready.scores, ready.blocks)[:, ready.blocks]
    around = AROUND * np.median([_usual_step(column) for column in ready.scores.T])
    side = 1 + (above > around).astype(np.int16) - (above < -around)
    codes = np.where(np.isnan(above), -1, side).astype(np.int16)
    labels = [("below", "around", "above")] * len(ready.items)
    return Categories.from_columns(ready.items, list(codes.T), labels)


def _usual_step(column: NDArray[np.float64]) -> float:
    return float(np.median(np.diff(np.unique(column[~np.isnan(column)]))))
