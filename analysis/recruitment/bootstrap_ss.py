"""The successive sampling bootstrap of Gile (2011).

A population of N people is estimated from the sample; recruitment over it is simulated again and
again, without anyone taking part twice; each simulated sample is estimated anew.

- *Population*: people of one degree and one group stand for the sum of their weights, rounded by
  the largest remainders. Groups are the categories; people whose answer is unknown are a group of
  their own, who recruit and are recruited but do not count in the estimate. Numbers are cut into
  quarters, and each person's number goes with the degree.
- *Ties* between groups: the shares of recruits, times the ties each group has, made symmetric.
- *Recruitment*: seeds are drawn with chances proportional to degree. Then people recruit in the
  order in which they came, as many as someone drawn at random from those who recruited. A
  recruit's group is drawn from the ties left; within it, chances are proportional to degree.

Within a group the order in which people come up does not depend on when the group is asked for
someone: it is the order of exponential clocks with rate d. So each group gets one queue a
resample, and each draw takes the next in the queue of its group.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from analysis.errors import SettingError
from analysis.parallel import Block, Progress, RandomState, blocks, run
from analysis.recruitment.sample import Sample
from analysis.recruitment.ss import sampling_time
from analysis.recruitment.ss_population import Population, estimated_population
from analysis.recruitment.statistic import Statistic

Floats = NDArray[np.float64]
Integers = NDArray[np.intp]

CELLS_A_BLOCK = 2_000_000  # places in queues × resamples held at once


def ss_replicates(
    sample: Sample,
    statistic: Statistic,
    population: float,
    resamples: int,
    random_state: RandomState = None,
    n_jobs: int | None = None,
    progress: Progress | None = None,
    *,
    include_seeds: bool = True,
    reweight: bool = True,
) -> Floats:
    """(B, g) the estimate on each simulated sample; NaN where it is undefined.

    Args:
        sample: forest and degrees.
        statistic: the estimator and outcome.
        population: N; must be finite.
        resamples: B.
        random_state: the seed.
        n_jobs: see ``parallel.run``.
        progress: see ``parallel.run``.
        include_seeds: whether simulated seeds count in the estimate.
        reweight: whether the weights of SS are made anew in each simulated sample, or stay those
            of the sample (as R's RDS does).
    """
    if not np.isfinite(population):
        raise SettingError("the SS bootstrap needs a finite population: give N")
    world = estimated_population(sample, statistic, population)
    queues = [_queue_classes(world, group) for group in range(len(world.ties))]
    places = sum(len(queue) for queue in queues)
    tasks = blocks(resamples, max(1, CELLS_A_BLOCK // max(places, world.draws)), random_state)
    time = None if reweight else _time_of(statistic, sample, population, include_seeds)
    work = partial(_replicates, world, queues, statistic, round(population), include_seeds, time)
    return np.concatenate(run(work, tasks, n_jobs, progress))


def _queue_classes(world: Population, group: int) -> Integers:
    """The classes from which a queue is filled, each as often as it can come up in time.

    The queue must reach as far as when the group alone would supply all draws. Of a class with m
    people expected by then at most m + 6 √m + 12 are kept; more come with a chance below 1e-8.
    """
    inside = np.flatnonzero((world.group == group) & (world.size > 0))
    size = world.size[inside]
    enough = world.draws + 6 * np.sqrt(world.draws) + 12
    if size.sum() > enough:
        horizon = _time_of_draws(world.degree[inside], size, enough)
        expected = size * -np.expm1(-world.degree[inside] * horizon)
        size = np.minimum(size, np.ceil(expected + 6 * np.sqrt(expected) + 12)).astype(np.intp)
    return np.repeat(inside, size)


def _time_of_draws(degree: Floats, size: Integers, draws: float) -> float:
    """When so many people are expected to have come up, by halving."""
    low, high = 0.0, 1.0 / float(degree.min())
    while (size * -np.expm1(-degree * high)).sum() < draws:
        high *= 2
    for _ in range(60):
        middle = (low + high) / 2
        reached = (size * -np.expm1(-degree * middle)).sum() >= draws
        low, high = (low, middle) if reached else (middle, high)
    return high


def _time_of(
    statistic: Statistic, sample: Sample, population: float, include_seeds: bool
) -> float | None:
    """The sampling time of the sample itself, for weights that stay."""
    if not statistic.estimator.needs_population:
        return None
    who = np.isfinite(sample.degrees) & (include_seeds | ~sample.forest.is_seed)
    return float(sampling_time(sample.degrees[who], population))


def _replicates(
    world: Population,
    queues: list[Integers],
    statistic: Statistic,
    population: int,
    include_seeds: bool,
    time: float | None,
    block: Block,
) -> Floats:
    rng = block.generator()
    queue = [_draw_queue(rng, world, classes, block.size) for classes in queues]
    drawn = _simulate(rng, world, queue, block.size)
    skip = 0 if include_seeds else world.seeds
    counts = _class_counts(world, queue, drawn.groups[skip:], drawn.groups[:skip])
    weights = _weights(world, statistic, counts, population, time)
    return statistic.estimates(_sums(world, statistic, counts, weights, drawn))


def _draw_queue(
    rng: np.random.Generator, world: Population, classes: Integers, size: int
) -> Integers:
    """(size, places) the classes of the people of one group in the order they come up.

    In a class of N people with degree d the clocks go off after gaps that are exponential with
    rates d N, d (N − 1), d (N − 2) …
    """
    start = np.searchsorted(classes, classes, side="left")
    before = np.arange(len(classes)) - start
    rate = world.degree[classes] * (world.size[classes] - before)
    clock = np.cumsum(rng.standard_exponential((size, len(classes))) / rate, axis=1)
    clock = np.concatenate([np.zeros((size, 1)), clock], axis=1)
    order = np.argsort(clock[:, 1:] - clock[:, start], axis=1, kind="quicksort")
    return classes[order]


@dataclass(frozen=True)
class Drawn:
    """Simulated samples: the group of each person drawn, and who recruited them.

    Attributes:
        groups: (draws, B).
        recruiter: (draws, B) number of the draw of the recruiter; -1 for seeds.
    """

    groups: Integers
    recruiter: Integers


def _simulate(
    rng: np.random.Generator, world: Population, queues: list[Integers], size: int
) -> Drawn:
    """Draw seeds and recruits, all resamples in step."""
    left, places = _degree_left(world, queues, size)
    recruiter = _recruiters(rng, world, size)
    groups = np.zeros((world.draws, size), dtype=np.intp)
    lane = np.arange(size)
    chance = rng.random((world.draws, size))
    flow = np.ascontiguousarray(world.ties.T)
    flat_places, flat_groups = places.reshape(-1), groups.reshape(-1)
    for step in range(world.draws):
        share = left.take(places)
        if step >= world.seeds:
            above = flat_groups.take(recruiter[step] * size + lane)
            wanted = flow.take(above, axis=1) * share
            stuck = wanted.sum(axis=0) <= 0
            share = np.where(stuck, share, wanted) if stuck.any() else wanted
        reach = np.cumsum(share, axis=0)
        group = (reach <= chance[step] * reach[-1]).sum(axis=0)
        np.minimum(group, len(reach) - 1, out=group)
        groups[step] = group
        flat_places[group * size + lane] += 1
    return Drawn(groups, recruiter)


def _degree_left(world: Population, queues: list[Integers], size: int) -> tuple[Floats, Integers]:
    """Degree left in each group after each draw from it, flat; and the place to start reading."""
    total = np.bincount(world.group, world.degree * world.size, minlength=len(queues))
    parts, starts, offset = [], [], 0
    lane = np.arange(size)
    for group, queue in enumerate(queues):
        gone = np.cumsum(world.degree[queue], axis=1)
        left = total[group] - np.concatenate([np.zeros((size, 1)), gone], axis=1)
        left[:, -1] = 0
        parts.append(left.reshape(-1))
        starts.append(offset + lane * left.shape[1])
        offset += left.size
    return np.concatenate(parts), np.stack(starts)


def _recruiters(rng: np.random.Generator, world: Population, size: int) -> Integers:
    """(draws, size) who recruits whom: in order of arrival, each as many as someone observed."""
    recruiter = np.full((world.draws, size), -1, dtype=np.intp)
    people = world.draws - world.seeds
    if people <= 0 or not len(world.recruits):
        return recruiter
    numbers = world.recruits[rng.integers(0, len(world.recruits), (people, size))]
    ends = np.cumsum(numbers, axis=0)
    turn = np.zeros((people + 1, size), dtype=np.intp)
    lane = np.broadcast_to(np.arange(size), ends.shape)
    inside = ends < people
    turn[ends[inside], lane[inside]] = 1
    recruiter[world.seeds :] = np.cumsum(turn[:people], axis=0)
    return recruiter


def _class_counts(
    world: Population, queues: list[Integers], counted: Integers, skipped: Integers
) -> Integers:
    """(c, B) how many of each class were drawn, the skipped first ones left out."""
    size, c = counted.shape[1], len(world.degree)
    counts = np.zeros(size * c, dtype=np.intp)
    lane = np.arange(size)[:, None] * c
    for group, queue in enumerate(queues):
        first = (skipped == group).sum(axis=0)[:, None]
        last = first + (counted == group).sum(axis=0)[:, None]
        place = np.arange(queue.shape[1])
        drawn = (place >= first) & (place < last)
        counts += np.bincount((queue + lane)[drawn], minlength=size * c)
    return np.ascontiguousarray(counts.reshape(size, c).T)


def _weights(
    world: Population,
    statistic: Statistic,
    counts: Integers,
    population: int,
    time: float | None,
) -> Floats:
    """(c, B) or (c, 1) the weight of someone of each class."""
    degree = world.degree[:, None]
    if not statistic.estimator.needs_population:
        return 1 / degree
    if time is not None:
        return 1 / -np.expm1(-degree * time)
    return 1 / -np.expm1(-degree * sampling_time(world.degree, population, counts.astype(float)))


def _sums(
    world: Population, statistic: Statistic, counts: Integers, weights: Floats, drawn: Drawn
) -> Floats:
    """(B, p) the sums that the statistic reads."""
    from scipy.sparse import csr_array

    answer = csr_array(world.answer.T)
    parts = [(answer @ (counts * weights)).T]
    if statistic.outcome.numbers is None:
        parts.append((answer @ counts.astype(float)).T)
    if statistic.transitions:
        parts.append(_transitions(world, drawn))
    return np.concatenate(parts, axis=1)


def _transitions(world: Population, drawn: Drawn) -> Floats:
    """(B, g²) recruits by the recruiter's and the own category."""
    g, size = world.answer.shape[1], drawn.groups.shape[1]
    category = world.known_groups[drawn.groups]
    lane = np.broadcast_to(np.arange(size), category.shape)
    source = np.take_along_axis(category, np.maximum(drawn.recruiter, 0), axis=0)
    both = (drawn.recruiter >= 0) & (source >= 0) & (category >= 0)
    cells = (lane * g * g + source * g + category)[both]
    return np.bincount(cells, minlength=size * g * g).reshape(size, g * g).astype(float)
