"""Fictitious answers about learning: motives, lessons of then and now, what makes it hard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.simulation import sentences
from analysis.simulation import waterwijk as figures
from analysis.simulation.cards import CardSort, mentions, shuffled
from analysis.simulation.draw import Floats, nominal, ordinal, several
from analysis.simulation.life import Answers
from analysis.simulation.saying import instead, pick, say
from analysis.simulation.traits import among

if TYPE_CHECKING:
    from numpy.typing import NDArray

STARTS = {
    "brief": 0.27,
    "werkplein": 0.14,
    "school": 0.15,
    "zorg": 0.06,
    "gebedshuis_vereniging": 0.07,
    "bekende": 0.33,
    "ambassadeur": 0.08,
    "werkgever": 0.06,
    "zelf": 0.19,
    "anders": 0.03,
}
STOPPED_ALSO = {
    "verhuisd": 9,
    "werk_gevonden": 21,
    "zwanger_baby": 14,
    "aanbod_stopte": 12,
    "niet_goed_behandeld": 5,
    "examen": 6,
    "geen_extra": 33,
}


def course(people: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    """V16: whether somebody ever had lessons; older labour migrants mostly never."""
    segment = people["segment"].to_numpy(dtype=str)
    scores = {
        "nooit": _by_segment(segment, S3=0.4, S4=1.2, S5=0.9),
        "bezig": _by_segment(segment, S1=1.0, S2=0.3),
        "gestopt": _by_segment(segment, S2=0.3, S3=0.3),
    }
    return list(nominal(scores, figures.COURSE, len(people), rng))


def motives(people: pd.DataFrame, sort: CardSort, rng: np.random.Generator) -> Answers:
    """V12–V15: the wish, the open answer with its codes, the cards, the dream."""
    n = len(people)
    pull = sort.latent.max(axis=1) + rng.normal(0, 0.8, n)
    pull = pull - 0.5 * among(people["segment"], ("S4", "S5"))
    said = mentions(sort, rng)
    best = np.array(sort.cards)[sort.latent.argmax(axis=1)]
    quotable = np.where(rng.random(n) < 0.72, "ja", "nee")
    return {
        "wil_leren": list(ordinal(pull, figures.WANTS)),
        **_open_answer("motief_open", sentences.MOTIVES, said, rng),
        **_card_answers("motief_kaarten", "motief", sort, rng),
        "motief_droom": say(sentences.DREAMS, best, rng),
        "motief_droom_citaat_ok": list(quotable),
    }


def barriers(people: pd.DataFrame, sort: CardSort, rng: np.random.Generator) -> Answers:
    """V25 and V28–V30: what stopped somebody, what is hard now, what would solve it."""
    n = len(people)
    best = np.array(sort.cards)[sort.latent.argmax(axis=1)]
    stopped = _open_answer("stop_reden", sentences.BARRIERS, mentions(sort, rng), rng)
    del stopped["stop_reden_eerste"]
    man = among(people["sex"], ("man",))
    return {
        **_open_answer("belemmering_open", sentences.BARRIERS, mentions(sort, rng), rng),
        **_card_answers("belemmering_kaarten", "belemmering", sort, rng),
        "oplossing_open": say(sentences.SOLUTIONS, best, rng),
        **stopped,
        "stop_reden_extra": list(nominal({"zwanger_baby": -9.0 * man}, STOPPED_ALSO, n, rng)),
    }


def lessons(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> Answers:
    """V17–V24, V26, V27 and V42: before, during and after the lessons."""
    n = len(people)
    content = rng.normal(0, 1, n) + 0.3 * level
    start = several(
        {"gebedshuis_vereniging": 0.0},
        STARTS,
        n,
        rng,
        at_most=2,
        never={"gebedshuis_vereniging": ~people["special"].to_numpy(dtype=bool)},
    )
    good, better = pick(sentences.GOOD, n, rng), pick(sentences.BETTER, n, rng)
    got = {"ja": 27, "deels": 28, "nee": 33, "niets_nodig": 12}
    return {
        "traject_soort": _kinds(people, rng),
        "traject_plicht": list(nominal({}, {"moest": 43, "zelf": 38, "allebei": 19}, n, rng)),
        "voor_start": say(sentences.STARTED, start, rng),
        "voor_start_code": start,
        "voor_wachttijd": list(
            ordinal(rng.normal(size=n), {"lt_1m": 31, "m1_3": 35, "m3_6": 21, "gt_6m": 13})
        ),
        "tijdens_oordeel": list(ordinal(content, {"1": 3, "2": 8, "3": 25, "4": 44, "5": 20})),
        "tijdens_verhaal": [f"{a} {b}" for a, b in zip(good, better, strict=True)],
        "tijdens_goed": good,
        "tijdens_beter": better,
        "nooit_gevraagd": _asked_by(n, rng),
        "bezig_afmaken": list(
            ordinal(content, {"waarschijnlijk_niet": 9, "misschien": 27, "zeker": 64})
        ),
        "bezig_hulp": pick(sentences.KEEPS_GOING, n, rng),
        "na_vervolg": _afterwards(n, rng),
        "na_nodig": pick(sentences.AFTERWARDS, n, rng),
        "na_kreeg": list(nominal({}, got, n, rng)),
        "verandering_na_les": list(ordinal(content + rng.normal(0, 0.7, n), figures.CHANGE)),
        "verandering_voorbeeld": pick(sentences.CHANGED, n, rng),
    }


def _open_answer(
    name: str,
    bank: dict[str, tuple[str, ...]],
    said: list[tuple[str, ...]],
    rng: np.random.Generator,
) -> Answers:
    """The words, the codes in the order of mention, and the first; a few fit no code."""
    other = rng.random(len(said)) < 0.05
    codes = [
        " ".join((*row, "anders") if o else row) or "niets"
        for row, o in zip(said, other, strict=True)
    ]
    return {
        name: say(bank, codes, rng),
        f"{name}_code": codes,
        f"{name}_eerste": [row.split()[0] for row in codes],
    }


def _card_answers(question: str, start: str, sort: CardSort, rng: np.random.Generator) -> Answers:
    answers = {f"{question}_volgorde": shuffled(sort.cards, np.isfinite(sort.latent), rng)}
    for place, card in enumerate(sort.cards):
        answers[card] = [str(pile) for pile in sort.piles[:, place]]
    for rank in range(3):
        picks = sort.top[:, rank]
        answers[f"{start}_top{rank + 1}"] = [sort.cards[p] if p >= 0 else "" for p in picks]
    return answers


def _kinds(people: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    segment = people["segment"].to_numpy(dtype=str)
    refuge = among(people["reason"], ("veiligheid",))
    return several(
        {
            "ouderles": _by_segment(segment, S2=2.0),
            "werkles": _by_segment(segment, S5=2.0, S1=0.7),
            "wijkles": _by_segment(segment, S3=1.0, S4=0.5),
            "azc": 6.0 * refuge - 6.0,
        },
        {
            "gemeente_traject": 0.52,
            "taalschool_zelf": 0.17,
            "wijkles": 0.21,
            "ouderles": 0.12,
            "vrijwilliger": 0.14,
            "werkles": 0.06,
            "azc": 0.08,
            "app_online": 0.15,
            "anders": 0.02,
        },
        len(people),
        rng,
        at_most=3,
        never={"azc": ~people["special"].to_numpy(dtype=bool)},
    )


def _asked_by(n: int, rng: np.random.Generator) -> list[str]:
    asked = several(
        {},
        {"gemeente": 0.4, "school": 0.22, "zorg": 0.14, "bekende": 0.5, "ambassadeur": 0.1}
        | {"anders": 0.05},
        n,
        rng,
        at_most=2,
    )
    return instead(asked, rng.random(n) < 0.56, "niemand")


def _afterwards(n: int, rng: np.random.Generator) -> list[str]:
    did = several(
        {},
        {
            "volgende_les": 0.27,
            "taalmaatje": 0.13,
            "werk": 0.3,
            "opleiding": 0.12,
            "vrijwilligerswerk": 0.17,
            "activiteit": 0.15,
            "zorg": 0.33,
        },
        n,
        rng,
        at_most=3,
    )
    return instead(did, rng.random(n) < 0.17, "niets")


def _by_segment(segment: NDArray[np.str_], **scores: float) -> Floats:
    """A log score for each row by its segment; zero for segments that are not named."""
    return np.array([scores.get(str(s), 0.0) for s in segment])
