"""A whole fictitious study: people of Waterwijk, interviewed along chains of cards."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from analysis.dataset import ANSWERED
from analysis.errors import SettingError
from analysis.simulation import fieldwork, learning, life, missing, wishes
from analysis.simulation import waterwijk as figures
from analysis.simulation.background import neighbourhood
from analysis.simulation.cards import CardSort, sort_cards
from analysis.simulation.chains import Chains, recruit
from analysis.simulation.instrument import BARRIERS, HEALTH_CARD, ITEMS, MOTIVATORS

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.simulation.draw import Floats

SPARE = 1.2  # the neighbourhood has a quarter more people than are interviewed


@dataclass(frozen=True, slots=True)
class GivenAnswer:
    """A value in XForms' manner (a code, codes separated by spaces, digits, words) or a reason."""

    value: str
    status: str = ANSWERED


@dataclass(frozen=True)
class Person:
    """One fictitious interview.

    Attributes:
        id: ``r0001`` … in the order of the interviews.
        recruiter: the id of who gave the card; none for a seed.
        ambassador: 0 … 7, with whom the chain began.
        coupons: cards taken, 0–3; at least the number of people brought.
        interviewer: 0 … 13.
        area: one of ``waterwijk.AREAS``.
        language: of the interview, a code of the list *talen*.
        started_after: time since midnight of the first day, a Monday.
        minutes: length.
        interrupted: whether it was broken off.
        segment: the truth, S1 … S5; never asked.
        answers: every item of enquête 57, in order.
    """

    id: str
    recruiter: str | None
    ambassador: int
    coupons: int
    interviewer: int
    area: str
    language: str
    started_after: timedelta
    minutes: float
    interrupted: bool
    segment: str
    answers: Mapping[str, GivenAnswer]


@dataclass(frozen=True)
class Study:
    """All interviews of a fictitious study, with the seed that made them."""

    people: tuple[Person, ...]
    seed: int
    year: int

    @property
    def values(self) -> pd.DataFrame:
        """Given answers, one row a person, one column an item; missing is None."""
        rows = [
            {name: a.value if a.status == ANSWERED else None for name, a in p.answers.items()}
            for p in self.people
        ]
        return pd.DataFrame(rows, index=[p.id for p in self.people], dtype=object)

    @property
    def status(self) -> pd.DataFrame:
        """The status of every answer, same shape as ``values``."""
        rows = [{name: a.status for name, a in p.answers.items()} for p in self.people]
        return pd.DataFrame(rows, index=[p.id for p in self.people], dtype=object)


def simulate_study(n: int = 600, seed: int = 57, year: int = 2026) -> Study:
    """Interview ``n`` fictitious people of Waterwijk; the same seed gives the same study.

    Segments are drawn first, then traits by segment, then contradictions are repaired and the
    whole raked to the shares of ``waterwijk``; the typology is only ever derived. Cards follow the
    latent means of the segments with an answering style of the person and of the interviewer.

    Args:
        n: number of interviews, at least 20.
        seed: of all chance.
        year: of the fieldwork; years of arrival come before it.

    Raises:
        SettingError: when there are too few people for a chain.
    """
    if n < 20:
        raise SettingError(f"a study of {n} interviews has no chains; ask for 20 or more")
    rng = np.random.default_rng(seed)
    everyone = _everyone(round(SPARE * n), rng)
    chains = recruit(everyone, n, rng)
    people = everyone.iloc[chains.rows].reset_index(drop=True)
    people["interviewer"] = fieldwork.interviewers(people["language"].to_numpy(str), rng)
    people["minutes"] = fieldwork.minutes(
        people["interviewer"].to_numpy(), people["interrupted"].to_numpy(), rng
    )
    people["special"] = rng.permutation(n) >= round(figures.SPECIAL_REFUSED * n)
    people["spoken"] = _spoken(people["degree"].to_numpy(), chains, rng)
    values = _values(people, chains, year, rng)
    status = missing.statuses(
        values,
        ~people["special"].to_numpy(),
        people["interrupted"].to_numpy(),
        people["minutes"].to_numpy(),
        rng,
    )
    status.loc[people["coupons"] > 0, "netwerk_kaartjes"] = ANSWERED
    return Study(_people(people, chains, values, status, rng), seed, year)


def _everyone(size: int, rng: np.random.Generator) -> pd.DataFrame:
    """The neighbourhood with what each person would do when interviewed."""
    people = neighbourhood(size, rng)
    interrupted = missing.interrupted_people(size, rng)
    cards = rng.permutation(np.arange(size) / size)
    coupons = np.searchsorted(np.cumsum(figures.COUPONS)[:-1], cards, side="right")
    mean, shape = figures.DEGREE_MEAN, figures.DEGREE_SHAPE
    degree = rng.negative_binomial(shape, shape / (shape + mean), size)
    return people.assign(
        interrupted=interrupted,
        coupons=np.where(interrupted, 0, coupons),
        degree=np.maximum(degree, 1),
        course=learning.course(people, rng),
    )


def _spoken(
    degree: NDArray[np.int64], chains: Chains, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Network size as reported: half of it rounded to fives, and nobody forgets their recruits."""
    rounded = np.where(degree >= 8, 10 * np.round(degree / 10), 5).astype(int)
    heaped = (rng.random(len(degree)) < 0.5) & (degree >= 3)
    reported = np.where(heaped, np.maximum(rounded, 5), degree)
    brought = np.bincount(chains.recruiter[chains.recruiter >= 0], minlength=len(degree))
    return np.maximum(reported, brought + (chains.recruiter >= 0))


def _values(
    people: pd.DataFrame, chains: Chains, year: int, rng: np.random.Generator
) -> pd.DataFrame:
    """What everybody would answer to everything, before routes and refusals."""
    level = life.skill(people, rng)
    answers = life.dutch(people, level, rng)
    people["interview_language"] = fieldwork.interview_languages(
        people["language"].to_numpy(str),
        people["interviewer"].to_numpy(),
        np.array(answers["nl_praten"]),
        rng,
    )
    motives, barriers = _sorts(people, rng)
    answers |= {
        "gesprekstaal": list(people["interview_language"]),
        "toestemming": ["ja"] * len(people),
        "toestemming_bijzonder": list(np.where(people["special"], "ja", "nee")),
        "traject_status": list(people["course"]),
        **life.neighbourhood(people, level, rng),
        **life.needed(people, level, rng),
        **learning.motives(people, motives, rng),
        **learning.lessons(people, level, rng),
        **learning.barriers(people, barriers, rng),
        **wishes.wishes(people, barriers, rng),
        **life.taking_part(people, level, rng),
        **wishes.trust(people, rng),
        **life.background(people, year),
        **life.network(people, chains.recruiter < 0, rng),
        **life.observation(people, level, rng),
    }
    values = pd.DataFrame({item.name: answers[item.name] for item in ITEMS}, dtype=object)
    return missing.without_consent(values, ~people["special"].to_numpy())


def _sorts(people: pd.DataFrame, rng: np.random.Generator) -> tuple[CardSort, CardSort]:
    """Both card tasks; a person's answering style is the same in both."""
    effects = fieldwork.pile_effects(rng)[people["interviewer"].to_numpy()]
    style = rng.normal(0, 0.4, len(people)) + effects
    absent = np.zeros((len(people), len(BARRIERS)), dtype=bool)
    absent[:, BARRIERS.index(HEALTH_CARD)] = ~people["special"].to_numpy()
    return (
        sort_cards(MOTIVATORS, _means(people, MOTIVATORS), style, rng),
        sort_cards(BARRIERS, _means(people, BARRIERS), style, rng, absent=absent),
    )


def _means(people: pd.DataFrame, cards: tuple[str, ...]) -> Floats:
    table = np.array([figures.CARDS[card] for card in cards])
    rows = people["segment"].map(list(figures.SEGMENTS).index).to_numpy()
    means: Floats = table[:, rows].T
    return means


def _people(
    people: pd.DataFrame,
    chains: Chains,
    values: pd.DataFrame,
    status: pd.DataFrame,
    rng: np.random.Generator,
) -> tuple[Person, ...]:
    """The interviews in the order in which they were held."""
    begun = fieldwork.starts(chains, people["interviewer"].to_numpy())
    areas = fieldwork.areas(chains, rng)
    order = sorted(range(len(people)), key=lambda place: (begun[place], place))
    ids = {place: f"r{number:04d}" for number, place in enumerate(order, start=1)}
    answers, traits = _answers(values, status), people.to_dict("records")
    return tuple(
        Person(
            id=ids[place],
            recruiter=ids.get(int(chains.recruiter[place])),
            ambassador=int(chains.ambassador[place]),
            area=areas[place],
            started_after=begun[place].to_pytimedelta(),
            answers=answers[place],
            **_facts(traits[place]),
        )
        for place in order
    )


def _facts(traits: Mapping[Hashable, Any]) -> dict[str, Any]:
    return {
        "coupons": int(traits["coupons"]),
        "interviewer": int(traits["interviewer"]),
        "language": str(traits["interview_language"]),
        "minutes": round(float(traits["minutes"]), 1),
        "interrupted": bool(traits["interrupted"]),
        "segment": str(traits["segment"]),
    }


def _answers(values: pd.DataFrame, status: pd.DataFrame) -> list[dict[str, GivenAnswer]]:
    """Row by row; what is not answered has no value."""
    return [
        {
            name: GivenAnswer(str(value)) if reason == ANSWERED else GivenAnswer("", str(reason))
            for name, value, reason in zip(values.columns, row, reasons, strict=True)
        }
        for row, reasons in zip(
            values.itertuples(index=False), status.itertuples(index=False), strict=True
        )
    ]
