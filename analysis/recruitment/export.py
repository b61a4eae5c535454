"""The sample for other programs: tables for R's RDS in both its forms, and a drawing for Graphviz.

Write the tables as CSV and read them with every identifier as text: numbers lose leading zeros.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample

COLOURS = ("#2b6cb0", "#d69e2e", "#2f855a", "#9f3a38", "#6b46c1", "#4a5568", "#b83280", "#00838f")
UNKNOWN_COLOUR = "#ffffff"


def recruiter_table(sample: Sample, outcomes: pd.DataFrame, seed_value: str = "0") -> pd.DataFrame:
    """One row a person: ``id``, ``recruiter.id``, ``network.size`` and the outcomes.

    Seeds get ``seed_value`` as recruiter. It sorts before ordinary ids, because R's RDS loses the
    recruits of whichever recruiter id sorts first in its SS bootstrap.

    Args:
        sample: the sample.
        outcomes: (n rows) row by row, as in the input.
        seed_value: must be nobody's id; it gets a leading zero until it is.
    """
    while seed_value in set(sample.forest.ids):
        seed_value = "0" + seed_value
    recruiters = pd.Series(sample.forest.recruiter_ids, dtype=object).fillna(seed_value)
    return _with_outcomes(
        sample,
        outcomes,
        {"id": sample.forest.ids, "recruiter.id": recruiters.to_numpy()},
    )


def coupon_table(sample: Sample, outcomes: pd.DataFrame) -> pd.DataFrame:
    """One row a person: ``id``, ``own.coupon``, ``coupon.1`` …, ``network.size``, the outcomes.

    Coupons are numbered anew, in tree order, as many columns as the most recruits of one person;
    only coupons that were redeemed are listed. Missing cells are empty texts.
    """
    forest = sample.forest
    digits = len(str(len(forest)))
    numbers = np.array([f"c{k:0{digits}d}" for k in range(len(forest))], dtype=object)
    own = np.where(forest.is_seed, "", numbers)
    columns = {"id": forest.ids, "own.coupon": own}
    recruits = np.flatnonzero(~forest.is_seed)
    above = forest.recruiter[recruits]
    nth = pd.Series(above).groupby(above).cumcount().to_numpy() if len(above) else above
    for k in range(int(forest.recruits.max())):
        cells = np.full(len(forest), "", dtype=object)
        cells[above[nth == k]] = numbers[recruits[nth == k]]
        columns[f"coupon.{k + 1}"] = cells
    return _with_outcomes(sample, outcomes, columns)


def r_script(
    file: str, outcomes: list[str], population: float | None = None, *, coupons: int = 0
) -> str:
    """A script that reads one of the two tables into R's RDS and estimates each outcome.

    RDS takes the largest network size for one that is unknown or zero; here, as in ``exclude``,
    those people stay in the chains and out of the estimates.

    Args:
        file: name of the CSV file.
        outcomes: names of the outcome columns.
        population: N, if assumed.
        coupons: number of coupon columns; 0 for the table with recruiters.
    """
    lines = ["library(RDS)", f'd <- read.csv("{file}", colClasses = "character", na.strings = "")']
    if coupons:
        names = ", ".join(f'"coupon.{k + 1}"' for k in range(coupons))
        lines.append(f'd$recruiter.id <- rid.from.coupons(d, "own.coupon", c({names}), "id")')
    size = "NULL" if population is None else f"{population:g}"
    lines += [
        "d$network.size <- as.numeric(d$network.size)",
        f'd <- as.rds.data.frame(d, network.size = "network.size", population.size = {size})',
    ]
    lines.append(
        "has.size <- !is.na(d$network.size) & d$network.size > 0  # RDS takes the largest"
    )
    lines += [
        f'print(RDS.II.estimates(d, "{name}", subset = has.size, to.factor = TRUE))'
        for name in outcomes
    ]
    return "\n".join(lines) + "\n"


def dot(sample: Sample, outcome: Outcome | None = None) -> str:
    """The forest as a Graphviz graph; seeds are boxes, colours tell the categories.

    Nodes are named by number and not by id, so that a drawing tells nobody's code.
    """
    forest = sample.forest
    lines = ["digraph recruitment {", '  node [shape=circle, label="", width=0.2, style=filled];']
    for position in range(len(forest)):
        shape = "shape=box, " if forest.recruiter[position] < 0 else ""
        lines.append(f'  n{position} [{shape}fillcolor="{_colour(outcome, position)}"];')
    lines += [f"  n{above} -> n{k};" for k, above in enumerate(forest.recruiter) if above >= 0]
    return "\n".join([*lines, "}"]) + "\n"


def _colour(outcome: Outcome | None, position: int) -> str:
    if outcome is None or outcome.numbers is not None or not outcome.known[position]:
        return UNKNOWN_COLOUR
    place = int(np.flatnonzero(outcome.by_name == outcome.codes[position])[0])
    return COLOURS[place % len(COLOURS)]


def _with_outcomes(
    sample: Sample, outcomes: pd.DataFrame, columns: dict[str, np.ndarray]
) -> pd.DataFrame:
    """In the order of the input, with network sizes and outcomes behind."""
    frame = pd.DataFrame({**columns, "network.size": sample.degrees})
    for name in outcomes.columns:
        frame[str(name)] = sample.in_tree_order(outcomes[name])
    return frame.iloc[np.argsort(sample.forest.rows)].reset_index(drop=True)
