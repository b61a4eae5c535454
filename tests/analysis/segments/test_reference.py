"""Held to R's figures: poLCA, kmeans, cluster, fpc and mclust, to the tolerances of the cases."""

import numpy as np
import pytest

from analysis.segments import LatentClasses, PartialKMeans
from analysis.segments.agreement import adjusted_rand
from analysis.segments.cells import Cells
from analysis.segments.centring import centred
from analysis.segments.silhouette import distances, widths
from analysis.segments.stability import Stability
from tests.analysis.segments.reference import EXPECTED, items, table

CLASSES = [
    (name, model) for name, models in EXPECTED["latent_classes"].items() for model in models
]
CLUSTERS = EXPECTED["kmeans_double_centred_survey120"]


def by_k(case):
    return f"k={case['k']}"


@pytest.fixture(scope="module")
def double_centred():
    X = items("survey120").to_numpy(dtype=float)
    return centred(X, np.ones(len(X)), np.zeros(X.shape[1], dtype=np.intp))


@pytest.mark.parametrize(("name", "model"), CLASSES, ids=[f"{n}-{m['k']}" for n, m in CLASSES])
def test_latent_classes_are_those_of_polca(name, model):
    weighted = name.endswith("_weighted")
    whole = table(name.removesuffix("_weighted"))
    X = items(name.removesuffix("_weighted"))
    starts = 100 if (name, model["k"]) == ("survey120", 3) else 20
    weights = whole["weight"] if weighted else None
    ours = LatentClasses(model["k"], n_init=starts, random_state=1).fit(X, None, weights).model_
    rows_each = model["n"] / len(X)  # R repeats rows; our weights have mean 1
    assert ours.loglik * rows_each == pytest.approx(model["loglik"], abs=1e-3)
    np.testing.assert_allclose(ours.shares, model["shares"], atol=1e-4)
    for item, table_of_item in zip(X, ours.probabilities, strict=True):
        np.testing.assert_allclose(table_of_item, model["probabilities"][item], atol=1e-4)
    if model["k"] > 1:
        assert ours.entropy == pytest.approx(model["entropy"], abs=1e-6)
    if not weighted:
        assert ours.bic == pytest.approx(model["bic"], abs=1e-3)
        assert np.bincount(ours.labels).tolist() == model["modal_counts"]
    if "labels" in model:
        assert adjusted_rand(ours.labels, model["labels"]) == 1


@pytest.mark.parametrize("case", CLUSTERS, ids=by_k)
def test_kmeans_reaches_the_least_sum_of_squares(case, double_centred):
    ours = PartialKMeans(case["k"], n_init=500, random_state=1).fit(double_centred)
    assert ours.inertia_ == pytest.approx(case["within_sum_of_squares"], abs=1e-6)
    assert adjusted_rand(ours.labels_, case["labels"]) == 1
    assert np.bincount(ours.labels_).tolist() == case["sizes"]


@pytest.mark.parametrize("case", CLUSTERS, ids=by_k)
def test_silhouette_widths_are_those_of_cluster(case, double_centred):
    labels, weights = np.array(case["labels"]) - 1, np.ones(len(double_centred))
    ours = widths(distances(Cells.of(double_centred, weights)), labels, weights)
    np.testing.assert_allclose(ours, case["silhouette_by_person"], atol=1e-8)
    assert ours.mean() == pytest.approx(case["silhouette"], abs=1e-8)


def test_silhouette_of_the_true_groups_on_raw_answers():
    X, truth = items("survey120").to_numpy(dtype=float), table("survey120")["truth"].to_numpy()
    weights, case = np.ones(len(X)), EXPECTED["silhouette_raw_survey120"]
    ours = widths(distances(Cells.of(X, weights)), truth, weights)
    assert ours.mean() == pytest.approx(case["silhouette"], abs=1e-8)
    per_group = [ours[truth == group].mean() for group in (0, 1)]
    np.testing.assert_allclose(per_group, case["silhouette_by_cluster"], atol=1e-8)


@pytest.mark.slow
@pytest.mark.parametrize("repeats", [False, True], ids=["distinct_rows", "with_repeats"])
@pytest.mark.parametrize("case", CLUSTERS, ids=by_k)
def test_bootstrap_jaccard_is_that_of_fpc(case, repeats, double_centred):
    labels = np.array(case["labels"]) - 1
    cells = Cells.of(double_centred, np.ones(len(labels)))
    stability = Stability(resamples=400, n_init=25, polished=10, repeats=repeats)
    ours = stability.jaccard(cells, labels, np.random.default_rng(41))
    expected = case["jaccard"]["with_repeats" if repeats else "distinct_rows"]
    np.testing.assert_allclose(ours, expected, atol=0.01 if case["k"] == 2 else 0.05)


@pytest.mark.parametrize("case", [c for c in EXPECTED["adjusted_rand"] if "a" in c])
def test_adjusted_rand_of_small_cases(case):
    assert adjusted_rand(case["a"], case["b"]) == pytest.approx(case["value"], abs=1e-10)


def test_adjusted_rand_of_the_survey():
    values = {case.get("what"): case["value"] for case in EXPECTED["adjusted_rand"]}
    truth = table("survey120")["truth"].tolist()
    two, three, four = (case["labels"] for case in CLUSTERS)
    classes = EXPECTED["latent_classes"]["survey120"][1]["labels"]
    for what, one, other in (
        ("survey120: truth, k-means k=2", truth, two),
        ("survey120: truth, k-means k=3", truth, three),
        ("survey120: k-means k=2, k-means k=4", two, four),
        ("survey120: truth, latent classes k=2", truth, classes),
    ):
        assert adjusted_rand(one, other) == pytest.approx(values[what], abs=1e-10)
