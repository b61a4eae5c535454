"""The front door: options that do not fit, degenerate samples, and warnings with their reason."""

import joblib
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.errors import DataError, SettingError
from analysis.recruitment.estimate import estimate
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.intervals import Spread
from analysis.recruitment.notices import notices_of_spread
from analysis.recruitment.outcome import categorical, numeric
from analysis.recruitment.sensitivity import low_mid_high, sensitivity
from analysis.recruitment.statistic import statistic
from analysis.recruitment.transitions import count_transitions
from tests.recruitment_cases import load, of_people, random_frame, sample_of

CHAIN = [["a", None, 3, "x"], ["b", "a", 3, "y"], ["c", "b", 2, "x"], ["d", "b", 4, "x"]]


def codes(found):
    return {notice.code for notice in found.warnings}


def district(name="large600"):
    table, told = load(name)
    return told, categorical(told, table["district"])


def test_tree_percentiles_by_default_and_ss_with_a_population():
    told, outcome = district()
    tree = estimate(told, outcome, resamples=50, random_state=1)
    assert tree.settings["bootstrap"] == "tree bootstrap"
    both = estimate(told, outcome, estimator="ss", population=3000, resamples=50, random_state=1)
    assert both.settings["bootstrap"] == "SS bootstrap"
    assert {"tree_low", "tree_high"} <= set(both.table.columns)
    assert (both.table["low"] <= both.table["estimate"]).all()
    assert (both.table["estimate"] <= both.table["high"]).all()


def test_widths_that_differ_more_than_twofold_are_told():
    told, outcome = district()
    found = estimate(told, outcome, estimator="ss", population=900, resamples=200, random_state=1)
    assert "widths_differ" in codes(found)


def test_the_same_resamples_serve_every_variable():
    table, told = load("large600")
    course = categorical(told, table["course"])
    mirrored = categorical(told, table["course"].map({"yes": "a", "no": "b", "": ""}))
    one = estimate(told, course, resamples=60, random_state=4).column("low")
    other = estimate(told, mirrored, resamples=60, random_state=4).column("low")
    assert one == {"yes": other["a"], "no": other["b"]}


@pytest.mark.parametrize("method", ["tree", "ss", "salganik"])
def test_the_same_seed_gives_the_same_and_another_gives_another(method):
    told, outcome = district()

    def low(seed):
        return estimate(
            told, outcome, population=3000.0, resamples=60, method=method, random_state=seed
        ).column("low")

    assert low(4) == low(4)
    assert low(4) != low(5)


@pytest.mark.slow
def test_processes_give_the_same_as_one(monkeypatch):
    monkeypatch.setattr("analysis.recruitment.bootstrap_tree.CELLS_A_BLOCK", 20_000)
    told, outcome = district()
    serial = estimate(told, outcome, resamples=200, random_state=4)
    spread = estimate(told, outcome, resamples=200, random_state=4, n_jobs=2)
    with joblib.parallel_config("threading", n_jobs=2):
        threads = estimate(told, outcome, resamples=200, random_state=4)
    assert serial.table.equals(spread.table)
    assert serial.table.equals(threads.table)


@pytest.mark.slow
def test_a_dask_cluster_gives_the_same(monkeypatch):
    distributed = pytest.importorskip("distributed")
    monkeypatch.setattr("analysis.recruitment.bootstrap_tree.CELLS_A_BLOCK", 20_000)
    told, outcome = district()
    serial = estimate(told, outcome, resamples=200, random_state=4)
    with (
        distributed.Client(n_workers=1, processes=False, dashboard_address=None),
        joblib.parallel_config("dask"),
    ):
        spread = estimate(told, outcome, resamples=200, random_state=4)
    assert serial.table.equals(spread.table)


def test_progress_runs_to_its_end():
    told, outcome = district("small60")
    seen = []
    estimate(
        told,
        outcome,
        estimator="ss",
        population=400,
        resamples=20,
        random_state=1,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (2000, 2000)
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"estimator": "rds3"}, "no estimator 'rds3'"),
        ({"resamples": 10, "method": "jack"}, "no bootstrap 'jack'"),
        ({"resamples": 1}, "at least 2"),
        ({"resamples": -5}, "at least 2"),
        ({"level": 1.0}, "not between 0 and 1"),
        ({"resamples": 10, "method": "ss"}, "needs the size"),
        ({"population": float("nan")}, "population of nan"),
        ({"population": 10}, "smaller than the sample of 60"),
    ],
)
def test_options_that_cannot_be_are_refused(options, words):
    told, outcome = district("small60")
    with pytest.raises(SettingError, match=words):
        estimate(told, outcome, **options)


def test_numbers_need_an_estimator_of_weights():
    table, told = load("small60")
    with pytest.raises(SettingError, match="choose rds2 or ss"):
        estimate(told, numeric(told, table["hours"]), estimator="rds1")


def test_text_in_a_column_of_numbers_names_the_text_and_row():
    table, told = load("small60")
    table.loc[4, "hours"] = "many"
    with pytest.raises(DataError, match=r"'hours': many \(data rows 5\)"):
        numeric(told, table["hours"])


def test_an_outcome_that_nobody_answered_is_refused():
    told, _ = of_people(CHAIN)
    empty = pd.Series(["", None, "", ""], name="none")
    for make in (categorical, numeric):
        with pytest.raises(DataError, match="nobody has an answer in 'none'"):
            make(told, empty)


def test_one_category_has_a_share_of_one_and_a_warning():
    told, outcome = of_people([[a, b, d, "x"] for a, b, d, _ in CHAIN])
    found = estimate(told, outcome, resamples=20, random_state=1)
    assert found.column("estimate") == {"x": 1.0}
    assert found.column("low") == {"x": 1.0}
    assert np.isnan(found.table["design_effect"][0])
    assert "one_category" in codes(found)


def test_one_person_has_an_estimate_but_no_spread():
    told, outcome = of_people([["a", None, 3, "x"]])
    found = estimate(told, outcome, resamples=20, random_state=1)
    assert found.column("estimate") == {"x": 1.0}
    assert "one_seed" in codes(found)


@pytest.mark.parametrize("numbers", [False, True])
def test_resamples_that_are_all_alike_are_told_and_not_compared(numbers):
    told, outcome = of_people([["a", None, 3, "x"], ["b", "a", 4, "y"]])
    if numbers:
        outcome = numeric(told, pd.Series([1.5, 4.0], name="hours"))
    found = estimate(told, outcome, estimator="ss", population=100, resamples=20, random_state=1)
    assert "no_spread" in codes(found)
    assert "widths_differ" not in codes(found)


def test_one_seed_is_told():
    told, outcome = of_people(CHAIN)
    assert "one_seed" in codes(estimate(told, outcome, resamples=20, random_state=1))


def test_a_category_of_left_out_people_only_is_told():
    people = [["a", None, 0, "z"], *[[i, r or "a", d, y] for i, r, d, y in CHAIN[1:]]]
    told, outcome = of_people(people, missing_degree="exclude")
    found = estimate(told, outcome)
    assert found.column("estimate")["z"] == 0
    assert {"category_left_out", "missing_degree_exclude"} <= codes(found)
    assert found.n == 4
    assert found.used == 3


def test_nobody_left_gives_no_estimate_with_the_reason():
    told, outcome = of_people([["a", None, 3, "x"], ["b", None, 3, "y"]])
    found = estimate(told, outcome, include_seeds=False, resamples=10, random_state=1)
    assert found.table["estimate"].isna().all()
    assert found.table["low"].isna().all()
    assert "nobody who counts" in " ".join(str(notice) for notice in found.warnings)


def test_missing_answers_are_counted():
    told, outcome = of_people([*CHAIN, ["e", "d", 4, ""]])
    found = estimate(told, outcome)
    assert "1 people without an answer do not count in the estimate" in map(str, found.warnings)
    assert found.used == 4


def test_an_interval_that_misses_its_estimate_says_so():
    told, outcome = district("small60")
    figure = statistic(told, outcome, ESTIMATORS["rds2"])
    estimates = figure.estimates(figure.sums())[0]
    away = Spread(estimates + 0.1, estimates + 0.2, np.full(3, 0.05), undefined=4)
    found = {
        n.code: str(n) for n in notices_of_spread(told, figure, estimates, away, None, "tree")
    }
    assert "of centre, east, west" in found["interval_misses"]
    assert "4 resamples" in found["undefined_resamples"]


def test_design_effect_is_variance_over_that_of_a_simple_random_sample():
    told, outcome = district()
    row = estimate(told, outcome, resamples=300, random_state=1).table.iloc[0]
    simple = row["estimate"] * (1 - row["estimate"]) / 566
    assert row["design_effect"] == pytest.approx(row["standard_error"] ** 2 / simple)
    assert row["design_effect"] > 1


def test_sensitivity_climbs_from_rds2_to_the_sample_share():
    table, told = load("small60")
    outcome = categorical(told, table["course"])
    sizes = (60, 120, 400, 1e6, float("inf"))
    found = sensitivity(told, outcome, sizes).table.query("category == 'no'")["estimate"]
    assert list(found) == sorted(found)
    assert found.iloc[0] == pytest.approx(37 / 60)
    rds2 = estimate(told, outcome).column("estimate")["no"]
    assert found.iloc[-1] == pytest.approx(rds2)
    assert low_mid_high(told, 80) == (60.0, 80.0, 160.0)


@settings(max_examples=60, deadline=None)
@given(
    seed=st.integers(0, 10**6),
    n=st.integers(1, 7),
    estimator=st.sampled_from(["rds1", "rds1ds", "rds2", "ss"]),
    method=st.sampled_from(["tree", "ss", "salganik"]),
    include_seeds=st.booleans(),
)
def test_a_tiny_sample_gives_an_estimate_or_a_reason(seed, n, estimator, method, include_seeds):
    rng = np.random.default_rng(seed)
    table = random_frame(seed, n, int(rng.integers(1, n + 1)), missing=0.3)
    table.loc[rng.random(n) < 0.2, "degree"] = 0
    if (table["degree"] == 0).all():
        return
    told = sample_of(table, missing_degree="exclude")
    outcome = categorical(told, table["answer"])
    options = {"method": method, "population": 20.0, "resamples": 5, "random_state": 1}
    options |= {"estimator": estimator, "include_seeds": include_seeds}
    if method == "salganik" and not count_transitions(told.forest, outcome).any():
        with pytest.raises(SettingError, match="needs recruits"):
            estimate(told, outcome, **options)
        return
    found = estimate(told, outcome, **options)
    if found.table["estimate"].isna().any():
        assert "undefined" in codes(found)
    else:
        assert found.table["estimate"].sum() == pytest.approx(1)
    assert found.table["low"].isna().any() <= bool(
        {"undefined", "undefined_resamples"} & codes(found)
    )
