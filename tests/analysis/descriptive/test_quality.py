"""Quality: who asked, in which order, all on one pile, too fast, how long."""

import numpy as np
import pandas as pd
import pytest

from analysis.dataset import Dataset
from analysis.descriptive.cards import CardTask, card_task
from analysis.descriptive.interviewers import interviewer_effects
from analysis.descriptive.order import order_effect
from analysis.descriptive.quality import flat_piles, lengths, too_fast
from analysis.errors import DataError
from analysis.simulation import simulate_study
from analysis.simulation.instrument import MOTIVATORS


def test_an_intraclass_correlation_by_hand() -> None:
    """Groups 1, 2 | 3, 4: mean squares 4 and ½, so (4 − ½) / (4 + ½)."""
    answers = pd.DataFrame({"score": [1.0, 2.0, 3.0, 4.0]})
    row = interviewer_effects(answers, pd.Series(list("aabb"))).table.iloc[0]
    assert row["icc"] == pytest.approx(3.5 / 4.5)
    assert row["low"] < row["icc"] < row["high"]
    assert row["design_effect"] == pytest.approx(1 + row["icc"])


def test_a_known_effect_of_interviewers_is_found_and_none_where_there_is_none() -> None:
    rng = np.random.default_rng(4)
    who = np.repeat(np.arange(20), 40)
    answers = pd.DataFrame(
        {
            "pushed": 0.5 * rng.normal(size=20)[who] + rng.normal(size=800),
            "free": rng.normal(size=800),
        }
    )
    table = interviewer_effects(answers, pd.Series(who)).table.set_index("item")
    assert table.index[0] == "pushed"
    assert table.loc["pushed", "low"] < 0.25 / 1.25 < table.loc["pushed", "high"]
    assert table.loc["pushed", "p_adjusted"] < 0.001
    assert abs(table.loc["free", "icc"]) < 0.03


def test_interviewers_and_rows_in_another_order_change_nothing() -> None:
    rng = np.random.default_rng(1)
    answers = pd.DataFrame(rng.normal(size=(60, 2)), columns=["a", "b"])
    who = pd.Series(rng.choice(list("xyz"), 60))
    order = rng.permutation(60)
    once = interviewer_effects(answers, who)
    names = {"x": "k", "y": "b", "z": "a"}
    again = interviewer_effects(
        answers.iloc[order].reset_index(drop=True),
        who.iloc[order].replace(names).reset_index(drop=True),
    )
    pd.testing.assert_frame_equal(once.table, again.table)


def test_an_item_without_spread_has_no_effect_and_one_interviewer_is_refused() -> None:
    answers = pd.DataFrame({"flat": [1.0, 1.0, 1.0, 1.0]})
    result = interviewer_effects(answers, pd.Series(list("aabb")))
    assert np.isnan(result.table["icc"][0])
    assert result.warnings[0].code == "few_interviews"
    with pytest.raises(DataError, match="two interviewers"):
        interviewer_effects(answers, pd.Series(list("aaaa")))


@pytest.mark.slow
def test_shuffled_cards_of_the_demo_have_no_order_effect() -> None:
    study = simulate_study(200)
    values = study.values.reset_index(drop=True)
    picks = [f"motief_top{rank}" for rank in (1, 2, 3)]
    task = card_task(Dataset(values), MOTIVATORS, picks)
    effect = order_effect(task, values["motief_kaarten_volgorde"])
    assert effect.low < 0 < effect.high
    assert len(effect.table) == 12


def test_cards_that_come_early_and_weigh_more_are_noticed() -> None:
    rng = np.random.default_rng(2)
    cards = ("a", "b", "c", "d")
    orders = [" ".join(rng.permutation(list(cards))) for _ in range(200)]
    piles = np.array([[0.0 + (o.split().index(c) == 0) for c in cards] for o in orders])
    task = CardTask(cards, piles, np.zeros_like(piles), ("0", "1"))
    effect = order_effect(task, pd.Series(orders))
    assert effect.high < 0
    assert effect.table["mean"].idxmax() == 0
    assert effect.table["n"].tolist() == [200] * 4


def test_an_order_that_names_no_card_is_refused() -> None:
    task = CardTask(("a",), np.zeros((1, 1)), np.zeros((1, 1)), ("0",))
    with pytest.raises(DataError, match="garden"):
        order_effect(task, pd.Series(["a garden"]))


def test_one_pile_for_all_cards_is_flat_and_few_cards_say_nothing() -> None:
    piles = np.array([[1.0] * 7, [1.0] * 6 + [2.0], [1.0] * 5 + [np.nan] * 2])
    task = CardTask(tuple("abcdefg"), piles, np.zeros_like(piles), ("0", "1", "2"))
    np.testing.assert_array_equal(flat_piles(task), [1, 0, np.nan])


def test_cards_laid_in_under_two_seconds_are_too_fast() -> None:
    seconds = np.array([[1.0, 1.5, 9.0], [3.0, 2.5, np.nan], [np.nan] * 3])
    np.testing.assert_array_equal(too_fast(seconds), [1, 0, np.nan])


def test_lengths_for_all_and_by_group() -> None:
    minutes = pd.Series([20.0, 30.0, 40.0, np.nan])
    table = lengths(minutes, pd.Series(["nl", "nl", "ar", "ar"])).table.set_index("group")
    assert table["median"].to_dict() == {"all": 30.0, "ar": 40.0, "nl": 25.0}
    assert table["n"].to_dict() == {"all": 3, "ar": 1, "nl": 2}
    with pytest.raises(DataError, match="row 0"):
        lengths(pd.Series([-1.0]))
