"""Find themes: which motivators, or barriers, go together."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError
from analysis.estimator import Estimator
from analysis.parallel import one_thread
from analysis.themes.coded import CodedItems
from analysis.themes.correlations import (
    centred_within_person,
    pearson_matrices,
    polychoric_matrices,
)
from analysis.themes.look import Look
from analysis.themes.parallel import parallel_analysis
from analysis.themes.result import Themes, themes_result
from analysis.themes.search import find_groups, trees
from analysis.themes.sets import Sets, Sorted, sorted_answers
from analysis.themes.tree import average_linkage

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Progress = Callable[[str, int, int], None]
Correlate = Callable[[CodedItems, Floats, "Floats | None"], Floats]

ROUGH = 1e-4  # correlations of sets made by chance need not be sharper


class ThemeFinder(Estimator):
    """Polychoric correlations, parallel analysis, average linkage, bootstrap stability.

    Args:
        n_resamples: bootstrap resamples for stability.
        n_null: sets of unrelated items for parallel analysis.
        random_state: seed of all chance.
        progress: called with the step (``null`` or ``stability``), how much is done, of how much.

    Attributes:
        result_: a ``Themes``, after ``fit``.
        correlations_: (k, k) polychoric correlations, after ``fit``.
    """

    result_: Themes
    correlations_: pd.DataFrame

    def __init__(
        self,
        *,
        n_resamples: int = 100,
        n_null: int = 100,
        random_state: int = 0,
        progress: Progress | None = None,
    ) -> None:
        self.n_resamples = n_resamples
        self.n_null = n_null
        self.random_state = random_state
        self.progress = progress

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: object = None,
        sample_weight: ArrayLike | None = None,
        resamples: ArrayLike | None = None,
    ) -> ThemeFinder:
        """Look for themes in ordered answers.

        Args:
            X: (n, k) numbers, one column an item; NaN is missing; only their order counts.
            y: not used; scikit-learn's habit.
            sample_weight: (n,) numbers of zero or more.
            resamples: (B, n) how often each row occurs in each resample, for instance of
                recruitment trees; none for independent rows.

        Raises:
            DataError: too few rows or items, text, a wrong weight.
            SettingError: the resamples do not fit, or too few sets are asked.
        """
        self._check()
        X = _frame(X)
        data = sorted_answers(X, sample_weight, resamples)
        with one_thread():
            answers = self._look(data, _polychoric)
            centred = self._look(data, _centred)
        self.result_ = themes_result(
            data,
            answers,
            centred,
            names=tuple(str(name) for name in X.columns),
            settings={"n_resamples": self.n_resamples, "n_null": self.n_null}
            | {"random_state": self.random_state},
        )
        self.correlations_ = self.result_.correlations
        return self

    def _check(self) -> None:
        for name, least in (("n_resamples", 1), ("n_null", 2), ("random_state", 0)):
            if getattr(self, name) < least:
                raise SettingError(f"{name} is {getattr(self, name)}; it must be {least} or more")

    def _look(self, data: Sorted, correlate: Correlate) -> Look:
        """The same search, on the answers or on what is left without style."""
        matrix = correlate(data.items, data.weights[None], None)[0]
        unrelated = self._collect(
            "null", data.nulls(self.n_null, self.random_state), correlate, np.eye(len(matrix))
        )
        analysis = parallel_analysis(matrix, unrelated)
        tree = average_linkage(matrix)
        if analysis.factors == 0:
            return Look(matrix, tree, analysis, [])
        again = self._collect(
            "stability", data.resamples(self.n_resamples, self.random_state), correlate, matrix
        )
        return Look(matrix, tree, analysis, find_groups(tree, analysis, trees(again)))

    def _collect(self, step: str, sets: Sets, correlate: Correlate, start: Floats) -> Floats:
        """Correlations of many sets, with progress."""
        matrices: list[Floats] = []
        done = 0
        for items, weights in sets.each:
            matrices.append(correlate(items, weights, start))
            done += len(weights)
            if self.progress:
                self.progress(step, done, sets.total)
        return np.concatenate(matrices)


def _frame(X: pd.DataFrame | ArrayLike) -> pd.DataFrame:
    """One column an item, also without names."""
    if isinstance(X, pd.DataFrame):
        return X
    table = np.asarray(X)
    if table.ndim != 2:
        raise DataError(f"items must have rows and columns; these have shape {table.shape}")
    return pd.DataFrame(table)


def _polychoric(items: CodedItems, weights: Floats, start: Floats | None) -> Floats:
    """Sharp, or quick when there is a matrix to start from."""
    if start is None:
        return polychoric_matrices(items, weights)
    return polychoric_matrices(items, weights, start, tolerance=ROUGH)


def _centred(items: CodedItems, weights: Floats, start: Floats | None) -> Floats:
    """Closed form: where to start plays no part."""
    del start
    return pearson_matrices(centred_within_person(items), weights)
