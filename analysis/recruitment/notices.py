"""What a reader of an estimate must know: warnings, each with its reason."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.errors import some
from analysis.recruitment.intervals import Spread
from analysis.recruitment.sample import Sample
from analysis.recruitment.statistic import Statistic
from analysis.recruitment.transitions import chain_notices, count_transitions
from analysis.results import Notice

Floats = NDArray[np.float64]
Notices = tuple[Notice, ...]

ALIKE = 1e-9  # of a figure: rounding, not spread
WIDTHS_APART = 2.0  # the SS and tree bootstraps should agree within this factor


def notices_of_estimate(
    sample: Sample, statistic: Statistic, estimates: Floats, include_seeds: bool
) -> Notices:
    """About the sample, the answers and the figures themselves."""
    found = list(sample.notices)
    outcome = statistic.outcome
    unknown = int((~outcome.known).sum())
    if unknown:
        text = "{n} people without an answer do not count in the estimate"
        found.append(Notice("missing_outcome", text, {"n": unknown}))
    if outcome.numbers is None:
        found += _about_categories(sample, statistic)
    if not include_seeds and statistic.transitions:
        text = "RDS-I needs seeds as recruiters: it is the same with seeds left out"
        found.append(Notice("seeds_kept", text))
    if np.isnan(estimates).any():
        found.append(_undefined(statistic))
    return tuple(found)


def _about_categories(sample: Sample, statistic: Statistic) -> list[Notice]:
    outcome, found = statistic.outcome, []
    if len(outcome.categories) == 1:
        text = "everyone with an answer said {category}: there is nothing to compare"
        found.append(Notice("one_category", text, {"category": outcome.categories[0]}))
    people = np.bincount(outcome.codes[statistic.used], minlength=len(outcome.categories))
    if statistic.used.any() and (people == 0).any():
        names = sorted(np.array(outcome.categories, dtype=object)[people == 0])
        text = "only given by people left out of the estimate: {names}"
        found.append(Notice("category_left_out", text, {"names": some(names)}))
    if statistic.transitions:
        found += chain_notices(count_transitions(sample.forest, outcome), outcome.categories)
    return found


def _undefined(statistic: Statistic) -> Notice:
    if not statistic.used.any():
        return Notice("undefined", "no estimate: nobody who counts has a known answer")
    return Notice(
        "undefined",
        "no estimate: {method} is not defined for these recruitments",
        {"method": statistic.estimator.name},
    )


def notices_of_spread(
    sample: Sample,
    statistic: Statistic,
    estimates: Floats,
    spread: Spread,
    tree: Spread | None,
    way: str,
) -> Notices:
    """About the resamples and the intervals."""
    found = []
    if way == "tree":
        found += _few_seeds(sample)
    if spread.undefined:
        text = "{n} resamples had no estimate and were left out"
        found.append(Notice("undefined_resamples", text, {"n": spread.undefined}))
    names = np.array(statistic.outcome.labels, dtype=object)
    with np.errstate(invalid="ignore"):
        missed = (estimates < spread.low) | (estimates > spread.high)
    if missed.any():
        text = "the interval does not hold the estimate of {names}: too few or too unlike trees"
        found.append(Notice("interval_misses", text, {"names": some(sorted(names[missed]))}))
    shares = statistic.outcome.numbers is None
    certain = shares & ((estimates <= 0) | (estimates >= 1))
    if certain.any():
        text = "no design effect for {names}: the share is 0 or 1"
        found.append(Notice("no_design_effect", text, {"names": some(sorted(names[certain]))}))
    alike = ~certain & (spread.width <= ALIKE * np.maximum(1, np.abs(estimates)))
    if alike.any():
        text = "all resamples are alike for {names}: from so few people an interval says nothing"
        found.append(Notice("no_spread", text, {"names": some(sorted(names[alike]))}))
    if tree is not None:
        found += _far_apart(names[~alike], spread.width[~alike], tree.width[~alike])
    return tuple(found)


def _few_seeds(sample: Sample) -> list[Notice]:
    if sample.forest.seeds == 1:
        text = "one seed: resampling seeds adds nothing, and the interval is too narrow"
        return [Notice("one_seed", text)]
    if sample.forest.clusters == 1 or sample.forest.clusters > 2:
        return []
    return [Notice("few_clusters", "two clusters only: intervals are unsure")]


def _far_apart(names: NDArray[np.object_], width: Floats, tree: Floats) -> list[Notice]:
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = tree / width
        apart = (ratio > WIDTHS_APART) | (ratio < 1 / WIDTHS_APART)
    if not apart.any():
        return []
    text = "SS and tree intervals differ more than twofold in width for {names}"
    return [Notice("widths_differ", text, {"names": some(sorted(names[apart]))})]
