"""What to add up over people, and how the estimate follows from the sums.

An estimate from a sample, from each of a thousand resamples, or up to each wave differs only in
how often each person counts. So each estimator is written once, on sums.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from analysis.recruitment.estimators import Estimator, Sums
from analysis.recruitment.outcome import Outcome
from analysis.recruitment.sample import Sample
from analysis.recruitment.transitions import pairs

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Floats = NDArray[np.float64]
Counts = NDArray[np.integer]


@dataclass(frozen=True)
class Statistic:
    """An estimator applied to one outcome of one sample.

    Attributes:
        estimator: how shares follow from sums.
        outcome: the outcome.
        weights: (n,) weight of each person; 0 for those left out of the estimate.
        columns: (p, n) what each person adds to each of p sums.
    """

    estimator: Estimator
    outcome: Outcome
    weights: Floats
    columns: csr_array

    @property
    def used(self) -> NDArray[np.bool_]:
        """(n,) who counts in the estimate."""
        return (self.weights > 0) & self.outcome.known

    def sums(self, counts: Counts | None = None) -> Floats:
        """(B, p) the sums when each person counts so often in each of B resamples.

        Args:
            counts: (n, B); default once each, which gives (1, p).
        """
        if counts is None:
            counts = np.ones((len(self.weights), 1), dtype=np.int64)
        sums: Floats = self.columns @ counts.astype(np.float64)
        return np.ascontiguousarray(sums.T)

    def sums_by(self, steps: NDArray[np.intp], k: int) -> Floats:
        """(k, p) the sums over the people of step 0, 1 … k − 1.

        Args:
            steps: (n,) the step of each person.
            k: number of steps.
        """
        sums = np.zeros((k, self.columns.shape[0]))
        cells = self.columns.tocoo()
        np.add.at(sums, (steps[cells.col], cells.row), cells.data)
        return sums

    def estimates(self, sums: Floats) -> Floats:
        """(…, g) shares by code, or (…, 1) means, from (…, p) sums; NaN where undefined."""
        if self.outcome.numbers is not None:
            with np.errstate(invalid="ignore"):
                return sums[..., :1] / sums[..., 1:]
        return self.estimator.shares(self._by_category(sums))

    def _by_category(self, sums: Floats) -> Sums:
        g = len(self.outcome.categories)
        square = sums[..., 2 * g :].reshape(*sums.shape[:-1], g, g) if self.transitions else sums
        return Sums(sums[..., :g], sums[..., g : 2 * g], square)

    @property
    def transitions(self) -> bool:
        """Whether the last g² sums are transitions."""
        return self.estimator.of_transitions


def statistic(
    sample: Sample,
    outcome: Outcome,
    estimator: Estimator,
    population: float | None = None,
    *,
    include_seeds: bool = True,
) -> Statistic:
    """Put weights and answers together.

    Args:
        sample: forest and degrees.
        outcome: the answers.
        estimator: one of ``ESTIMATORS``.
        population: N, for an estimator that needs it.
        include_seeds: whether seeds count. RDS-I needs them as recruiters and always counts them.
            For SS the weights are made from those who count.
    """
    degrees = sample.degrees
    if not include_seeds and not estimator.of_transitions:
        degrees = np.where(sample.forest.is_seed, np.nan, degrees)
    weights = np.nan_to_num(estimator.weights(degrees, population), nan=0.0)
    return Statistic(estimator, outcome, weights, _columns(sample, outcome, estimator, weights))


def _columns(sample: Sample, outcome: Outcome, estimator: Estimator, weights: Floats) -> csr_array:
    from scipy.sparse import csr_array

    who = np.flatnonzero((weights > 0) & outcome.known)
    code, w = outcome.codes[who], weights[who]
    if outcome.numbers is not None:
        rows, people = np.repeat([0, 1], len(who)), np.tile(who, 2)
        values = np.concatenate([w * outcome.numbers[who], w])
        return csr_array((values, (rows, people)), shape=(2, len(weights)))
    g = len(outcome.categories)
    rows, people = np.concatenate([code, g + code]), np.tile(who, 2)
    values = np.concatenate([w, np.ones(len(who))])
    if estimator.of_transitions:
        recruit, source, target = pairs(sample.forest, outcome)
        rows = np.concatenate([rows, 2 * g + source * g + target])
        people = np.concatenate([people, recruit])
        values = np.concatenate([values, np.ones(len(recruit))])
    p = 2 * g + (g * g if estimator.of_transitions else 0)
    return csr_array((values, (rows, people)), shape=(p, len(weights)))
