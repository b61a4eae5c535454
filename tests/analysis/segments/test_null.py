"""One population: the same margins, correlations and gaps, and nothing else."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from analysis.segments.heap import one_heap
from analysis.segments.null import (
    OnePopulation,
    covariances,
    hermite,
    latent_correlations,
    nearest_correlation,
)


def cut_normals(r, cuts, n=20_000, seed=1):
    latent = np.random.default_rng(seed).multivariate_normal([0, 0], [[1, r], [r, 1]], n)
    return np.column_stack([np.digitize(z, c) for z, c in zip(latent.T, cuts, strict=True)])


@pytest.mark.parametrize("r", [-0.9, -0.4, 0.0, 0.3, 0.75])
def test_the_series_gives_the_covariance_of_cut_normals(r):
    """Two items of two answers: the covariance is a corner of the bivariate normal."""
    a, b = 0.3, -0.8
    series = hermite(np.array([0.0, 1.0]), np.array([a])) * hermite(
        np.array([0.0, 2.0]), np.array([b])
    )
    below = multivariate_normal(cov=[[1, r], [r, 1]]).cdf([a, b])
    covariance = 2 * (below - norm.cdf(a) * norm.cdf(b))
    assert series @ r ** np.arange(1, len(series) + 1) == pytest.approx(covariance, abs=1e-5)


@pytest.mark.parametrize("r", [-0.6, 0.2, 0.8])
def test_the_latent_correlation_is_found_behind_few_and_lopsided_answers(r):
    X = cut_normals(r, [[0.9], [-1.2, 0.0, 0.4]]).astype(float)
    population = OnePopulation.like(X, np.ones(len(X)))
    assert population.correlations[0, 1] == pytest.approx(r, abs=0.03)


def test_new_data_have_the_margins_the_correlations_and_the_gaps_of_the_old():
    rng = np.random.default_rng(2)
    latent = rng.normal(size=(3000, 1)) + rng.normal(size=(3000, 5))
    X = np.digitize(latent, [-1, 0.5, 2]).astype(float)
    X[rng.random(X.shape) < 0.1] = np.nan
    weights = rng.uniform(0.5, 2, len(X))
    drawn = OnePopulation.like(X, weights).draw(np.random.default_rng(3))
    np.testing.assert_array_equal(np.isnan(drawn), np.isnan(X))
    for code in range(4):
        ours = [(column[~np.isnan(column)] == code).mean() for column in drawn.T]
        known = ~np.isnan(X)
        wanted = [np.average(X[k, j] == code, weights=weights[k]) for j, k in enumerate(known.T)]
        np.testing.assert_allclose(ours, wanted, atol=0.03)
    old, new = (covariances(data, weights) for data in (X, drawn))
    np.testing.assert_allclose(new, old, atol=0.06)


def test_an_impossible_correlation_becomes_the_strongest_possible():
    series = np.array([hermite(np.array([0.0, 1.0]), np.array([cut])) for cut in (-1.0, 1.0)])
    latent = latent_correlations(series, np.array([[0.2, 0.2], [0.2, 0.2]]))
    assert latent[0, 1] == pytest.approx(0.99)


def test_correlations_that_contradict_each_other_are_made_to_agree():
    wrong = np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])
    right = nearest_correlation(wrong)
    assert np.linalg.eigvalsh(right)[0] > -1e-8
    np.testing.assert_allclose(np.diag(right), 1)
    good = np.array([[1, 0.5], [0.5, 1]])
    np.testing.assert_allclose(nearest_correlation(good), good, atol=1e-12)


def summits(shape):
    density = np.diff(shape.below) / np.diff(shape.values)
    slopes = np.sign(np.diff(density[density > 1e-4 * density.max()]))
    slopes = slopes[slopes != 0]
    return int(((slopes[:-1] > 0) & (slopes[1:] < 0)).sum())


@pytest.mark.parametrize(
    "scores",
    [
        np.concatenate([np.linspace(-3, -2, 200), np.linspace(2, 3, 100)]),
        np.random.default_rng(1).uniform(size=300),
        np.random.default_rng(1).exponential(size=300),
    ],
    ids=["two heaps", "flat", "lopsided"],
)
def test_one_heap_has_one_summit_mean_zero_and_variance_one(scores):
    shape = one_heap(scores, np.ones(len(scores)))
    assert summits(shape) <= 1
    drawn = shape.draw(50_000, np.random.default_rng(2))
    assert drawn.mean() == pytest.approx(0, abs=0.03)
    assert drawn.std() == pytest.approx(1, abs=0.03)


def test_a_lopsided_heap_stays_lopsided():
    scores = np.random.default_rng(1).exponential(size=2000)
    drawn = one_heap(scores, np.ones(2000)).draw(50_000, np.random.default_rng(2))
    assert (drawn**3).mean() > 1


def test_the_shaped_populations_keep_margins_and_correlations():
    rng = np.random.default_rng(4)
    trait = rng.exponential(size=(2000, 1))
    X = np.digitize(trait + rng.normal(size=(2000, 6)), [0.5, 1.5, 2.5]).astype(float)
    weights = np.ones(len(X))
    population = OnePopulation.like(X, weights)
    for shaped in population.shaped(X, weights, rng):
        assert shaped.shapes
        drawn = shaped.draw(rng)
        for code in range(4):
            shares = (drawn == code).mean(axis=0)
            np.testing.assert_allclose(shares, (code == X).mean(axis=0), atol=0.04)
        both = shaped.loadings @ shaped.loadings.T
        np.testing.assert_allclose(both, population.correlations, atol=1e-7)


def test_people_on_a_corner_stay_on_it_in_the_second_population():
    """Two lopsided lines, of which the items see the sum and the difference."""
    rng = np.random.default_rng(6)
    lines = rng.exponential(size=(2000, 2)) - 1
    turn = np.array([[1, 1], [-1, 1]]) / np.sqrt(2)
    X = 0.9 * lines @ np.repeat(turn, [8, 4], axis=1) + 0.4 * rng.normal(size=(2000, 12))
    weights = np.ones(len(X))
    populations = OnePopulation.like(X, weights).shaped(X, weights, rng)
    steepest = []
    for shaped in populations:
        drawn = [shape.draw(20_000, rng) for shape in shaped.shapes.values()]
        steepest.append([abs((column**3).mean()) for column in drawn])
    assert len(steepest[1]) == 2
    assert min(steepest[1]) > min(steepest[0]) + 0.2
