"""Who brought whom in Waterwijk: cards go along ties that resemble their owner, over some weeks.

A recruiter gives a card to somebody of the same mother tongue, sex and typology more often than
chance would (affiliation homophily, Heckathorn 1997), and to people who know many more often than
to people who know few.
"""

from __future__ import annotations

import heapq
import itertools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from analysis.simulation import waterwijk as figures

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

USED = 0.8  # share of the cards that bring somebody, while there is time
NURSED_BELOW = 6  # so few cards of one ambassador on their way: a phone call sees to their use


@dataclass(frozen=True)
class Chains:
    """Rows of the neighbourhood in the order in which they were interviewed.

    Attributes:
        rows: who, as row numbers of the neighbourhood.
        recruiter: position in ``rows`` of who brought them, −1 for a seed.
        ambassador: number of the ambassador with whom the chain began.
        day: working day of the interview, 0 is the first.
    """

    rows: NDArray[np.int64]
    recruiter: NDArray[np.int64]
    ambassador: NDArray[np.int64]
    day: NDArray[np.int64]


@dataclass(order=True)
class Card:
    """A card on its way: somebody will be interviewed with it on that day."""

    day: int
    number: int
    recruiter: int = field(compare=False)  # place in the list of interviews, −1: an ambassador
    ambassador: int = field(compare=False)
    row: int = field(compare=False, default=-1)  # who, when that is already known


def recruit(people: pd.DataFrame, size: int, rng: np.random.Generator) -> Chains:
    """Chains of ``size`` interviews that begin with ambassadors' acquaintances.

    Args:
        people: the neighbourhood, with columns language, sex, type, degree, segment, coupons.
        size: number of interviews, at most the number of people.
        rng: chance.
    """
    ties = _Ties(people)
    cards = _seeds(people, min(figures.SEEDS, size), rng)
    number = itertools.count(len(cards))
    rows: list[int] = []
    used: list[Card] = []
    while len(rows) < size:
        card = heapq.heappop(cards) if cards else _new_seed(used[-1].day, ties, rng)
        row = card.row if card.row >= 0 else ties.acquaintance(rows[card.recruiter], rng)
        ties.free[row] = False
        rows.append(row)
        used.append(card)
        for _ in range(ties.coupons[row]):
            on_their_way = sum(c.ambassador == card.ambassador for c in cards)
            if on_their_way < NURSED_BELOW or rng.random() < USED:
                due = card.day + 1 + int(rng.gamma(2.0, 3.0))
                place = len(rows) - 1
                heapq.heappush(cards, Card(due, next(number), place, card.ambassador))
    return Chains(
        rows=np.array(rows),
        recruiter=np.array([card.recruiter for card in used]),
        ambassador=np.array([card.ambassador for card in used]),
        day=np.array([card.day for card in used]),
    )


class _Ties:
    """Who is likely to know whom, and who was not yet interviewed."""

    def __init__(self, people: pd.DataFrame) -> None:
        self.traits = {name: people[name].to_numpy() for name in figures.HOMOPHILY}
        self.degree = people["degree"].to_numpy(dtype=float)
        self.coupons = people["coupons"].to_numpy()
        self.free = np.ones(len(people), dtype=bool)

    def acquaintance(self, recruiter: int, rng: np.random.Generator) -> int:
        """Somebody who was not yet interviewed; like the recruiter where the ties are so."""
        candidates = self.free
        for name, homophily in figures.HOMOPHILY.items():
            alike = candidates & (self.traits[name] == self.traits[name][recruiter])
            if rng.random() < homophily and alike.any():
                candidates = alike
        rows = np.flatnonzero(candidates)
        return int(rng.choice(rows, p=self.degree[rows] / self.degree[rows].sum()))


def _new_seed(day: int, ties: _Ties, rng: np.random.Generator) -> Card:
    """When all chains have died out, an ambassador brings one more person."""
    row = int(rng.choice(np.flatnonzero(ties.free)))
    return Card(day + 1, 0, -1, int(rng.integers(figures.AMBASSADORS)), row)


def _seeds(people: pd.DataFrame, number: int, rng: np.random.Generator) -> list[Card]:
    """Seeds spread over the segments, brought by the ambassadors in turn, in the first week.

    They are chosen because they want to pass on three cards.
    """
    willing = rng.permutation(np.flatnonzero(people["coupons"] == max(people["coupons"])))
    segment = people["segment"].to_numpy()[willing]
    turn = np.array([np.sum(segment[:place] == kind) for place, kind in enumerate(segment)])
    spread = willing[np.argsort(turn, kind="stable")][:number]
    return [
        Card(place // 2, place, -1, place % figures.AMBASSADORS, int(row))
        for place, row in enumerate(spread)
    ]
