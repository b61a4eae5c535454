"""Which people were brought in by the same first person: one recruitment tree, one cluster."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.errors import DataError, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.dataset import Recruits


def recruitment_clusters(recruits: Recruits) -> NDArray[np.intp]:
    """(n,) a number for each tree, or for each ambassador where the seeds have one.

    Raises:
        DataError: a recruiter is not in the data, or people recruited each other in a circle.
    """
    ids = pd.Index(recruits.ids.astype(str))
    known = recruits.recruiters.notna().to_numpy()
    parent = np.arange(len(ids))
    parent[known] = ids.get_indexer(pd.Index(recruits.recruiters[known].astype(str)))
    if (parent < 0).any():
        raise DataError(
            f"recruiters of {some(ids[parent < 0])} are not in the data; leave the recruiter "
            "empty to make a seed"
        )
    names = ids[_roots(parent, known, ids)].to_numpy(dtype=object)
    if recruits.clusters is not None:
        of_seed = recruits.clusters.to_numpy(dtype=object)[ids.get_indexer(pd.Index(names))]
        names = np.where(pd.isna(of_seed), names, of_seed)
    return np.unique(names.astype(str), return_inverse=True)[1].astype(np.intp)


def _roots(
    parent: NDArray[np.intp], known: NDArray[np.bool_], ids: pd.Index[str]
) -> NDArray[np.intp]:
    """Follow everyone up, twice as far each time; who never arrives at a seed is in a circle."""
    root = parent
    for _ in range(len(parent).bit_length()):
        root = root[root]
    circle = known[root]
    if circle.any():
        raise DataError(f"people recruited each other in a circle: {some(ids[circle])}")
    return root
