"""The made-up surveys and the figures that the field's reference software gave for them."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

DATA = Path(__file__).parent / "data"
ITEMS = {"survey120": ["m1", "m2", "m3", "b1", "b2", "b3"]}
ITEMS["survey400"] = [f"{block}{n}" for block in "mb" for n in range(1, 5)]


@cache
def survey(name: str) -> pd.DataFrame:
    """One of the surveys; empty cells are missing."""
    return pd.read_csv(DATA / f"{name}.csv")


def answers(name: str) -> pd.DataFrame:
    """Its items only."""
    return survey(name)[ITEMS[name]]


@cache
def expected() -> dict[str, Any]:
    """R's figures; see ``software`` for the versions."""
    found: dict[str, Any] = json.loads((DATA / "expected.json").read_text())
    return found


def double_centred() -> NDArray[np.float64]:
    """survey120 with item means, then person means taken off."""
    X = answers("survey120").to_numpy(float)
    X = X - X.mean(axis=0)
    return np.asarray(X - X.mean(axis=1, keepdims=True))
