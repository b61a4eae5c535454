"""Latent classes for several numbers of classes, side by side."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from math import prod
from typing import TYPE_CHECKING

import numpy as np

from analysis.errors import DataError, SettingError, some
from analysis.parallel import run
from analysis.results import Notice, Result
from analysis.segments.latent_class import ReadyAnswers

if TYPE_CHECKING:
    from numpy.typing import ArrayLike

    from analysis.segments.categories import Categories
    from analysis.segments.latent_class import LatentClassModel

METHOD = "latent class analysis by EM with full information"
STARTS = 20
FEW_AT_BEST = 2


@dataclass(frozen=True, kw_only=True)
class ClassComparison(Result):
    """Models with different numbers of classes, on the same answers.

    Attributes:
        answers: the items that took part, with the names of their categories.
        models: one for each number of classes, in order.
        best_bic: the number of classes with the least BIC. It is no proof of that many groups.
    """

    answers: Categories
    models: tuple[LatentClassModel, ...]
    best_bic: int


def compare_classes(
    answers: Categories,
    ks: Sequence[int],
    *,
    sample_weight: ArrayLike | None = None,
    starts: int = STARTS,
    random_state: int | np.random.Generator | None = None,
    n_jobs: int | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> ClassComparison:
    """Fit a model for each number of classes.

    Args:
        answers: categorical answers.
        ks: the numbers of classes.
        sample_weight: (n,) weights of 0 or more.
        starts: starts for each.
        random_state: a seed or a generator.
        n_jobs: as in joblib, a number of classes each; the result does not depend on it.
        progress: told after each model.

    Raises:
        DataError: no item has answers, or a weight cannot be used.
        SettingError: a number of classes is below 1, or above the number of different rows.
    """
    if not ks or min(ks) < 1:
        raise SettingError(f"numbers of classes are 1 or more; asked: {some(ks)}")
    used, notices = _with_answers(answers)
    ready = ReadyAnswers.of(used, sample_weight)
    wanted = [k for k in sorted(set(ks)) if k <= ready.distinguishable]
    if not wanted:
        raise SettingError(
            f"{min(ks)} classes cannot be told apart: {ready.distinguishable} different rows"
        )
    notices += _too_many(ks, ready.distinguishable)
    generators = np.random.default_rng(random_state).spawn(max(wanted) + 1)
    told = partial(progress, "classes") if progress else None
    models = run(_Fit(ready, starts), [(k, generators[k]) for k in wanted], n_jobs, told)
    return ClassComparison(
        n=len(answers.codes),
        method=METHOD,
        settings={"k": wanted, "starts": starts},
        warnings=(*notices, *_notices_on(models, ready)),
        answers=used,
        models=tuple(models),
        best_bic=min(models, key=lambda model: model.bic).k,
    )


@dataclass(frozen=True, eq=False)  # a cluster of machines wants tasks that can be hashed
class _Fit:
    """One number of classes; can be sent to another process."""

    ready: ReadyAnswers
    starts: int

    def __call__(self, task: tuple[int, np.random.Generator]) -> LatentClassModel:
        k, generator = task
        return self.ready.fit(k, self.starts, generator)


def _with_answers(answers: Categories) -> tuple[Categories, list[Notice]]:
    """Leave out what nobody answered."""
    kept = [j for j, size in enumerate(answers.sizes) if size]
    if not kept:
        raise DataError(f"nobody answered any of the {len(answers.items)} items")
    notices = []
    if len(kept) < len(answers.items):
        names = [name for j, name in enumerate(answers.items) if j not in kept]
        text = "left out, nobody answered: {items}"
        notices.append(Notice("items_empty", text, {"items": some(names)}))
        answers = answers.some(kept)
    same = [name for name, size in zip(answers.items, answers.sizes, strict=True) if size == 1]
    if same:
        text = "tells nothing, everybody answered the same to: {items}"
        notices.append(Notice("items_constant", text, {"items": some(same)}))
    return answers, notices


def _too_many(ks: Sequence[int], most: int) -> list[Notice]:
    skipped = sorted({k for k in ks if k > most})
    text = "not fitted: {ks} classes, because only {most} rows differ"
    values = {"ks": some(skipped), "most": most}
    return [Notice("too_many_classes", text, values)] if skipped else []


def _notices_on(models: Sequence[LatentClassModel], ready: ReadyAnswers) -> list[Notice]:
    notices = []
    for model in models:
        most = min(ready.total, prod(ready.sizes)) - 1
        if model.parameters > most:
            text = "k = {k}: these answers cannot decide {parameters} parameters; do not use it"
            values = {"k": model.k, "parameters": model.parameters}
            notices.append(Notice("many_parameters", text, values))
        if model.starts_at_best < FEW_AT_BEST <= model.starts:
            text = "k = {k}: only {hits} of {starts} starts came to the best; use more starts"
            values = {"k": model.k, "hits": model.starts_at_best, "starts": model.starts}
            notices.append(Notice("few_at_best", text, values))
        if not model.settled:
            notices.append(Notice("not_settled", "k = {k}: not at rest yet", {"k": model.k}))
    if silent := int((~ready.answered).sum()):
        text = "{count} rows have no answer at all and are in no class"
        notices.append(Notice("unassigned", text, {"count": silent}))
    if zero := ready.zero_weights:
        text = "{count} rows have weight zero: they are placed, but do not count"
        notices.append(Notice("zero_weights", text, {"count": zero}))
    return notices
