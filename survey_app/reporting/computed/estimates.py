"""Estimates from who brought whom: RDS-II with intervals from the tree bootstrap."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers
from survey_app.reporting.disclosure import STANDARD

if TYPE_CHECKING:
    import pandas as pd

    from analysis.recruitment.sample import Sample

ROLES = ("outcome", "background", "experience")
MOST_CATEGORIES = 8
RESAMPLES, SEED = 1000, 57
STRANGER, NO_CARD = "onbekend", "geen_kaart"  # codes of who gave the card


@dataclass(frozen=True, slots=True)
class JudgedCondition:
    """One condition for weighting: what was found, the limit, and whether it holds if known.

    Where it is a share, it is one of so many ``people``.
    """

    code: str  # waves | largest_tree | degree_missing | strangers
    found: float | None
    limit: float
    holds: bool | None
    people: int


@dataclass(frozen=True, slots=True)
class CategoryEstimate:
    """One category of an outcome."""

    category: str
    n: int
    estimate: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class OutcomeEstimate:
    """All categories of an outcome, with how many answers were used."""

    used: int
    effective_n: float
    homophily: float | None
    categories: tuple[CategoryEstimate, ...]


def outcomes(answers: Answers) -> tuple[str, ...]:
    """What can be estimated: one choice of a few, nothing of a special category; the typology."""
    typology = answers.recipes.typology
    chosen = (
        name
        for name, item in answers.questionnaire.items.items()
        if item.type.startswith("select_one")
        and item.role in ROLES
        and not item.special_category
        and name in answers.snapshot.columns
        and 2 <= len(answers.snapshot.columns[name].codes) <= MOST_CATEGORIES
        and name not in answers.cards_by_name
    )
    return (*chosen, *((typology,) if typology else ()))


def compute(answers: Answers, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The conditions for weighting, and for each outcome the estimate of each category."""
    from analysis.recruitment.conditions import conditions
    from analysis.recruitment.sample import sample

    recruits, names = answers.recruits(), outcomes(answers)
    if not recruits.degrees.gt(0).any():
        return {}
    people = sample(recruits, missing_degree="exclude", small_degree="keep")
    found: dict[str, Any] = {}
    for place, name in enumerate(names):
        progress(place, len(names))
        given = answers.dataset([name]).frame[name]
        values = _given_by_enough(given, recruits.degrees)
        if values.notna().any():
            found[name] = _estimated(values, people)
    by_strangers = _by_strangers(answers)
    judged = conditions(people, recruits.degrees, by_strangers)
    told = 0 if by_strangers is None else int(by_strangers[recruits.recruiters.notna()].count())
    bases = {"strangers": told}
    return {
        "outcomes": found,
        "conditions": [
            {
                "code": c.code,
                "found": c.found,
                "limit": c.limit,
                "holds": c.holds,
                "people": bases.get(c.code, len(answers)),
            }
            for c in judged.conditions
        ],
    }


def outcome_estimate(kept: Kept | None, name: str) -> OutcomeEstimate | None:
    """What was kept of one outcome."""
    document = kept.document.get("outcomes", {}).get(name) if kept else None
    if document is None:
        return None
    categories = tuple(CategoryEstimate(**row) for row in document["categories"])
    return OutcomeEstimate(
        document["used"], document["effective_n"], document["homophily"], categories
    )


def judged_conditions(kept: Kept | None) -> tuple[JudgedCondition, ...]:
    """The conditions as they were found; none when that was not computed yet."""
    rows = kept.document.get("conditions", []) if kept else []
    return tuple(JudgedCondition(**row) for row in rows)


def _by_strangers(answers: Answers) -> pd.Series[Any] | None:
    """Whether the card came from somebody whom the person does not know."""
    items = answers.questionnaire.items.values()
    name = next((item.name for item in items if item.role == "recruiter_relation"), None)
    if name is None or name not in answers.snapshot.columns:
        return None
    relation = answers.values(name).astype("object")
    return relation.eq(STRANGER).where(relation.notna() & relation.ne(NO_CARD))


def _given_by_enough(values: pd.Series[Any], degrees: pd.Series[float]) -> pd.Series[Any]:
    """Answers, without those that too few people gave: these count as no answer from here on."""
    numbers = values[degrees.gt(0)].value_counts()
    return values.where(values.isin(numbers.index[numbers >= STANDARD.cell]))


def _estimated(values: pd.Series[Any], people: Sample) -> dict[str, Any]:
    from analysis.recruitment.estimate import estimate
    from analysis.recruitment.homophily import recruitment_homophily
    from analysis.recruitment.outcome import categorical

    found = estimate(people, categorical(people, values), resamples=RESAMPLES, random_state=SEED)
    table = found.table[["category", "n", "estimate", "low", "high"]].astype(object)
    return {
        "used": found.used,
        "effective_n": found.effective_n,
        "homophily": _number(recruitment_homophily(found.transitions.to_numpy())),
        "categories": table.where(table.notna(), None).to_dict("records"),
    }


def _number(value: float) -> float | None:
    return None if value != value else float(value)
