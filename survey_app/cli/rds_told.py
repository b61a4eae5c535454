"""Estimates from a chain of recruitment as JSON, and in words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from survey_app.cli.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.recruitment.conditions import Conditions
    from analysis.recruitment.estimate import Estimate
    from analysis.recruitment.sample import Sample
    from analysis.recruitment.sensitivity import Sensitivity
    from analysis.recruitment.structure import Structure


@dataclass(frozen=True)
class Told:
    """What there is to tell of one outcome."""

    sample: Sample
    estimate: Estimate
    structure: Structure
    conditions: Conditions
    sensitivity: Sensitivity | None

    @property
    def warnings(self) -> tuple[str, ...]:
        """What a reader must know, each once, in order."""
        notices = (
            *self.estimate.warnings,
            *self.structure.warnings,
            *self.conditions.warnings,
        )
        return tuple(dict.fromkeys(str(notice) for notice in notices))


def as_json(told: Told, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The object that ``--json`` prints; what cannot be computed is null."""
    found, forest = told.estimate, told.sample.forest
    return {
        "estimator": found.settings["estimator"],
        "method": found.method,
        "outcome": found.outcome,
        "n": found.n,
        "used": found.used,
        "effective_n": _number(found.effective_n),
        "seeds": forest.seeds,
        "waves": list(forest.people_by_wave),
        "largest_tree": max(forest.tree_sizes.values()) / found.n,
        "transitions": _nested(found),
        "estimates": _numbers(found.column("estimate")),
        "intervals": _bounds(found, "low", "high"),
        "tree_intervals": _bounds(found, "tree_low", "tree_high"),
        "standard_errors": _numbers(found.column("standard_error")),
        "design_effects": _numbers(found.column("design_effect")),
        **_structure(told.structure),
        "populations": _sensitivity(told.sensitivity),
        "heading": told.conditions.heading,
        "settings": {**found.settings, **settings},
        "warnings": list(told.warnings),
    }


def _structure(found: Structure) -> dict[str, Any]:
    """Homophily and activity; nothing of the kind exists for numbers."""
    names = list(found.table["category"])
    measures = {
        name: _by(names, found.table[name].astype(float))
        for name in ("population_homophily", "affiliation", "differential_activity")
    }
    return {
        "homophily": {
            "recruitment": _number(found.recruitment_homophily),
            "population": measures["population_homophily"],
            "affiliation": measures["affiliation"],
        },
        "differential_activity": measures["differential_activity"],
    }


def _nested(found: Estimate) -> dict[str, dict[str, int]]:
    return {
        str(source): {str(target): int(n) for target, n in row.items()}
        for source, row in found.transitions.iterrows()
    }


def _bounds(found: Estimate, low: str, high: str) -> dict[str, list[float | None]]:
    lows, highs = found.column(low), found.column(high)
    return {name: [_number(lows[name]), _number(highs[name])] for name in lows}


def _sensitivity(found: Sensitivity | None) -> dict[str, dict[str, float | None]]:
    if found is None:
        return {}
    told: dict[str, dict[str, float | None]] = {}
    for row in found.table.to_dict("records"):
        told.setdefault(f"{row['population']:g}", {})[row["category"]] = _number(row["estimate"])
    return told


def _by(names: list[str], values: Iterable[float]) -> dict[str, float | None]:
    return _numbers(dict(zip(names, values, strict=True)))


def _numbers(values: Mapping[str, float]) -> dict[str, float | None]:
    return {name: _number(value) for name, value in values.items()}


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def tell(told: Told, outside: Outside) -> None:
    """In plain words: who took part, the estimates, and what to beware of."""
    found, forest = told.estimate, told.sample.forest
    outside.say(
        "%(n)s mensen, %(seeds)s beginners, %(waves)s golven; %(used)s antwoorden tellen mee.",
        n=found.n,
        seeds=forest.seeds,
        waves=len(forest.people_by_wave) - 1,
        used=found.used,
    )
    outside.say(
        "Door het wegen zijn ze zo veel waard als %(worth)s gewone antwoorden.",
        worth=round(found.effective_n),
    )
    if told.conditions.failing:
        outside.say("Dit zegt alleen iets over de mensen die meededen.")
    click.echo(f"{found.outcome}: {found.method}")
    _tell_table(found)
    if told.sensitivity is not None:
        outside.say("Hoe groot de bevolking is, is een aanname:")
        for size, shares in _sensitivity(told.sensitivity).items():
            line = ", ".join(f"{name} {_shown(share)}" for name, share in shares.items())
            click.echo(f"  N = {size}: {line}")
    for warning in told.warnings:
        click.echo(f"! {warning}")


def _tell_table(found: Estimate) -> None:
    rows = found.table.to_dict("records")
    width = max(len("category"), *(len(row["category"]) for row in rows))
    head = f"{'category':<{width}} {'n':>7} {'estimate':>9}"
    level = found.settings.get("level")
    click.echo(head + ("" if level is None else f" {f'{level:.0%} interval':>19} {'s.e.':>7}"))
    for row in rows:
        line = f"{row['category']:<{width}} {row['n']:>7} {_shown(row['estimate']):>9}"
        if level is not None:
            bounds = f"{_shown(row['low'])} - {_shown(row['high'])}"
            line += f" {bounds:>19} {_shown(row['standard_error']):>7}"
        click.echo(line)


def _shown(value: float | None) -> str:
    return "-" if value is None or math.isnan(value) else f"{value:.3f}"
