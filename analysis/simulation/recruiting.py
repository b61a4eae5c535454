"""Respondent-driven recruitment over a network: coupons, refusals, missing degrees."""

from __future__ import annotations

import heapq
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import pandas as pd

from analysis.dataset import Recruits
from analysis.errors import SettingError

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.simulation.network import Network

Integers: TypeAlias = "NDArray[np.int64]"

SEED = "seed"


@dataclass(frozen=True, slots=True)
class Plan:
    """How recruitment goes.

    Attributes:
        seeds: people with whom it begins, drawn in proportion to their degree.
        coupons: chance of handing out 0, 1, 2 … coupons.
        refusals: share of coupons that bring nobody.
        missing_degree: share of people who do not say how many they know.
    """

    seeds: int = 8
    coupons: tuple[float, ...] = (0.1, 0.2, 0.3, 0.4)
    refusals: float = 0.3
    missing_degree: float = 0.0


@dataclass(frozen=True)
class RecruitedSample:
    """A sample of a network.

    Attributes:
        frame: one row a person in the order of interviews: id, recruiter (``seed`` for seeds),
            degree (NaN when not said), group (as text), wave, own_coupon (empty for seeds),
            coupon_1 … (empty where none was handed out).
        people: rows of the network.
        new_seeds: how many seeds were added because all chains had died out.
    """

    frame: pd.DataFrame
    people: Integers
    new_seeds: int

    @property
    def recruits(self) -> Recruits:
        """Who brought whom."""
        recruiter = self.frame["recruiter"]
        return Recruits(
            ids=self.frame["id"],
            recruiters=recruiter.where(recruiter != SEED),
            degrees=self.frame["degree"],
        )


def recruit_over(
    network: Network, n: int, rng: np.random.Generator, plan: Plan | None = None
) -> RecruitedSample:
    """Interview ``n`` people of a network along their ties, without asking anybody twice.

    Raises:
        SettingError: the network is smaller than the sample.
    """
    plan = plan or Plan()
    if n > len(network):
        raise SettingError(f"a network of {len(network)} people cannot give {n} interviews")
    field_work = _FieldWork(network, plan, rng)
    while len(field_work.people) < n:
        field_work.next_interview()
    return _sample(field_work, n)


@dataclass
class _FieldWork:
    """The interviews so far, and the coupons on their way."""

    network: Network
    plan: Plan
    rng: np.random.Generator
    people: list[int] = field(default_factory=list)
    recruiter: list[int] = field(default_factory=list)
    coupon: list[int] = field(default_factory=list)  # which of the recruiter's
    handed: list[int] = field(default_factory=list)
    waiting: list[tuple[float, int, int]] = field(default_factory=list)
    seeds: int = 0

    def __post_init__(self) -> None:
        self.free = np.ones(len(self.network), dtype=bool)

    def next_interview(self) -> None:
        """Follow the first coupon; with none on its way, or at the start, a new seed."""
        if self.seeds < self.plan.seeds or not self.waiting:
            self._seed()
            return
        time, place, number = heapq.heappop(self.waiting)
        known = self.network.known_by(self.people[place])
        known = known[self.free[known]]
        if len(known):
            self._interview(int(self.rng.choice(known)), place, number, time)

    def _seed(self) -> None:
        self.seeds += 1
        chance = np.where(self.free, np.maximum(self.network.degree, 0.5), 0.0)
        person = int(self.rng.choice(len(chance), p=chance / chance.sum()))
        self._interview(person, -1, 0, 0.0)

    def _interview(self, person: int, recruiter: int, coupon: int, time: float) -> None:
        self.free[person] = False
        handed = int(self.rng.choice(len(self.plan.coupons), p=self.plan.coupons))
        self.people.append(person)
        self.recruiter.append(recruiter)
        self.coupon.append(coupon)
        self.handed.append(handed)
        place = len(self.people) - 1
        for number in range(handed):
            if self.rng.random() >= self.plan.refusals:
                due = time + self.rng.gamma(2.0)
                heapq.heappush(self.waiting, (due, place, number))


def _sample(work: _FieldWork, n: int) -> RecruitedSample:
    ids = [f"p{number:05}" for number in range(1, n + 1)]
    wave: list[int] = []
    for recruiter in work.recruiter:
        wave.append(0 if recruiter < 0 else wave[recruiter] + 1)
    people = np.array(work.people, dtype=np.int64)
    degree = work.network.degree[people].astype(np.float64)
    degree[work.rng.random(n) < work.plan.missing_degree] = np.nan
    frame = pd.DataFrame(
        {
            "id": ids,
            "recruiter": [ids[r] if r >= 0 else SEED for r in work.recruiter],
            "degree": degree,
            "group": work.network.group[people].astype(str),
            "wave": wave,
            "own_coupon": [
                _coupon(r, c) if r >= 0 else ""
                for r, c in zip(work.recruiter, work.coupon, strict=True)
            ],
        }
    )
    for number in range(len(work.plan.coupons) - 1):
        frame[f"coupon_{number + 1}"] = [
            _coupon(place, number) if number < handed else ""
            for place, handed in enumerate(work.handed)
        ]
    return RecruitedSample(frame, people, max(0, work.seeds - work.plan.seeds))


def _coupon(place: int, number: int) -> str:
    """Numbers with leading zeros, as on printed cards."""
    return f"{10 * place + number:07}"
