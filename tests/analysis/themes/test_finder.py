"""The search for themes: known ones are found, nothing in nothing, and the laws hold."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError, SettingError
from analysis.themes import ThemeFinder, Themes
from tests.analysis.themes.reference import survey

QUICK = {"n_resamples": 30, "n_null": 30}


def themes_of(frame: pd.DataFrame, **options: object) -> Themes:
    fit = {name: options.pop(name) for name in ("sample_weight", "resamples") if name in options}
    return ThemeFinder(**(QUICK | options)).fit(frame, **fit).result_


def two_themes(n: int = 300, style: float = 0.0, seed: int = 3) -> pd.DataFrame:
    """Items a1–a4 and b1–b4 about two things, with an answering style of that spread."""
    rng = np.random.default_rng(seed)
    about = np.repeat(rng.normal(size=(n, 2)), 4, axis=1)
    latent = 0.8 * about + 0.7 * rng.normal(size=(n, 8)) + style * rng.normal(size=(n, 1))
    names = [f"{kind}{number}" for kind in "ab" for number in range(1, 5)]
    return pd.DataFrame(np.digitize(latent, [-0.6, 0.6]), columns=names)


def nothing(n: int = 300, seed: int = 0, style: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    latent = rng.normal(size=(n, 8)) + style * rng.normal(size=(n, 1))
    return pd.DataFrame(np.digitize(latent, [-0.6, 0.6])).add_prefix("item")


def test_two_known_themes_are_found_with_and_without_style() -> None:
    result = themes_of(two_themes(style=0.5))
    assert [theme.items for theme in result.themes] == [
        ("a1", "a2", "a3", "a4"),
        ("b1", "b2", "b3", "b4"),
    ]
    assert all(theme.found_in == "both" for theme in result.themes)
    assert all(theme.stability > 0.9 and theme.average_r > 0.4 for theme in result.themes)


def test_themes_of_the_reference_survey() -> None:
    result = themes_of(survey("survey120"))
    assert [theme.items for theme in result.themes] == [("m1", "m2", "m3"), ("b1", "b2", "b3")]
    assert result.themes[0].alpha == pytest.approx(0.838327082301323, abs=1e-10)


@pytest.mark.slow
def test_unrelated_items_have_no_themes() -> None:
    """At most two of thirty; the 95th percentile of chance allows one and a half."""
    found = [bool(themes_of(nothing(seed=seed)).themes) for seed in range(30)]
    assert sum(found) <= 2


def test_no_themes_is_said() -> None:
    result = themes_of(nothing())
    assert result.themes == ()
    assert result.factors == 0
    assert "no_factor" in {notice.code for notice in result.warnings}


def test_a_theme_that_is_only_answering_style_is_marked() -> None:
    result = themes_of(nothing(style=1.0))
    assert len(result.themes) == 1
    assert len(result.themes[0].items) == 8
    assert result.themes[0].style_dependent
    assert result.themes[0].found_in == "answers"


@settings(max_examples=5, deadline=None)
@given(st.integers(0, 1000))
def test_order_names_and_doubled_weights_change_nothing(seed: int) -> None:
    frame = two_themes(n=80, seed=seed)
    frame = frame.mask(np.random.default_rng(seed).random(frame.shape) < 0.05)
    rng = np.random.default_rng(seed)
    weights, order = rng.integers(1, 4, len(frame)), rng.permutation(len(frame))
    once = themes_of(frame, sample_weight=weights)
    moved = frame.iloc[order].replace({0: -3, 1: 10, 2: 11})
    again = themes_of(moved, sample_weight=2 * weights[order])
    np.testing.assert_allclose(once.correlations, again.correlations, atol=1e-9)
    assert once.factors == again.factors
    assert [theme.items for theme in once.themes] == [theme.items for theme in again.themes]
    assert [t.stability for t in once.themes] == pytest.approx(
        [t.stability for t in again.themes], abs=1e-12
    )


def test_the_same_seed_gives_the_same_and_the_search_reports_how_far_it_is() -> None:
    told: list[tuple[str, int, int]] = []
    frame = two_themes(n=100)
    once = themes_of(frame, progress=lambda *step: told.append(step))
    assert once.themes == themes_of(frame).themes
    assert told[-1] == ("stability", 30, 30)
    assert {step for step, _, _ in told} == {"null", "stability"}


def test_resamples_of_trees_are_used() -> None:
    frame = two_themes(n=120)
    tree = np.arange(120) // 12
    resamples = np.random.default_rng(0).multinomial(10, [0.1] * 10, size=40)[:, tree]
    assert len(themes_of(frame, resamples=resamples).themes) == 2
    with pytest.raises(SettingError, match="120 rows"):
        themes_of(frame, resamples=resamples[:, :5])


def test_an_item_on_which_nobody_differs_is_left_out_and_named() -> None:
    result = themes_of(two_themes().assign(flat=1, empty=np.nan))
    assert result.correlations.loc["flat"].isna().all()
    assert next(w for w in result.warnings if w.code == "constant_item").values == {
        "items": "flat, empty"
    }


@pytest.mark.parametrize(
    ("frame", "named"),
    [
        (pd.DataFrame({"a": [1, 2, 3]}), "two items"),
        (pd.DataFrame({"a": [], "b": []}), "three people"),
        (pd.DataFrame({"a": [1, 2], "b": [1, 2]}), "three people"),
        (pd.DataFrame({"a": [1, 1, 1], "b": [2, 2, 2]}), "nobody differs"),
        (pd.DataFrame({"a": ["1", "2", "x"], "b": [1, 2, 3]}), "a must hold numbers"),
    ],
)
def test_what_cannot_have_themes_is_refused_by_name(frame: pd.DataFrame, named: str) -> None:
    with pytest.raises(DataError, match=named):
        themes_of(frame)


@pytest.mark.parametrize("weights", [[-1.0, 1.0], [np.nan, 1.0], [0.0, 0.0]])
def test_weights_that_cannot_be_used_are_refused(weights: list[float]) -> None:
    with pytest.raises(DataError, match="weights"):
        themes_of(two_themes(n=40), sample_weight=np.resize(weights, 40))


@pytest.mark.slow
def test_two_hundred_items_are_no_trouble() -> None:
    rng = np.random.default_rng(0)
    frame = pd.DataFrame(rng.integers(0, 3, (60, 200))).add_prefix("q")
    assert themes_of(frame, n_resamples=5, n_null=5).correlations.shape == (200, 200)
