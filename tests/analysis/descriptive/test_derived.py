"""Derived variables from recipes that are data; the typology of enquête 57 among them."""

import itertools
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

from analysis.codebook import Codebook
from analysis.dataset import Dataset
from analysis.descriptive.advice import read_advice
from analysis.descriptive.derived import derive, read_derived
from analysis.errors import DataError
from analysis.simulation import simulate_study
from analysis.simulation.background import typology
from tests.analysis.descriptive.small import small, variable

FILE = Path(__file__).parents[3] / "questionnaires" / "enquete57" / "advice.yaml"


def derived(text: str, dataset: Dataset | None = None) -> Dataset:
    return derive(dataset or small(), read_derived(yaml.safe_load(text)), year=2026)


def test_the_first_case_that_is_true_gives_the_value() -> None:
    result = derived(
        """
        - name: willing
          label: Wil betalen
          cases:
            - {value: much, when: {is: {item: price, codes: [ten]}}}
            - value: early
              when: {all: [{is: {item: times, codes: [morning]}}, {not: {is: {item: price,
                codes: [free]}}}]}
          otherwise: no
        """.replace("otherwise: no", "otherwise: other")
    )
    assert result.frame["willing"].tolist() == [
        "other",
        "early",
        "much",
        "other",
        "early",
        "other",
    ]
    assert result.codebook["willing"].codes == ("much", "early", "other")
    assert result.codebook["willing"].label == "Wil betalen"


def test_without_a_true_case_the_reason_is_that_of_the_first_missing_item() -> None:
    result = derived(
        "- {name: pays, cases: [{value: ja, when: {is: {item: price, codes: [five, ten]}}}]}"
    )
    assert result.frame["pays"].isna().tolist() == [True, False, False, False, True, True]
    assert result.status["pays"].tolist()[4:] == ["weet_niet", "nvt_route"]
    assert result.status["pays"][1] == "beantwoord"


def test_scores_means_and_years() -> None:
    result = derived(
        """
        - {name: euros, scores: {item: price, values: {free: 0, five: 5, ten: 10}}}
        - {name: both, mean_of: {items: [price, times], values: {free: 0, five: 5, ten: 10,
            morning: 1, evening: 2}}}
        - {name: years, years_since: {item: year, classes: {"0_5": [0, 5], "6_plus": [6, null]}}}
        """
    )
    np.testing.assert_array_equal(result.frame["euros"], [0, 5, 10, 5, np.nan, np.nan])
    assert result.frame["both"][2] == 6.0
    assert np.isnan(result.frame["both"][4])
    assert result.frame["years"].tolist()[:3] == ["6_plus", "6_plus", "0_5"]
    assert result.codebook["euros"].level == "interval"


def test_a_later_variable_reads_an_earlier_one_and_lacking_items_are_left_out() -> None:
    result = derived(
        """
        - {name: pays, cases: [{value: ja, when: {is: {item: price, codes: [ten]}}}]}
        - {name: twice, cases: [{value: ja, when: {is: {item: pays, codes: [ja]}}}]}
        - {name: garden, cases: [{value: ja, when: {is: {item: flowers, codes: [ja]}}}]}
        """
    )
    assert result.frame["twice"].tolist()[2] == "ja"
    assert "garden" not in result.frame


@pytest.mark.parametrize(
    ("recipe", "named"),
    [
        ("- {name: x}", "derived x: needs just one of"),
        ("- {name: x, cases: [{value: 1, when: {always: true}}]}", "value must be text"),
        ("- {name: x, cases: [{value: a, when: {maybe: b}}]}", "one of is, all, any, not"),
        ("- {name: x, cases: [{value: a, when: {is: {item: p, codes: []}}}]}", "codes is empty"),
        ("- {name: x, scores: {item: p, values: {a: b}}}", "must be a number"),
        ("- {name: x, years_since: {item: p, classes: {a: 3}}}", "[from, to]"),
        ("- {name: x, colour: red, cases: []}", "unknown colour"),
        ("- 3", "expected keys and values"),
    ],
)
def test_a_wrong_recipe_is_named(recipe: str, named: str) -> None:
    import re

    with pytest.raises(DataError, match=re.escape(named)):
        read_derived(yaml.safe_load(recipe))


@pytest.fixture(scope="module")
def recipes() -> tuple[Any, ...]:
    return read_advice(yaml.safe_load(FILE.read_text(encoding="utf-8"))).derived


def test_every_combination_of_traits_has_the_typology_of_the_enquete(recipes: Any) -> None:
    """Beside the simulation's own rule, written separately from the same words."""
    work = ["werk_vast", "zoekt_werk", "bijstand_vrij", "aow", "studie", "anders"]
    homes = ["partner kind_4_12", "kind_18_thuis kind_0_3", "alleen kind_uit_huis", "alleen"]
    traits = itertools.product(
        work,
        ["25_34", "45_54", "75_plus"],
        ["vrouw", "man", "anders"],
        ["huwelijk_partner", "werk", "gezin"],
        ["PL", "TR"],
        homes,
    )
    names = ["work", "age", "sex", "reason", "country", "household"]
    people = pd.DataFrame(traits, columns=names)
    columns = {
        "work": "werk_inkomen",
        "age": "leeftijd",
        "sex": "geslacht",
        "reason": "reden_komst",
        "country": "geboorteland",
        "household": "gezin",
    }
    codes = tuple(sorted({code for home in homes for code in home.split()}))
    codebook = Codebook((variable("gezin", codes, multiple=True),))
    result = derive(Dataset(people.rename(columns=columns), codebook), recipes, year=2026)
    assert result.frame["doelgroep_type"].tolist() == typology(people).tolist()


@pytest.mark.slow
def test_all_derived_variables_of_enquete_57_can_be_made_from_its_answers(recipes: Any) -> None:
    values = simulate_study(60).values.reset_index(drop=True)
    result = derive(Dataset(values), recipes, year=2026)
    made = [recipe.name for recipe in recipes]
    assert set(made) <= set(result.frame.columns)
    assert result.frame[made].notna().any().all()
