"""Fictitious answers about daily life: the neighbourhood, Dutch, taking part, background, network.

Each function returns answers by item name, for everybody, whether or not they are asked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.simulation import sentences
from analysis.simulation import waterwijk as figures
from analysis.simulation.background import MINORS
from analysis.simulation.draw import Floats, by_key, nominal, ordinal, several
from analysis.simulation.saying import instead, pick, say
from analysis.simulation.traits import WORKING, among, has

if TYPE_CHECKING:
    from numpy.typing import NDArray

Answers = dict[str, list[str]]
LEVELS = ("geen", "j1_6", "j7_9", "j10_12", "j13_plus")

FEELINGS = {
    "fijn_mensen": 0.44,
    "fijn_voorziening": 0.38,
    "fijn_rust": 0.27,
    "mist_contact": 0.24,
    "mist_activiteit": 0.18,
    "onveilig": 0.09,
    "woning": 0.13,
    "anders": 0.04,
}
SITUATIONS = {
    "dokter": 0.31,
    "school_kind": 0.17,
    "gemeente_brief": 0.28,
    "werk": 0.15,
    "winkel_straat": 0.11,
    "vervoer": 0.05,
    "buren": 0.06,
    "telefoon_digitaal": 0.12,
    "familie": 0.03,
    "anders": 0.03,
}
HELPERS = {
    "kind": 0.27,
    "partner": 0.2,
    "familie_vriend": 0.25,
    "buur": 0.06,
    "vrijwilliger": 0.06,
    "werker": 0.09,
    "tolk_app": 0.12,
    "niemand": 0.11,
    "anders": 0.02,
}


def skill(people: pd.DataFrame, rng: np.random.Generator) -> Floats:
    """How well somebody speaks Dutch: years here, schooling, and chance."""
    schooling = people["schooling"].map(LEVELS.index).to_numpy(dtype=float)
    years = np.log1p(people["years_here"].to_numpy(dtype=float))
    course = 1 - among(people["course"], ("nooit",))
    noise = rng.normal(0, 0.9, len(people))
    latent: Floats = 0.55 * schooling + 0.7 * years + 0.5 * course + noise
    return latent


def dutch(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> Answers:
    """V8–V10: how often and how well."""
    n = len(people)
    schooling = people["schooling"].map(LEVELS.index).to_numpy(dtype=float)
    often = {"bijna_nooit": 20, "soms": 24, "elke_week": 26, "elke_dag": 30}
    speaks = {"gaat_niet": 12, "veel_moeite": 33, "beetje_moeite": 39, "goed": 16}
    reads = {"gaat_niet": 24, "veel_moeite": 33, "beetje_moeite": 30, "goed": 13}
    own = {"nee": 13, "moeilijk": 17, "goed": 70}
    return {
        "nl_gebruik": list(ordinal(level + rng.normal(0, 1.2, n), often)),
        "nl_praten": list(ordinal(level + rng.normal(0, 0.3, n), speaks)),
        "nl_lezen": list(ordinal(level + 0.5 * schooling + rng.normal(0, 0.4, n), reads)),
        "lezen_eigen_taal": list(ordinal(schooling + rng.normal(0, 0.7, n), own)),
    }


def neighbourhood(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> Answers:
    """V1 and V5–V7: who learns, what the place is like, where people come, languages at home."""
    n = len(people)
    felt = several({"mist_contact": -0.4 * level}, FEELINGS, n, rng, at_most=3)
    knows = {"ander": 34, "ikzelf": 27, "beide": 29, "niemand": 10}
    return {
        "opening_kent_iemand": list(nominal({}, knows, n, rng)),
        "buurt_open": say(sentences.NEIGHBOURHOOD, felt, rng),
        "buurt_open_code": felt,
        "plekken_buurt": _places(people, level, rng),
        "talen_thuis": _languages_at_home(people, rng),
    }


def needed(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> Answers:
    """V11: the last time that more Dutch was needed, and who helped."""
    n = len(people)
    children = has(people, (*MINORS, "kind_18_thuis", "kind_uit_huis"))
    where = several(
        {
            "school_kind": 2.5 * has(people, MINORS) - 3.0,
            "werk": 2.5 * among(people["work"], WORKING),
        },
        SITUATIONS,
        n,
        rng,
        at_most=2,
    )
    who = several({"kind": 3.0 * children - 3.0}, HELPERS, n, rng, at_most=2)
    who = ["niemand" if "niemand" in w.split() else w for w in who]
    told = [
        f"{a} {b}"
        for a, b in zip(
            say(sentences.NEEDED, where, rng), say(sentences.HELPED, who, rng), strict=True
        )
    ]
    return {"nl_nodig": told, "nl_nodig_situatie": where, "nl_nodig_helper": who}


def taking_part(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> Answers:
    """V39–V41: what somebody did, arranges alone, dares."""
    n = len(people)
    parent = 2.5 * has(people, MINORS) - 3.0
    done = several(
        {"ouderavond": parent, "buren_nl": 0.6 * level, "dokter_zelf": 0.7 * level},
        {
            "vrijwilligerswerk": 0.17,
            "ouderavond": 0.31,
            "vereniging": 0.2,
            "buren_nl": 0.43,
            "dokter_zelf": 0.38,
            "opleiding": 0.26,
        },
        n,
        rng,
    )
    works = people["work"].isin(WORKING)
    done = [f"betaald_werk {d}" if w else d for d, w in zip(done, works, strict=True)]
    nothing = (level < np.quantile(level, 0.3)) & ~works.to_numpy() & (rng.random(n) < 0.3)
    alone = {"altijd_hulp": 21, "vaak_hulp": 29, "meestal_zelf": 32, "altijd_zelf": 18}
    faces = {"1": 9, "2": 22, "3": 38, "4": 24, "5": 7}
    return {
        "meedoen_nu": instead(done, nothing, "niets"),
        "zelf_regelen": list(ordinal(level + rng.normal(0, 0.8, n), alone)),
        "zeker_praten": list(ordinal(level + rng.normal(0, 1.0, n), faces)),
    }


def background(people: pd.DataFrame, year: int) -> Answers:
    """V46–V53 as the traits that were drawn."""
    arrived = year - people["years_here"]
    return {
        "geslacht": list(people["sex"]),
        "leeftijd": list(people["age"]),
        "geboorteland": list(people["country"]),
        "jaar_aankomst": [str(value) for value in arrived],
        "reden_komst": list(people["reason"]),
        "opleiding": list(people["schooling"]),
        "gezin": list(people["household"]),
        "werk_inkomen": list(people["work"]),
    }


def network(people: pd.DataFrame, is_seed: NDArray[np.bool_], rng: np.random.Generator) -> Answers:
    """V54–V56: network size, relation to the recruiter, cards taken, contact."""
    n = len(people)
    spoken = people["spoken"].to_numpy(dtype=int)
    known = np.minimum(spoken + rng.poisson(0.7 * spoken + 1), 500)
    heaped = np.where(known > 12, np.maximum(5 * np.round(known / 5), spoken), known).astype(int)
    relation = {
        "seed": {"kennis_buur": 60, "vriend": 30, "familie": 10},
        "recruit": {
            "familie": 34,
            "vriend": 33,
            "kennis_buur": 28,
            "onbekend": 4,
            "geen_kaart": 1,
        },
    }
    contact = several({}, {"over_les": 0.62, "over_uitkomst": 0.55, "vervolg": 0.4}, n, rng)
    refuses = rng.random(n) >= figures.CONTACT_YES
    return {
        "netwerk_aantal": [str(value) for value in heaped],
        "netwerk_gesproken": [str(value) for value in spoken],
        "netwerk_relatie": list(by_key(np.where(is_seed, "seed", "recruit"), relation, rng)),
        "netwerk_kaartjes": [str(value) for value in people["coupons"]],
        "contact_toestemming": instead(contact, refuses, "nee"),
    }


def observation(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> Answers:
    """What the interviewer notes afterwards."""
    n = len(people)
    present = several({}, {"partner": 0.2, "kind_12_plus": 0.2, "familie": 0.15}, n, rng)
    youngest = rng.random(n) < 0.5
    present = [
        f"{p} kind_onder_12" if small and y else p
        for p, small, y in zip(
            present, has(people, ("kind_0_3", "kind_4_12")), youngest, strict=True
        )
    ]
    where = {"thuis": 46, "buurthuis": 22, "school": 14, "straat_markt": 8, "telefoon": 6}
    foreign = (people["interview_language"] == "nl") & (level < np.quantile(level, 0.4))
    return {
        "obs_aanwezig": instead(present, rng.random(n) < 0.62, "niemand"),
        "obs_begrip": list(ordinal(level + rng.normal(0, 2.0, n), {"2": 7, "3": 36, "4": 57})),
        "obs_nl": list(
            ordinal(level + rng.normal(0, 0.5, n), {"0": 6, "1": 19, "2": 31, "3": 28, "4": 16})
        ),
        "obs_tolk": list(np.where(foreign, "ja", "nee")),
        "obs_plaats": list(nominal({}, {**where, "anders": 4}, n, rng)),
        "obs_bijzonder": pick(sentences.REMARKS, n, rng),
    }


def _places(people: pd.DataFrame, level: Floats, rng: np.random.Generator) -> list[str]:
    n = len(people)
    small = has(people, ("kind_0_3",))
    places = several(
        {
            "school": 2.5 * has(people, MINORS),
            "opvang": 3.0 * small - 3.0,
            "consultatiebureau": 3.5 * small - 3.5,
            "moedercentrum": 1.5 * among(people["sex"], ("vrouw",)),
            "werk": 6.0 * among(people["work"], WORKING),
            "vereniging": 1.2 * among(people["segment"], ("S4", "S5")),
        },
        {
            "school": 0.42,
            "opvang": 0.13,
            "consultatiebureau": 0.15,
            "huisarts": 0.66,
            "gebedshuis": 0.32,
            "buurthuis": 0.24,
            "moedercentrum": 0.12,
            "bibliotheek": 0.2,
            "markt": 0.76,
            "sport_park": 0.33,
            "vereniging": 0.12,
            "werk": 0.34,
        },
        n,
        rng,
        never={"gebedshuis": ~people["special"].to_numpy(dtype=bool)},
    )
    homebound = people["segment"].isin(["S3", "S4"]).to_numpy() & (rng.random(n) < 0.14)
    return instead(places, homebound, "nergens")


def _languages_at_home(people: pd.DataFrame, rng: np.random.Generator) -> list[str]:
    dutch_too = rng.random(len(people)) < 0.08 + 0.3 * has(people, (*MINORS, "kind_18_thuis"))
    return [
        f"{own} nl" if d else str(own)
        for own, d in zip(people["language"], dutch_too, strict=True)
    ]
