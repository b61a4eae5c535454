"""Recruitment samples for tests: the reference cases, small ones by hand, and random forests."""

from __future__ import annotations

import json
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from analysis.dataset import Recruits
from analysis.recruitment.coupons import recruiters_from_coupons
from analysis.recruitment.outcome import Outcome, categorical
from analysis.recruitment.sample import Sample, sample

DATA = Path(__file__).parent / "analysis" / "recruitment" / "data"
SAMPLES = ("small60", "coupons250", "large600")
SEEDS = ("seed", "0")


@cache
def expected() -> dict[str, Any]:
    return json.loads((DATA / "expected.json").read_text())


@cache
def micro() -> dict[str, Any]:
    return json.loads((DATA / "micro_cases.json").read_text())


def frame(name: str) -> pd.DataFrame:
    return pd.read_csv(DATA / f"{name}.csv", dtype=str, keep_default_na=False)


def recruits_of(table: pd.DataFrame) -> Recruits:
    if "own_coupon" in table:
        given = table[["coupon_1", "coupon_2", "coupon_3"]]
        recruiters = recruiters_from_coupons(table["id"], table["own_coupon"], given).recruiters
    else:
        recruiters = table["recruiter"].mask(table["recruiter"].isin(SEEDS))
    return Recruits(table["id"], recruiters, table["degree"].astype(float))


def load(name: str) -> tuple[pd.DataFrame, Sample]:
    table = frame(name)
    return table, sample(recruits_of(table))


def people_frame(people: list[list[Any]]) -> pd.DataFrame:
    table = pd.DataFrame(people, columns=["id", "recruiter", "degree", "answer"], dtype=object)
    return table.astype({"degree": float})


def of_people(people: list[list[Any]], **options: Any) -> tuple[Sample, Outcome]:
    """From ``[id, recruiter, network size, category]`` for each person."""
    table = people_frame(people)
    told = sample(Recruits(table["id"], table["recruiter"], table["degree"]), **options)
    return told, categorical(told, table["answer"])


def fractions(values: dict[str, str]) -> dict[str, float]:
    return {name: float(Fraction(value)) for name, value in values.items()}


def random_frame(
    seed: int, n: int = 40, seeds: int = 4, categories: int = 3, missing: float = 0.1
) -> pd.DataFrame:
    """A random forest with network sizes that can be true, and some answers missing."""
    rng = np.random.default_rng(seed)
    above = [-1] * seeds + [int(rng.integers(0, k)) for k in range(seeds, n)]
    known = np.bincount([a for a in above if a >= 0], minlength=n) + (np.array(above) >= 0)
    answer = rng.choice([f"c{k}" for k in range(categories)], n).astype(object)
    answer[rng.random(n) < missing] = ""
    answer[0] = "c0"
    names = [f"p{k:03d}" for k in rng.permutation(n)]
    return pd.DataFrame(
        {
            "id": names,
            "recruiter": [names[a] if a >= 0 else "" for a in above],
            "degree": known + rng.integers(1, 12, n),
            "answer": answer,
            "number": np.where(rng.random(n) < missing, np.nan, rng.normal(5, 2, n)),
        }
    )


def sample_of(table: pd.DataFrame, **options: Any) -> Sample:
    recruiters = table["recruiter"].replace("", None)
    return sample(Recruits(table["id"], recruiters, table["degree"].astype(float)), **options)
