"""``doorvragen segments`` and ``doorvragen classes``: groups of people, on any CSV file."""

from __future__ import annotations

import json

import click

from analysis.errors import SettingError
from survey_app.cli import csv_options
from survey_app.cli.classes_told import as_json as classes_as_json
from survey_app.cli.classes_told import tell as tell_classes
from survey_app.cli.csv_columns import CsvFile
from survey_app.cli.csv_people import clusters_of, ids_of, weights_of
from survey_app.cli.ordered import answers_in, ordered_answers
from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars
from survey_app.cli.segments_told import as_json as segments_as_json
from survey_app.cli.segments_told import tell

STEPS = {
    "null": "Populations without groups",
    "shaped": "The same, not normal",
    "stability": "Resamples",
    "classes": "Numbers of classes",
}
MOST_CLASSES = 50
NUMBERS = "How many classes: 3, or 1,3, or 1:5 for one to five."


@click.command()
@click.argument("file")
@click.option(
    "--items", required=True, metavar="COLS", help="The columns with scores, such as a,b,motive_*."
)
@click.option(
    "--order",
    default="",
    metavar="WORDS",
    help="The answers from least to most, where they are words: never,sometimes,often.",
)
@click.option(
    "--blocks",
    default="",
    metavar="'COLS;COLS'",
    help="Items of one subject, such as 'motive_*;barrier_*'. A person's own level is taken off "
    "within each; without it over all items.",
)
@csv_options.weights
@click.option("--id", "id_column", metavar="COL", help="Names of the people, each once.")
@click.option(
    "--recruiter",
    metavar="COL",
    help="The id of who brought each, where people recruited each other (needs --id): whole "
    "recruitment trees are then resampled, and more is asked of segments.",
)
@click.option(
    "--seed-value",
    default="seed",
    show_default=True,
    metavar="WORD",
    help="What stands in that column for somebody brought by nobody.",
)
@click.option(
    "--k-max",
    default=6,
    show_default=True,
    type=click.IntRange(2, 30),
    help="The largest number of segments to look for.",
)
@csv_options.seed
@csv_options.in_json
@csv_options.quiet
@click.pass_context
def segments(
    ctx: click.Context,
    file: str,
    items: str,
    order: str,
    blocks: str,
    weights: str | None,
    id_column: str | None,
    recruiter: str | None,
    seed_value: str,
    k_max: int,
    seed: int,
    in_json: bool,
    quiet: bool,
) -> None:
    """Look for groups of people who are alike in the scores of FILE, if there are any.

    There may be none: then it says so, or along which lines answers differ.

    \b
    doorvragen segments cards.csv --items "motive_*,barrier_*" \\
        --blocks "motive_*;barrier_*" --weights weight
    """
    from analysis.segments.pipeline import SegmentFinder

    source = CsvFile.open(file)
    names = source.columns(items, beside=(weights, id_column, recruiter))
    answers = ordered_answers(source, names, order)
    ids = ids_of(source, id_column)
    with bars(STEPS, quiet=quiet) as progress:
        finder = SegmentFinder(
            blocks_of(source, blocks, names), k_max=k_max, random_state=seed, progress=progress
        ).fit(
            answers.frame,
            sample_weight=weights_of(source, weights),
            clusters=clusters_of(source, ids, recruiter, seed_value),
        )
    if in_json:
        settings = {"order": answers_in(order), "seed": seed}
        told = segments_as_json(finder.result_, ids, settings, answers.sentences)
        click.echo(json.dumps(told, allow_nan=False))
    else:
        tell(finder.result_, answers.sentences, ctx.ensure_object(Outside))


def blocks_of(source: CsvFile, blocks: str, items: list[str]) -> dict[str, str]:
    """The number of the block of each item; empty when no blocks are given.

    Raises:
        SettingError: a block names something else than an item, or an item twice.
    """
    block_of: dict[str, str] = {}
    others = [name for name in source.named if name not in items] if "*" in blocks else []
    for number, part in enumerate((p for p in blocks.split(";") if p.strip()), start=1):
        for name in source.columns(part, beside=others):
            if name not in items:
                raise SettingError(f"--blocks names {name}, which --items does not")
            if name in block_of:
                raise SettingError(f"--blocks names {name} twice; an item has one block")
            block_of[name] = str(number)
    return block_of


@click.command()
@click.argument("file")
@click.option(
    "--items",
    required=True,
    metavar="COLS",
    help="The columns with answers, such as a,b,item_*; numbers or words.",
)
@click.option("--k", "ks", default="1:5", show_default=True, metavar="K", help=NUMBERS)
@csv_options.weights
@click.option(
    "--starts",
    default=20,
    show_default=True,
    type=click.IntRange(1, 10_000),
    help="How often to start by chance; the best of these counts.",
)
@csv_options.seed
@csv_options.in_json
@csv_options.quiet
@click.pass_context
def classes(
    ctx: click.Context,
    file: str,
    items: str,
    ks: str,
    weights: str | None,
    starts: int,
    seed: int,
    in_json: bool,
    quiet: bool,
) -> None:
    """Fit latent classes to the answers in FILE, for several numbers of classes.

    Missing answers are left missing: rows count with the answers that they have.

    \b
    doorvragen classes answers.csv --items "item_*" --k 1:4 --starts 50
    """
    from analysis.segments.categories import Categories
    from analysis.segments.class_comparison import compare_classes

    source = CsvFile.open(file)
    names = source.columns(items, beside=(weights,))
    columns = source.coded(names).values()
    answers = Categories.from_columns(
        names, [column.codes for column in columns], [column.texts for column in columns]
    )
    with bars(STEPS, quiet=quiet) as progress:
        result = compare_classes(
            answers,
            numbers_of_classes(ks),
            sample_weight=weights_of(source, weights),
            starts=starts,
            random_state=seed,
            progress=progress,
        )
    if in_json:
        click.echo(json.dumps(classes_as_json(result, seed), allow_nan=False))
    else:
        tell_classes(result, ctx.ensure_object(Outside))


def numbers_of_classes(text: str) -> list[int]:
    """``3`` is [3], ``1,3`` is [1, 3] and ``1:5`` is [1, 2, 3, 4, 5].

    Raises:
        SettingError: anything else.
    """
    try:
        ends = [[int(end) for end in part.split(":")] for part in text.split(",")]
    except ValueError:
        ends = [[]]
    if not all(len(part) in (1, 2) and 1 <= part[0] <= part[-1] <= MOST_CLASSES for part in ends):
        raise SettingError(
            f"--k is {text!r}; write one number, a list or a range, such as 3, 1,3 or 1:5, "
            f"from 1 to {MOST_CLASSES}"
        )
    return sorted({k for part in ends for k in range(part[0], part[-1] + 1)})
