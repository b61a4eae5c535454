"""Diverging bars: how far each card's piles lie to either side of the middle."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.errors import DataError


def diverging(piles: pd.DataFrame) -> pd.DataFrame:
    """Where each piece of a diverging bar begins and ends.

    The middle of the middle pile (or, with an even number of piles, the border between the two
    middle ones) lies at zero; lower piles lie to the left.

    Args:
        piles: item, pile, share, with the piles of an item from low to high (``Ranking.piles``).

    Returns:
        item, pile, share, start, end; from −1 to 1.

    Raises:
        DataError: the items do not have the same piles.
    """
    pieces = [_bar(bar) for _, bar in piles.groupby("item", sort=False)]
    if len({tuple(bar["pile"]) for bar in pieces}) > 1:
        raise DataError("diverging bars need the same piles for every item")
    return pd.concat(pieces, ignore_index=True)


def _bar(piles: pd.DataFrame) -> pd.DataFrame:
    share = piles["share"].to_numpy(dtype=float)
    ends = np.cumsum(share)
    middle = len(share) / 2
    whole = int(middle)
    zero = share[:whole].sum() + (middle - whole) * (share[whole] if whole < len(share) else 0.0)
    columns = piles[["item", "pile", "share"]]
    return columns.assign(start=ends - share - zero, end=ends - zero)
