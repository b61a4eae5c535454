"""A reporting table after STROBE-RDS (White et al. 2015): filled where we can, blanks elsewhere.

Item numbers are those of the statement; the wording is ours. What only people can tell is left as
a named blank, so that nobody forgets it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.recruitment.conditions import Conditions
from analysis.recruitment.estimate import Estimate
from analysis.recruitment.sample import Sample
from analysis.results import Result

ITEMS = (
    ("1a", "title", "respondent-driven sampling named in title or summary"),
    ("1b", "summary", "summary of what was done and found"),
    ("2", "background", "background and reason for the study"),
    ("3a", "objectives", "objectives, with hypotheses if any"),
    ("3b", "why_rds", "why respondent-driven sampling was chosen"),
    ("4a", "design", "main elements of the design"),
    ("4b", "preparation", "formative research and what it changed"),
    ("5", "setting", "places, dates of recruitment and of data collection"),
    ("6a", "eligibility", "who could take part, and how people were told to recruit"),
    ("6b", "seeds", "how seeds were chosen; how many at the start and later"),
    ("6c", "changes", "changes in recruitment on the way, such as numbers of coupons"),
    ("6d", "degree_question", "wording of the questions on network size"),
    ("6e", "repeat_enrolment", "how eligibility and repeated taking part were checked"),
    ("7a", "outcomes", "outcomes and how they were defined"),
    ("7b", "tracking", "how recruiter and recruit were linked"),
    ("8", "measurement", "sources and ways of measuring"),
    ("9", "bias", "what was done about bias"),
    ("10", "sample_size", "how the sample size came about"),
    ("11", "quantities", "how numbers were handled and grouped"),
    ("12a", "estimator", "estimator and how sampling was allowed for"),
    ("12b", "software", "software, version and settings"),
    ("12c", "subgroups", "how subgroups were examined"),
    ("12d", "missing_handling", "how missing answers and network sizes were handled"),
    ("12e", "sensitivity", "sensitivity analyses"),
    ("12f", "criteria", "criteria for trusting the assumptions, and whether they were met"),
    ("12g", "seeds_handling", "how seeds were handled in the analysis"),
    ("13a", "participants", "numbers at each stage"),
    ("13b", "refusals", "reasons for not taking part"),
    ("13c", "flow", "flow of participants"),
    ("13d", "coupons", "coupons given out and returned"),
    ("13e", "trees", "recruits and waves of each seed"),
    ("14a", "composition", "who took part, unweighted"),
    ("14b", "missing", "how many answers are missing for each outcome"),
    ("15", "outcome_numbers", "numbers with each outcome"),
    ("16a", "estimates", "unweighted and weighted estimates with their precision"),
    ("16b", "boundaries", "boundaries of categories made from numbers"),
    ("17", "other_analyses", "other analyses, such as other estimators"),
    ("18", "key_results", "main results against the objectives"),
    ("19", "limitations", "limitations, with direction and size of possible bias"),
    ("20", "interpretation", "careful interpretation"),
    ("21", "generalisability", "to whom the results apply"),
    ("22", "funding", "who paid and what part they had"),
)


@dataclass(frozen=True, kw_only=True)
class Strobe(Result):
    """The table: columns ``item``, ``name``, ``asks``, ``answer`` and ``source``.

    ``source`` is ``study`` for given answers, ``data`` for filled ones; an empty ``answer`` is a
    blank to be written by a person.
    """

    table: pd.DataFrame

    @property
    def blanks(self) -> tuple[str, ...]:
        """Names of the items that nobody answered yet."""
        return tuple(self.table.loc[self.table["answer"] == "", "name"])


def strobe(
    sample: Sample,
    estimates: Sequence[Estimate],
    conditions: Conditions,
    given: Mapping[str, str] | None = None,
    *,
    coupons_given: int | None = None,
    software: str = "",
) -> Strobe:
    """Fill the items that data and settings can answer.

    Args:
        sample: who brought whom.
        estimates: the estimates of the report, one for each outcome.
        conditions: whether weighting can be defended.
        given: answers by name of the item, from the study's own papers; they go first.
        coupons_given: number of coupons handed out, if known.
        software: name and version of the program.
    """
    known = dict(given or {})
    filled = _from_forest(sample, coupons_given) | _from_estimates(sample, estimates)
    filled |= {"criteria": _criteria(conditions), "software": software}
    rows = [
        (
            item,
            name,
            asks,
            known.get(name) or filled.get(name, ""),
            "study" if known.get(name) else "data" if filled.get(name) else "",
        )
        for item, name, asks in ITEMS
    ]
    return Strobe(
        n=len(sample),
        method="STROBE-RDS",
        table=pd.DataFrame(rows, columns=["item", "name", "asks", "answer", "source"]),
    )


def _from_forest(sample: Sample, coupons_given: int | None) -> dict[str, str]:
    forest = sample.forest
    returned = len(forest) - forest.seeds
    waves = np.zeros(forest.seeds, dtype=int)
    np.maximum.at(waves, forest.seed, forest.wave)
    trees = [
        f"{name}: {size - 1} recruits, {wave} waves"
        for (name, size), wave in zip(forest.tree_sizes.items(), waves, strict=True)
    ]
    brought = ", ".join(f"wave {w}: {n}" for w, n in enumerate(forest.people_by_wave))
    text = {
        "seeds": f"{forest.seeds} seeds",
        "participants": f"{len(forest)} people took part ({brought})",
        "trees": "; ".join(trees),
    }
    if coupons_given is not None:
        share = returned / coupons_given if coupons_given else 0.0
        text["coupons"] = f"{coupons_given} given out, {returned} returned ({share:.0%})"
    return text


def _from_estimates(sample: Sample, estimates: Sequence[Estimate]) -> dict[str, str]:
    if not estimates:
        return {}
    excluded = int((~np.isfinite(sample.degrees)).sum())
    missing = [f"{e.outcome}: {e.n - e.used} of {e.n} not used" for e in estimates]
    seeds = {e.settings["include_seeds"] for e in estimates}
    return {
        "estimator": "; ".join(sorted({_method(e) for e in estimates})),
        "missing_handling": _missing_text(sample, excluded),
        "seeds_handling": "; ".join("included" if kept else "left out" for kept in sorted(seeds)),
        "missing": "; ".join(missing),
        "outcomes": "; ".join(e.outcome for e in estimates),
        "outcome_numbers": "; ".join(f"{e.outcome}: {_numbers(e)}" for e in estimates),
        "estimates": "; ".join(f"{e.outcome}: {_figures(e)}" for e in estimates),
    }


def _missing_text(sample: Sample, excluded: int) -> str:
    told = [str(notice) for notice in sample.notices if "degree" in notice.code]
    return "; ".join(told) or f"unknown answers left out; {excluded} without a network size"


def _method(estimate: Estimate) -> str:
    settings = estimate.settings
    parts = [estimate.method]
    if settings.get("population") is not None:
        parts.append(f"N = {settings['population']:g}")
    if settings.get("resamples"):
        parts.append(f"{settings['resamples']} resamples of the {settings['bootstrap']}")
    return ", ".join(parts)


def _numbers(estimate: Estimate) -> str:
    rows = estimate.table.itertuples()
    return ", ".join(f"{row.category} {row.n}" for row in rows)


def _figures(estimate: Estimate) -> str:
    """Unweighted share and weighted estimate with interval, for each category."""
    texts = []
    for row in estimate.table.to_dict("records"):
        text = f"{row['category']} {row['estimate']:.3g}"
        if "low" in row:
            text += f" ({row['low']:.3g} to {row['high']:.3g})"
        if row["category"] != "mean" and estimate.used:
            text += f", unweighted {row['n'] / estimate.used:.3g}"
        texts.append(text)
    return "; ".join(texts)


def _criteria(conditions: Conditions) -> str:
    def verdict(holds: bool | None) -> str:
        return "not known" if holds is None else "met" if holds else "not met"

    return "; ".join(f"{c.text}: {verdict(c.holds)}" for c in conditions.conditions)
