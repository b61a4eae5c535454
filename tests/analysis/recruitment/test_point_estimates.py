"""Point estimates and measures against R's RDS, and against fractions worked out by hand."""

import numpy as np
import pytest

from analysis.errors import SettingError
from analysis.recruitment.activity import differential_activity, harmonic_mean_degree
from analysis.recruitment.estimate import estimate
from analysis.recruitment.homophily import population_homophily, recruitment_homophily
from analysis.recruitment.outcome import categorical, numeric
from analysis.recruitment.ss import sampling_time, ss_weights
from analysis.recruitment.transitions import count_transitions, stationary, transition_matrix
from tests.recruitment_cases import SAMPLES, expected, fractions, load, micro, of_people

CASES = {case["name"]: case for case in micro()["cases"]}
OUTCOMES = [(name, outcome) for name in SAMPLES for outcome in ("course", "district")]
R_TOLERANCE = {"small60": 1e-3, "coupons250": 5e-4, "large600": 5e-4}


def by_category(outcome, values):
    return dict(zip(outcome.labels, values, strict=True))


def reference(name, column):
    table, told = load(name)
    return told, categorical(told, table[column]), expected()[name]["outcomes"][column]


@pytest.mark.parametrize(("name", "column"), OUTCOMES)
@pytest.mark.parametrize(
    ("estimator", "key"), [("rds1", "rds1"), ("rds1ds", "rds1_smoothed"), ("rds2", "rds2")]
)
def test_shares_are_those_of_r(name, column, estimator, key):
    told, outcome, want = reference(name, column)
    found = estimate(told, outcome, estimator=estimator).column("estimate")
    assert found == pytest.approx(want[key], abs=1e-10)


@pytest.mark.parametrize(("name", "column"), OUTCOMES)
def test_rds2_without_seeds(name, column):
    told, outcome, want = reference(name, column)
    found = estimate(told, outcome, include_seeds=False)
    assert found.column("estimate") == pytest.approx(want["rds2_without_seeds"], abs=1e-10)


@pytest.mark.parametrize(("name", "column"), OUTCOMES)
def test_successive_sampling_is_the_fixed_point_that_r_wanders_around(name, column):
    told, outcome, want = reference(name, column)
    for population, figures in want["ss"].items():
        found = estimate(told, outcome, estimator="ss", population=float(population))
        assert found.column("estimate") == pytest.approx(figures["exact"], abs=1e-10)
        assert found.column("estimate") == pytest.approx(
            figures["r"]["mean"], abs=R_TOLERANCE[name]
        )
        assert sampling_time(told.degrees, float(population)) == pytest.approx(
            figures["t"], rel=1e-10
        )


@pytest.mark.parametrize("name", SAMPLES)
def test_means_of_numbers(name):
    table, told = load(name)
    hours = numeric(told, table["hours"])
    want = expected()[name]["outcomes"]["hours"]
    assert estimate(told, hours).column("estimate")["mean"] == pytest.approx(
        want["rds2"], abs=1e-10
    )
    without = estimate(told, hours, include_seeds=False).column("estimate")["mean"]
    assert without == pytest.approx(want["rds2_without_seeds"], abs=1e-10)
    for population, figures in want["ss"].items():
        found = estimate(told, hours, estimator="ss", population=float(population))
        assert found.column("estimate")["mean"] == pytest.approx(figures["exact"], abs=1e-9)


@pytest.mark.parametrize(("name", "column"), OUTCOMES)
def test_transitions_chain_and_degrees_are_those_of_r(name, column):
    told, outcome, want = reference(name, column)
    counts = count_transitions(told.forest, outcome)
    order = [outcome.categories.index(c) for c in want["transitions"]["order"]]
    assert counts[np.ix_(order, order)].tolist() == want["transitions"]["recruiter_by_recruit"]
    matrix = transition_matrix(counts.astype(float), np.ones(len(order), dtype=bool))
    assert by_category(outcome, stationary(matrix)) == pytest.approx(want["stationary"], abs=1e-10)
    degree = by_category(outcome, harmonic_mean_degree(told, outcome))
    assert degree == pytest.approx(want["harmonic_mean_degree"], abs=1e-10)


@pytest.mark.parametrize(("name", "column"), OUTCOMES)
def test_homophily_and_activity_are_those_of_r(name, column):
    told, outcome, want = reference(name, column)
    counts = count_transitions(told.forest, outcome)
    assert recruitment_homophily(counts) == pytest.approx(want["recruitment_homophily"], abs=1e-10)
    population = by_category(outcome, population_homophily(told, outcome))
    if isinstance(figure := want.get("population_homophily"), float):
        assert population == pytest.approx(dict.fromkeys(outcome.labels, figure), abs=1e-10)
    elif figure is not None:
        assert population == pytest.approx(figure, abs=1e-10)
    if "differential_activity" in want:
        activity = by_category(outcome, differential_activity(told, outcome))
        assert activity["yes"] == pytest.approx(want["differential_activity"], abs=1e-10)
        assert activity["no"] == pytest.approx(1 / want["differential_activity"], abs=1e-10)


@pytest.mark.parametrize("case", CASES.values(), ids=list(CASES))
def test_small_cases_worked_out_by_hand(case):
    told, outcome = of_people(case["people"])
    want = case["expect"]
    assert list(told.forest.people_by_wave) == want["waves"]
    assert estimate(told, outcome).column("estimate") == pytest.approx(fractions(want["rds2"]))
    if "rds2_without_seeds" in want:
        found = estimate(told, outcome, include_seeds=False).column("estimate")
        assert found == pytest.approx(fractions(want["rds2_without_seeds"]))
    if "transitions" in want:
        table = estimate(told, outcome).transitions
        assert table.to_dict("index") == want["transitions"]
        homophily = recruitment_homophily(count_transitions(told.forest, outcome))
        if "recruitment_homophily" in want:
            assert homophily == pytest.approx(fractions({"h": want["recruitment_homophily"]})["h"])
    for population, shares in want.get("ss", {}).items():
        found = estimate(told, outcome, estimator="ss", population=float(population))
        assert found.column("estimate") == pytest.approx(fractions(shares), abs=1e-12)


@pytest.mark.parametrize(
    "name", ["periodic chain, single seed", "absorbing category", "missing outcomes"]
)
def test_rds1_of_small_cases(name):
    told, outcome = of_people(CASES[name]["people"])
    want = CASES[name]["expect"]
    for estimator in ("rds1", "rds1ds"):
        found = estimate(told, outcome, estimator=estimator).column("estimate")
        assert found == pytest.approx(fractions(want["rds1"]), abs=1e-12)
    counts = count_transitions(told.forest, outcome).astype(float)
    q = stationary(transition_matrix(counts, np.ones(2, dtype=bool)))
    assert by_category(outcome, q) == pytest.approx(fractions(want["stationary"]), abs=1e-12)


def warnings_of(name, **how):
    told, outcome = of_people(CASES[name]["people"])
    found = estimate(told, outcome, estimator="rds1", **how)
    return found, {notice.code: str(notice) for notice in found.warnings}


def test_a_category_that_never_recruits_is_named_and_taken_to_recruit_evenly():
    found, warned = warnings_of("a category that never recruits")
    want = CASES["a category that never recruits"]["expect"]["uniform_row_rule"]
    assert found.column("estimate") == pytest.approx(fractions(want["rds1"]), abs=1e-12)
    assert warned["never_recruits"].startswith("never recruited anyone: c")


def test_an_absorbing_category_is_named():
    _, warned = warnings_of("absorbing category")
    assert "chains end in b and do not come back to a" in warned["absorbing"]


def test_categories_that_never_meet_have_no_rds1_and_say_why():
    found, warned = warnings_of("two categories that never meet")
    assert found.table["estimate"].isna().all()
    assert "no unique stationary distribution" in warned["reducible"]
    assert "undefined" in warned


def test_a_periodic_chain_is_said_to_be_so():
    _, warned = warnings_of("periodic chain, single seed")
    assert "periodic" in warned


def test_without_recruits_rds1_is_undefined_and_says_so():
    told, outcome = of_people([["a", None, 2, "x"], ["b", None, 3, "y"]])
    found = estimate(told, outcome, estimator="rds1")
    assert found.table["estimate"].isna().all()
    assert "no_transitions" in {notice.code for notice in found.warnings}


def test_population_homophily_and_activity_by_hand():
    case = CASES["homophily and activity"]
    told, outcome = of_people(case["people"])
    want = fractions({k: case["expect"][k] for k in ("population_homophily",)})
    assert population_homophily(told, outcome) == pytest.approx(want["population_homophily"])
    activity = by_category(outcome, differential_activity(told, outcome))
    assert activity["b"] == pytest.approx(8 / 9)


def test_successive_sampling_weights_by_hand():
    case = CASES["successive sampling with a whole-number solution"]
    told, _ = of_people(case["people"])
    weights = ss_weights(told.degrees, 10)
    assert weights[told.degrees == 1] == pytest.approx(2)
    assert weights[told.degrees == 2] == pytest.approx(4 / 3)
    assert weights.sum() == pytest.approx(10)


def test_a_population_smaller_than_the_sample_is_refused():
    told, outcome = of_people(CASES["successive sampling with a whole-number solution"]["people"])
    with pytest.raises(SettingError, match="population of 5 is smaller than the sample of 6"):
        estimate(told, outcome, estimator="ss", population=5)
    with pytest.raises(SettingError, match="smaller than the sample"):
        ss_weights(told.degrees, 5)
    with pytest.raises(SettingError, match="needs the size"):
        estimate(told, outcome, estimator="ss")


def test_an_endless_population_gives_rds2():
    told, outcome, want = reference("large600", "district")
    found = estimate(told, outcome, estimator="ss", population=float("inf")).column("estimate")
    assert found == pytest.approx(want["rds2"], abs=1e-12)
    nearly = estimate(told, outcome, estimator="ss", population=1e12).column("estimate")
    assert nearly == pytest.approx(want["rds2"], abs=1e-7)


def test_the_sampling_time_solves_its_equation_for_many_samples_at_once():
    rng = np.random.default_rng(5)
    degrees = np.arange(1.0, 30.0)
    counts = rng.integers(1, 9, (29, 50)).astype(float)
    for population in (counts.sum(axis=0).max() + 1e-3, 400, 1e4, 1e9):
        time = sampling_time(degrees, population, counts)
        weights = counts / -np.expm1(-degrees[:, None] * time)
        assert weights.sum(axis=0) == pytest.approx(np.full(50, population), rel=1e-10)


def test_rds1_says_that_seeds_cannot_be_left_out():
    told, outcome, want = reference("small60", "course")
    found = estimate(told, outcome, estimator="rds1", include_seeds=False)
    assert found.column("estimate") == pytest.approx(want["rds1"], abs=1e-10)
    assert "seeds_kept" in {notice.code for notice in found.warnings}


def test_kish_effective_sample_size():
    told, outcome, _ = reference("small60", "course")
    weights = 1 / told.degrees
    found = estimate(told, outcome)
    assert found.effective_n == pytest.approx(weights.sum() ** 2 / (weights**2).sum())
    assert found.n == found.used == 60
