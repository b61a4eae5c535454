"""``doorvragen rds``: estimates from a chain of recruitment, on any CSV file."""

from __future__ import annotations

import json
import math
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import SettingError
from survey_app.cli import csv_options, rds_diagnostics
from survey_app.cli.csv_columns import CsvFile
from survey_app.cli.csv_recruits import (
    People,
    dates_of,
    numbers_of,
    sample_of,
    texts_of,
    whether_of,
)
from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars
from survey_app.cli.rds_told import Told, as_json, tell

if TYPE_CHECKING:
    from survey_app.cli.rds_diagnostics import Diagnostics

STEPS = {"resamples": "Resamples"}
CHOICE = click.Choice


@click.command()
@click.argument("file")
@click.option("--id", "id_", required=True, metavar="COL", help="Names of the people, each once.")
@click.option("--recruiter", metavar="COL", help="The id of who brought each; empty for seeds.")
@click.option(
    "--seed-value",
    default="seed",
    show_default=True,
    metavar="WORD",
    help="What stands in that column for somebody brought by nobody.",
)
@click.option("--own-coupon", metavar="COL", help="The coupon each came with; empty for seeds.")
@click.option(
    "--coupons", metavar="COLS", help="The coupons each was given, such as coupon_* or c1,c2."
)
@click.option("--degree", required=True, metavar="COL", help="How many people each knows.")
@click.option(
    "--outcome",
    required=True,
    metavar="COL",
    help="The answers: the share of each is estimated, as it stands in the file.",
)
@click.option("--numeric", is_flag=True, help="The answers are numbers: estimate their mean.")
@click.option(
    "--estimator",
    type=CHOICE(["rds1", "rds1ds", "rds2", "ss"]),
    help="RDS-I, RDS-I data-smoothed, RDS-II, or Gile's successive sampling. "
    "Without it: ss when the population is given, else rds2.",
)
@click.option(
    "--population", type=float, metavar="N", help="How many people there are to be recruited."
)
@click.option("--exclude-seeds", is_flag=True, help="Leave seeds out of the estimate.")
@click.option(
    "--bootstrap",
    default=0,
    metavar="B",
    help="Resamples, for intervals and standard errors; 1000 is usual, without it there are none.",
)
@click.option(
    "--method",
    type=CHOICE(["tree", "ss", "salganik"]),
    help="How to resample: whole recruitment trees, successive sampling, or one chain as in "
    "older reports. Without it: ss for that estimator, else tree.",
)
@click.option("--level", default=0.95, show_default=True, help="How sure the intervals are.")
@click.option(
    "--missing-degree",
    type=CHOICE(["error", "exclude", "impute", "max"]),
    default="error",
    show_default=True,
    help="Where it is not known how many people somebody knows, or that is zero: stop, leave "
    "them out of the estimate, take the mean of the others, or take the largest.",
)
@click.option(
    "--small-degree",
    type=CHOICE(["error", "keep", "raise"]),
    default="error",
    show_default=True,
    help="Where somebody knows fewer people than they recruited.",
)
@click.option(
    "--unknown-recruiter",
    type=CHOICE(["error", "seed", "drop"]),
    default="error",
    show_default=True,
    help="Where who brought somebody is not in the file, or their coupon was given to nobody: "
    "stop, take them as seeds, or leave them out with all below them.",
)
@click.option(
    "--coupon-twice",
    type=CHOICE(["error", "keep"]),
    default="error",
    show_default=True,
    help="Where a coupon was given out or redeemed more than once.",
)
@click.option(
    "--cluster", metavar="COL", help="What whole trees share, such as an ambassador; drawn first."
)
@click.option("--interviewed", metavar="COL", help="When each was interviewed (2026-03-31 …).")
@click.option(
    "--time-order",
    type=CHOICE(["error", "keep"]),
    default="error",
    show_default=True,
    help="Where somebody was interviewed before who brought them.",
)
@click.option(
    "--by-stranger", metavar="COL", help="Whether a stranger brought them: 1 or 0, yes or no."
)
@click.option(
    "--diagnostics",
    is_flag=True,
    help="Also: estimates by wave, interview and tree, conditions, and the STROBE-RDS table.",
)
@csv_options.seed
@click.option("--jobs", default=1, show_default=True, help="Processes; -1 for all processors.")
@csv_options.in_json
@csv_options.quiet
@click.pass_context
def rds(
    ctx: click.Context,
    /,
    file: str,
    outcome: str,
    numeric: bool,
    estimator: str | None,
    population: float | None,
    exclude_seeds: bool,
    bootstrap: int,
    method: str | None,
    level: float,
    seed: int,
    jobs: int,
    in_json: bool,
    quiet: bool,
    id_: str,
    by_stranger: str | None,
    diagnostics: bool,
    **who: Any,
) -> None:
    """Estimate shares in the population behind the people in FILE, who recruited each other.

    Say who recruited whom with --recruiter, or with --own-coupon and --coupons. Everything is
    read as text: leading zeros count, and an empty cell is a missing answer.

    \b
    doorvragen rds people.csv --id id --recruiter recruiter --degree friends \\
        --outcome course --bootstrap 1000
    doorvragen rds people.csv --id id --own-coupon coupon --coupons "given_*" \\
        --degree friends --outcome course --population 2000 --missing-degree exclude
    """
    source = CsvFile.open(file)
    people = People(id=id_, **who)
    with bars(STEPS, quiet=quiet) as progress:
        told, tables = _estimated(
            source,
            people,
            outcome,
            numeric,
            population,
            by_stranger,
            diagnostics,
            estimator=estimator or ("rds2" if population is None else "ss"),
            include_seeds=not exclude_seeds,
            resamples=bootstrap,
            method=method,
            level=level,
            random_state=seed,
            n_jobs=jobs,
            progress=None if progress is None else partial(progress, "resamples"),
        )
    if in_json:
        settings = {**vars(people), "numeric": numeric, "seed": seed}
        document = as_json(told, settings)
        if tables:
            document |= rds_diagnostics.as_json(told, tables)
        click.echo(json.dumps(document, allow_nan=False))
        return
    outside = ctx.ensure_object(Outside)
    tell(told, outside)
    if tables:
        rds_diagnostics.tell(told, tables, outside)


def _estimated(
    source: CsvFile,
    people: People,
    outcome: str,
    numeric: bool,
    population: float | None,
    by_stranger: str | None,
    diagnostics: bool,
    **how: Any,
) -> tuple[Told, Diagnostics | None]:
    """Everything that is told of one outcome."""
    from analysis.recruitment.conditions import conditions
    from analysis.recruitment.estimate import estimate
    from analysis.recruitment.outcome import categorical
    from analysis.recruitment.outcome import numeric as numbers
    from analysis.recruitment.sensitivity import low_mid_high, sensitivity
    from analysis.recruitment.structure import structure

    _check_population(population, (how["estimator"], how["method"] if how["resamples"] else ""))
    degrees = numbers_of(source, people.degree)
    sample = sample_of(source, people, degrees)
    if numeric:
        answer = numbers(sample, numbers_of(source, outcome))
    else:
        answer = categorical(sample, texts_of(source, outcome))
    found = estimate(sample, answer, population=population, **how)
    measures = structure(sample, answer, found.table["estimate"].to_numpy(dtype=float))
    at_sizes = None
    if population is not None and how["estimator"] == "ss":
        sizes = low_mid_high(sample, population)
        at_sizes = sensitivity(sample, answer, sizes, include_seeds=how["include_seeds"])
    strangers = whether_of(source, by_stranger) if by_stranger else None
    told = Told(sample, found, measures, conditions(sample, degrees, strangers), at_sizes)
    if not diagnostics:
        return told, None
    order = dates_of(source, people.interviewed) if people.interviewed else None
    return told, rds_diagnostics.diagnose(told, answer, order)


def _check_population(population: float | None, ways: tuple[str, str | None]) -> None:
    if population is None and "ss" in ways:
        raise SettingError("successive sampling needs --population, the number of people in it")
    if population is not None and not math.isfinite(population):
        raise SettingError(
            "--population is the number of people; leave it out when that has no end"
        )
