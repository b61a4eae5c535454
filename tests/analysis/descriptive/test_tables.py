"""Frequencies, prices, crosstabs, piles and missing answers: by hand, and the laws."""

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Codebook
from analysis.dataset import REASONS, Dataset
from analysis.descriptive.crosstabs import crosstab
from analysis.descriptive.frequencies import frequencies
from analysis.descriptive.missing import missing_by_reason
from analysis.descriptive.piles import diverging
from analysis.descriptive.prices import price_curve
from analysis.errors import DataError
from tests.analysis.descriptive.small import CODEBOOK, reordered, small, variable

ORDER = np.array([3, 5, 0, 1, 4, 2])
WEIGHTS = np.array([1.0, 2.0, 1.0, 3.0, 1.0, 2.0])


def test_shares_are_of_those_who_answered() -> None:
    table = frequencies(small(), "price").table.set_index("code")
    assert table["n"].to_dict() == {"free": 1, "five": 2, "ten": 1}
    assert table["share"].to_dict() == {"free": 0.25, "five": 0.5, "ten": 0.25}
    assert table["base"].eq(4).all()
    assert table.loc["ten", "label"] == "Ten"


def test_several_answers_each_have_their_share() -> None:
    result = frequencies(small(), "times")
    assert result.table["share"].tolist() == [3 / 5, 3 / 5]
    assert result.most_given == ("morning", "evening")


def test_a_code_that_the_codebook_lacks_is_shown_too() -> None:
    frame = small().frame.assign(price=["gift", *small().frame["price"][1:]])
    table = frequencies(Dataset(frame, CODEBOOK), "price").table
    assert table["code"].tolist() == ["free", "five", "ten", "gift"]


def test_numbers_without_a_codebook_are_codes() -> None:
    dataset = Dataset(pd.DataFrame({"face": [1.0, 2.0, np.nan, 2.0]}))
    assert frequencies(dataset, "face").table["code"].tolist() == ["1", "2"]


def test_categories_are_read_as_text_is() -> None:
    dataset = small()
    frame = dataset.frame.astype({"price": "category", "times": "category"})
    other = Dataset(frame, CODEBOOK, dataset.status.astype("category"))
    for name in ("price", "times"):
        once, again = frequencies(dataset, name), frequencies(other, name)
        pd.testing.assert_frame_equal(once.table, again.table)
        pd.testing.assert_frame_equal(once.missing, again.missing)


def test_each_reason_for_no_answer_is_counted_and_not_asked_is_never_low() -> None:
    missing = frequencies(small(), "price").missing.set_index("status")
    assert missing["n"].to_dict() == {
        "beantwoord": 4,
        **dict.fromkeys(REASONS, 0),
        "weet_niet": 1,
        "nvt_route": 1,
    }
    assert missing.loc["weet_niet", "share"] == pytest.approx(1 / 6)
    assert missing.loc["weet_niet", "share_of_asked"] == pytest.approx(1 / 5)
    assert np.isnan(missing.loc["nvt_route", "share_of_asked"])


def test_missing_by_reason_speaks_of_every_column() -> None:
    table = missing_by_reason(small()).table
    assert table.groupby("item", sort=False)["n"].sum().to_dict() == {
        "price": 6,
        "times": 6,
        "year": 6,
    }
    with pytest.raises(DataError, match="garden"):
        missing_by_reason(small(), ["garden"])


def test_nobody_answered_is_said() -> None:
    result = frequencies(Dataset(small().frame.assign(price=None), CODEBOOK), "price")
    assert result.table["share"].isna().all()
    assert result.warnings[0].code == "nobody_answered"


def test_who_accepts_a_price_accepts_all_below_it() -> None:
    table = price_curve(small(), "price").table
    assert table["share"].tolist() == [1.0, 0.75, 0.25]
    assert table["n"].tolist() == [4, 3, 1]
    assert table["low"].is_monotonic_decreasing


def test_a_price_without_a_place_in_the_codebook_is_refused() -> None:
    dataset = Dataset(small().frame, Codebook((variable("price", ("free", "ten")),)))
    with pytest.raises(DataError, match="no place to five"):
        price_curve(dataset, "price")


def test_a_crosstab_counts_those_who_answered_both() -> None:
    result = crosstab(small(), "price", "times")
    assert result.n == 3
    assert result.counts().to_dict("index") == {
        "free": {"morning": 1, "evening": 0},
        "five": {"morning": 1, "evening": 1},
        "ten": {"morning": 0, "evening": 1},
    }
    assert result.row_shares().loc["five"].tolist() == [1.0, 1.0]
    assert result.table["share"].tolist() == pytest.approx([1 / 3, 0, 1 / 3, 1 / 3, 0, 1 / 3])


@pytest.mark.parametrize("name", ["price", "times"])
def test_order_and_doubled_weights_change_no_share(name: str) -> None:
    dataset = small()
    once = frequencies(reordered(dataset, np.arange(6), WEIGHTS), name)
    again = frequencies(reordered(dataset, ORDER, 2 * WEIGHTS[ORDER]), name)
    pd.testing.assert_frame_equal(once.table, again.table)
    first = crosstab(reordered(dataset, np.arange(6), WEIGHTS), "price", "times")
    second = crosstab(reordered(dataset, ORDER, 2 * WEIGHTS[ORDER]), "price", "times")
    pd.testing.assert_frame_equal(first.table, second.table)


def test_renamed_codes_change_names_only() -> None:
    dataset = small()
    names = {"free": "p0", "five": "p1", "ten": "p2"}
    frame = dataset.frame.replace({"price": names})
    codebook = Codebook((variable("price", tuple(names.values())),))
    once, again = price_curve(dataset, "price"), price_curve(Dataset(frame, codebook), "price")
    numbers = ["n", "base", "share", "low", "high"]
    pd.testing.assert_frame_equal(once.table[numbers], again.table[numbers])


def test_diverging_bars_have_the_middle_of_the_middle_pile_at_zero() -> None:
    piles = pd.DataFrame(
        {"item": ["a"] * 3, "pile": ["0", "1", "2"], "share": [0.2, 0.4, 0.4], "n": [2, 4, 4]}
    )
    bar = diverging(piles)
    assert bar["start"].tolist() == pytest.approx([-0.4, -0.2, 0.2])
    assert bar["end"].tolist() == pytest.approx([-0.2, 0.2, 0.6])


def test_diverging_bars_of_two_piles_meet_at_zero() -> None:
    piles = pd.DataFrame({"item": ["a"] * 2, "pile": ["no", "yes"], "share": [0.3, 0.7]})
    assert diverging(piles)["end"].tolist() == pytest.approx([0, 0.7])


def test_diverging_bars_of_other_piles_are_refused() -> None:
    piles = pd.DataFrame({"item": ["a", "b"], "pile": ["no", "yes"], "share": [1.0, 1.0]})
    with pytest.raises(DataError, match="same piles"):
        diverging(piles)
