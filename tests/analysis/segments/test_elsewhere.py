"""The same figures, seed for seed, wherever the work is done."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import fields
from typing import Any

import joblib
import numpy as np
import pandas as pd
import pytest

from analysis.segments import SegmentFinder
from analysis.segments.categories import Categories
from analysis.segments.class_comparison import compare_classes
from analysis.simulation import Answering, card_scores
from benchmarks.classes import people


@contextmanager
def processes() -> Iterator[None]:
    with joblib.parallel_config("loky", n_jobs=2):
        yield


@contextmanager
def processes_with_more_threads() -> Iterator[None]:
    with joblib.parallel_config("loky", n_jobs=2, inner_max_num_threads=2):
        yield


@contextmanager
def threads() -> Iterator[None]:
    with joblib.parallel_config("threading", n_jobs=2):
        yield


@contextmanager
def dask_in_one_process() -> Iterator[None]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.Client(n_workers=1, processes=False, dashboard_address=None),
        joblib.parallel_config("dask"),
    ):
        yield


@contextmanager
def dask_with_two_worker_processes() -> Iterator[None]:
    distributed = pytest.importorskip("distributed")
    with (
        distributed.LocalCluster(
            n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None
        ) as cluster,
        distributed.Client(cluster),
        joblib.parallel_config("dask"),
    ):
        yield


ELSEWHERE = pytest.mark.parametrize(
    "place",
    [
        processes,
        processes_with_more_threads,
        threads,
        dask_in_one_process,
        dask_with_two_worker_processes,
    ],
)


def same(one: Any, other: Any) -> None:
    """Equal to the last bit, field by field."""
    for field in fields(one):
        mine, theirs = getattr(one, field.name), getattr(other, field.name)
        pairs = zip(mine, theirs, strict=True) if isinstance(mine, tuple) else [(mine, theirs)]
        for left, right in pairs:
            np.testing.assert_array_equal(left, right)


@pytest.mark.slow
@ELSEWHERE
def test_segments_are_the_same_elsewhere(place: Callable[[], Any]) -> None:
    made = card_scores(200, np.random.default_rng(3), answering=Answering(missing=0.05))
    finder = SegmentFinder(nulls=10, resamples=10, random_state=1)
    here = finder.fit(made.scores).result_
    with place():
        there = finder.fit(made.scores).result_
    assert here.verdict == "segments"
    assert there.gate == here.gate
    assert there.segments == here.segments
    assert there.agreement == here.agreement
    np.testing.assert_array_equal(there.labels, here.labels)
    np.testing.assert_array_equal(there.memberships, here.memberships)


@pytest.mark.slow
@ELSEWHERE
def test_classes_are_the_same_elsewhere(place: Callable[[], Any]) -> None:
    answers = Categories.of(pd.DataFrame(people(6_000, missing=0.1)[:, :8]))
    here = compare_classes(answers, [1, 2, 3], starts=4, random_state=1)
    with place():
        there = compare_classes(answers, [1, 2, 3], starts=4, random_state=1)
    for one, other in zip(here.models, there.models, strict=True):
        same(one, other)
