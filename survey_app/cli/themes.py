"""``doorvragen themes``: items that go together, on any CSV file."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

import click

from survey_app.cli import csv_options
from survey_app.cli.csv_columns import CsvFile
from survey_app.cli.csv_people import weights_of
from survey_app.cli.ordered import answers_in, ordered_answers
from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.themes.result import Theme, Themes

STEPS = {"null": "Unrelated items", "stability": "Resamples"}


@click.command()
@click.argument("file")
@click.option(
    "--items",
    required=True,
    metavar="COLS",
    help="The columns with ordered answers, such as a,b,motive_*.",
)
@click.option(
    "--order",
    default="",
    metavar="WORDS",
    help="The answers from least to most, where they are words: never,sometimes,often.",
)
@csv_options.weights
@csv_options.seed
@csv_options.in_json
@csv_options.quiet
@click.pass_context
def themes(
    ctx: click.Context,
    file: str,
    items: str,
    order: str,
    weights: str | None,
    seed: int,
    in_json: bool,
    quiet: bool,
) -> None:
    """Look for items of FILE that go together, if there are any.

    \b
    doorvragen themes answers.csv --items "motive_*" --weights weight
    doorvragen themes science.csv --items "*" \\
        --order "strongly disagree,disagree,agree,strongly agree"
    """
    from analysis.themes.finder import ThemeFinder

    source = CsvFile.open(file)
    names = source.columns(items, beside=(weights,))
    answers = ordered_answers(source, names, order)
    with bars(STEPS, quiet=quiet) as progress:
        finder = ThemeFinder(random_state=seed, progress=progress)
        finder.fit(answers.frame, sample_weight=weights_of(source, weights))
    if in_json:
        settings = {"order": answers_in(order)}
        told = document(finder.result_, settings, answers.sentences)
        click.echo(json.dumps(told, allow_nan=False))
    else:
        tell(finder.result_, answers.sentences, ctx.ensure_object(Outside))


def document(
    result: Themes, settings: Mapping[str, Any], sentences: Sequence[str]
) -> dict[str, Any]:
    """The object that ``--json`` prints; what cannot be computed is null."""
    return {
        "n": result.n,
        "method": result.method,
        "correlations": {
            item: {other: _number(r) for other, r in row.items()}
            for item, row in result.correlations.to_dict("index").items()
        },
        "themes": [_theme(theme) for theme in result.themes],
        "factors": result.factors,
        "factors_centred": result.factors_centred,
        "eigenvalues": [_number(value) for value in result.eigenvalues["eigenvalue"]],
        "eigenvalues_by_chance": [_number(value) for value in result.eigenvalues["by_chance"]],
        "dendrogram": {
            "heights": [_number(height) for height in result.dendrogram["height"]],
            "merged_items": [list(items) for items in result.dendrogram["items"]],
        },
        "settings": {**result.settings, **settings},
        "warnings": [*(str(notice) for notice in result.warnings), *sentences],
    }


def tell(result: Themes, sentences: Sequence[str], outside: Outside) -> None:
    """In plain words."""
    if not result.themes:
        outside.say("Geen thema's: niets hangt sterker samen dan bij toeval.")
    for number, theme in enumerate(result.themes, start=1):
        outside.say(
            "Thema %(number)s: %(items)s. Gemiddelde samenhang %(r).2f, alfa %(alpha).2f, "
            "stabiliteit %(stability).2f.",
            number=number,
            items=", ".join(theme.items),
            r=theme.average_r,
            alpha=theme.alpha,
            stability=theme.stability,
        )
        if theme.style_dependent:
            outside.say("Let op: dit thema hangt af van hoe mensen antwoorden.")
    outside.say("%(n)s mensen, %(factors)s factoren.", n=result.n, factors=result.factors)
    for sentence in [*(str(notice) for notice in result.warnings), *sentences]:
        click.echo(sentence)


def _theme(theme: Theme) -> dict[str, Any]:
    return {
        "items": list(theme.items),
        "average_r": _number(theme.average_r),
        "alpha": _number(theme.alpha),
        "standardised_alpha": _number(theme.standardised_alpha),
        "average_pearson_r": _number(theme.average_pearson_r),
        "stability": _number(theme.stability),
        "style_dependent": theme.style_dependent,
        "found_in": theme.found_in,
    }


def _number(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None
