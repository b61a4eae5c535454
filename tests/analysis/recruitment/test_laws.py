"""Row order, names of categories and the scale of network sizes change nothing, draws included."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.recruitment.activity import differential_activity
from analysis.recruitment.convergence import by_tree, by_wave
from analysis.recruitment.estimate import estimate
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.homophily import population_homophily, recruitment_homophily
from analysis.recruitment.outcome import categorical, numeric
from analysis.recruitment.statistic import statistic
from analysis.recruitment.transitions import count_transitions
from tests.recruitment_cases import random_frame, sample_of

WAYS = [
    ("rds1", "tree"),
    ("rds1", "ss"),
    ("rds1", "salganik"),
    ("rds1ds", "tree"),
    ("rds2", "tree"),
    ("rds2", "ss"),
    ("rds2", "salganik"),
    ("ss", "tree"),
    ("ss", "ss"),
    ("ss", "salganik"),
]
RENAMED = {"c0": "zebra", "c1": "Aap", "c2": "1", "": ""}
FIGURES = ["estimate", "low", "high", "standard_error", "design_effect"]

some_forest = st.integers(0, 10**6)
quick = settings(max_examples=8, deadline=None)


def told(table, estimator, method, **options):
    people = sample_of(table)
    return estimate(
        people,
        categorical(people, table["answer"]),
        estimator=estimator,
        method=method,
        population=200.0,
        resamples=40,
        random_state=7,
        **options,
    )


def figures(found):
    return found.table.set_index("category")[FIGURES]


@pytest.mark.parametrize(("estimator", "method"), WAYS)
@quick
@given(seed=some_forest, include_seeds=st.booleans())
def test_the_order_of_rows_changes_nothing_at_all(estimator, method, seed, include_seeds):
    table = random_frame(seed)
    shuffled = table.sample(frac=1, random_state=seed % 999).reset_index(drop=True)
    one = told(table, estimator, method, include_seeds=include_seeds)
    other = told(shuffled, estimator, method, include_seeds=include_seeds)
    assert figures(one).equals(figures(other))
    assert one.transitions.equals(other.transitions)


@pytest.mark.parametrize(("estimator", "method"), WAYS)
@quick
@given(seed=some_forest)
def test_the_names_of_categories_change_nothing_at_all(estimator, method, seed):
    table = random_frame(seed)
    one = figures(told(table, estimator, method)).rename(index=RENAMED)
    renamed = table.assign(answer=table["answer"].map(RENAMED))
    other = figures(told(renamed, estimator, method))
    assert one.sort_index().equals(other.sort_index())


@pytest.mark.parametrize(("estimator", "method"), WAYS)
@quick
@given(seed=some_forest)
def test_doubling_all_network_sizes_changes_nothing(estimator, method, seed):
    table = random_frame(seed)
    one = figures(told(table, estimator, method))
    other = figures(told(table.assign(degree=table["degree"] * 2), estimator, method))
    np.testing.assert_allclose(one.to_numpy(), other.to_numpy(), atol=1e-9)


@quick
@given(seed=some_forest, method=st.sampled_from(["tree", "ss"]))
def test_numbers_obey_the_same_laws(seed, method):
    table = random_frame(seed)

    def mean(frame, scale=1.0):
        people = sample_of(frame)
        hours = numeric(people, frame["number"] * scale)
        found = estimate(
            people, hours, population=200.0, resamples=40, method=method, random_state=3
        )
        return found.table.loc[0, FIGURES].to_numpy(dtype=float)

    shuffled = table.sample(frac=1, random_state=seed % 999).reset_index(drop=True)
    assert (mean(table) == mean(shuffled)).all()
    doubled = table.assign(degree=table["degree"] * 2)
    np.testing.assert_allclose(mean(table), mean(doubled), atol=1e-9)
    twice = mean(table, 2.0)
    np.testing.assert_allclose(mean(table)[:4] * 2, twice[:4], rtol=1e-9)


@quick
@given(seed=some_forest)
def test_measures_do_not_depend_on_rows_or_names(seed):
    table = random_frame(seed)
    shuffled = table.sample(frac=1, random_state=seed % 999).reset_index(drop=True)
    renamed = shuffled.assign(answer=shuffled["answer"].map(RENAMED))

    def measures(frame, names):
        people = sample_of(frame)
        outcome = categorical(people, frame["answer"])
        figure = statistic(people, outcome, ESTIMATORS["rds2"])
        order = [outcome.categories.index(name) for name in names]
        waves = by_wave(people, figure).table.set_index(["step", "category"])["estimate"]
        trees = by_tree(people, figure).table.set_index(["seed", "step", "category"])["estimate"]
        return (
            recruitment_homophily(count_transitions(people.forest, outcome)),
            population_homophily(people, outcome)[order],
            differential_activity(people, outcome)[order],
            waves.rename(index=RENAMED | {v: v for v in RENAMED.values()}).sort_index(),
            trees.rename(index=RENAMED | {v: v for v in RENAMED.values()}).sort_index(),
        )

    present = [name for name in ("c0", "c1", "c2") if name in set(table["answer"])]
    one = measures(table, present)
    other = measures(renamed, [RENAMED[name] for name in present])
    for a, b in zip(one, other, strict=True):
        np.testing.assert_allclose(np.asarray(a), np.asarray(b), rtol=1e-12)


@quick
@given(seed=some_forest)
def test_with_equal_network_sizes_every_weighted_share_is_the_plain_one(seed):
    table = random_frame(seed).assign(degree=30)
    people = sample_of(table)
    outcome = categorical(people, table["answer"])
    plain = np.bincount(outcome.codes[outcome.known]) / outcome.known.sum()
    for estimator in ("rds2", "ss"):
        found = estimate(people, outcome, estimator=estimator, population=100.0)
        want = dict(zip(outcome.categories, plain, strict=True))
        assert found.column("estimate") == pytest.approx(want)


@quick
@given(seed=some_forest)
def test_smoothed_and_plain_rds1_agree_and_shares_add_up(seed):
    table = random_frame(seed, missing=0.0)
    people = sample_of(table)
    outcome = categorical(people, table["answer"])
    for estimator in ESTIMATORS:
        shares = estimate(people, outcome, estimator=estimator, population=90.0).table["estimate"]
        if not shares.isna().any():
            assert shares.sum() == pytest.approx(1)
            assert (shares >= 0).all()
    plain = estimate(people, outcome, estimator="rds1").column("estimate")
    smooth = estimate(people, outcome, estimator="rds1ds").column("estimate")
    assert plain == pytest.approx(smooth, nan_ok=True)


@quick
@given(seed=some_forest)
def test_renaming_people_leaves_point_estimates_and_the_spread_alone(seed):
    table = random_frame(seed)
    names = {name: f"q{999 - int(name[1:])}" for name in table["id"]} | {"": ""}
    other = table.assign(id=table["id"].map(names), recruiter=table["recruiter"].map(names))
    one, two = told(table, "rds2", "tree"), told(other, "rds2", "tree")
    np.testing.assert_allclose(one.table["estimate"], two.table["estimate"], rtol=1e-12)
