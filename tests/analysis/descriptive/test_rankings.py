"""Rankings of cards: scores by hand, every reason counted, the three laws."""

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Category, Codebook, Variable
from analysis.dataset import Dataset
from analysis.descriptive.cards import block_means, card_task, centred
from analysis.descriptive.means import Resampling
from analysis.descriptive.rankings import rank_cards
from analysis.errors import DataError
from analysis.simulation import simulate_study
from analysis.simulation.instrument import MOTIVATORS

CARDS, PICKS = ("work", "child", "doctor"), ("top1", "top2")
PICKS_OF_57 = ("motief_top1", "motief_top2", "motief_top3")


def small() -> Dataset:
    frame = pd.DataFrame(
        {
            "work": ["2", "0", None, "1"],
            "child": ["1", "2", "2", "0"],
            "doctor": ["0", "0", "1", "0"],
            "top1": ["work", "child", "child", None],
            "top2": [None, None, "doctor", None],
        }
    )
    status = pd.DataFrame("beantwoord", index=frame.index, columns=frame.columns)
    status.loc[2, "work"] = "wil_niet"
    return Dataset(frame, status=status)


def demo(n: int = 120) -> Dataset:
    study = simulate_study(n)
    columns = [*MOTIVATORS, *PICKS_OF_57]
    return Dataset(
        study.values[columns].reset_index(drop=True),
        status=study.status[columns].reset_index(drop=True),
    )


def test_a_score_is_the_pile_and_one_more_for_a_pick() -> None:
    task = card_task(small(), CARDS, PICKS)
    np.testing.assert_array_equal(task.scores, [[3, 1, 0], [0, 3, 0], [np.nan, 3, 2], [1, 0, 0]])


def test_the_table_holds_means_and_top_shares_over_those_who_laid_the_card() -> None:
    table = rank_cards(small(), CARDS, PICKS).table.set_index("item")
    assert list(table.index) == ["child", "work", "doctor"]
    assert table["n"].tolist() == [4, 3, 4]
    assert table["mean"].tolist() == pytest.approx([7 / 4, 4 / 3, 2 / 4])
    assert table["top_share"].tolist() == pytest.approx([2 / 4, 1 / 3, 1 / 4])
    assert table["rank"].tolist() == [1, 2, 3]


def test_every_reason_for_a_missing_answer_is_counted() -> None:
    missing = rank_cards(small(), CARDS, PICKS).missing.set_index(["item", "status"])
    assert missing.loc[("work", "wil_niet"), "n"] == 1
    assert missing.loc[("work", "beantwoord"), "n"] == 3
    assert missing.groupby("item")["n"].sum().eq(4).all()


def test_shares_of_the_piles_add_up_to_one() -> None:
    piles = rank_cards(small(), CARDS, PICKS).piles
    assert piles.groupby("item")["share"].sum().tolist() == pytest.approx([1, 1, 1])
    assert piles.groupby("item")["n"].sum().to_dict() == {"work": 3, "child": 4, "doctor": 4}


@pytest.mark.slow
def test_places_are_between_their_limits() -> None:
    table = rank_cards(demo(), MOTIVATORS, PICKS_OF_57).table
    assert (table["rank_low"] <= table["rank"]).all()
    assert (table["rank"] <= table["rank_high"]).all()
    assert (table["low"] < table["mean"]).all()
    assert (table["mean"] < table["high"]).all()


@pytest.mark.slow
def test_order_of_rows_and_doubled_weights_change_nothing() -> None:
    dataset = demo()
    order = np.random.default_rng(5).permutation(len(dataset))
    weights = np.linspace(1, 2, len(dataset))
    rows = {"frame": dataset.frame, "status": dataset.status}
    once = rank_cards(Dataset(**rows, weights=weights), MOTIVATORS, PICKS_OF_57)
    moved = {k: v.iloc[order].reset_index(drop=True) for k, v in rows.items()}
    again = rank_cards(Dataset(**moved, weights=2 * weights[order]), MOTIVATORS, PICKS_OF_57)
    pd.testing.assert_frame_equal(once.table, again.table, rtol=1e-10)
    pd.testing.assert_frame_equal(once.piles, again.piles, rtol=1e-10)
    pd.testing.assert_frame_equal(once.missing, again.missing)


def test_renamed_piles_change_nothing_but_their_names() -> None:
    dataset = small()
    names = {"0": "no", "1": "some", "2": "much"}
    frame = dataset.frame.copy()
    frame[list(CARDS)] = frame[list(CARDS)].replace(names)
    categories = tuple(Category(name) for name in names.values())
    codebook = Codebook(tuple(Variable(card, categories=categories) for card in CARDS))
    renamed = rank_cards(Dataset(frame, codebook, dataset.status), CARDS, PICKS)
    once = rank_cards(dataset, CARDS, PICKS)
    pd.testing.assert_frame_equal(renamed.table, once.table)
    assert renamed.piles["share"].tolist() == once.piles["share"].tolist()
    assert set(renamed.piles["pile"]) == set(names.values())


def test_resamples_of_whole_trees_give_wider_intervals_when_trees_differ() -> None:
    frame = pd.DataFrame({"work": ["2"] * 30 + ["0"] * 30 + ["1"] * 60})
    tree = np.arange(120) // 30
    picked = np.random.default_rng(0).multinomial(4, [0.25] * 4, size=500)
    trees = rank_cards(Dataset(frame), ("work",), resampling=Resampling(picked[:, tree]))
    rows = rank_cards(Dataset(frame), ("work",))
    assert "recruitment" in trees.method
    width = (trees.table["high"] - trees.table["low"])[0]
    assert width > 2 * (rows.table["high"] - rows.table["low"])[0]


def test_a_card_that_nobody_laid_has_no_mean_and_a_warning() -> None:
    dataset = small()
    frame = dataset.frame.assign(doctor=None, top2=None)
    result = rank_cards(Dataset(frame), CARDS, PICKS)
    row = result.table.set_index("item").loc["doctor"]
    assert row["n"] == 0
    assert np.isnan(row["mean"])
    assert row["rank"] == 3
    assert {notice.code for notice in result.warnings} == {"nobody_answered", "few_answers"}


@pytest.mark.parametrize(
    ("column", "value", "named"),
    [("work", "often", "often"), ("top1", "garden", "garden")],
)
def test_what_is_no_pile_or_no_card_is_named(column: str, value: str, named: str) -> None:
    dataset = small()
    frame = dataset.frame.copy()
    frame.loc[0, column] = value
    with pytest.raises(DataError, match=named):
        rank_cards(Dataset(frame), CARDS, PICKS)


def test_a_column_that_is_not_there_is_named() -> None:
    with pytest.raises(DataError, match="garden"):
        rank_cards(small(), ("garden",))


def test_centred_scores_have_mean_zero_within_a_person() -> None:
    scores = np.array([[3.0, 1.0, np.nan], [np.nan, np.nan, np.nan]])
    np.testing.assert_array_equal(block_means(scores), [2.0, np.nan])
    np.testing.assert_array_equal(centred(scores)[0], [1.0, -1.0, np.nan])
