"""Cards counted from the snapshot, beside the statistics library on the same answers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from analysis.descriptive.means import Resampling
from analysis.descriptive.rankings import rank_cards
from survey_app.reporting.card_counts import card_counts
from survey_app.reporting.dataset import Answers


@pytest.mark.parametrize("role", ["motivator", "barrier"])
@pytest.mark.parametrize("people", [0, 1, 160])
def test_the_figures_are_those_of_the_library(
    waterwijk: Callable[[int], Answers], people: int, role: str
) -> None:
    answers = waterwijk(people)
    cards = answers.cards(role)
    names, picks = [card.name for card in cards.cards], [pick.name for pick in cards.top]
    ranking = rank_cards(
        answers.dataset([*names, *picks]), names, picks, resampling=Resampling(size=1)
    )
    counted = card_counts(answers, role)
    missing = ranking.missing.set_index(["item", "status"])["n"]
    assert [card.name for card in counted] == list(ranking.table["item"])
    for card, row in zip(counted, ranking.table.itertuples(), strict=True):
        piles = ranking.piles[ranking.piles["item"] == card.name]
        assert (card.label, card.n, card.everybody) == (row.label, row.n, people)
        assert card.mean == pytest.approx(row.mean, nan_ok=True)
        assert card.top_share == pytest.approx(row.top_share, nan_ok=True)
        assert list(card.piles) == list(piles["n"])
        assert card.missing == {status: missing[card.name, status] for status in card.missing}
