"""Bootstraps against exact distributions, R's figures, and what must hold for any of them."""

from collections import Counter
from fractions import Fraction

import numpy as np
import pytest

from analysis.errors import SettingError
from analysis.parallel import Block
from analysis.recruitment.bootstrap_salganik import salganik_replicates
from analysis.recruitment.bootstrap_ss import ss_replicates
from analysis.recruitment.bootstrap_tree import tree_counts, tree_replicates
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.outcome import categorical, numeric
from analysis.recruitment.ss_population import estimated_population
from analysis.recruitment.statistic import statistic
from tests.recruitment_cases import (
    SAMPLES,
    expected,
    load,
    micro,
    of_people,
    random_frame,
    sample_of,
)

SINGLE_SEED = next(case for case in micro()["cases"] if case["name"].startswith("tree bootstrap"))


def block(size, seed=0):
    return Block(size, np.random.SeedSequence(seed))


def test_tree_bootstrap_of_one_seed_has_the_exact_distribution():
    told, outcome = of_people(SINGLE_SEED["people"])
    want = SINGLE_SEED["expect"]
    b = 40_000
    counts = tree_counts(told.forest, block(b))
    sizes = Counter(counts.sum(axis=0).tolist())
    for size, chance in want["tree_bootstrap_size"].items():
        assert sizes[int(size)] / b == pytest.approx(float(Fraction(chance)), abs=0.012)
    shares = tree_replicates(told.forest, statistic(told, outcome, ESTIMATORS["rds2"]), b, 3)
    found = Counter(np.round(shares[:, outcome.categories.index("a")], 10).tolist())
    for row in want["tree_bootstrap_rds2_a"]:
        share = found[round(float(Fraction(row["value"])), 10)] / b
        assert share == pytest.approx(float(Fraction(row["probability"])), abs=0.012)
    assert sum(found.values()) == b
    assert len(found) == len(want["tree_bootstrap_rds2_a"])


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_tree_bootstrap_spreads_as_that_of_r(name):
    table, told = load(name)
    want = expected()[name]["tree_bootstrap"]["rds2"]
    for column in ("course", "district"):
        outcome = categorical(told, table[column])
        found = tree_replicates(
            told.forest, statistic(told, outcome, ESTIMATORS["rds2"]), 20_000, 16
        )
        for code, category in enumerate(outcome.categories):
            _agrees(found[:, code], want[f"{column}={category}"])
    hours = numeric(told, table["hours"])
    found = tree_replicates(told.forest, statistic(told, hours, ESTIMATORS["rds2"]), 20_000, 16)
    _agrees(found[:, 0], want["hours"])


def _agrees(values, want):
    assert values.std(ddof=1) == pytest.approx(want["sd"], rel=0.04)
    for level, quantile in want["quantiles"].items():
        assert np.quantile(values, float(level)) == pytest.approx(quantile, abs=0.2 * want["sd"])


def test_resamples_have_the_size_of_the_sample_on_average():
    _, told = load("large600")
    counts = tree_counts(told.forest, block(20_000))
    want = expected()["large600"]["tree_bootstrap"]["resample_size"]
    sizes = counts.sum(axis=0)
    assert sizes.mean() == pytest.approx(600, rel=0.02)
    assert sizes.std() == pytest.approx(want["sd"], rel=0.05)


def test_copies_of_recruits_add_up_to_copies_of_the_recruiter_times_recruits():
    _, told = load("coupons250")
    forest = told.forest
    counts = tree_counts(forest, block(50))
    for person in np.flatnonzero(forest.recruits):
        below = counts[forest.recruiter == person].sum(axis=0)
        assert (below == counts[person] * forest.recruits[person]).all()


def test_ambassadors_are_drawn_before_their_seeds():
    table = random_frame(1, n=30, seeds=6)
    plain = sample_of(table).forest
    clustered = plain.__class__(**{**plain.__dict__, "cluster": np.array([0, 0, 0, 1, 1, 1])})
    counts = tree_counts(clustered, block(4_000))[:6]
    first, second = counts[:3].sum(axis=0), counts[3:].sum(axis=0)
    assert set(first.tolist()) == {0, 3, 6}
    assert (first + second == 6).all()
    assert np.mean(first == 3) == pytest.approx(0.5, abs=0.03)


@pytest.mark.slow
@pytest.mark.parametrize("name", SAMPLES)
def test_ss_bootstrap_spreads_as_that_of_r(name):
    table, told = load(name)
    for want in expected()[name]["ss_bootstrap"]:
        outcome = categorical(told, table[want["outcome"]])
        size = float(want["N"])
        figure = statistic(told, outcome, ESTIMATORS["ss"], size)
        for reweight in (False, True):
            found = ss_replicates(told, figure, size, 4_000, 13, reweight=reweight)
            for code, category in enumerate(outcome.categories):
                assert found[:, code].std(ddof=1) == pytest.approx(want["sd"][category], rel=0.10)
                assert found[:, code].mean() == pytest.approx(want["mean"][category], abs=0.008)


def test_the_estimated_population_holds_everyone_and_no_fewer_than_were_seen():
    table, told = load("coupons250")
    outcome = categorical(told, table["district"])
    world = estimated_population(told, statistic(told, outcome, ESTIMATORS["rds2"]), 600)
    assert world.size.sum() == 600
    assert world.draws == 250
    seen = np.array(
        [
            np.sum((told.degrees == degree) & (outcome.codes == group))
            for degree, group in zip(world.degree, world.group, strict=True)
        ]
    )
    assert (world.size >= seen).all()


def test_when_the_sample_is_the_population_the_ss_bootstrap_has_no_spread():
    table, told = load("small60")
    outcome = categorical(told, table["course"])
    figure = statistic(told, outcome, ESTIMATORS["ss"], 60)
    found = ss_replicates(told, figure, 60, 50, 1)
    assert np.ptp(found, axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert found[0] == pytest.approx(figure.estimates(figure.sums())[0])


def test_missing_answers_do_not_move_the_ss_bootstrap_away_from_its_estimate():
    """R's replicates centre on 0.432 here, for an estimate of 0.620."""
    table, told = load("coupons250")
    outcome = categorical(told, table["course"])
    figure = statistic(told, outcome, ESTIMATORS["ss"], 600)
    found = ss_replicates(told, figure, 600, 2_000, 5)
    assert found.mean(axis=0) == pytest.approx(figure.estimates(figure.sums())[0], abs=0.01)


def test_a_large_population_keeps_queues_short_and_the_spread_the_same():
    table, told = load("small60")
    outcome = categorical(told, table["course"])
    spreads = []
    for size in (5_000, 200_000):
        figure = statistic(told, outcome, ESTIMATORS["ss"], size)
        spreads.append(ss_replicates(told, figure, size, 3_000, 5).std(axis=0))
    assert spreads[0] == pytest.approx(spreads[1], rel=0.1)


@pytest.mark.parametrize("estimator", ["rds1", "rds2", "ss"])
def test_salganik_and_ss_bootstraps_centre_near_the_estimate(estimator):
    table, told = load("large600")
    outcome = categorical(told, table["district"])
    figure = statistic(told, outcome, ESTIMATORS[estimator], 3000)
    estimates = figure.estimates(figure.sums())[0]
    chains = salganik_replicates(told.forest, figure, 2_000, 1)
    assert chains.mean(axis=0) == pytest.approx(estimates, abs=0.03)
    simulated = ss_replicates(told, figure, 3000, 2_000, 1)
    assert simulated.mean(axis=0) == pytest.approx(estimates, abs=0.03)


def test_the_salganik_chain_spreads_as_its_theory_says():
    """Two even categories: variance p (1 − p)/n · (1 + ρ)/(1 − ρ), ρ from step to step."""
    people = [["s0", None, 5, "x"]]
    for k in range(1, 200):
        answer = "xxxyyy"[k % 6]
        people.append([f"s{k}", f"s{k - 1}", 5, answer])
    told, outcome = of_people(people)
    figure = statistic(told, outcome, ESTIMATORS["rds2"])
    found = salganik_replicates(told.forest, figure, 8_000, 2)[:, 0]
    correlation = 2 * (2 / 3) - 1
    theory = np.sqrt(0.25 / 200 * (1 + correlation) / (1 - correlation))
    assert found.std() == pytest.approx(theory, rel=0.04)


def test_salganik_refuses_numbers_and_samples_without_recruits():
    table, told = load("small60")
    hours = numeric(told, table["hours"])
    with pytest.raises(SettingError, match="needs categories"):
        salganik_replicates(told.forest, statistic(told, hours, ESTIMATORS["rds2"]), 10)
    alone, outcome = of_people([["a", None, 2, "x"], ["b", None, 3, "y"]])
    with pytest.raises(SettingError, match="needs recruits"):
        salganik_replicates(alone.forest, statistic(alone, outcome, ESTIMATORS["rds2"]), 10)


def test_the_ss_bootstrap_needs_a_finite_population():
    told, outcome = of_people(SINGLE_SEED["people"])
    with pytest.raises(SettingError, match="finite"):
        ss_replicates(told, statistic(told, outcome, ESTIMATORS["rds2"]), float("inf"), 10)


def test_seeds_alone_can_be_simulated():
    told, outcome = of_people([["a", None, 2, "x"], ["b", None, 3, "y"], ["c", None, 3, "x"]])
    figure = statistic(told, outcome, ESTIMATORS["ss"], 50)
    found = ss_replicates(told, figure, 50, 500, 1)
    assert np.isfinite(found).all()
    assert found.std(axis=0)[0] > 0
