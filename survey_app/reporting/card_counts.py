"""A card task counted straight from the snapshot, a million interviews in a fraction of a second.

The figures are those of ``analysis.descriptive.rankings`` without intervals; a test compares them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from survey_app.reporting.columns import REASONS
from survey_app.reporting.dataset import Answers

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class CardCounts:
    """What everybody did with one card.

    Attributes:
        piles: people on each pile, from low to high.
        picked: people who laid the card and have it among their picks.
        missing: people without an answer, by reason.
    """

    name: str
    label: str
    piles: tuple[int, ...]
    picked: int
    missing: dict[str, int]

    @property
    def n(self) -> int:
        """Who laid it."""
        return sum(self.piles)

    @property
    def everybody(self) -> int:
        """Who laid it and who did not."""
        return self.n + sum(self.missing.values())

    @property
    def mean(self) -> float:
        """Of the pile, and one more when it was picked; NaN when nobody laid it."""
        points = sum(pile * people for pile, people in enumerate(self.piles))
        return (points + self.picked) / self.n if self.n else float("nan")

    @property
    def top_share(self) -> float:
        """Who picked it, of those who laid it; NaN when nobody did."""
        return self.picked / self.n if self.n else float("nan")


def card_counts(answers: Answers, role: str) -> list[CardCounts]:
    """Every card of the task with this role, the highest mean first, then by name."""
    import numpy as np

    cards = answers.cards(role)
    names = [card.name for card in cards.cards]
    picks = _picks(answers, [pick.name for pick in cards.top], names)
    counted = []
    for place, name in enumerate(names):
        laid = answers.integers(name)
        numbers = np.bincount(laid.astype(np.intp) + len(REASONS)).tolist()
        picked = int(((picks >> place & 1).astype(bool) & (laid >= 0)).sum())
        counted.append(_counted(answers, name, numbers, picked))
    return sorted(counted, key=lambda card: (-card.mean if card.n else 1.0, card.name))


def _picks(answers: Answers, picks: list[str], names: list[str]) -> NDArray[Any]:
    """(n,) the cards that each person picked, as a sum of powers of two."""
    import numpy as np

    found = np.zeros(len(answers), dtype=np.int64)
    for pick in picks:
        codes = answers.snapshot.columns[pick].codes
        bits = [1 << names.index(code) if code in names else 0 for code in codes]
        found |= np.array([*bits, 0], dtype=np.int64)[np.maximum(answers.integers(pick), -1)]
    return found


def _counted(answers: Answers, name: str, numbers: list[int], picked: int) -> CardCounts:
    """From how often each integer occurs, the last reason first."""
    variable = answers.variable(name)
    numbers = numbers + [0] * (len(REASONS) + len(variable.categories) - len(numbers))
    reasons, piles = numbers[: len(REASONS)], numbers[len(REASONS) :]
    by_reason = zip((str(reason) for reason in REASONS), reversed(reasons), strict=True)
    return CardCounts(name, variable.label or name, tuple(piles), picked, dict(by_reason))
