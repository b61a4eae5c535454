"""What the charts of a page are made from: answers, computed results, and a few tallies."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from survey_app.reporting.card_counts import CardCounts, card_counts
from survey_app.reporting.computed import Computed
from survey_app.reporting.computed.chains import Chains, chains_of, forest_of, kept_chains
from survey_app.reporting.dataset import Answers
from survey_app.reporting.disclosure import hidden_in_line, shown_group
from survey_app.reporting.ended import START

if TYPE_CHECKING:
    from analysis.recruitment.forest import Forest


LIVE_FOREST = 20_000  # people


@dataclass(frozen=True, slots=True)
class Cards:
    """How many cards stand where."""

    waiting: int = 0  # not handed out yet
    out: int = 0  # handed out, and still valid
    used: int = 0
    expired: int = 0
    void: int = 0

    @property
    def made(self) -> int:
        """All of them."""
        return self.waiting + self.out + self.used + self.expired + self.void


@dataclass(frozen=True, slots=True)
class Fieldwork:
    """How the cards stand at one moment; the caller counts them."""

    now: datetime | None = None  # without it: when the last interview ended
    cards: Cards = field(default_factory=Cards)
    holders: frozenset[str] | None = frozenset()  # interviews from which somebody may still come
    most_waves: int | None = None  # people of this wave got no cards to hand on


@dataclass(frozen=True, slots=True)
class Tallies:
    """What is counted without an answer."""

    going_on: int = 0  # interviews that have not ended
    refused: int = 0
    withdrawn: int = 0
    links_gone: bool = False  # who came in by whom was removed after the study


@dataclass(frozen=True)
class Material:
    """Everything that a chart may look at.

    Attributes:
        answers: of the interviews that ended.
        computed: what was computed apart, as far as it is there.
        tallies: refusals and the like.
        areas: names of the areas, by code.
        chosen: what the reader chose on this page, if there is a choice.
        fieldwork: how the cards stand now.
    """

    answers: Answers
    computed: Computed
    tallies: Tallies = field(default_factory=Tallies)
    areas: dict[str, str] = field(default_factory=dict)
    chosen: str = ""
    fieldwork: Fieldwork = field(default_factory=Fieldwork)
    _cards: dict[str, list[CardCounts]] = field(default_factory=dict, compare=False, repr=False)

    @property
    def n(self) -> int:
        """Number of interviews that ended."""
        return len(self.answers)

    @property
    def until(self) -> datetime:
        """When the last of them ended."""
        return START + timedelta(minutes=int(self.answers.integers("interview.ended").max()))

    @property
    def at(self) -> datetime:
        """The moment that the figures are about."""
        return self.fieldwork.now or self.until

    @property
    def enough(self) -> bool:
        """Whether there are enough people to say anything about their answers."""
        return shown_group(self.n)

    @cached_property
    def forest(self) -> Forest | None:
        """Who brought whom; none where few are brought yet, or it is too large for each load."""
        if not self.enough or self.n > LIVE_FOREST:
            return None
        forest = forest_of(self.answers)
        return forest if _may_be_told(forest.seeds, len(forest)) else None

    @property
    def live_chains(self) -> Forest | None:
        """The forest, where it is also known who may still bring somebody."""
        fieldwork = self.fieldwork
        known = fieldwork.cards.made and fieldwork.holders is not None
        return self.forest if known else None

    @property
    def chains(self) -> Chains | None:
        """How far the cards went; in a large study as far as that was computed apart."""
        if self.forest is not None:
            return chains_of(self.forest)
        kept = kept_chains(self.computed.get("chains")) if self.n > LIVE_FOREST else None
        return kept if kept and _may_be_told(kept.seeds, kept.people) else None

    def cards(self, role: str) -> list[CardCounts]:
        """The cards of a task as they are now, highest mean first; without intervals."""
        if role not in self._cards:
            self._cards[role] = card_counts(self.answers, role)
        return self._cards[role]


def _may_be_told(seeds: int, people: int) -> bool:
    """Whether the number of chains tells of no few people who were brought."""
    return not hidden_in_line([people - seeds, people]).any()
