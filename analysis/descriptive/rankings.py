"""Rankings of motivators and barriers: how important each card is, and how sure its place is.

Score of a card = pile (0, 1, 2) + 1 when it is among the three picked, so 0–3. The mean is taken
over those who laid the card; the share in the top three over the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.descriptive.cards import CardTask, card_task
from analysis.descriptive.means import (
    INDEPENDENT,
    Means,
    Resampling,
    category_shares,
    weighted_means,
)
from analysis.descriptive.missing import reasons_table
from analysis.results import Notice, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.dataset import Dataset

Floats: TypeAlias = "NDArray[np.float64]"

FEW = 25  # below this a mean is only an indication


@dataclass(frozen=True, kw_only=True)
class Ranking(Result):
    """Cards from most to least important.

    Attributes:
        table: one row a card, highest mean first: item, label, dimension, n (who laid it), mean,
            low, high, top_share, top_low, top_high, rank, rank_low, rank_high (between which
            places the card lies in the resamples).
        piles: one row for each card and pile: item, pile, n, share, low, high.
        missing: every reason for a card not laid: item, status, n, share, share_of_asked.
    """

    table: pd.DataFrame
    piles: pd.DataFrame
    missing: pd.DataFrame


def rank_cards(
    dataset: Dataset,
    cards: Sequence[str],
    picks: Sequence[str] = (),
    *,
    resampling: Resampling = INDEPENDENT,
) -> Ranking:
    """Rank cards by their mean score.

    Args:
        dataset: with one column a card (its pile) and one a pick (the name of a card).
        cards: names of the cards' columns.
        picks: names of the picks' columns; none: the score is the pile.
        resampling: resamples of recruitment, or none for independent rows.

    Raises:
        DataError: a column is missing or holds what is no pile; a weight cannot be used.
        SettingError: the resamples do not fit the data.
    """
    task = card_task(dataset, cards, picks)
    scores = weighted_means(task.scores, dataset.weights, resampling)
    top = weighted_means(task.picked, dataset.weights, resampling)
    table = _table(dataset, task, scores, top, resampling.level)
    return Ranking(
        n=len(dataset),
        method=f"mean score, percentile interval, {scores.method}",
        settings={"level": resampling.level, "resamples": len(scores.replicates)},
        warnings=_warnings(table),
        table=table,
        piles=pile_shares(dataset, task, resampling),
        missing=reasons_table(dataset, cards),
    )


def pile_shares(
    dataset: Dataset, task: CardTask, resampling: Resampling = INDEPENDENT
) -> pd.DataFrame:
    """How the cards are spread over the piles: item, pile, n, share, low, high."""
    places = np.where(np.isnan(task.piles), -1, task.piles).astype(np.intp)
    piles = len(task.codes)
    tables = []
    for card, column in zip(task.cards, places.T, strict=True):
        shares = category_shares(column, piles, dataset.weights, resampling)
        counts = np.bincount(column[column >= 0], minlength=piles)
        facts = {"n": counts, "share": shares.estimate, "low": shares.low, "high": shares.high}
        tables.append(pd.DataFrame({"item": card, "pile": task.codes, **facts}))
    return pd.concat(tables, ignore_index=True)


def _table(
    dataset: Dataset, task: CardTask, scores: Means, top: Means, level: float
) -> pd.DataFrame:
    variables = [dataset.variable(card) for card in task.cards]
    low, high = _rank_limits(scores.replicates, level)
    table = pd.DataFrame(
        {
            "item": task.cards,
            "label": [variable.label or variable.name for variable in variables],
            "dimension": [variable.dimension for variable in variables],
            "n": scores.n,
            "mean": scores.estimate,
            "low": scores.low,
            "high": scores.high,
            "top_share": top.estimate,
            "top_low": top.low,
            "top_high": top.high,
            "rank": _ranks(scores.estimate[None, :])[0],
            "rank_low": low,
            "rank_high": high,
        }
    )
    return table.sort_values(["rank", "item"], kind="stable", ignore_index=True)


def _ranks(means: Floats) -> NDArray[np.int64]:
    """(B, k) place of each column, 1 for the highest; equal means share the better place."""
    filled = np.where(np.isnan(means), -np.inf, means)
    better = filled[:, None, :] > filled[:, :, None] + 1e-12
    ranks: NDArray[np.int64] = better.sum(axis=2) + 1
    return ranks


def _rank_limits(replicates: Floats, level: float) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    tail = (1 - level) / 2
    ranks = _ranks(replicates)
    low = np.quantile(ranks, tail, axis=0, method="inverted_cdf")
    high = np.quantile(ranks, 1 - tail, axis=0, method="inverted_cdf")
    return low.astype(np.int64), high.astype(np.int64)


def _warnings(table: pd.DataFrame) -> tuple[Notice, ...]:
    notices = []
    nobody = list(table.loc[table["n"] == 0, "item"])
    if nobody:
        text = "nobody laid {items}: no mean, no place"
        notices.append(Notice("nobody_answered", text, {"items": ", ".join(nobody)}))
    few = table.loc[table["n"].between(1, FEW - 1), "item"]
    if len(few):
        text = "{items}: fewer than {few} answers, only an indication"
        notices.append(Notice("few_answers", text, {"items": ", ".join(few), "few": FEW}))
    return tuple(notices)
