"""Latent classes as JSON, and as a table."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, Any

import click

from survey_app.cli.outside import Outside

if TYPE_CHECKING:
    from analysis.segments.categories import Categories
    from analysis.segments.class_comparison import ClassComparison
    from analysis.segments.latent_class import LatentClassModel


ONE_CLASS = "with one class there is nothing to be sure or unsure of"


def as_json(result: ClassComparison, seed: int) -> dict[str, Any]:
    """The object that ``--json`` prints; what cannot be computed is null."""
    best = next(model for model in result.models if model.k == result.best_bic)
    return {
        "models": [_model(model, result.answers) for model in result.models],
        "best_bic": result.best_bic,
        "n": result.n,
        "labels": best.labels.tolist(),
        "method": result.method,
        "settings": {**result.settings, "seed": seed},
        "warnings": [str(notice) for notice in result.warnings],
    }


def _model(model: LatentClassModel, answers: Categories) -> dict[str, Any]:
    items = zip(answers.items, answers.labels, model.probabilities, strict=True)
    return {
        "k": model.k,
        "loglik": model.loglik,
        "parameters": model.parameters,
        "bic": model.bic,
        "entropy": None if math.isnan(model.entropy) else model.entropy,
        "entropy_missing": ONE_CLASS if math.isnan(model.entropy) else None,
        "shares": model.shares.tolist(),
        "probabilities": {
            item: dict(zip(labels, table.T.tolist(), strict=True)) for item, labels, table in items
        },
        "starts": model.starts,
        "starts_at_best": model.starts_at_best,
        "settled": model.settled,
    }


def tell(result: ClassComparison, outside: Outside) -> None:
    """A line for each number of classes, and what they do not prove."""
    click.echo(f"{'k':>3} {'log-likelihood':>16} {'BIC':>12} {'entropy':>8} {'starts':>8}  shares")
    for model in result.models:
        entropy = "-" if math.isnan(model.entropy) else f"{model.entropy:.2f}"
        starts = f"{model.starts_at_best}/{model.starts}"
        shares = " ".join(f"{share:.0%}" for share in model.shares)
        figures = f"{model.k:>3} {model.loglik:>16.2f} {model.bic:>12.1f}"
        click.echo(f"{figures} {entropy:>8} {starts:>8}  {shares}")
    outside.say(
        "Het laagste BIC is bij %(k)s. Dat bewijst niet dat er zo veel groepen zijn.",
        k=result.best_bic,
    )
    for notice in result.warnings:
        click.echo(f"! {notice}")
