"""Social networks with a known prevalence, homophily and activity."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np

from analysis.errors import SettingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Integers: TypeAlias = "NDArray[np.int64]"


@dataclass(frozen=True)
class Network:
    """People and their ties, as adjacency lists.

    Attributes:
        group: (N,) the group of each person, 0 … G − 1.
        starts: (N + 1,) where each person's ties begin in ``ties``.
        ties: acquaintances, sorted by person; every tie stands with both of its people.
    """

    group: Integers
    starts: Integers
    ties: Integers

    def __len__(self) -> int:
        return len(self.group)

    @property
    def degree(self) -> Integers:
        """(N,) number of acquaintances."""
        return np.diff(self.starts)

    def known_by(self, person: int) -> Integers:
        """The acquaintances of one person."""
        return self.ties[self.starts[person] : self.starts[person + 1]]

    @property
    def same_group(self) -> float:
        """Share of ties within a group."""
        people = np.repeat(np.arange(len(self)), self.degree)
        return float((self.group[people] == self.group[self.ties]).mean())


def social_network(
    size: int,
    prevalence: Floats | tuple[float, ...],
    rng: np.random.Generator,
    *,
    homophily: float = 0.0,
    mean_degree: float = 8.0,
    activity: tuple[float, ...] | None = None,
) -> Network:
    """A random network in which people tie within their group more than chance would.

    Each half of a tie is kept for one's own group with chance ``homophily`` (Heckathorn's
    affiliation index), else joined to anybody's; ties to oneself and double ties are dropped.

    Args:
        size: people, N.
        prevalence: share of each group; they are met exactly, up to rounding.
        rng: chance.
        homophily: 0 (blind) … 1 (only one's own).
        mean_degree: acquaintances on average, negative binomial with variance mean + mean²/2.
        activity: degree of each group relative to the others, or none for equal.

    Raises:
        SettingError: shares or homophily that cannot be.
    """
    shares = np.asarray(prevalence, dtype=np.float64)
    if (shares < 0).any() or not 0.999 < shares.sum() < 1.001:
        raise SettingError(f"shares of groups must add up to 1; these add up to {shares.sum():g}")
    if not 0 <= homophily <= 1:
        raise SettingError(f"homophily lies between 0 and 1, not at {homophily:g}")
    bounds = np.round(np.cumsum(shares) * size).astype(int)
    group = rng.permutation(np.searchsorted(bounds, np.arange(size), side="right"))
    relative = np.asarray(activity or np.ones(len(shares)), dtype=np.float64)
    mean = mean_degree * relative[group] / (relative[group].mean())
    degree = np.maximum(rng.negative_binomial(2.0, 2.0 / (2.0 + mean)), 1)
    halves = np.repeat(np.arange(size), degree)
    kept = rng.random(len(halves)) < homophily
    pairs = [_paired(halves[kept & (group[halves] == g)], rng) for g in range(len(shares))]
    return _network(group, np.concatenate([*pairs, _paired(halves[~kept], rng)]))


def _paired(halves: Integers, rng: np.random.Generator) -> Integers:
    """Halves of ties joined at random; an odd one is dropped."""
    shuffled = rng.permutation(halves)
    return shuffled[: len(shuffled) // 2 * 2].reshape(-1, 2)


def _network(group: Integers, pairs: Integers) -> Network:
    both = np.concatenate([pairs, pairs[:, ::-1]])
    both = np.unique(both[both[:, 0] != both[:, 1]], axis=0)
    starts = np.concatenate([[0], np.cumsum(np.bincount(both[:, 0], minlength=len(group)))])
    return Network(group.astype(np.int64), starts.astype(np.int64), both[:, 1].astype(np.int64))
