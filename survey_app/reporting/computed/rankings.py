"""Intervals of the rankings: ambassadors are drawn again first, then whole chains of people."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

ROLES = ("motivator", "barrier")
RESAMPLES, SEED = 1000, 57
LIMITS = (0.025, 0.975)


@dataclass(frozen=True, slots=True)
class CardIntervals:
    """How sure the figures of one card are (95 %)."""

    mean: tuple[float, float]
    top_share: tuple[float, float]
    rank: tuple[int, int]  # between which places the card lies


def compute(answers: Answers, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """For each role and card: the limits of its mean, its top-3 share and its place."""
    from analysis.resampling import bootstrap

    tasks = {role: _task(answers, role) for role in ROLES if answers.has_cards(role)}
    if not tasks:
        return {}
    values = _beside([values for _, values in tasks.values()])
    people = answers.dataset([], recruits=True)
    figures = partial(_means, values)
    replicates = bootstrap(people, figures, RESAMPLES, SEED, progress=progress)
    result, start = {}, 0
    for role, (cards, columns) in tasks.items():
        mine = replicates[:, start : start + columns.shape[1]]
        result[role] = _limits(cards, mine)
        start += columns.shape[1]
    return result


def intervals(kept: Kept | None, role: str) -> dict[str, CardIntervals]:
    """The limits of each card, from what was kept; empty when it is not there yet."""
    document = kept.document.get(role, {}) if kept else {}
    return {
        card: CardIntervals(_rounded(d["mean"]), _rounded(d["top_share"]), tuple(d["rank"]))
        for card, d in document.items()
    }


def _rounded(limits: list[float]) -> tuple[float, float]:
    """As they are shown everywhere: more decimals would tell of single people."""
    low, high = limits
    return round(low, 2), round(high, 2)


def _task(answers: Answers, role: str) -> tuple[tuple[str, ...], Floats]:
    """The cards, and beside each other their scores and whether they were picked."""
    import numpy as np

    task = answers.card_task(role)
    return task.cards, np.hstack([task.scores, task.picked])


def _beside(values: list[Floats]) -> Floats:
    import numpy as np

    return np.hstack(values)


def _means(values: Floats, counts: NDArray[np.int64]) -> Floats:
    import numpy as np

    from analysis.resampling import weighted_means

    return weighted_means(values, np.ones(len(values)), counts)


def _limits(cards: tuple[str, ...], replicates: Floats) -> dict[str, Any]:
    import numpy as np

    means, tops = np.hsplit(replicates, 2)
    ranks = (-np.nan_to_num(means, nan=-1.0)).argsort(axis=1).argsort(axis=1) + 1
    low_high = np.nanquantile(means, LIMITS, axis=0), np.nanquantile(tops, LIMITS, axis=0)
    places = np.quantile(ranks, LIMITS, axis=0, method="inverted_cdf")
    return {
        card: {
            "mean": low_high[0][:, j].tolist(),
            "top_share": low_high[1][:, j].tolist(),
            "rank": [int(place) for place in places[:, j]],
        }
        for j, card in enumerate(cards)
    }
