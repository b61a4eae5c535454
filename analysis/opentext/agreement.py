"""Do coders agree? Cohen's kappa for two, Krippendorff's alpha for more, for gaps, for code sets.

kappa = (A − E) / (1 − E): agreement A beyond what the coders' own shares would give, E (Cohen
1960, Educ. Psychol. Meas. 20(1)). alpha = 1 − observed / expected disagreement, over all pairs of
codings of one answer (Krippendorff 2004, Content Analysis, ch. 11).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError, some
from analysis.results import Notice, Result

if TYPE_CHECKING:
    from numpy.typing import NDArray

Floats: TypeAlias = "NDArray[np.float64]"
Distance: TypeAlias = Callable[[str, str], float]

PUBLISH, TENTATIVE = 0.80, 0.67
RESAMPLES, LEVEL = 1000, 0.95


@dataclass(frozen=True, kw_only=True)
class Agreement(Result):
    """How far coders agree; ``n`` is the number of answers that more than one of them coded.

    Attributes:
        value: kappa or alpha, at most 1; NaN when everybody always gave the same code.
        low, high: percentile limits over answers drawn anew; NaN when there are none.
        observed: kappa: share of agreement; alpha: mean observed distance.
        expected: the same by chance.
        coders: how many coders.
    """

    value: float
    low: float
    high: float
    observed: float
    expected: float
    coders: int

    @property
    def verdict(self) -> str:
        """``publish`` from 0.80, ``tentative`` from 0.67, else ``insufficient``."""
        if self.value >= PUBLISH:
            return "publish"
        return "tentative" if self.value >= TENTATIVE else "insufficient"


def nominal(a: str, b: str) -> float:
    """0 for the same codes, else 1; the order of several codes plays no part."""
    return float(set(a.split()) != set(b.split()))


def masi(a: str, b: str) -> float:
    """Distance of two sets of codes (Passonneau 2006): 1 − Jaccard · monotonicity.

    Monotonicity is 1 for equal sets, ⅔ when one holds the other, ⅓ when they overlap, else 0.
    """
    first, second = set(a.split()), set(b.split())
    common = first & second
    if first == second:
        return 0.0
    monotonicity = 2 / 3 if common in (first, second) and common else 1 / 3
    return 1 - len(common) / len(first | second) * monotonicity


DISTANCES: dict[str, Distance] = {"nominal": nominal, "masi": masi}


def cohen_kappa(codings: pd.DataFrame, *, random_state: int = 0) -> Agreement:
    """Cohen's kappa of two coders, on the answers that both coded.

    Args:
        codings: (answers, 2) codes as text; missing is not coded.
        random_state: seed of the interval.

    Raises:
        DataError: not two coders, or no answer that both coded.
    """
    if codings.shape[1] != 2:
        raise DataError(
            f"Cohen's kappa is for two coders; there are {codings.shape[1]}: use Krippendorff's"
        )
    units = _units(codings)
    places = np.array([unit for unit in units.places if len(unit) == 2])
    estimate, observed, expected = _kappa(places, units.k, np.ones((1, len(places))))
    replicates = _kappa(places, units.k, _resamples(len(places), random_state))[0]
    return _agreement("Cohen's kappa", "nominal", units, replicates, estimate, observed, expected)


def krippendorff_alpha(
    codings: pd.DataFrame, distance: str = "nominal", *, random_state: int = 0
) -> Agreement:
    """Krippendorff's alpha of any number of coders, gaps allowed.

    Args:
        codings: (answers, coders) codes as text, several codes separated by spaces; missing is
            not coded. An answer that one person coded changes nothing.
        distance: ``nominal``, or ``masi`` for sets of codes.
        random_state: seed of the interval.

    Raises:
        DataError: no answer that two people coded.
        SettingError: an unknown distance.
    """
    if distance not in DISTANCES:
        raise SettingError(f"there is no distance {distance!r}; there are {some(DISTANCES)}")
    units = _units(codings)
    apart = np.array([[DISTANCES[distance](a, b) for b in units.codes] for a in units.codes])
    estimate, observed, expected = _alpha(units, apart, np.ones((1, len(units.places))))
    again = _resamples(len(units.places), random_state)
    replicates = _alpha(units, apart, again)[0]
    return _agreement(
        "Krippendorff's alpha", distance, units, replicates, estimate, observed, expected
    )


@dataclass(frozen=True)
class _Units:
    """Answers coded by at least two, sorted by content; codes as places in ``codes``."""

    codes: Sequence[str]
    places: list[tuple[int, ...]]
    coders: int

    @property
    def k(self) -> int:
        return len(self.codes)


def _units(codings: pd.DataFrame) -> _Units:
    """A coder's cells without a code are gaps.

    Codes stand in the order of how often they were given, so that names play no part in chance
    unless two codes are equally frequent.
    """
    rows = [[_code(cell) for cell in row] for row in codings.itertuples(index=False)]
    pairable = [[code for code in row if code] for row in rows if sum(map(bool, row)) > 1]
    if not pairable:
        raise DataError(
            f"no answer was coded by two people; there are {len(codings)} answers and "
            f"{codings.shape[1]} coders"
        )
    given = Counter(code for row in pairable for code in row)
    codes = sorted(given, key=lambda code: (-given[code], code))
    place = {code: number for number, code in enumerate(codes)}
    return _Units(
        codes, sorted(tuple(place[code] for code in row) for row in pairable), codings.shape[1]
    )


def _code(cell: Any) -> str:
    """Codes in one order: a set has none."""
    return "" if pd.isna(cell) else " ".join(sorted(set(str(cell).split())))


def _kappa(pairs: NDArray[np.int64], k: int, counts: Floats) -> tuple[Floats, Floats, Floats]:
    """For (B, answers) counts: kappa, agreement, agreement by chance."""
    tables = np.zeros((len(counts), k, k))
    for (first, second), column in zip(pairs, counts.T, strict=True):
        tables[:, first, second] += column
    tables /= tables.sum(axis=(1, 2), keepdims=True)
    observed = np.trace(tables, axis1=1, axis2=2)
    expected = (tables.sum(axis=1) * tables.sum(axis=2)).sum(axis=1)
    return _beyond_chance(observed, expected, 1 - expected), observed, expected


def _alpha(units: _Units, apart: Floats, counts: Floats) -> tuple[Floats, Floats, Floats]:
    """For (B, answers) counts: alpha, observed and expected disagreement."""
    given = np.zeros((len(units.places), units.k))
    for row, codes in enumerate(units.places):
        np.add.at(given[row], list(codes), 1)
    within = np.einsum("uc,cd,ud->u", given, apart, given) / (given.sum(axis=1) - 1)
    totals = counts @ given
    n = totals.sum(axis=1)
    observed = counts @ within / n
    expected = np.einsum("bc,cd,bd->b", totals, apart, totals) / (n * (n - 1))
    return (
        _beyond_chance(expected - observed, np.zeros_like(observed), expected),
        observed,
        expected,
    )


def _beyond_chance(found: Floats, chance: Floats, room: Floats) -> Floats:
    """(found − chance) / room; unknown where there is no room."""
    empty = np.full_like(found, np.nan)
    ratio: Floats = np.divide(found - chance, room, out=empty, where=room > 1e-12)
    return ratio


def _resamples(n: int, random_state: int) -> Floats:
    rng = np.random.default_rng(random_state)
    return rng.multinomial(n, np.full(n, 1 / n), size=RESAMPLES).astype(np.float64)


def _agreement(
    method: str,
    distance: str,
    units: _Units,
    replicates: Floats,
    estimate: Floats,
    observed: Floats,
    expected: Floats,
) -> Agreement:
    known = replicates[np.isfinite(replicates)]
    tail = (1 - LEVEL) / 2
    low, high = np.quantile(known, (tail, 1 - tail)) if len(known) else (np.nan, np.nan)
    text = "everybody always gave the same code: nothing to agree about beyond chance"
    alone = () if np.isfinite(estimate[0]) else (Notice("one_code", text),)
    return Agreement(
        n=len(units.places),
        method=f"{method}, {distance}",
        settings={"level": LEVEL, "resamples": RESAMPLES},
        warnings=alone,
        value=float(estimate[0]),
        low=float(low),
        high=float(high),
        observed=float(observed[0]),
        expected=float(expected[0]),
        coders=units.coders,
    )
