"""``doorvragen segments`` and ``doorvragen classes``: groups of people, on any CSV file."""

from __future__ import annotations

import json

import click

from analysis.errors import SettingError
from survey_app.cli.csv_columns import CsvFile
from survey_app.cli.csv_people import clusters_of, ids_of, weights_of
from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars
from survey_app.cli.segments_told import as_json as segments_as_json
from survey_app.cli.segments_told import tell

STEPS = {"null": "Populations without groups", "stability": "Resamples"}


@click.command()
@click.argument("file")
@click.option("--items", required=True, metavar="COLS", help="Scores, such as a,b,motive_*.")
@click.option("--blocks", default="", metavar="'COLS;COLS'", help="Items centred together.")
@click.option("--weights", metavar="COL", help="Sample weights of 0 or more.")
@click.option("--id", "id_column", metavar="COL", help="Names of the people, each once.")
@click.option("--recruiter", metavar="COL", help="Who brought each (needs --id).")
@click.option("--seed-value", default="seed", show_default=True, help="A recruiter of seeds.")
@click.option("--k-max", default=6, show_default=True, type=click.IntRange(2, 30))
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Of chance.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress bars.")
@click.pass_context
def segments(
    ctx: click.Context,
    file: str,
    items: str,
    blocks: str,
    weights: str | None,
    id_column: str | None,
    recruiter: str | None,
    seed_value: str,
    k_max: int,
    seed: int,
    as_json: bool,
    quiet: bool,
) -> None:
    """Look for groups of people who are alike in the scores of FILE, if there are any."""
    import pandas as pd

    from analysis.segments.pipeline import SegmentFinder

    source = CsvFile.open(file)
    names = source.columns(items)
    ids = ids_of(source, id_column)
    with bars(STEPS, quiet=quiet) as progress:
        finder = SegmentFinder(
            blocks_of(source, blocks, names), k_max=k_max, random_state=seed, progress=progress
        ).fit(
            pd.DataFrame(source.numbers(names), columns=names),
            sample_weight=weights_of(source, weights),
            clusters=clusters_of(source, ids, recruiter, seed_value),
        )
    if as_json:
        click.echo(json.dumps(segments_as_json(finder.result_, ids, seed), allow_nan=False))
    else:
        tell(finder.result_, ctx.ensure_object(Outside))


def blocks_of(source: CsvFile, blocks: str, items: list[str]) -> dict[str, str]:
    """The number of the block of each item; empty when no blocks are given.

    Raises:
        SettingError: a block names something else than an item, or an item twice.
    """
    block_of: dict[str, str] = {}
    for number, part in enumerate((p for p in blocks.split(";") if p.strip()), start=1):
        for name in source.columns(part):
            if name not in items:
                raise SettingError(f"--blocks names {name}, which --items does not")
            if name in block_of:
                raise SettingError(f"--blocks names {name} twice; an item has one block")
            block_of[name] = str(number)
    return block_of
