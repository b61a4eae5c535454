"""Estimates from who brought whom: RDS-II with intervals from the tree bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers

ROLES = ("outcome", "background", "experience")
MOST_CATEGORIES = 8
RESAMPLES, SEED = 1000, 57


@dataclass(frozen=True, slots=True)
class CategoryEstimate:
    """One category of an outcome."""

    category: str
    n: int
    estimate: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class OutcomeEstimate:
    """All categories of an outcome, with how many answers were used."""

    used: int
    effective_n: float
    homophily: float | None
    categories: tuple[CategoryEstimate, ...]


def outcomes(answers: Answers) -> tuple[str, ...]:
    """What can be estimated: one choice of a few, and nothing of a special category."""
    return tuple(
        name
        for name, item in answers.questionnaire.items.items()
        if item.type.startswith("select_one")
        and item.role in ROLES
        and not item.special_category
        and name in answers.snapshot.columns
        and 2 <= len(answers.snapshot.columns[name].codes) <= MOST_CATEGORIES
        and name not in answers.cards_by_name
    )


def compute(answers: Answers, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """For each outcome: estimate and interval of each category."""
    from analysis.errors import AnalysisError
    from analysis.recruitment.sample import sample

    names = outcomes(answers)
    try:
        people = sample(answers.recruits(), missing_degree="exclude", small_degree="keep")
    except AnalysisError as error:
        return {"refused": str(error)}
    result: dict[str, Any] = {}
    for place, name in enumerate(names):
        progress(place, len(names))
        if answers.values(name).notna().any():
            result[name] = _estimated(answers, people, name)
    return result


def outcome_estimate(kept: Kept | None, name: str) -> OutcomeEstimate | None:
    """What was kept of one outcome."""
    document = kept.document.get(name) if kept else None
    if not isinstance(document, dict):
        return None
    categories = tuple(CategoryEstimate(**row) for row in document["categories"])
    return OutcomeEstimate(
        document["used"], document["effective_n"], document["homophily"], categories
    )


def _estimated(answers: Answers, people: Any, name: str) -> dict[str, Any]:
    from analysis.recruitment.estimate import estimate
    from analysis.recruitment.homophily import recruitment_homophily
    from analysis.recruitment.outcome import categorical

    outcome = categorical(people, answers.values(name))
    found = estimate(people, outcome, resamples=RESAMPLES, random_state=SEED)
    table = found.table[["category", "n", "estimate", "low", "high"]]
    return {
        "used": found.used,
        "effective_n": found.effective_n,
        "homophily": _number(recruitment_homophily(found.transitions.to_numpy())),
        "categories": [
            {**row, "estimate": _number(row["estimate"])} for row in table.to_dict("records")
        ],
    }


def _number(value: float) -> float | None:
    return None if value != value else float(value)
