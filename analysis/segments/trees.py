"""Which people were brought in by the same first person: one recruitment tree, one cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from analysis.recruitment.forest import forest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.dataset import Recruits


def recruitment_clusters(recruits: Recruits) -> NDArray[np.intp]:
    """(n,) a number for each tree, or for each ambassador where the seeds have one.

    Raises:
        DataError: a fault in who brought whom; names the people.
    """
    found = forest(recruits.ids, recruits.recruiters, recruits.clusters)
    clusters = np.empty(len(found), dtype=np.intp)
    clusters[found.rows] = found.seed if recruits.clusters is None else found.cluster[found.seed]
    return clusters
