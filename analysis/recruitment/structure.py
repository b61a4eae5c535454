"""Who recruits whom, in figures: the three homophilies and differential activity together."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.errors import some
from analysis.recruitment.activity import differential_activity
from analysis.recruitment.homophily import (
    affiliation,
    population_homophily,
    recruitment_homophily,
)
from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample
from analysis.recruitment.transitions import count_transitions
from analysis.results import Notice, Result

REASONS = {
    "population_homophily": "no recruit crossed, or one side recruited nobody",
    "affiliation": "nobody of it recruited, or its share is 0 or 1",
    "differential_activity": "there is no one to compare with",
}


@dataclass(frozen=True, kw_only=True)
class Structure(Result):
    """Measures of recruitment for one outcome; empty for numbers.

    Attributes:
        recruitment_homophily: see ``homophily.recruitment_homophily``; NaN without recruits.
        table: one row a category by name: ``category``, ``population_homophily``,
            ``affiliation`` and ``differential_activity`` (against all other categories).
    """

    recruitment_homophily: float
    table: pd.DataFrame


def structure(sample: Sample, outcome: Outcome, shares: NDArray[np.float64]) -> Structure:
    """All measures, with a reason for each that has no value.

    Args:
        sample: who brought whom.
        outcome: the answers.
        shares: (g,) estimated shares in the order of the categories' names, for affiliation.
    """
    if outcome.numbers is not None:
        empty = pd.DataFrame({"category": [], **{name: [] for name in REASONS}})
        return Structure(
            n=len(sample), method="structure", recruitment_homophily=np.nan, table=empty
        )
    counts = count_transitions(sample.forest, outcome)
    order = outcome.by_name
    by_name = counts[np.ix_(order, order)]
    table = pd.DataFrame(
        {
            "category": [outcome.labels[code] for code in order],
            "population_homophily": population_homophily(sample, outcome)[order],
            "affiliation": affiliation(by_name, shares),
            "differential_activity": differential_activity(sample, outcome)[order],
        }
    )
    homophily = recruitment_homophily(counts)
    return Structure(
        n=len(sample),
        method="structure",
        warnings=_notices(homophily, table),
        recruitment_homophily=homophily,
        table=table,
    )


def _notices(homophily: float, table: pd.DataFrame) -> tuple[Notice, ...]:
    found = []
    if np.isnan(homophily):
        text = "no recruitment homophily: no category is both a recruiter's and a recruit's"
        found.append(Notice("recruitment_homophily_undefined", text))
    for name, reason in REASONS.items():
        without = table.loc[~np.isfinite(table[name].astype(float)), "category"]
        if len(without):
            text = f"no {name.replace('_', ' ')} for {{names}}: {reason}"
            found.append(Notice(f"{name}_undefined", text, {"names": some(without)}))
    return tuple(found)
