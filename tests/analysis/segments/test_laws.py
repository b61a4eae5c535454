"""What may not change: with the order of rows, the names of categories, or doubled weights."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.segments.kmeans import PartialKMeans
from analysis.segments.latent_class import LatentClasses
from analysis.segments.pipeline import SegmentFinder
from tests.analysis.segments.cases import ITEMS, answers, survey

SHUFFLES = st.integers(0, 2**16)


@settings(max_examples=10)
@given(SHUFFLES)
def test_kmeans_does_not_depend_on_the_order_of_rows(seed: int) -> None:
    X, weights = answers("survey400").to_numpy(float), survey("survey400")["weight"].to_numpy()
    order = np.random.default_rng(seed).permutation(len(X))
    plain = PartialKMeans(3, random_state=5).fit(X, sample_weight=weights)
    moved = PartialKMeans(3, random_state=5).fit(X[order], sample_weight=weights[order])
    np.testing.assert_array_equal(moved.labels_, plain.labels_[order])


def test_kmeans_does_not_depend_on_the_size_of_all_weights() -> None:
    X, weights = answers("survey400").to_numpy(float), survey("survey400")["weight"].to_numpy()
    once = PartialKMeans(3, random_state=5).fit(X, sample_weight=weights)
    twice = PartialKMeans(3, random_state=5).fit(X, sample_weight=2 * weights)
    np.testing.assert_array_equal(once.labels_, twice.labels_)
    assert once.inertia_ == pytest.approx(twice.inertia_, rel=1e-12)


@settings(max_examples=8)
@given(SHUFFLES)
def test_latent_classes_do_not_depend_on_the_order_of_rows(seed: int) -> None:
    X = answers("survey400")
    order = np.random.default_rng(seed).permutation(len(X))
    plain = LatentClasses(3, n_init=5, random_state=5).fit(X).model_
    moved = LatentClasses(3, n_init=5, random_state=5).fit(X.iloc[order]).model_
    assert moved.loglik == pytest.approx(plain.loglik, abs=1e-9)
    np.testing.assert_array_equal(moved.labels, plain.labels[order])


def test_latent_classes_do_not_depend_on_the_names_of_answers() -> None:
    X = answers("survey120")
    names = {1: "zeker", 2: "misschien", 3: "nooit"}
    plain = LatentClasses(2, n_init=10, random_state=5).fit(X).model_
    named = LatentClasses(2, n_init=10, random_state=5).fit(X.replace(names)).model_
    assert named.loglik == pytest.approx(plain.loglik, abs=1e-9)
    np.testing.assert_array_equal(named.labels, plain.labels)


def test_latent_classes_do_not_depend_on_the_size_of_all_weights() -> None:
    X, weights = answers("survey400"), survey("survey400")["weight"]
    once = LatentClasses(3, n_init=5, random_state=5).fit(X, sample_weight=weights).model_
    twice = LatentClasses(3, n_init=5, random_state=5).fit(X, sample_weight=2 * weights).model_
    assert once.loglik == pytest.approx(twice.loglik, rel=1e-12)


def test_a_row_of_weight_zero_makes_no_classes() -> None:
    X, weights = answers("survey400").iloc[:200], np.repeat([1.0, 0.0], [150, 50])
    whole = LatentClasses(2, n_init=5, random_state=5).fit(X, sample_weight=weights).model_
    part = LatentClasses(2, n_init=5, random_state=5).fit(X.iloc[:150]).model_
    assert (whole.loglik, whole.bic) == pytest.approx((part.loglik, part.bic), abs=1e-6)
    assert whole.entropy == pytest.approx(part.entropy, abs=1e-6)
    np.testing.assert_allclose(whole.shares, part.shares, atol=1e-5)


@pytest.mark.slow
def test_segments_do_not_depend_on_order_or_on_the_size_of_all_weights() -> None:
    blocks = {item: item[0] for item in ITEMS["survey400"]}
    X, weights = answers("survey400"), survey("survey400")["weight"].to_numpy()
    order = np.random.default_rng(4).permutation(len(X))

    def gate(X: pd.DataFrame, weights: np.ndarray) -> pd.DataFrame:
        finder = SegmentFinder(blocks, nulls=10, min_answered=4, random_state=3)
        return pd.DataFrame(
            [
                vars_of(row)
                for row in finder.fit(X, sample_weight=weights).result_.gate.rows.values()
            ]
        )

    plain = gate(X, weights)
    pd.testing.assert_frame_equal(gate(X.iloc[order], weights[order]), plain, rtol=1e-7)
    pd.testing.assert_frame_equal(gate(X, 2 * weights), plain, rtol=1e-7)


def vars_of(row: object) -> dict[str, float]:
    return {name: getattr(row, name) for name in ("silhouette", "gap", "z_silhouette", "z_gap")}
