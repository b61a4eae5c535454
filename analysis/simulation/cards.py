"""The card sort: how much each card means to a person, its pile, and the top three.

Latent importance = mean of the segment + noise of the card + the person's answering style + the
interviewer's effect; pile 1 from 0.6, pile 2 from 1.4; the top three are the three highest among
piles 1 and 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.simulation.draw import Floats

CUTS = (0.6, 1.4)
MENTIONED_FROM, MENTION_CHANCE = 1.3, 0.55


@dataclass(frozen=True)
class CardSort:
    """The cards of one task: importance (n × cards), piles 0–2, picks (n × 3, −1 for none)."""

    cards: tuple[str, ...]
    latent: Floats
    piles: NDArray[np.int64]
    top: NDArray[np.int64]

    @property
    def scores(self) -> NDArray[np.int64]:
        """Pile plus one for a card in the top three: 0–3."""
        picked = np.zeros_like(self.piles)
        rows, ranks = np.nonzero(self.top >= 0)
        picked[rows, self.top[rows, ranks]] = 1
        return self.piles + picked


def sort_cards(
    cards: tuple[str, ...],
    means: Floats,
    style: Floats,
    rng: np.random.Generator,
    *,
    noise: float = 0.6,
    absent: NDArray[np.bool_] | None = None,
) -> CardSort:
    """Sort cards on piles and pick a top three.

    Args:
        cards: their names.
        means: n × cards, what each card means to the people of that segment.
        style: n, how much a person finds everything important.
        rng: chance.
        noise: standard deviation of a card within a person.
        absent: n × cards, cards that a person is not shown; never picked.
    """
    latent = means + style[:, None] + rng.normal(0, noise, means.shape)
    if absent is not None:
        latent = np.where(absent, -np.inf, latent)
    piles = np.searchsorted(CUTS, latent, side="right")
    order = np.argsort(-latent, axis=1, kind="stable")[:, :3]
    top = np.where(np.take_along_axis(piles, order, axis=1) >= 1, order, -1)
    return CardSort(cards, latent, piles, top)


def mentions(sort: CardSort, rng: np.random.Generator) -> list[tuple[str, ...]]:
    """What a person names without seeing the cards, the most important first."""
    named = (sort.latent > MENTIONED_FROM) & (rng.random(sort.latent.shape) < MENTION_CHANCE)
    order = np.argsort(-sort.latent, axis=1, kind="stable")
    return [
        tuple(sort.cards[j] for j in cards if said[j])
        for cards, said in zip(order, named, strict=True)
    ]


def shuffled(
    cards: tuple[str, ...], shown: NDArray[np.bool_], rng: np.random.Generator
) -> list[str]:
    """The order in which each person saw the cards: names separated by spaces."""
    return [" ".join(cards[j] for j in rng.permutation(len(cards)) if row[j]) for row in shown]
