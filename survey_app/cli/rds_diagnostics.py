"""Whether estimates from recruitment can be trusted: tables in JSON, and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from survey_app.cli.outside import Outside

if TYPE_CHECKING:
    import pandas as pd

    from analysis.recruitment.convergence import Convergence
    from analysis.recruitment.estimate import Estimate
    from analysis.recruitment.outcome import Outcome
    from analysis.recruitment.sample import Sample
    from analysis.recruitment.strobe import Strobe
    from analysis.recruitment.structure import Structure
    from survey_app.cli.rds_told import Told

BLANK = "__________"


@dataclass(frozen=True)
class Diagnostics:
    """Running estimates and the reporting table of one outcome.

    Attributes:
        waves: the estimate from everyone up to each wave.
        interviews: the same up to each interview; none when their order is not known.
        trees: the same within the tree of each seed.
        strobe: the reporting table.
    """

    waves: Convergence
    interviews: Convergence | None
    trees: Convergence
    strobe: Strobe


def diagnose(told: Told, outcome: Outcome, order: pd.Series[Any] | None) -> Diagnostics:
    """What can be said about how the estimates of one outcome came about.

    Args:
        told: the sample with its estimates and conditions.
        outcome: the answers.
        order: row by row, when each was interviewed, where that is known.
    """
    from analysis.recruitment.convergence import by_interview, by_tree, by_wave
    from analysis.recruitment.strobe import strobe

    sample, found = told.sample, told.estimate
    figure = _statistic(sample, outcome, found)
    return Diagnostics(
        waves=by_wave(sample, figure),
        interviews=None if order is None else by_interview(sample, figure, order),
        trees=by_tree(sample, figure),
        strobe=strobe(sample, [found], told.conditions, software=_software()),
    )


def as_json(told: Told, found: Diagnostics) -> dict[str, Any]:
    """What ``--diagnostics`` adds to the object of ``--json``."""
    trees = found.trees.table.groupby("seed", sort=False)
    interviews = found.interviews
    return {
        "convergence": {
            "settled_at": found.waves.settled_at,
            "waves": _steps(found.waves.table, "wave"),
            "interviews": None if interviews is None else _steps(interviews.table, "interview"),
        },
        "bottleneck": {str(seed): _steps(rows, "wave") for seed, rows in trees},
        "recruits_per_person": (len(told.sample) - told.sample.forest.seeds) / len(told.sample),
        "conditions": [
            {"condition": c.text, "found": c.found, "limit": c.limit, "holds": c.holds}
            for c in told.conditions.conditions
        ],
        "strobe": found.strobe.table.to_dict("records"),
    }


def tell(told: Told, found: Diagnostics, outside: Outside) -> None:
    """The same, to be read."""
    outside.say("Wie brengt wie:")
    _tell_structure(told.structure)
    outside.say("Schatting na elke golf:")
    _tell_waves(found.waves.table)
    outside.say("Voorwaarden om te wegen:")
    for one in told.conditions.conditions:
        verdict = "?" if one.holds is None else "+" if one.holds else "-"
        value = "-" if one.found is None else f"{one.found:.3g}"
        click.echo(f"  {verdict} {one.text}: {value} ({one.limit:g})")
    click.echo("STROBE-RDS")
    for row in found.strobe.table.to_dict("records"):
        click.echo(f"  {row['item']:<4} {row['asks']}: {row['answer'] or BLANK}")


def _statistic(sample: Sample, outcome: Outcome, found: Estimate) -> Any:
    from analysis.recruitment.estimators import ESTIMATORS
    from analysis.recruitment.statistic import statistic

    return statistic(
        sample,
        outcome,
        ESTIMATORS[found.settings["estimator"]],
        found.settings["population"],
        include_seeds=found.settings["include_seeds"],
    )


def _software() -> str:
    from importlib.metadata import version

    return f"Doorvragen {version('doorvragen')}"


def _steps(table: pd.DataFrame, by: str) -> list[dict[str, Any]]:
    """One object a step: its number, how many answers are known, and the estimates."""
    steps: dict[int, dict[str, Any]] = {}
    for row in table.to_dict("records"):
        empty = {by: int(row["step"]), "known": int(row["known"]), "estimates": {}}
        step = steps.setdefault(row["step"], empty)
        step["estimates"][row["category"]] = _number(row["estimate"])
    return list(steps.values())


def _tell_structure(structure: Structure) -> None:
    if not math.isnan(structure.recruitment_homophily):
        click.echo(f"  recruitment homophily {structure.recruitment_homophily:.3f}")
    for row in structure.table.to_dict("records"):
        measures = ", ".join(
            f"{name.replace('_', ' ')} {_shown(row[name])}"
            for name in ("population_homophily", "affiliation", "differential_activity")
        )
        click.echo(f"  {row['category']}: {measures}")


def _tell_waves(table: pd.DataFrame) -> None:
    for step in _steps(table, "wave"):
        shares = ", ".join(
            f"{name} {'-' if share is None else f'{share:.3f}'}"
            for name, share in step["estimates"].items()
        )
        click.echo(f"  {step['wave']}: n = {step['known']}, {shares}")


def _shown(value: float) -> str:
    return f"{value:.3f}" if math.isfinite(value) else "-"


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
