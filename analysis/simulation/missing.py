"""Why an answer is not there: the route, no consent, don't know, won't say, time, broken off."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.dataset import ANSWERED
from analysis.simulation import waterwijk as figures
from analysis.simulation.instrument import CLOSING, ITEMS, SPECIAL_INSTEAD, Item

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.simulation.draw import Floats

DELICATE = ("belemmering_thuis", "geslacht", "werk_inkomen", "geboorteland", "reden_komst")
LONG = 30.0  # minutes from which an interviewer may skip what is not core
FIRST_STOP, LAST_STOP = "nl_gebruik", "werk_inkomen"


def without_consent(values: pd.DataFrame, refused: NDArray[np.bool_]) -> pd.DataFrame:
    """Codes that need the second consent become the code that stands instead."""
    values = values.copy()
    for (name, code), other in SPECIAL_INSTEAD.items():
        rows = refused & (values[name] == code).to_numpy()
        values.loc[rows, name] = other
    return values


def statuses(
    values: pd.DataFrame,
    refused: NDArray[np.bool_],
    interrupted: NDArray[np.bool_],
    minutes: Floats,
    rng: np.random.Generator,
) -> pd.DataFrame:
    """The status of every answer, same shape as ``values``; ``beantwoord`` where it was given."""
    status = pd.DataFrame(ANSWERED, index=values.index, columns=values.columns)
    for item in ITEMS:
        _do_not_answer(status, item, rng)
    _skip_for_time(status, minutes, rng)
    _break_off(status, interrupted, rng)
    _leave_the_route(status, values, refused)
    return status


def _do_not_answer(status: pd.DataFrame, item: Item, rng: np.random.Generator) -> None:
    """Some do not know or will not say; field codes follow their open answer."""
    if item.follows:
        status[item.name] = status[item.follows]
        return
    rows = rng.random(len(status)) < item.missing
    shares = (0.2, 0.8, 0.0) if item.name in DELICATE else (0.62, 0.34, 0.04)
    reasons = rng.choice(["weet_niet", "wil_niet", "niet_begrepen"], size=len(status), p=shares)
    status.loc[rows, item.name] = reasons[rows]


def _skip_for_time(status: pd.DataFrame, minutes: Floats, rng: np.random.Generator) -> None:
    """In a long interview the rest of what is not core is sometimes left out."""
    closing = next(place for place, item in enumerate(ITEMS) if item.name == CLOSING)
    halfway = next(place for place, item in enumerate(ITEMS) if item.name == "belemmering_open")
    late = [item.name for item in ITEMS[halfway:closing] if not item.core]
    rows = (minutes > LONG) & (rng.random(len(status)) < 0.25)
    status.loc[rows, late] = "tijd"


def _break_off(
    status: pd.DataFrame, interrupted: NDArray[np.bool_], rng: np.random.Generator
) -> None:
    """From some question on nothing was asked."""
    names = [item.name for item in ITEMS]
    questions = [item.name for item in ITEMS if item.name == item.question or "_volg" in item.name]
    stops = questions[questions.index(FIRST_STOP) : questions.index(LAST_STOP)]
    reasons = status[names].to_numpy(copy=True)
    for row in np.flatnonzero(interrupted):
        reasons[row, names.index(str(rng.choice(stops))) :] = "afgebroken"
    status[names] = reasons


def _leave_the_route(
    status: pd.DataFrame, values: pd.DataFrame, refused: NDArray[np.bool_]
) -> None:
    """What is not asked: by the branch, by an empty hand of cards, without the second consent."""
    branch = values["traject_status"].where(status["traject_status"] == ANSWERED, "")
    reached = status["traject_status"] != "afgebroken"
    for item in ITEMS:
        if item.special:
            status.loc[refused, item.name] = "geen_toestemming"
        elif item.routes:
            status.loc[reached & ~branch.isin(item.routes), item.name] = "nvt_route"
    unknown = status["netwerk_aantal"].isin(["weet_niet", "wil_niet", "niet_begrepen"])
    status.loc[unknown, "netwerk_gesproken"] = "nvt_route"
    for start in ("motief", "belemmering"):
        _close_the_top(status, values, start)


def _close_the_top(status: pd.DataFrame, values: pd.DataFrame, start: str) -> None:
    """A pick whose card's pile is not known falls away, and the later picks move up."""
    picks = [f"{start}_top{rank}" for rank in (1, 2, 3)]
    chosen, reasons = values[picks].to_numpy(copy=True), status[picks].to_numpy(copy=True)
    for row in np.flatnonzero(reasons[:, 0] == ANSWERED):
        kept = [c for c in chosen[row] if c and status[c].to_numpy()[row] == ANSWERED]
        chosen[row] = [*kept, "", "", ""][:3]
        reasons[row] = [ANSWERED if card else "nvt_route" for card in chosen[row]]
    values[picks], status[picks] = chosen, reasons


def interrupted_people(n: int, rng: np.random.Generator) -> NDArray[np.bool_]:
    """Whose interview is broken off: two in a hundred."""
    chosen: NDArray[np.bool_] = rng.permutation(n) < round(figures.INTERRUPTED * n)
    return chosen
