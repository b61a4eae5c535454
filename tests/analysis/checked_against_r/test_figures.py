"""Ours beside R's, on the samples of this folder: see the README for how they were made."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from analysis import rds
from analysis.opentext.agreement import cohen_kappa, krippendorff_alpha
from analysis.recruitment.coupons import recruiters_from_coupons
from analysis.segments.latent_class import LatentClasses
from analysis.themes.alpha import cronbach_alpha
from analysis.themes.coded import coded_items
from analysis.themes.correlations import polychoric_matrices

HERE = Path(__file__).parent
R: dict[str, Any] = json.loads((HERE / "figures.json").read_text(encoding="utf-8"))
EXACT = {"abs": 1e-10, "rel": 0}
samples = pytest.mark.parametrize("name", R["recruitment"])


def read(name: str) -> pd.DataFrame:
    path = HERE / "data" / f"{name}.csv"
    return pd.read_csv(path, dtype=str, keep_default_na=False, na_values=[""])


def sample(name: str, missing: str = "max") -> tuple[rds.Sample, pd.DataFrame]:
    data = read(name)
    if "own" in data:
        given = data[[f"given_{k}" for k in (1, 2, 3)]]
        recruiters = recruiters_from_coupons(data["id"], data["own"], given).recruiters
    else:
        recruiters = data["recruiter"].mask(data["recruiter"] == "seed")
    who = rds.Recruits(data["id"], recruiters, data["size"].astype(float))
    return rds.sample(who, missing_degree=missing, small_degree="keep"), data


def shares(name: str, missing: str = "max", **how: Any) -> dict[str, float]:
    people, data = sample(name, missing)
    return rds.estimate(people, rds.categorical(people, data["answer"]), **how).column("estimate")


@samples
def test_the_chains_are_those_that_r_reads(name: str) -> None:
    forest = sample(name)[0].forest
    assert list(forest.people_by_wave) == R["recruitment"][name]["people_by_wave"]
    assert dict(zip(forest.ids, forest.wave, strict=True)) == R["recruitment"][name]["wave"]
    recruiters = [recruiter or "0" for recruiter in forest.recruiter_ids]
    assert dict(zip(forest.ids, recruiters, strict=True)) == R["recruitment"][name]["recruiter"]


@samples
def test_shares_are_those_of_r(name: str) -> None:
    figures = R["recruitment"][name]
    assert shares(name, estimator="rds1") == pytest.approx(figures["rds1"], **EXACT)
    assert shares(name, estimator="rds1ds") == pytest.approx(figures["rds1"], **EXACT)
    assert shares(name) == pytest.approx(figures["rds2"], **EXACT)
    without = shares(name, include_seeds=False)
    assert without == pytest.approx(figures["rds2_without_seeds"], **EXACT)
    assert shares(name, "exclude") == pytest.approx(figures["rds2_known_sizes"], **EXACT)


@samples
def test_successive_sampling_is_where_r_goes(name: str) -> None:
    for size, figures in R["recruitment"][name]["successive"].items():
        ours = shares(name, estimator="ss", population=float(size))
        assert ours == pytest.approx(figures, abs=1e-3)


@samples
def test_a_mean_is_that_of_r(name: str) -> None:
    people, data = sample(name)
    hours = rds.estimate(people, rds.numeric(people, data["hours"]))
    mean = R["recruitment"][name]["mean_hours"]
    assert hours.column("estimate")["mean"] == pytest.approx(mean, **EXACT)


@samples
def test_homophily_and_activity_are_those_of_r(name: str) -> None:
    people, data = sample(name)
    outcome = rds.categorical(people, data["answer"])
    found = rds.structure(people, outcome, np.full(len(outcome.categories), 0.5))
    figures, table = R["recruitment"][name], found.table.set_index("category")
    assert found.recruitment_homophily == pytest.approx(figures["recruitment_homophily"], **EXACT)
    population = figures.get("population_homophily", {})
    if not isinstance(population, dict):  # R gives one figure for two answers
        population = dict.fromkeys(outcome.labels, population)
    ours = table["population_homophily"].to_dict()
    assert {z: ours[z] for z in population} == pytest.approx(population, **EXACT)
    if "activity" in figures:
        over = table["differential_activity"][max(outcome.labels)]
        assert over == pytest.approx(figures["activity"], **EXACT)


@pytest.mark.parametrize(
    "name", [name for name in R["recruitment"] if "tree_sd" in R["recruitment"][name]]
)
def test_resampled_trees_spread_as_those_of_r(name: str) -> None:
    people, data = sample(name)
    outcome = rds.categorical(people, data["answer"])
    found = rds.estimate(people, outcome, resamples=10_000, random_state=1)
    figures = R["recruitment"][name]["tree_sd"]
    assert found.column("standard_error") == pytest.approx(figures, rel=0.05)


@pytest.mark.parametrize("figures", R["classes"], ids=lambda figures: f"k={figures['k']}")
@pytest.mark.parametrize("seed", range(4))
def test_the_best_classes_are_found_though_few_starts_lead_there(
    figures: dict[str, Any], seed: int
) -> None:
    model = LatentClasses(figures["k"], random_state=seed).fit(read("classes")).model_
    assert model.loglik == pytest.approx(figures["loglik"], abs=1e-5)
    assert model.bic == pytest.approx(figures["bic"], abs=1e-4)
    assert model.shares == pytest.approx(figures["shares"], abs=1e-3)


def test_correlations_and_alpha_are_those_of_r() -> None:
    data = read("ordered").astype(float)
    ours = polychoric_matrices(coded_items(data), np.ones((1, len(data))))[0]
    assert ours == pytest.approx(np.array(R["polychoric"]), abs=1e-4)
    assert cronbach_alpha(data.to_numpy()).raw == pytest.approx(R["alpha_of_items"], **EXACT)


def test_agreement_is_that_of_r() -> None:
    data = read("codings")
    kappa = cohen_kappa(data[["coder_1", "coder_2"]])
    assert kappa.value == pytest.approx(R["kappa"], **EXACT)
    assert krippendorff_alpha(data).value == pytest.approx(R["krippendorff"], **EXACT)
