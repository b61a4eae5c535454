"""Drawing answers that hit given shares, whatever else they depend on.

Each function takes scores (higher = likelier) and the shares that must come out; chance comes from
the generator that is passed in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Texts: TypeAlias = "NDArray[np.str_]"
Scores: TypeAlias = "Mapping[str, NDArray[np.floating[Any]] | float]"


def by_key(
    keys: Texts, tables: Mapping[str, Mapping[str, float]], rng: np.random.Generator
) -> Texts:
    """One code for each row, drawn from the table of that row's key."""
    drawn = np.full(len(keys), "", dtype="<U24")
    for key in np.unique(keys):
        codes, shares = _codes_and_shares(tables[str(key)])
        rows = np.flatnonzero(keys == key)
        drawn[rows] = rng.choice(codes, size=len(rows), p=shares)
    return drawn


def ordinal(latent: Floats, shares: Mapping[str, float]) -> Texts:
    """Cut a latent quantity so that the codes, from low to high, get just these shares."""
    codes, sizes = _codes_and_shares(shares)
    ranks = (np.argsort(np.argsort(latent, kind="stable"), kind="stable") + 0.5) / len(latent)
    places = np.searchsorted(np.cumsum(sizes)[:-1], ranks)
    return codes[places]


def nominal(
    scores: Scores,
    shares: Mapping[str, float],
    n: int,
    rng: np.random.Generator,
) -> Texts:
    """One code a row, likelier where its log score is higher, with these shares over all rows."""
    codes, sizes = _codes_and_shares(shares)
    noisy = _matrix(scores, codes, n) + rng.gumbel(size=(n, len(codes)))
    offsets = np.log(sizes)
    for _ in range(60):
        found = np.bincount((noisy + offsets).argmax(axis=1), minlength=len(codes)) / n
        offsets = offsets + 0.6 * np.log((sizes + 0.2 / n) / (found + 0.2 / n))
    chosen: Texts = codes[(noisy + offsets).argmax(axis=1)]
    return chosen


def several(
    scores: Scores,
    shares: Mapping[str, float],
    n: int,
    rng: np.random.Generator,
    *,
    at_most: int | None = None,
    never: Mapping[str, NDArray[np.bool_]] | None = None,
) -> list[str]:
    """Codes separated by spaces, at least one a row, each code by its share of the rows.

    ``never`` says in which rows a code cannot be chosen.
    """
    codes = np.array(list(shares))
    target = np.array([shares[code] for code in codes], dtype=float)
    noisy = _matrix(scores, codes, n) + rng.logistic(size=(n, len(codes)))
    for code, rows in (never or {}).items():
        noisy[rows, list(codes).index(code)] = -np.inf
    aim = target.copy()
    for _ in range(25):
        chosen = _choose(noisy, aim, at_most or len(codes))
        aim = np.clip(aim * (target / np.maximum(chosen.mean(axis=0), 0.5 / n)), 1e-4, 0.97)
    return [" ".join(codes[row]) for row in _choose(noisy, aim, at_most or len(codes))]


def rake(factors: Sequence[tuple[Texts, Mapping[str, float]]], rounds: int = 40) -> Floats:
    """Weights with which every factor has its shares (Deming & Stephan 1940); they sum to one."""
    weights = np.full(len(factors[0][0]), 1.0)
    for _ in range(rounds):
        for codes, shares in factors:
            names, sizes = _codes_and_shares(shares)
            for name, size in zip(names, sizes, strict=True):
                rows = codes == name
                total = weights[rows].sum()
                if total > 0:
                    weights[rows] *= size / total
    raked: Floats = weights / weights.sum()
    return raked


def systematic(
    weights: Floats, size: int, strata: Sequence[Texts], rng: np.random.Generator
) -> NDArray[np.intp]:
    """A systematic sample along sorted strata: each row about ``size`` times its weight."""
    order = np.lexsort([rng.random(len(weights)), *reversed(strata)])
    steps = (np.arange(size) + rng.random()) / size
    return rng.permutation(order[np.searchsorted(np.cumsum(weights[order]), steps)])


def _choose(noisy: Floats, shares: Floats, at_most: int) -> NDArray[np.bool_]:
    """The options above their threshold; the best ``at_most`` of them; never none."""
    thresholds = np.array([np.quantile(noisy[:, j], 1 - shares[j]) for j in range(noisy.shape[1])])
    margins = noisy - np.where(np.isfinite(thresholds), thresholds, np.inf)
    ranks = np.argsort(np.argsort(-margins, axis=1, kind="stable"), axis=1, kind="stable")
    chosen: NDArray[np.bool_] = ((margins > 0) & (ranks < at_most)) | (ranks == 0)
    return chosen


def _matrix(scores: Scores, codes: Texts, n: int) -> Floats:
    """Scores as columns in the order of the codes; a code without a score has zero."""
    columns = [np.broadcast_to(np.asarray(scores.get(str(c), 0.0)), (n,)) for c in codes]
    return np.column_stack(columns).astype(float)


def _codes_and_shares(shares: Mapping[str, float]) -> tuple[Texts, Floats]:
    sizes = np.array(list(shares.values()), dtype=float)
    return np.array(list(shares)), sizes / sizes.sum()
