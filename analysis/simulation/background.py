"""Who lives in Waterwijk: drawn by segment, contradictions repaired, raked to known shares.

The typology is never assigned: it follows from work, age, sex, household, country and reason, by
the rule of the enquête (``doelgroep_type``).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.simulation import waterwijk as figures
from analysis.simulation.draw import Texts, by_key, rake, systematic

if TYPE_CHECKING:
    from numpy.typing import NDArray

MINORS = ("kind_0_3", "kind_4_12", "kind_13_17")
EU = ("PL", "BG", "RO", "EU")
REFUGE = ("SY", "ER", "ET", "SO", "IQ", "AF", "IR", "UA", "YE")
YEARS = {"0_2": (0, 2), "3_5": (3, 5), "6_10": (6, 10), "11_20": (11, 20), "21_plus": (21, 48)}
YOUNGEST = {
    "18_24": 18,
    "25_34": 25,
    "35_44": 35,
    "45_54": 45,
    "55_64": 55,
    "65_74": 65,
    "75_plus": 75,
}
LONGEST_STAY = {"UA": 4, "SY": 13, "ER": 16, "PL": 22, "BG": 19, "RO": 19, "EU": 25}

_REASONS = {
    "refuge vrouw": {"veiligheid": 66, "gezin": 16, "huwelijk_partner": 15, "anders": 3},
    "refuge man": {"veiligheid": 82, "gezin": 11, "studie": 3, "werk": 2, "anders": 2},
    "settled vrouw": {
        "huwelijk_partner": 66,
        "gezin": 24,
        "werk": 3,
        "studie": 3,
        "anders": 4,
    },
    "settled man": {"huwelijk_partner": 34, "gezin": 24, "werk": 34, "studie": 4, "anders": 4},
    "union vrouw": {"huwelijk_partner": 48, "gezin": 30, "studie": 12, "anders": 10},
    "union man": {"huwelijk_partner": 40, "gezin": 32, "studie": 14, "anders": 14},
    "labour": {"werk": 100},
}


def neighbourhood(size: int, rng: np.random.Generator) -> pd.DataFrame:
    """People of Waterwijk, one row each, close to the known shares of every trait.

    Columns: segment, sex, age, country, language, reason, schooling, years_here, household
    (codes with spaces), work, type.
    """
    pool = _candidates(max(20 * size, 8000), rng)
    weights = rake(
        [
            (_texts(pool["segment"]), figures.SEGMENTS),
            (_texts(pool["schooling"]), figures.SCHOOLING),
            (_years_class(pool["years_here"].to_numpy()), figures.YEARS_HERE),
            (_texts(pool["reason"]), figures.REASON),
            (country_group(_texts(pool["country"])), figures.COUNTRY_GROUP),
            (_texts(pool["age"]), figures.AGE),
            (_texts(pool["sex"]), figures.SEX),
            (_texts(pool["type"]), figures.TYPE),
        ]
    )
    strata = [_texts(pool[name]) for name in ("segment", "type", "country", "age")]
    return pool.iloc[systematic(weights, size, strata, rng)].reset_index(drop=True)


def typology(people: pd.DataFrame) -> Texts:
    """The handbook's box of each person, by the enquête's rule ``doelgroep_type``."""
    work = _texts(people["work"])
    working = np.isin(work, ("werk_vast", "werk_los", "eigen_zaak"))
    prospect = np.isin(work, ("zoekt_werk", "bijstand_plicht"))
    free = np.isin(work, ("bijstand_vrij", "ziek_wia", "aow", "thuis"))
    labour = np.isin(_texts(people["country"]), EU) & (people["reason"] == "werk").to_numpy()
    woman, man = (people["sex"] == "vrouw").to_numpy(), (people["sex"] == "man").to_numpy()
    minor = _has_any(people["household"], MINORS)
    grown = _has_any(people["household"], ("kind_uit_huis", "kind_18_thuis"))
    older = people["age"].isin(["45_54", "55_64", "65_74", "75_plus"]).to_numpy()
    married = (people["reason"] == "huwelijk_partner").to_numpy()
    rules = [
        ((working | prospect) & labour, "A3"),
        (working, "A1"),
        (prospect, "A2"),
        (~free, "O"),
        (man, "N3"),
        (~woman, "O"),
        (minor, "N2"),
        (older & grown, "N1"),
        (~older & married, "N2"),
    ]
    return np.select([rule for rule, _ in rules], [box for _, box in rules], "N4")


def country_group(countries: Texts) -> Texts:
    """Countries as they are grouped in the known shares."""
    groups = {"BG": "BG_RO", "RO": "BG_RO", "AF": "AF_IR", "IR": "AF_IR"}
    groups |= {"CN": "CN_VN_TH", "VN": "CN_VN_TH", "TH": "CN_VN_TH"}
    known = set(figures.COUNTRY_GROUP)
    return np.array([groups.get(c, c if c in known else "other") for c in countries])


def _candidates(size: int, rng: np.random.Generator) -> pd.DataFrame:
    """Many people, likely for their segment; the box is only where the drawing begins."""
    segment = by_key(np.full(size, "all"), {"all": figures.SEGMENTS}, rng)
    box = by_key(segment, figures.BOX_START, rng)
    age = by_key(segment, figures.AGE_START, rng)
    sex = _sexes(segment, box, rng)
    country = by_key(np.where(box == "A3", "A3", segment), figures.COUNTRY_START, rng)
    people = pd.DataFrame(
        {
            "segment": segment,
            "sex": sex,
            "age": age,
            "country": country,
            "language": by_key(country, _with_others(figures.LANGUAGES, country), rng),
            "reason": by_key(_reason_keys(country, sex, box), _REASONS, rng),
            "schooling": by_key(segment, figures.SCHOOLING_START, rng),
            "years_here": _years(segment, age, country, rng),
            "household": _households(box, age, rng),
            "work": _work(box, age, rng),
        }
    )
    return people.assign(type=typology(people))


def _sexes(segment: Texts, box: Texts, rng: np.random.Generator) -> Texts:
    """Boxes of women and men are given; elsewhere about half."""
    women = np.isin(box, ("N1", "N2", "N4")) | np.isin(segment, ("S2", "S3"))
    men = (box == "N3") | (segment == "S4") & ~women
    chance = np.select([women, men, segment == "S5"], [1.0, 0.0, 0.42], 0.5)
    drawn = np.where(rng.random(len(box)) < chance, "vrouw", "man")
    return np.where(rng.random(len(box)) < 0.01, "anders", drawn)


def _reason_keys(country: Texts, sex: Texts, box: Texts) -> Texts:
    kind = np.select([np.isin(country, REFUGE), np.isin(country, EU)], ["refuge", "union"], "")
    kind = np.where(kind == "", "settled", kind)
    person = np.where(sex == "man", "man", "vrouw")
    return np.where(box == "A3", "labour", np.char.add(np.char.add(kind, " "), person))


def _years(
    segment: Texts, age: Texts, country: Texts, rng: np.random.Generator
) -> NDArray[np.int64]:
    """Whole years here; nobody came before the age of twelve, nor before their people did."""
    low, high = np.array([YEARS[c] for c in by_key(segment, figures.YEARS_START, rng)]).T
    youngest = np.array([YOUNGEST[a] for a in age]) - 12
    longest = np.array([LONGEST_STAY.get(c, 48) for c in country])
    years = rng.integers(low, high + 1)
    capped: NDArray[np.int64] = np.minimum(years, np.minimum(youngest, longest))
    return capped


def _years_class(years: NDArray[np.int64]) -> Texts:
    edges = [high for _, high in YEARS.values()][:-1]
    return np.array(list(YEARS))[np.searchsorted(edges, years)]


def _work(box: Texts, age: Texts, rng: np.random.Generator) -> Texts:
    work = by_key(box, figures.WORK_START, rng)
    pension = np.isin(age, ("65_74", "75_plus"))
    return np.where(pension & ~np.isin(work, ("werk_los", "eigen_zaak")), "aow", work)


def _households(box: Texts, age: Texts, rng: np.random.Generator) -> list[str]:
    return [_household(b, a, rng) for b, a in zip(box, age, strict=True)]


def _household(box: str, age: str, rng: np.random.Generator) -> str:
    """Who belongs to one family, likely for the box and the age."""
    years = YOUNGEST[age]
    parents = {"N1": 0.0, "N2": 0.9, "N3": 0.3, "N4": 0.0}.get(box, 0.42)
    grown = {"N1": 1.0, "N3": 0.8, "N4": 0.1}.get(box, 0.3)
    partner = {"N1": 0.5, "N2": 0.8, "N3": 0.62, "N4": 0.25}.get(box, 0.48)
    people = ["partner"] if rng.random() < partner else []
    if years < 65 and rng.random() < parents:
        people += _children(years, rng)
    if years >= 45 and rng.random() < grown:
        people += _grown_children(rng)
    people += [who for who, share in (("ouders", 0.04), ("anderen", 0.07)) if rng.random() < share]
    return " ".join(people) if any(p != "kind_uit_huis" for p in people) else _alone(people)


def _children(years: int, rng: np.random.Generator) -> list[str]:
    chances = {
        18: (1.0, 0.0, 0.0),
        25: (0.6, 0.6, 0.05),
        35: (0.25, 0.8, 0.35),
        45: (0.03, 0.5, 0.7),
        55: (0.0, 0.2, 0.9),
    }[years]
    children = [code for code, c in zip(MINORS, chances, strict=True) if rng.random() < c]
    return children or [MINORS[int(np.argmax(chances))]]


def _grown_children(rng: np.random.Generator) -> list[str]:
    left = ["kind_uit_huis"] if rng.random() < 0.8 else []
    home = ["kind_18_thuis"] if rng.random() < 0.3 or not left else []
    return home + left


def _alone(people: list[str]) -> str:
    return " ".join([*people, "alleen"])


def _with_others(
    tables: Mapping[str, Mapping[str, float]], keys: Texts
) -> dict[str, Mapping[str, float]]:
    """Countries without a table of languages of their own speak *another language*."""
    return {str(key): tables.get(str(key), {"anders": 100}) for key in np.unique(keys)}


def _has_any(codes: pd.Series[str], wanted: tuple[str, ...]) -> NDArray[np.bool_]:
    return np.array([any(code in wanted for code in row.split()) for row in codes])


def _texts(column: pd.Series[str]) -> Texts:
    return column.to_numpy(dtype=str)
