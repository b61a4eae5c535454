"""Fictitious people: a whole study for the demo, and populations whose truth is known.

``simulate_study`` gives the interviews of an invented neighbourhood; the other functions make data
for tests and for the evidence in ``docs/methods``. Everything is deterministic by its seed.
"""

from analysis.simulation.study import GivenAnswer, Person, Study, simulate_study

__all__ = ["GivenAnswer", "Person", "Study", "simulate_study"]
