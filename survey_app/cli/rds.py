"""``doorvragen rds``: estimates from a chain of recruitment, on any CSV file."""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from analysis.errors import DataError, SettingError, some
from survey_app.cli.csv_columns import CsvFile
from survey_app.cli.csv_people import ids_of, without_seed_value
from survey_app.cli.outside import Outside
from survey_app.cli.progress import bars
from survey_app.cli.rds_told import Told, as_json, tell

if TYPE_CHECKING:
    import pandas as pd

    from analysis.recruitment.coupons import Redeemed
    from analysis.recruitment.sample import Sample

STEPS = {"resamples": "Resamples"}
CHOICE = click.Choice


@dataclass(frozen=True)
class People:
    """The columns that say who brought whom, and what to do with faults in them."""

    id: str
    degree: str
    recruiter: str | None
    seed_value: str
    own_coupon: str | None
    coupons: str | None
    cluster: str | None
    interviewed: str | None
    unknown_recruiter: str
    coupon_twice: str
    time_order: str
    missing_degree: str
    small_degree: str


@click.command()
@click.argument("file")
@click.option("--id", "id_", required=True, metavar="COL", help="Names of the people, each once.")
@click.option("--recruiter", metavar="COL", help="Who brought each; empty for seeds.")
@click.option(
    "--seed-value",
    default="seed",
    show_default=True,
    help="What stands for the recruiter of a seed.",
)
@click.option("--own-coupon", metavar="COL", help="The coupon each came with; empty for seeds.")
@click.option("--coupons", metavar="COLS", help="The coupons each was given, such as coupon_*.")
@click.option("--degree", required=True, metavar="COL", help="Network sizes.")
@click.option("--outcome", required=True, metavar="COL", help="What to estimate the shares of.")
@click.option("--numeric", is_flag=True, help="The outcome is a number: estimate its mean.")
@click.option(
    "--estimator",
    type=CHOICE(["rds1", "rds1ds", "rds2", "ss"]),
    help="Default: ss when the population is given, else rds2.",
)
@click.option("--population", type=float, metavar="N", help="People in the whole population.")
@click.option("--exclude-seeds", is_flag=True, help="Leave seeds out of the estimate.")
@click.option("--bootstrap", default=0, metavar="B", help="Number of resamples, for intervals.")
@click.option("--method", type=CHOICE(["tree", "ss", "salganik"]), help="Of the bootstrap.")
@click.option("--level", default=0.95, show_default=True, help="Of the intervals.")
@click.option(
    "--missing-degree",
    type=CHOICE(["error", "exclude", "impute", "max"]),
    default="error",
    show_default=True,
    help="When a network size is missing or zero.",
)
@click.option(
    "--small-degree",
    type=CHOICE(["error", "keep", "raise"]),
    default="error",
    show_default=True,
    help="When a network is smaller than the people known to be in it.",
)
@click.option(
    "--unknown-recruiter",
    type=CHOICE(["error", "seed", "drop"]),
    default="error",
    show_default=True,
    help="When a recruiter is not in the file, or a coupon was given to nobody.",
)
@click.option(
    "--coupon-twice",
    type=CHOICE(["error", "keep"]),
    default="error",
    show_default=True,
    help="When a coupon was given out or redeemed more than once.",
)
@click.option("--cluster", metavar="COL", help="What whole trees share, such as an ambassador.")
@click.option("--interviewed", metavar="COL", help="When each was interviewed (2026-03-31 …).")
@click.option(
    "--time-order",
    type=CHOICE(["error", "keep"]),
    default="error",
    show_default=True,
    help="When somebody was interviewed before who brought them.",
)
@click.option("--seed", default=1, show_default=True, type=click.IntRange(0), help="Of chance.")
@click.option("--jobs", default=1, show_default=True, help="Processes; -1 for all processors.")
@click.option("--json", "in_json", is_flag=True, help="One JSON object and nothing else.")
@click.option("--quiet", is_flag=True, help="No progress bars.")
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
    **who: Any,
) -> None:
    """Estimate shares in the population behind the people in FILE, who recruited each other."""
    source = CsvFile.open(file)
    people = People(id=id_, **who)
    with bars(STEPS, quiet=quiet) as progress:
        told = _estimated(
            source,
            people,
            outcome,
            numeric,
            population,
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
        click.echo(json.dumps(as_json(told, settings), allow_nan=False))
    else:
        tell(told, ctx.ensure_object(Outside))


def _estimated(
    source: CsvFile,
    people: People,
    outcome: str,
    numeric: bool,
    population: float | None,
    **how: Any,
) -> Told:
    """Everything that is told of one outcome."""
    from analysis.recruitment.conditions import conditions
    from analysis.recruitment.estimate import estimate
    from analysis.recruitment.outcome import categorical
    from analysis.recruitment.outcome import numeric as numbers
    from analysis.recruitment.sensitivity import low_mid_high, sensitivity
    from analysis.recruitment.structure import structure

    _check_population(population, (how["estimator"], how["method"] if how["resamples"] else ""))
    degrees = _numbers(source, people.degree)
    sample = _sample(source, people, degrees)
    answers = _texts(source, outcome)
    answer = (numbers if numeric else categorical)(sample, answers)
    found = estimate(sample, answer, population=population, **how)
    measures = structure(sample, answer, found.table["estimate"].to_numpy(dtype=float))
    at_sizes = None
    if population is not None and how["estimator"] == "ss":
        sizes = low_mid_high(sample, population)
        at_sizes = sensitivity(sample, answer, sizes, include_seeds=how["include_seeds"])
    return Told(sample, found, measures, conditions(sample, degrees), at_sizes)


def _check_population(population: float | None, ways: tuple[str, str | None]) -> None:
    if population is None and "ss" in ways:
        raise SettingError("successive sampling needs --population, the number of people in it")
    if population is not None and not math.isfinite(population):
        raise SettingError(
            "--population is the number of people; leave it out when that has no end"
        )


def _sample(source: CsvFile, people: People, degrees: pd.Series[float]) -> Sample:
    import pandas as pd

    from analysis.dataset import Recruits
    from analysis.recruitment.sample import sample

    ids = pd.Series(ids_of(source, source.column(people.id)), dtype="str")
    told = _recruiters(source, people, ids)
    return sample(
        Recruits(
            ids=ids,
            recruiters=told.recruiters,
            degrees=degrees,
            clusters=_texts(source, people.cluster) if people.cluster else None,
        ),
        unknown_recruiter=people.unknown_recruiter,
        missing_degree=people.missing_degree,
        small_degree=people.small_degree,
        interviewed=_dates(source, people.interviewed) if people.interviewed else None,
        time_order=people.time_order,
        notices=told.notices,
    )


def _recruiters(source: CsvFile, people: People, ids: pd.Series[str]) -> Redeemed:
    """The recruiter of each; missing for seeds."""
    import pandas as pd

    from analysis.recruitment.coupons import Redeemed, recruiters_from_coupons

    by_coupons = people.own_coupon is not None or people.coupons is not None
    if by_coupons == (people.recruiter is not None):
        raise SettingError("name either --recruiter, or --own-coupon and --coupons")
    if people.recruiter is not None:
        named = _texts(source, people.recruiter)
        return Redeemed(without_seed_value(named, ids, people.seed_value))
    if people.own_coupon is None or people.coupons is None:
        raise SettingError("--own-coupon and --coupons go together")
    given = pd.DataFrame({name: _texts(source, name) for name in source.columns(people.coupons)})
    own = _texts(source, people.own_coupon)
    own = own.mask(own == people.seed_value)
    return recruiters_from_coupons(
        ids,
        own,
        given,
        never_issued=people.unknown_recruiter,
        twice=people.coupon_twice,
    )


def _texts(source: CsvFile, name: str) -> pd.Series[str]:
    import pandas as pd

    return pd.Series(source.texts(source.column(name)), dtype="str", name=name)


def _numbers(source: CsvFile, name: str) -> pd.Series[float]:
    import pandas as pd

    return pd.Series(source.numbers([source.column(name)])[:, 0], name=name)


def _dates(source: CsvFile, name: str) -> pd.Series[Any]:
    import pandas as pd

    texts = _texts(source, name)
    dates = pd.to_datetime(texts, format="ISO8601", errors="coerce", utc=True)
    wrong = dates.isna() & texts.notna()
    if wrong.any():
        lines = [int(row) + source.first_line for row in wrong.to_numpy().nonzero()[0]]
        raise DataError(
            f"column {name} must hold dates such as 2026-03-31 or 2026-03-31T14:05; "
            f"line {some(lines)}"
        )
    return dates
