"""Fictitious answers about the lessons somebody would like, and whom and what they trust."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.simulation import sentences
from analysis.simulation import waterwijk as figures
from analysis.simulation.background import MINORS
from analysis.simulation.cards import CardSort
from analysis.simulation.draw import Floats, nominal, ordinal, several
from analysis.simulation.life import Answers
from analysis.simulation.saying import instead, pick
from analysis.simulation.traits import WORKING, among, has
from analysis.simulation.waterwijk import PLACES, PRICE, TIMES

WITH_WHOM = {
    "vrouwen": 21,
    "mannen": 5,
    "gemengd": 26,
    "met_kind": 7,
    "een_op_een": 15,
    "zelf_online": 8,
    "maakt_niet_uit": 18,
}


def wishes(people: pd.DataFrame, hindered: CardSort, rng: np.random.Generator) -> Answers:
    """V31–V38. What is a barrier on the cards is a wish here."""
    n = len(people)
    hard = {card: hindered.latent[:, j] for j, card in enumerate(hindered.cards)}
    works = among(people["work"], WORKING)
    woman = among(people["sex"], ("vrouw",))
    parent = has(people, MINORS)
    homely = among(people["segment"], ("S3",))
    times = several(
        {
            "schooltijd": 1.5 * parent + homely - works,
            "avond": 1.5 * works,
            "zaterdag": works,
            "zondag": works,
            "wisselend": 2.0 * among(people["work"], ("werk_los",)),
        },
        TIMES,
        n,
        rng,
    )
    return {
        "wens_betalen": list(ordinal(rng.normal(0, 1, n) - 0.9 * hard["belemmering_geld"], PRICE)),
        "wens_tijd": instead(times, rng.random(n) < 0.015, "geen"),
        "wens_plaats": _where(people, works, parent, rng),
        "wens_reistijd": _travel(hard["belemmering_afstand"], rng),
        "wens_opvang": _childcare(people, rng),
        "wens_onderdelen": _parts(people, works, parent, rng),
        "wens_met_wie": list(
            nominal(
                {
                    "vrouwen": 4.0 * woman - 4.0 + homely,
                    "mannen": -6.0 * woman,
                    "met_kind": 4.0 * parent - 4.0,
                    "zelf_online": works,
                },
                WITH_WHOM,
                n,
                rng,
            )
        ),
        "wens_combinatie": _combined(n, woman, works, rng),
    }


def trust(people: pd.DataFrame, rng: np.random.Generator) -> Answers:
    """V43–V45 and V57: channels, messengers, how to ask, last words."""
    n = len(people)
    parent = has(people, MINORS)
    grown = has(people, ("kind_18_thuis", "kind_uit_huis"))
    works = among(people["work"], WORKING)
    older = among(people["age"], ("55_64", "65_74", "75_plus"))
    no_faith = ~people["special"].to_numpy(dtype=bool)
    channels = several(
        {
            "school": 2.0 * parent,
            "kinderen": parent + 2.0 * grown - 3.0,
            "whatsapp": -older,
            "sociale_media": -1.5 * older,
            "tv_land": older,
            "werk": 3.0 * works,
        },
        figures.CHANNELS,
        n,
        rng,
        never={"gebedshuis": no_faith},
    )
    believed = several(
        {
            "leraar": 2.0 * parent,
            "kinderen": parent + 2.0 * grown - 3.0,
            "consultatiebureau": 2.5 * has(people, ("kind_0_3",)),
            "huisarts": 0.7 * older,
            "werkgever": 3.0 * works,
        },
        figures.TRUST,
        n,
        rng,
        at_most=3,
        never={"geestelijke": no_faith},
    )
    return {
        "info_kanaal": instead(channels, rng.random(n) < 0.02, "niets"),
        "vertrouwenspersoon": instead(believed, rng.random(n) < 0.04, "niemand"),
        "beste_vraag": pick(sentences.ASK_PEOPLE, n, rng),
        "slot_open": pick(sentences.CLOSING, n, rng),
    }


def _where(
    people: pd.DataFrame, works: Floats, parent: Floats, rng: np.random.Generator
) -> list[str]:
    n = len(people)
    places = several(
        {
            "school": 2.0 * parent,
            "moedercentrum": 5.0 * among(people["sex"], ("vrouw",)),
            "werk": 4.0 * works,
            "online": works,
            "thuis": among(people["segment"], ("S3", "S4")),
        },
        PLACES,
        n,
        rng,
        at_most=2,
        never={"gebedshuis": ~people["special"].to_numpy(dtype=bool)},
    )
    return instead(places, rng.random(n) < 0.03, "maakt_niet_uit")


def _travel(distance: Floats, rng: np.random.Generator) -> list[str]:
    """Minutes in steps of five: fewer where the distance is a barrier."""
    steps = {"0": 3, "5": 6, "10": 19, "15": 22, "20": 18, "30": 20, "45": 7, "60": 5}
    return list(ordinal(rng.normal(0, 1, len(distance)) - 0.8 * distance, steps))


def _childcare(people: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    young = has(people, ("kind_0_3", "kind_4_12")).astype(bool)
    needs = nominal(
        {}, {"ja_zelfde_gebouw": 43, "ja_ergens": 21, "nee_geregeld": 36}, len(people), rng
    )
    return list(np.where(young, needs, "nee_geen_kind"))


def _parts(
    people: pd.DataFrame, works: Floats, parent: Floats, rng: np.random.Generator
) -> list[str]:
    segment = people["segment"]
    return several(
        {
            "school": 3.0 * parent,
            "werk": 1.5 * among(segment, ("S1", "S5")),
            "diploma": 1.5 * among(segment, ("S1",)),
            "dokter": among(segment, ("S3", "S4")),
            "lezen_schrijven": 1.5 * among(people["schooling"], ("geen", "j1_6")),
            "rijbewijs_reizen": 0.5 * works,
        },
        {
            "dokter": 0.37,
            "school": 0.24,
            "werk": 0.34,
            "brieven": 0.34,
            "digitaal": 0.22,
            "lezen_schrijven": 0.22,
            "praten_buurt": 0.31,
            "geld": 0.1,
            "rijbewijs_reizen": 0.14,
            "diploma": 0.2,
            "anders": 0.02,
        },
        len(people),
        rng,
        at_most=3,
    )


def _combined(n: int, woman: Floats, works: Floats, rng: np.random.Generator) -> list[str]:
    ideas = several(
        {"werk_stage": works, "koken_maken": woman, "school_helpen": woman},
        {
            "vrijwilligerswerk": 0.27,
            "werk_stage": 0.3,
            "school_helpen": 0.2,
            "koken_maken": 0.33,
            "bewegen": 0.31,
            "gezondheid": 0.19,
            "wijk_ontdekken": 0.22,
        },
        n,
        rng,
    )
    return instead(ideas, rng.random(n) < 0.19, "alleen_les")
