"""When each interview was held, by whom, in which language, and how long it took."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.simulation import waterwijk as figures

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.simulation.chains import Chains
    from analysis.simulation.draw import Floats, Texts

SLOTS = (9 * 60 + 15, 10 * 60 + 30, 13 * 60 + 15, 14 * 60 + 30, 16 * 60, 19 * 60)
SPOKEN: tuple[tuple[str, ...], ...] = (
    ("tr", "kmr"),
    ("tr",),
    ("tr", "bg"),
    ("ary", "rif", "fr"),
    ("ary", "shi", "ar"),
    ("ary", "ar", "apc"),
    ("ar", "apc", "ckb"),
    ("apc", "ar", "kmr"),
    ("pl", "ru", "uk"),
    ("ti", "am", "en"),
    ("so", "en"),
    ("fa", "prs", "ps"),
    ("ro", "pl", "es"),
    ("zh_hans", "vi", "th", "en"),
)
HELPFUL = (2, 6, 11)  # interviewers whose respondents find everything a little more important
HELPFUL_EFFECT, PILE_EFFECT, LENGTH_EFFECT = 0.15, 0.10, 0.3


def interviewers(language: Texts, rng: np.random.Generator) -> NDArray[np.int64]:
    """An interviewer (0–13) for each person: one who speaks the language, where there is one."""
    chosen = np.empty(len(language), dtype=np.int64)
    for row, code in enumerate(language):
        speakers = [i for i, spoken in enumerate(SPOKEN) if code in spoken]
        anyone = not speakers or rng.random() < 0.1
        chosen[row] = rng.choice(range(figures.INTERVIEWERS) if anyone else speakers)
    return chosen


def interview_languages(
    mother_tongue: Texts, interviewer: NDArray[np.int64], dutch: Texts, rng: np.random.Generator
) -> list[str]:
    """Dutch with many who speak it well; else the mother tongue if the interviewer speaks it."""
    languages = []
    for own, who, level in zip(mother_tongue, interviewer, dutch, strict=True):
        in_dutch = rng.random() < {"goed": 0.6, "beetje_moeite": 0.2}.get(level, 0.03)
        shared = own in SPOKEN[who] and not in_dutch
        languages.append(str(own) if shared else "nl")
    return languages


def pile_effects(rng: np.random.Generator) -> Floats:
    """What each interviewer adds to the importance of every card."""
    effects = rng.normal(0, PILE_EFFECT, figures.INTERVIEWERS)
    effects[list(HELPFUL)] += HELPFUL_EFFECT
    return effects


def minutes(
    interviewer: NDArray[np.int64], interrupted: NDArray[np.bool_], rng: np.random.Generator
) -> Floats:
    """Length of each interview, log-normal, partly the interviewer's pace."""
    pace = rng.normal(0, LENGTH_EFFECT, figures.INTERVIEWERS)[interviewer]
    pace = pace - pace.mean()
    rest = rng.normal(0, np.sqrt(1 - LENGTH_EFFECT**2), len(interviewer))
    lengths: Floats = figures.MINUTES_MEDIAN * np.exp(figures.MINUTES_SPREAD * (pace + rest))
    return np.where(interrupted, lengths * rng.uniform(0.2, 0.8, len(lengths)), lengths)


def starts(chains: Chains, interviewer: NDArray[np.int64]) -> list[pd.Timedelta]:
    """Time from midnight of the first (Mon)day; nobody interviews two people at once.

    A recruit is interviewed at least a day after the recruiter.
    """
    taken: set[tuple[int, int, int]] = set()
    days: list[int] = []
    begun = []
    for place, who in enumerate(interviewer):
        recruiter = chains.recruiter[place]
        day = max(int(chains.day[place]), days[recruiter] + 1 if recruiter >= 0 else 0)
        slot = place % len(SLOTS)
        while (int(who), day, slot) in taken:
            slot, day = (slot + 1) % len(SLOTS), day + (slot + 1) // len(SLOTS)
        taken.add((int(who), day, slot))
        days.append(day)
        begun.append(pd.Timedelta(days=day + 2 * (day // 5), minutes=SLOTS[slot]))
    return begun


def areas(chains: Chains, rng: np.random.Generator) -> list[str]:
    """The part of the neighbourhood: mostly that of the recruiter."""
    found: list[str] = []
    for recruiter in chains.recruiter:
        alike = recruiter >= 0 and rng.random() < 0.6
        found.append(found[recruiter] if alike else str(rng.choice(figures.AREAS)))
    return found
