"""Cronbach's alpha: how far a sum over items measures one thing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"


@dataclass(frozen=True, slots=True)
class Alpha:
    """Reliability of the sum of some items.

    Attributes:
        raw: from covariances (Cronbach 1951); NaN where an item does not vary.
        standardised: from product-moment correlations.
        average_r: their average.
    """

    raw: float
    standardised: float
    average_r: float


def cronbach_alpha(X: Floats, weights: Floats | None = None) -> Alpha:
    """Alpha of the sum of k items, from pairwise covariances.

    With V the covariances: k/(k − 1) · (1 − tr V / ΣV). Missing answers are left out pair by pair,
    as in R's ``psych::alpha``; no item is turned round.

    Args:
        X: (n, k) numbers; NaN is missing.
        weights: (n,) row weights, or none.
    """
    V = _covariances(X, np.ones(len(X)) if weights is None else weights)
    k = len(V)
    spread = np.sqrt(np.diag(V))
    if k < 2 or not np.isfinite(V).all() or not (spread > 0).all():
        return Alpha(np.nan, np.nan, np.nan)
    average = float((V / np.outer(spread, spread))[np.triu_indices(k, 1)].mean())
    raw = k / (k - 1) * (1 - np.trace(V) / V.sum()) if V.sum() > 0 else np.nan
    return Alpha(float(raw), k * average / (1 + (k - 1) * average), average)


def _covariances(X: Floats, w: Floats) -> Floats:
    """Pairwise complete; the divisor Σw − Σw²/Σw is n − 1 when all weights are equal to one."""
    known = np.isfinite(X).astype(np.float64)
    x = np.where(known > 0, X, 0.0)
    base = (known * w[:, None]).T @ known
    squares = (known * w[:, None] ** 2).T @ known
    sums = (x * w[:, None]).T @ known
    products = (x * w[:, None]).T @ x
    with np.errstate(divide="ignore", invalid="ignore"):
        covariance: Floats = (products - sums * sums.T / base) / (base - squares / base)
    return covariance
