"""Respondent-driven sampling, all in one place: from a table of people to estimates.

The parts stand in ``analysis.recruitment``, one idea a file; formulas and sources in
``docs/methods/recruitment.md``.
"""

from analysis.dataset import Recruits
from analysis.recruitment.activity import differential_activity, harmonic_mean_degree
from analysis.recruitment.conditions import Conditions, conditions
from analysis.recruitment.convergence import (
    Convergence,
    all_points,
    by_interview,
    by_tree,
    by_wave,
)
from analysis.recruitment.coupons import Redeemed, recruiters_from_coupons
from analysis.recruitment.estimate import Estimate, estimate
from analysis.recruitment.estimators import ESTIMATORS
from analysis.recruitment.forest import Forest, forest
from analysis.recruitment.homophily import (
    affiliation,
    population_homophily,
    recruitment_homophily,
)
from analysis.recruitment.outcome import Outcome, categorical, numeric
from analysis.recruitment.sample import Sample, sample, subset
from analysis.recruitment.sensitivity import Sensitivity, low_mid_high, sensitivity
from analysis.recruitment.ss import ss_weights
from analysis.recruitment.statistic import Statistic, statistic
from analysis.recruitment.strobe import Strobe, strobe
from analysis.recruitment.structure import Structure, structure
from analysis.recruitment.transitions import count_transitions, stationary, transition_matrix
from analysis.resampling import bootstrap, row_counts

__all__ = [
    "ESTIMATORS",
    "Conditions",
    "Convergence",
    "Estimate",
    "Forest",
    "Outcome",
    "Recruits",
    "Redeemed",
    "Sample",
    "Sensitivity",
    "Statistic",
    "Strobe",
    "Structure",
    "affiliation",
    "all_points",
    "bootstrap",
    "by_interview",
    "by_tree",
    "by_wave",
    "categorical",
    "conditions",
    "count_transitions",
    "differential_activity",
    "estimate",
    "forest",
    "harmonic_mean_degree",
    "low_mid_high",
    "numeric",
    "population_homophily",
    "recruiters_from_coupons",
    "recruitment_homophily",
    "row_counts",
    "sample",
    "sensitivity",
    "ss_weights",
    "stationary",
    "statistic",
    "strobe",
    "structure",
    "subset",
    "transition_matrix",
]
