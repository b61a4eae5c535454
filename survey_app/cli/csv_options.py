"""The options that each command on a CSV file has."""

from __future__ import annotations

import click

weights = click.option(
    "--weights", metavar="COL", help="The column with sample weights of 0 or more."
)
seed = click.option(
    "--seed",
    default=1,
    show_default=True,
    type=click.IntRange(0),
    help="Of chance: the same gives the same.",
)
in_json = click.option("--json", "in_json", is_flag=True, help="One JSON object and nothing else.")
quiet = click.option("--quiet", is_flag=True, help="No progress bars.")
