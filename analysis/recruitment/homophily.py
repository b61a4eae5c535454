"""Three things called homophily, under three names.

- *Recruitment homophily*: recruits of the recruiter's own category, over the number expected if
  recruits fell by chance. About who is recruited.
- *Population homophily* (Gile & Handcock, as in R's RDS): ties between categories expected by
  chance, over those estimated. About who knows whom; allows for differences in network size.
- *Affiliation* (Heckathorn 2002): from −1 (always outside) over 0 (as the population) to 1 (always
  within the own category). About how far recruitment departs from the estimated shares.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample
from analysis.recruitment.transitions import pairs

Floats = NDArray[np.float64]


def recruitment_homophily(transitions: NDArray[np.intp]) -> float:
    """tr(T) ΣT / Σ_z T_z. T_.z; NaN when no category is both a recruiter's and a recruit's."""
    counts = transitions.astype(float)
    by_chance = float(counts.sum(axis=1) @ counts.sum(axis=0))
    if not by_chance:
        return float("nan")
    return float(np.trace(counts) * counts.sum() / by_chance)


def population_homophily(sample: Sample, outcome: Outcome) -> Floats:
    """(g,) for each category against the rest; NaN where one of the two did not recruit.

    Uses people who recruited someone with a known answer, with RDS-II weights 1/d. For each,
    the share of recruits outside the own side stands for the share of ties outside it. Infinite
    where no recruit ever crossed.
    """
    degrees = sample.degrees
    recruit, _, target = pairs(sample.forest, outcome)
    recruiter = sample.forest.recruiter[recruit]
    g = len(outcome.categories)
    recruits = np.zeros((len(sample), g))
    np.add.at(recruits, (recruiter, target), 1)
    who = np.flatnonzero((recruits.sum(axis=1) > 0) & np.isfinite(degrees))
    share = recruits[who] / recruits[who].sum(axis=1, keepdims=True)
    inside = outcome.codes[who][:, None] == np.arange(g)
    across = np.where(inside, 1 - share, share)
    weight = 1 / degrees[who]
    with np.errstate(divide="ignore", invalid="ignore"):
        p = weight @ inside / weight.sum()
        mean_degree_in = inside.sum(axis=0) / (weight @ inside)
        mean_degree_out = (~inside).sum(axis=0) / (weight @ ~inside)
        mean_degree = len(who) / weight.sum()
        ties_across = across.sum(axis=0) / weight.sum()
        by_chance = 2 * p * (1 - p) * mean_degree_in * (mean_degree_out / mean_degree)
        return np.asarray(by_chance / ties_across)


def affiliation(transitions: NDArray[np.intp], shares: Floats) -> Floats:
    """(g,) Heckathorn's index: (S − p)/(1 − p) when S ≥ p, else (S − p)/p.

    Args:
        transitions: (g, g) recruits; S is the share of a category's recruits that is its own.
        shares: (g,) estimated shares p.
    """
    totals = transitions.sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        own = np.diagonal(transitions) / totals
        return np.asarray(
            np.where(own >= shares, (own - shares) / (1 - shares), (own - shares) / shares)
        )
