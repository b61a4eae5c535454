"""Answers whose truth is known: one population without groups, or known segments.

For tests and for the evidence in ``docs/methods``: whether a method finds what is there, and
nothing where nothing is.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import SettingError, some
from analysis.simulation import waterwijk as figures
from analysis.simulation.cards import sort_cards
from analysis.simulation.instrument import BARRIERS, MOTIVATORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"

SHAPES = ("flat", "normal", "lopsided")
BLOCKS = {"motivators": MOTIVATORS, "barriers": BARRIERS}


@dataclass(frozen=True, slots=True)
class Answering:
    """How people answer, whatever they are asked.

    Attributes:
        style: standard deviation of finding everything more, or less, important.
        extremes: standard deviation of the log of how far people go to the ends.
        missing: share of answers that are not given, at random.
    """

    style: float = 0.0
    extremes: float = 0.0
    missing: float = 0.0


@dataclass(frozen=True)
class KnownSegments:
    """Scores of people whose segment is known.

    Attributes:
        scores: (n, items), NaN where not answered.
        segment: (n,) the truth.
        blocks: the items of each block.
    """

    scores: pd.DataFrame
    segment: NDArray[np.int64]
    blocks: dict[str, tuple[str, ...]]


NO_STYLE = Answering()


def one_population(
    n: int,
    rng: np.random.Generator,
    *,
    items: int = 24,
    categories: int = 4,
    factors: int = 0,
    shape: str = "normal",
    answering: Answering = NO_STYLE,
) -> pd.DataFrame:
    """Ordered answers, 0 … categories − 1, of people who differ by degrees and not by kind.

    Args:
        n: people.
        rng: chance.
        items: how many.
        categories: answers of an item.
        factors: continuous dimensions behind the items; each item has one of them, with half of
            its variance.
        shape: of the answers: ``flat`` (equally many in each), ``normal`` (most in the middle),
            ``lopsided`` (most at the low end).
        answering: how people answer.

    Raises:
        SettingError: an unknown shape.
    """
    if shape not in SHAPES:
        raise SettingError(f"there is no shape {shape!r}; there are {some(SHAPES)}")
    own = rng.normal(size=(n, items))
    if factors:
        behind = rng.normal(size=(n, factors))[:, np.arange(items) % factors]
        own = np.sqrt(0.5) * own + np.sqrt(0.5) * behind
    latent = own * np.exp(answering.extremes * rng.normal(size=(n, 1)))
    latent = latent + answering.style * rng.normal(size=(n, 1))
    answers = np.digitize(latent, _cuts(shape, categories)).astype(np.float64)
    names = [f"item{number:02}" for number in range(1, items + 1)]
    return pd.DataFrame(_with_gaps(answers, answering.missing, rng), columns=names)


def card_scores(
    n: int,
    rng: np.random.Generator,
    *,
    noise: float = 0.6,
    answering: Answering = NO_STYLE,
    segments: bool = True,
) -> KnownSegments:
    """Card scores 0–3 of enquête 57's five segments, or of one population with the same means.

    Args:
        n: people.
        rng: chance.
        noise: standard deviation of a card within a person.
        answering: how people answer.
        segments: whether there are segments; without them every mean is the average of all, and
            what the segments differed in becomes noise of each card.
    """
    table = np.array(list(figures.CARDS.values()))
    shares = np.array(list(figures.SEGMENTS.values())) / sum(figures.SEGMENTS.values())
    truth = rng.choice(len(shares), size=n, p=shares)
    means = table[:, truth].T if segments else np.tile(table @ shares, (n, 1))
    if not segments:
        spread = np.sqrt(np.clip(table**2 @ shares - (table @ shares) ** 2, 0, None))
        means = means + spread * rng.normal(size=means.shape)
    style = answering.style * rng.normal(size=n)
    stretch = np.exp(answering.extremes * rng.normal(size=(n, 1)))
    means = 1 + (means - 1) * stretch
    parts = []
    for cards in BLOCKS.values():
        columns = [list(figures.CARDS).index(card) for card in cards]
        sort = sort_cards(cards, means[:, columns], style, rng, noise=noise)
        scores = _with_gaps(sort.scores.astype(np.float64), answering.missing, rng)
        parts.append(pd.DataFrame(scores, columns=list(cards)))
    label = truth if segments else np.zeros(n, dtype=np.int64)
    return KnownSegments(pd.concat(parts, axis=1), label, dict(BLOCKS))


def _cuts(shape: str, categories: int) -> Floats:
    """Normal quantiles between the answers."""
    from scipy.special import ndtri

    steps = np.arange(1, categories) / categories
    if shape == "lopsided":
        steps = 1 - (1 - steps) ** 2.5
    if shape == "normal":
        return np.linspace(-1.5, 1.5, categories + 1)[1:-1]
    return np.asarray(ndtri(steps), dtype=np.float64)


def _with_gaps(answers: Floats, missing: float, rng: np.random.Generator) -> Floats:
    return np.where(rng.random(answers.shape) < missing, np.nan, answers)
