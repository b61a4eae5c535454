"""The estimators: how each weighs people, and how it reads shares from sums over them.

- RDS-I: Salganik & Heckathorn (2004); its data-smoothed form: Heckathorn (2002).
- RDS-II: Volz & Heckathorn (2008).
- SS: Gile (2011).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.recruitment.ss import ss_weights
from analysis.recruitment.transitions import stationary, transition_matrix

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Sums:
    """Sums over people by category; leading axes are resamples or waves.

    Attributes:
        weight: (…, g) sum of the weights.
        people: (…, g) number of people with a weight.
        transitions: (…, g, g) recruits by recruiter's and own category; empty if not needed.
    """

    weight: Floats
    people: Floats
    transitions: Floats


@dataclass(frozen=True)
class Estimator:
    """One way to estimate shares.

    Attributes:
        code: its name in settings.
        name: its name in print.
        shares: from sums to (…, g) shares, NaN where undefined.
        of_transitions: whether it uses who recruited whom.
        needs_population: whether it needs N.
    """

    code: str
    name: str
    shares: Callable[[Sums], Floats]
    of_transitions: bool = False
    needs_population: bool = False

    def weights(self, degrees: Floats, population: float | None) -> Floats:
        """(n,) the weight of each person; NaN where the degree is."""
        if self.needs_population and population is not None:
            return ss_weights(degrees, population)
        return 1 / degrees


def weighted_shares(sums: Sums) -> Floats:
    """RDS-II and SS: p_z = Σ_{y=z} w / Σ w."""
    total = sums.weight.sum(axis=-1, keepdims=True)
    with np.errstate(invalid="ignore"):
        return np.asarray(sums.weight / total)


def rds1_shares(sums: Sums) -> Floats:
    """RDS-I: p_z ∝ q_z / H_z, H_z = n_z / Σ_{y=z} 1/d the harmonic mean degree."""
    return _over_degree(_chain(sums), sums)


def rds1_smoothed_shares(sums: Sums) -> Floats:
    """Data-smoothed RDS-I: the flows q_z P_zx are made symmetric first.

    Row and column sums of the flows are both q, so that the result is that of RDS-I.
    """
    present = sums.people > 0
    matrix = transition_matrix(sums.transitions, present)
    flow = _chain(sums)[..., None] * matrix
    even = (flow + np.swapaxes(flow, -1, -2)) / 2
    return _over_degree(even.sum(axis=-1), sums)


def _chain(sums: Sums) -> Floats:
    """(…, g) the stationary distribution; NaN without any transition."""
    q = stationary(transition_matrix(sums.transitions, sums.people > 0))
    some = sums.transitions.sum(axis=(-1, -2)) > 0
    return np.where(some[..., None], q, np.nan)


def _over_degree(q: Floats, sums: Sums) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        mean_inverse = sums.weight / sums.people
        raw = np.where(q > 0, q * mean_inverse, np.where(np.isnan(q), np.nan, 0.0))
        return np.asarray(raw / raw.sum(axis=-1, keepdims=True))


ESTIMATORS = {
    estimator.code: estimator
    for estimator in (
        Estimator("rds1", "RDS-I", rds1_shares, of_transitions=True),
        Estimator("rds1ds", "RDS-I, data-smoothed", rds1_smoothed_shares, of_transitions=True),
        Estimator("rds2", "RDS-II", weighted_shares),
        Estimator("ss", "Gile's SS", weighted_shares, needs_population=True),
    )
}
