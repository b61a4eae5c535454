"""A segmentation as JSON, and in words."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from survey_app.cli.outside import Outside

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.segments.dimensions import Dimension
    from analysis.segments.gate import GateResult
    from analysis.segments.result import Segment, Segmentation


def as_json(
    result: Segmentation,
    ids: list[str] | None,
    settings: Mapping[str, Any],
    sentences: Sequence[str],
) -> dict[str, Any]:
    """The object that ``--json`` prints; what cannot be computed is null."""
    return {
        "verdict": result.verdict,
        "k": result.k,
        "k_candidate": result.k_candidate,
        "n": result.n,
        "unassigned": result.unassigned,
        "chance": _number(result.gate.chance),
        "gate": _gate(result.gate),
        "log_gap": {str(k): _number(row.log_gap) for k, row in result.gate.rows.items()},
        "continuum": _continuum(result.gate),
        "labels": result.labels.tolist(),
        **({} if ids is None else {"ids": ids}),
        "segments": [_segment(segment) for segment in result.segments],
        "agreement": {"lca": None} | {k: _number(a.value) for k, a in result.agreement.items()},
        "agreement_in_words": {name: a.words for name, a in result.agreement.items()},
        "dimensions": [_dimension(dimension) for dimension in result.dimensions],
        "method": result.method,
        "settings": {**result.settings, **settings},
        "warnings": [*(str(notice) for notice in result.warnings), *sentences],
    }


def _gate(gate: GateResult) -> dict[str, dict[str, float | None]]:
    return {
        str(k): {
            "silhouette": _number(row.silhouette),
            "z_silhouette": _number(row.z_silhouette),
            "gap": _number(row.gap),
            "z_gap": _number(row.z_gap),
        }
        for k, row in gate.rows.items()
    }


def _continuum(gate: GateResult) -> dict[str, float | None] | None:
    """The candidate beside people who differ by degrees, and what is asked."""
    shaped = gate.shaped
    if shaped is None:
        return None
    return {
        "gap": _number(shaped.gap),
        "z_gap": _number(shaped.z_gap),
        "least_gap": shaped.least_gap,
        "least_z": shaped.least_z,
    }


def _segment(segment: Segment) -> dict[str, Any]:
    return {
        "label": segment.label,
        "n": segment.n,
        "share": _number(segment.share),
        "stability": _number(segment.stability),
        "named": segment.named,
        "standing": segment.standing,
        "profile": {item: _number(mean) for item, mean in segment.profile.items()},
        "proposal": list(segment.proposal),
    }


def _dimension(dimension: Dimension) -> dict[str, Any]:
    return {
        "share": _number(dimension.share),
        "high": list(dimension.high),
        "low": list(dimension.low),
    }


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


def tell(result: Segmentation, sentences: Sequence[str], outside: Outside) -> None:
    """In plain words, for somebody who wants to know what to do with it."""
    if result.verdict == "segments":
        _tell_segments(result, outside)
    elif result.verdict == "weak":
        outside.say("Er zijn verschillen, maar geen groepen om mensen in te verdelen.")
        _tell_dimensions(result, outside)
    else:
        outside.say("Er zijn geen groepen gevonden.")
    if result.gate.rows:
        outside.say(
            "In een bevolking zonder groepen zou zo veel verschil door toeval %(chance)s zijn.",
            chance=f"{result.gate.chance:.0%}",
        )
    for sentence in (*result.warnings, *sentences):
        click.echo(f"! {sentence}")


def _tell_segments(result: Segmentation, outside: Outside) -> None:
    outside.say(
        "%(k)s groepen; %(n)s mensen, %(unassigned)s zonder groep.",
        k=result.k,
        n=result.n,
        unassigned=result.unassigned,
    )
    click.echo(f"{'':>3} {'n':>7} {'share':>6} {'stable':>6}  ")
    for segment in result.segments:
        line = f"{segment.label:>3} {segment.n:>7} {segment.share:>6.0%} {segment.stability:>6.2f}"
        shown = ", ".join(segment.proposal) if segment.standing != "hidden" else "-"
        click.echo(f"{line}  {segment.standing}: {shown}")
    for name, agreement in result.agreement.items():
        click.echo(f"{name}: {agreement.value:.2f}, {agreement.words}")


def _tell_dimensions(result: Segmentation, outside: Outside) -> None:
    outside.say("Antwoorden verschillen vooral zo:")
    for dimension in result.dimensions:
        ends = f"{', '.join(dimension.high)}  <->  {', '.join(dimension.low)}"
        click.echo(f"  {dimension.share:.0%}: {ends}")
