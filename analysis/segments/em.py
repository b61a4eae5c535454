"""The EM algorithm for latent classes, for many starts side by side, and its acceleration.

A step computes each row's class probabilities from the answers it has (full information: a missing
answer says nothing) and then shares and answer probabilities as weighted means. Three steps make a
cycle in which the second difference of the first two carries further (SQUAREM, Varadhan & Roland
2008, scheme S3); a cycle that would lower the likelihood falls back on plain steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.segments.patterns import Patterns

SMALLEST = 1e-300  # the log of an impossible answer stays finite
PATIENCE = 20  # cycles before a start may be given up
FAR = 1_000.0
SHRINK = 0.1  # a probability is not extrapolated below this share of its last value


@dataclass(frozen=True, slots=True)
class Models:
    """S models with k classes each.

    Attributes:
        theta: (S, k, 1 + C) the share of each class, and the probability of each answer in it.
        loglik: (S,) log-likelihood at the point from which ``theta`` was computed.
    """

    theta: NDArray[np.float64]
    loglik: NDArray[np.float64]

    @property
    def shares(self) -> NDArray[np.float64]:
        """(S, k)."""
        return self.theta[:, :, 0]

    @property
    def probabilities(self) -> NDArray[np.float64]:
        """(S, k, C); they add up to 1 within an item."""
        return self.theta[:, :, 1:]

    def some(self, which: NDArray[np.intp]) -> Models:
        """Some of the models."""
        return Models(self.theta[which], self.loglik[which])


def step(theta: NDArray[np.float64], data: Patterns) -> Models:
    """One EM step from (S, k, 1 + C); also gives the log-likelihood of where it started."""
    runs, k, width = theta.shape
    logs = np.log(np.maximum(theta, SMALLEST)).reshape(runs * k, width)
    table = data.answers @ np.ascontiguousarray(logs[:, 1:].T)
    counted, totals = np.zeros_like(table), np.zeros(runs * k)
    loglik = np.zeros(runs)
    for rows, weights in data.chunks():
        posterior, row_logs = _posterior(rows @ table + logs[:, 0], k)
        loglik += weights @ row_logs
        posterior *= weights[:, None]
        totals += posterior.sum(axis=0)
        counted += rows.T @ posterior
    counts = (data.answers.T @ counted).T.reshape(runs, k, -1)
    shares = totals.reshape(runs, k, 1)
    fresh = np.concatenate([shares / shares.sum(axis=1, keepdims=True), counts], axis=2)
    _to_probabilities(fresh[:, :, 1:], theta[:, :, 1:], data)
    return Models(fresh, loglik)


def posteriors(theta: NDArray[np.float64], data: Patterns) -> NDArray[np.float64]:
    """(n, k) class probabilities of each row under one model (k, 1 + C)."""
    logs = np.log(np.maximum(theta, SMALLEST))
    table = data.answers @ np.ascontiguousarray(logs[:, 1:].T)
    chunks = [_posterior(rows @ table + logs[:, 0], len(theta))[0] for rows, _ in data.chunks()]
    return np.concatenate(chunks)


def _posterior(
    scores: NDArray[np.float64], k: int
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """From (rows, S k) logs: class probabilities in the same shape, and (rows, S) log-sums."""
    flat = scores.reshape(-1, k)
    top = flat[:, 0].copy()
    for column in range(1, k):
        np.maximum(top, flat[:, column], out=top)
    flat -= top[:, None]
    np.exp(flat, out=flat)
    total = flat @ np.ones(k)
    flat /= total[:, None]
    return flat.reshape(scores.shape), (top + np.log(total)).reshape(len(scores), -1)


def _to_probabilities(
    counts: NDArray[np.float64], before: NDArray[np.float64], data: Patterns
) -> None:
    """Divide by the total of each item, in place; a class without answers keeps what it had."""
    totals = np.add.reduceat(counts, data.starts, axis=2)
    totals = np.repeat(totals, data.sizes, axis=2)
    counts /= np.where(totals > 0, totals, 1.0)
    np.copyto(counts, before, where=totals <= 0)


def cycle(theta: NDArray[np.float64], data: Patterns) -> Models:
    """Three EM steps with a leap in between; ``loglik`` is that of where it started."""
    one = step(theta, data)
    two = step(one.theta, data)
    leapt = step(_leap(theta, one.theta, two.theta, data), data)
    worse = ~(leapt.loglik >= two.loglik)
    return Models(np.where(worse[:, None, None], two.theta, leapt.theta), one.loglik)


def _leap(
    start: NDArray[np.float64],
    one: NDArray[np.float64],
    two: NDArray[np.float64],
    data: Patterns,
) -> NDArray[np.float64]:
    """Along the parabola through three points, kept inside the simplex."""
    first, second = one - start, two - 2 * one + start
    length = np.sqrt(
        (first**2).sum(axis=(1, 2)) / np.maximum((second**2).sum(axis=(1, 2)), 1e-300)
    )
    alpha = np.maximum(length, 1.0)[:, None, None]
    far = start + 2 * alpha * first + alpha**2 * second
    far = np.maximum(far, SHRINK * two)
    far[:, :, 0] /= far[:, :, 0].sum(axis=1, keepdims=True)
    _to_probabilities(far[:, :, 1:], two[:, :, 1:], data)
    return np.asarray(far)


def climb(
    theta: NDArray[np.float64], data: Patterns, tolerance: float, max_cycles: int
) -> tuple[Models, NDArray[np.bool_]]:
    """Cycles until the log-likelihood of a model rises by less than the tolerance in one.

    A model so far below the best that a thousand more such rises would not reach it is given up:
    it could become neither the best nor its equal.

    Returns:
        The models with their own log-likelihood, and which of them came to rest.
    """
    theta, moving = theta.copy(), np.arange(len(theta))
    before, resting = np.full(len(theta), -np.inf), np.zeros(len(theta), dtype=bool)
    for number in range(max_cycles):
        after = cycle(theta[moving], data)
        rose = after.loglik - before[moving]
        before[moving], theta[moving] = after.loglik, after.theta
        still = ~(rose < tolerance)
        resting[moving[~still]] = True
        if number >= PATIENCE:
            still &= before[moving] + FAR * rose >= before.max()
        moving = moving[still]
        if not moving.size:
            break
    return Models(theta, step(theta, data).loglik), resting
