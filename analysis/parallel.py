"""Work in blocks of resamples: the same figures serial, with processes, or on a cluster.

Each block draws from its own stream, numbered by its place: it does not matter who computes it.
joblib decides where the work goes: ``joblib.parallel_config("dask")`` around a call is enough.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

import numpy as np

from analysis.errors import SettingError

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Progress = Callable[[int, int], None]  # tasks done, tasks in all
RandomState = int | np.random.Generator | np.random.SeedSequence | None

ROUNDS_A_JOB = 4  # blocks handed to each worker between two reports of progress


@dataclass(frozen=True, slots=True)
class Block:
    """So many resamples, from a stream of their own."""

    size: int
    seed: np.random.SeedSequence

    def generator(self) -> np.random.Generator:
        """A fresh generator; asking again starts the same stream over."""
        return np.random.default_rng(self.seed)


def blocks(total: int, largest: int, random_state: RandomState = None) -> list[Block]:
    """Cut ``total`` resamples into blocks of at most ``largest``."""
    size = max(1, min(largest, total))
    sizes = [min(size, total - start) for start in range(0, total, size)]
    streams = seed_sequence(random_state).spawn(len(sizes))
    return [Block(*pair) for pair in zip(sizes, streams, strict=True)]


def seed_sequence(random_state: RandomState) -> np.random.SeedSequence:
    """A new seed sequence; a generator is asked for entropy, and so moves on."""
    if isinstance(random_state, np.random.SeedSequence):
        return np.random.SeedSequence(random_state.entropy, spawn_key=random_state.spawn_key)
    if isinstance(random_state, np.random.Generator):
        return np.random.SeedSequence([int(n) for n in random_state.integers(0, 2**32, 4)])
    return np.random.SeedSequence(random_state)


def run(
    work: Callable[[Task], Answer],
    tasks: Sequence[Task],
    n_jobs: int | None = None,
    progress: Progress | None = None,
) -> list[Answer]:
    """The answers of ``work`` in the order of the tasks, each on one thread.

    Args:
        work: a function of one task, such as a block; for processes it must be picklable.
        tasks: the tasks.
        n_jobs: as in joblib; ``None`` follows ``joblib.parallel_config``, else serial.
        progress: called with the number of tasks done and in all.

    Raises:
        SettingError: ``n_jobs`` is zero.
    """
    import joblib

    if n_jobs == 0:
        raise SettingError("n_jobs is 0; choose 1 for no processes beside this one, -1 for all")
    jobs = joblib.effective_n_jobs(n_jobs)
    step = 1 if jobs == 1 else jobs * ROUNDS_A_JOB
    answers: list[Answer] = []
    with joblib.Parallel(n_jobs=n_jobs) as parallel, one_thread():
        for start in range(0, len(tasks), step):
            some = tasks[start : start + step]
            if jobs == 1:
                answers += [work(task) for task in some]
            else:
                answers += parallel(joblib.delayed(_on_one_thread)(work, task) for task in some)
            if progress is not None:
                progress(len(answers), len(tasks))
    return answers


def _on_one_thread(work: Callable[[Task], Answer], task: Task) -> Answer:
    """A worker may have been given more threads than one."""
    with one_thread():
        return work(task)


@contextmanager
def one_thread() -> Iterator[None]:
    """Keep linear algebra to one thread, as it is in the processes of joblib.

    Many small products lose more to threads that wait for each other than they gain, and sums made
    in another order would differ in their last digits between serial work and processes.
    """
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):
        yield
