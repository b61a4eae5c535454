"""Differential activity: how much larger the networks of one category are than of the rest."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample


def differential_activity(sample: Sample, outcome: Outcome) -> NDArray[np.float64]:
    """(g,) mean degree of each category over that of all others, with RDS-II weights.

    The weighted mean of d with weights 1/d is the harmonic mean n / Σ 1/d. NaN for one category.
    """
    who = outcome.known & np.isfinite(sample.degrees)
    inside = outcome.codes[who][:, None] == np.arange(len(outcome.categories))
    weight = 1 / sample.degrees[who]
    with np.errstate(divide="ignore", invalid="ignore"):
        own = inside.sum(axis=0) / (weight @ inside)
        rest = (~inside).sum(axis=0) / (weight @ ~inside)
        return np.asarray(own / rest)


def harmonic_mean_degree(sample: Sample, outcome: Outcome) -> NDArray[np.float64]:
    """(g,) harmonic mean degree H_z = n_z / Σ_{y=z} 1/d of each category."""
    who = outcome.known & np.isfinite(sample.degrees)
    g = len(outcome.categories)
    people = np.bincount(outcome.codes[who], minlength=g)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(people / np.bincount(outcome.codes[who], 1 / sample.degrees[who], g))
