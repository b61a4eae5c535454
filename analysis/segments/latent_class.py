"""Latent class analysis: classes in which answers are independent of one another.

Goodman (1974), Lazarsfeld & Henry (1968); by EM, with weights and with rows that have gaps, from
many starts. With very many rows the starts are followed on a sample, and the best go on.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Self

import numpy as np
import pandas as pd

from analysis.errors import SettingError
from analysis.estimator import Estimator
from analysis.parallel import one_thread
from analysis.segments.categories import Categories
from analysis.segments.distinct_rows import DistinctRows
from analysis.segments.em import Models, climb, cycle, posteriors
from analysis.segments.patterns import Patterns
from analysis.segments.weights import relative_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

SAMPLE = 4_000  # distinct rows on which starts are followed when there are more than …
ALL_ROWS = 5_000  # … so many
GROWTH = 12  # from one sample to the next
KEPT = 8  # different solutions that go on from a sample
ROUGH, FINE = 1e-6, 1e-9  # rise of the log-likelihood in one cycle at which a start is at rest
MOST_CYCLES = 400
DIGITS = 9  # what differs less is equal
AT_BEST = 1e-4
LOOSE = 0.01
PULL, MOST_PULL = 7.2, 0.9  # a start follows a person as if by so many answers; see `_pull`
GUESSES, TRIAL_CYCLES = 4, 6  # a start is the best of so many guesses after so many cycles


@dataclass(frozen=True)
class LatentClassModel:
    """One solution.

    Attributes:
        k: number of classes.
        loglik: log-likelihood, with weights of mean 1.
        parameters: free parameters.
        bic: -2 loglik + parameters times log n; with weights only a guide.
        entropy: 1 when everybody surely belongs to one class, 0 when nobody does; NaN for k = 1.
        shares: (k,) largest first.
        probabilities: per item (k, categories).
        starts: how many starts were followed.
        starts_at_best: how many of them came to the best log-likelihood.
        settled: the best start came to rest within the number of steps allowed.
        labels: (n,) most probable class; -1 for a row without any answer.
        posteriors: (distinct rows, k); see ``place``.
        place: (n,) the distinct row of each row.
    """

    k: int
    loglik: float
    parameters: int
    bic: float
    entropy: float
    shares: NDArray[np.float64]
    probabilities: tuple[NDArray[np.float64], ...]
    starts: int
    starts_at_best: int
    settled: bool
    labels: NDArray[np.intp]
    posteriors: NDArray[np.float64]
    place: NDArray[np.intp]


class LatentClasses(Estimator):
    """Latent classes of categorical answers.

    Args:
        n_clusters: number of classes.
        n_init: number of starts.
        random_state: a seed or a generator; with a seed neither the order of rows nor the names
            of categories matter.

    Attributes:
        model_: a `LatentClassModel`.
        n_clusters_: number of classes.
        labels_: (n,) most probable class, 0 the largest; -1 for a row without any answer.
    """

    model_: LatentClassModel
    n_clusters_: int
    labels_: NDArray[np.intp]

    def __init__(
        self,
        n_clusters: int = 2,
        *,
        n_init: int = 20,
        random_state: int | np.random.Generator | None = None,
    ) -> None:
        self.n_clusters = n_clusters
        self.n_init = n_init
        self.random_state = random_state

    def fit(
        self,
        X: pd.DataFrame | Categories | ArrayLike,
        y: object = None,
        sample_weight: ArrayLike | None = None,
    ) -> Self:
        """Find the classes.

        Args:
            X: (n, p) categories, numbers or texts; NaN and None are missing.
            y: not used.
            sample_weight: (n,) weights of 0 or more.

        Raises:
            DataError: answers or weights cannot be used.
            SettingError: no start is asked, or more classes than there are different rows.
        """
        answers = X if isinstance(X, Categories) else Categories.of(_frame(X))
        ready = ReadyAnswers.of(answers, sample_weight)
        generator = np.random.default_rng(self.random_state)
        self.model_ = ready.fit(self.n_clusters, self.n_init, generator)
        self.n_clusters_, self.labels_ = self.model_.k, self.model_.labels
        return self


def _frame(X: pd.DataFrame | ArrayLike) -> pd.DataFrame:
    return X if isinstance(X, pd.DataFrame) else pd.DataFrame(np.asarray(X))


@dataclass(frozen=True)
class ReadyAnswers:
    """Answers packed once, for any number of classes.

    Attributes:
        rows: the distinct rows.
        sizes: (p,) categories of each item.
        patterns: all distinct rows, packed.
        total: number of rows in the data that count.
        zero_weights: how many do not, having weight zero.
    """

    rows: DistinctRows
    sizes: tuple[int, ...]
    patterns: Patterns
    total: int
    zero_weights: int

    @classmethod
    def of(cls, answers: Categories, sample_weight: ArrayLike | None) -> ReadyAnswers:
        """Check weights, merge equal rows, pack."""
        weights = relative_weights(sample_weight, len(answers.codes))
        rows = DistinctRows.of(answers.codes, answers.sizes, weights)
        patterns = Patterns.of(rows.codes, answers.sizes, rows.weights)
        counted = int((weights > 0).sum())
        return cls(rows, answers.sizes, patterns, counted, len(weights) - counted)

    @property
    def answered(self) -> NDArray[np.bool_]:
        """(n,) rows of the data with an answer to anything."""
        return np.asarray((self.rows.codes >= 0).any(axis=1))[self.rows.place]

    @property
    def distinguishable(self) -> int:
        """How many different rows have answers and weight: the most classes there can be."""
        return int(((self.rows.codes >= 0).any(axis=1) & (self.rows.weights > 0)).sum())

    def fit(self, k: int, starts: int, generator: np.random.Generator) -> LatentClassModel:
        """The best of so many starts.

        Raises:
            SettingError: no start is asked, or more classes than there are different rows.
        """
        most = self.distinguishable
        if not 1 <= k <= most:
            raise SettingError(
                f"{k} classes cannot be told apart: there are {most} different rows with answers"
            )
        if starts < 1:
            raise SettingError(f"starts is {starts}; it must be 1 or more")
        with one_thread():
            models, at_best = self._followed(k, starts if k > 1 else 1, generator)
            best = models.some(np.array([_first_best(models)]))
            best, settled = climb(best.theta, self.patterns, FINE, MOST_CYCLES)
        return self._model(best, starts if k > 1 else 1, at_best, bool(settled.all()))

    def _followed(self, k: int, starts: int, generator: np.random.Generator) -> tuple[Models, int]:
        """Every start to its end on the first sample, and the promising ones up to all rows."""
        sizes = _sample_sizes(len(self.rows.weights))
        parts = [self._sample(size, generator) for size in sizes]
        codes, patterns = parts[0]
        theta = first_guesses(codes, patterns, k, starts * (GUESSES if k > 1 else 1), generator)
        theta = _best_after_a_while(theta, patterns, starts)
        models, _ = climb(theta, patterns, ROUGH, MOST_CYCLES)
        at_best = int((models.loglik > models.loglik.max() - AT_BEST).sum())
        for before, (_, patterns) in pairwise(parts):
            theta = _loosened(_promising(models, before[1]).theta, patterns)
            models, _ = climb(theta, patterns, ROUGH, MOST_CYCLES)
        return models, at_best

    def _sample(
        self, size: int, generator: np.random.Generator
    ) -> tuple[NDArray[np.int16], Patterns]:
        counted = np.flatnonzero(self.rows.weights > 0)
        if size >= counted.size:
            return self.rows.codes[counted], self.patterns
        chosen = np.sort(generator.choice(counted, size, replace=False))
        codes = self.rows.codes[chosen]
        return codes, Patterns.of(codes, self.sizes, self.rows.weights[chosen])

    def _model(self, best: Models, starts: int, at_best: int, settled: bool) -> LatentClassModel:
        order = np.argsort(-best.theta[0, :, 0].round(DIGITS), kind="stable")
        theta = best.theta[0, order]
        k, loglik = len(theta), float(best.loglik[0])
        posterior = posteriors(theta, self.patterns)
        labels = posterior.round(DIGITS).argmax(axis=1)
        labels[(self.rows.codes < 0).all(axis=1)] = -1
        parameters = k - 1 + k * sum(size - 1 for size in self.sizes)
        return LatentClassModel(
            k=k,
            loglik=loglik,
            parameters=parameters,
            bic=-2 * loglik + parameters * float(np.log(self.total)),
            entropy=relative_entropy(posterior, self.rows.weights),
            shares=theta[:, 0],
            probabilities=tuple(np.split(theta[:, 1:], np.cumsum(self.sizes)[:-1], axis=1)),
            starts=starts,
            starts_at_best=at_best,
            settled=settled,
            labels=labels[self.rows.place],
            posteriors=posterior,
            place=self.rows.place,
        )


def _first_best(models: Models) -> int:
    """The first of the starts that came to the best, so that rounding does not choose."""
    return int(np.argmax(models.loglik > models.loglik.max() - ROUGH))


def _best_after_a_while(
    theta: NDArray[np.float64], patterns: Patterns, starts: int
) -> NDArray[np.float64]:
    """The guesses that look best after a few cycles (Biernacki, Celeux & Govaert 2003)."""
    if len(theta) == starts:
        return theta
    for _ in range(TRIAL_CYCLES):
        models = cycle(theta, patterns)
        theta = models.theta
    return theta[np.argsort(-models.loglik, kind="stable")[:starts]]


def _sample_sizes(rows: int) -> list[int]:
    """Ever larger samples, and all rows; only these when they are few."""
    sizes = [SAMPLE] if rows > ALL_ROWS else []
    while sizes and sizes[-1] * GROWTH * 2 < rows:
        sizes.append(sizes[-1] * GROWTH)
    return [*sizes, rows]


def _promising(models: Models, sample: Patterns) -> Models:
    """The best solutions of a sample that could be the best of all: starts that met go on as one.

    Two models differ on a row by about one; their difference over a sample then errs by the square
    root of its size (Vuong 1989).
    """
    order = np.argsort(-models.loglik, kind="stable")
    loglik = models.loglik[order]
    apart = np.diff(loglik, prepend=np.inf) < -AT_BEST
    near = loglik >= loglik[0] - 2 * np.sqrt(sample.weights.sum())
    return models.some(order[apart & near][:KEPT])


def _loosened(theta: NDArray[np.float64], patterns: Patterns) -> NDArray[np.float64]:
    """What no one in a sample answered may still be answered: nothing is impossible for good."""
    theta = theta.copy()
    theta[:, :, 1:] += LOOSE * (_margins(patterns) - theta[:, :, 1:])
    return theta


def first_guesses(
    codes: NDArray[np.int16],
    patterns: Patterns,
    k: int,
    starts: int,
    generator: np.random.Generator,
) -> NDArray[np.float64]:
    """(starts, k, 1 + C) what everybody answers, drawn towards one person, by chance."""
    margin = _margins(patterns)
    theta = np.empty((starts, k, 1 + len(margin)))
    theta[:, :, 0], theta[:, :, 1:] = 1 / k, margin
    if k == 1:
        return theta
    own_share = _pull(len(patterns.sizes))
    for start in range(starts):
        drawn = codes[generator.choice(len(codes), k, replace=False)]
        for own, row in zip(theta[start, :, 1:], drawn, strict=True):
            answered = row >= 0
            own[np.repeat(answered, patterns.sizes)] *= 1 - own_share
            own[(patterns.starts + row)[answered]] += own_share
    return theta


def _pull(items: int) -> float:
    """How far a start is drawn from what everybody answers to what one person answered.

    The more items, the more answers tell that person's class from the others: few items need a
    long way or the starts stay alike, many a short one or rows are divided before they are seen.
    """
    return min(MOST_PULL, PULL / items)


def _margins(patterns: Patterns) -> NDArray[np.float64]:
    """(C,) weighted shares of the answers to each item; even where nobody answered."""
    counts = np.zeros(patterns.answers.shape[0])
    for rows, weights in patterns.chunks():
        counts += rows.T @ weights
    counts = patterns.answers.T @ counts
    totals = np.repeat(np.add.reduceat(counts, patterns.starts), patterns.sizes)
    even = 1 / np.repeat(patterns.sizes, patterns.sizes)
    return np.asarray(np.divide(counts, totals, out=even, where=totals > 0))


def relative_entropy(posterior: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    """1 - sum of -p log p over its most; NaN for one class."""
    k = posterior.shape[1]
    if k == 1:
        return float("nan")
    spread = -(posterior * np.log(np.maximum(posterior, 1e-300))).sum(axis=1)
    return float(1 - weights @ spread / (weights.sum() * np.log(k)))
