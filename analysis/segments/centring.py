"""Taking answering style out: how much somebody finds one thing, beside what else they find.

Raw piles group yes-sayers with yes-sayers. After centring a score says how far an item stands
above or below the person's own mean, and above or below what everybody says of that item.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

MIN_ANSWERED = 6


def centred(
    X: NDArray[np.float64], weights: NDArray[np.float64], blocks: NDArray[np.intp]
) -> NDArray[np.float64]:
    """Item means, then each person's own mean within each block, taken off.

    Args:
        X: (n, p) scores, NaN where there is no answer.
        weights: (n,) weights of 0 or more; they count in the item means.
        blocks: (p,) number of the block of each item; all the same centres within person.

    Returns:
        (n, p) centred scores, NaN where there was no answer.
    """
    Z = X - item_means(X, weights)
    return Z - person_levels(Z, blocks)[:, blocks]


def item_means(X: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """(p,) weighted means over answered cells; 0 for an item that nobody answered."""
    answered = ~np.isnan(X)
    total = weights @ np.where(answered, X, 0.0)
    return np.asarray(total / np.maximum(weights @ answered, np.finfo(float).tiny))


def person_levels(X: NDArray[np.float64], blocks: NDArray[np.intp]) -> NDArray[np.float64]:
    """(n, blocks) each person's mean over the answered items of a block; 0 where none is."""
    answered = ~np.isnan(X)
    member = np.eye(int(blocks.max(initial=-1)) + 1)[blocks]
    count = answered @ member
    return np.asarray((np.where(answered, X, 0.0) @ member) / np.maximum(count, 1.0))


def enough_answered(X: NDArray[np.float64], min_answered: int = MIN_ANSWERED) -> NDArray[np.bool_]:
    """(n,) who answered so many items, or all of them where there are fewer."""
    return np.asarray((~np.isnan(X)).sum(axis=1) >= min(min_answered, X.shape[1]))


def block_numbers(items: Sequence[str], blocks: Sequence[str]) -> NDArray[np.intp]:
    """(p,) numbers 0, 1 … for the names of blocks, in order of first appearance."""
    order = {name: number for number, name in enumerate(dict.fromkeys(blocks))}
    return np.array([order[name] for name in blocks] if items else [], dtype=np.intp)
