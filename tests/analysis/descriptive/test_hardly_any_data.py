"""Nobody, or hardly anybody, answered: tables with a reason, never a bare gap."""

import numpy as np
import pandas as pd
import pytest

from analysis.codebook import Category, Codebook, Variable
from analysis.dataset import Dataset
from analysis.descriptive.cards import card_task
from analysis.descriptive.crosstabs import crosstab
from analysis.descriptive.frequencies import frequencies
from analysis.descriptive.interviewers import interviewer_effects
from analysis.descriptive.missing import missing_by_reason
from analysis.descriptive.order import order_effect
from analysis.descriptive.prices import price_curve
from analysis.descriptive.quality import lengths
from analysis.descriptive.rankings import rank_cards
from analysis.opentext.agreement import cohen_kappa, krippendorff_alpha

CARDS = ("k0", "k1", "k2")
STEPS = tuple(Category(code) for code in ("0", "5", "10"))
CODEBOOK = Codebook(
    (
        Variable("where", categories=(Category("school"), Category("home")), multiple=True),
        Variable("price", level="ordinal", categories=STEPS),
        *(Variable(card, level="ordinal", categories=STEPS) for card in CARDS),
    )
)


def nobody(n):
    """A study of n people who answered nothing."""
    return Dataset(
        pd.DataFrame({v.name: pd.Series([None] * n, dtype=object) for v in CODEBOOK.variables}),
        CODEBOOK,
    )


def orders(n):
    return pd.Series([None] * n, dtype=object)


DESCRIPTIONS = {
    "shares": lambda data: frequencies(data, "where"),
    "prices": lambda data: price_curve(data, "price"),
    "crosstab": lambda data: crosstab(data, "where", "price"),
    "ranking": lambda data: rank_cards(data, CARDS),
    "order": lambda data: order_effect(card_task(data, CARDS), orders(len(data))),
    "length": lambda data: lengths(pd.Series([np.nan] * len(data), dtype=float)),
}


@pytest.mark.parametrize("n", [0, 1, 2])
@pytest.mark.parametrize("describe", DESCRIPTIONS.values(), ids=DESCRIPTIONS)
def test_without_answers_there_is_a_table_and_a_reason(describe, n):
    found = describe(nobody(n))
    assert found.table.select_dtypes("number").isna().any(axis=None)
    assert found.warnings


@pytest.mark.parametrize("n", [0, 1, 2])
def test_missing_answers_of_hardly_anybody_are_counted(n):
    assert missing_by_reason(nobody(n)).table["n"].sum() == n * len(CODEBOOK)


def test_a_row_that_nobody_is_in_is_named():
    data = Dataset(
        pd.DataFrame({"where": ["home"], "price": ["5"]}), Codebook(CODEBOOK.variables[:2])
    )
    (warning,) = crosstab(data, "where", "price").warnings
    assert str(warning) == "no shares within where school: nobody answered that"


def test_an_item_without_effect_of_interviewers_has_a_reason():
    answers = pd.DataFrame({"same": [1.0] * 12, "apart": np.arange(12.0) % 3})
    found = interviewer_effects(answers, pd.Series(["x", "y"] * 6))
    (warning,) = found.warnings
    assert "no effect for same" in str(warning)


@pytest.mark.parametrize("agreement", [cohen_kappa, krippendorff_alpha])
def test_one_answer_coded_alike_leaves_nothing_to_agree_about(agreement):
    found = agreement(pd.DataFrame({"one": ["a"], "other": ["a"]}))
    assert np.isnan(found.value)
    assert found.warnings
