"""Correlation matrices of items, for one set of weights or for many."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.themes.coded import CodedItems, pair_tables
from analysis.themes.polychoric import polychoric_of_tables

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"


def polychoric_matrices(
    items: CodedItems, weights: Floats, start: Floats | None = None, *, tolerance: float = 1e-12
) -> Floats:
    """(B, k, k) polychoric correlations; NaN where a pair has none.

    Args:
        items: the answers.
        weights: (B, n).
        start: (k, k) correlations to begin with.
        tolerance: of each correlation.
    """
    tables = pair_tables(items, weights)
    sets, pairs = tables.shape[:2]
    k = len(items.names)
    first = None if start is None else np.tile(start[np.triu_indices(k, 1)], sets)
    flat = polychoric_of_tables(
        tables.reshape(sets * pairs, *tables.shape[2:]), first, tolerance=tolerance
    )
    return _symmetric(flat.reshape(sets, pairs), k)


def pearson_matrices(X: Floats, weights: Floats) -> Floats:
    """(B, k, k) product-moment correlations over each pair's complete rows.

    Args:
        X: (n, k) numbers; NaN is missing.
        weights: (B, n).
    """
    covariance, variance = _moments(X, weights)
    scale = variance * variance.transpose(0, 2, 1)
    safe = np.where(scale > 1e-24, scale, np.nan)
    return np.asarray(np.clip(covariance / np.sqrt(safe), -1, 1))


def centred_within_person(items: CodedItems) -> Floats:
    """(n, k) answers minus the person's mean: what is left without an answering style.

    Answers are first put on the scale of their places, so that renamed numbers change nothing.
    """
    places = np.where(items.places >= 0, items.places, np.nan).astype(np.float64)
    known = np.isfinite(places)
    counts = np.maximum(known.sum(axis=1), 1)
    means = np.where(known, places, 0).sum(axis=1) / counts
    centred: Floats = places - means[:, None]
    return centred


def _moments(X: Floats, weights: Floats) -> tuple[Floats, Floats]:
    """(B, k, k) covariance of i and j, and variance of i over the rows that have j too."""
    known = np.isfinite(X).astype(np.float64)
    x = np.where(known > 0, X, 0.0)
    stacked = np.hstack([known, x, x * x])
    k = X.shape[1]
    covariance = np.empty((len(weights), k, k))
    variance = np.empty_like(covariance)
    for place, w in enumerate(weights):
        left = stacked * w[:, None]
        base = np.maximum(left[:, :k].T @ known, 1e-300)
        sums = left[:, k : 2 * k].T @ known
        means = sums / base
        covariance[place] = left[:, k : 2 * k].T @ x / base - means * means.T
        variance[place] = left[:, 2 * k :].T @ known / base - means**2
    return covariance, np.clip(variance, 0, None)


def _symmetric(upper: Floats, k: int) -> Floats:
    matrices = np.empty((len(upper), k, k))
    first, second = np.triu_indices(k, 1)
    matrices[:, first, second] = upper
    matrices[:, second, first] = upper
    matrices[:, np.arange(k), np.arange(k)] = 1.0
    return matrices
