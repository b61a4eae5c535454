"""Fictitious people: a whole study for the demo, and populations whose truth is known.

``simulate_study`` gives the interviews of an invented neighbourhood; the other functions make data
for tests and for the evidence in ``docs/methods``. Everything is deterministic by its seed.
"""

from analysis.simulation.network import Network, social_network
from analysis.simulation.populations import (
    Answering,
    KnownSegments,
    card_scores,
    one_population,
)
from analysis.simulation.recruiting import Plan, RecruitedSample, recruit_over
from analysis.simulation.study import GivenAnswer, Person, Study, simulate_study

__all__ = [
    "Answering",
    "GivenAnswer",
    "KnownSegments",
    "Network",
    "Person",
    "Plan",
    "RecruitedSample",
    "Study",
    "card_scores",
    "one_population",
    "recruit_over",
    "simulate_study",
    "social_network",
]
