"""Traits of people as zeros and ones."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.simulation.draw import Floats

WORKING = ("werk_vast", "werk_los", "eigen_zaak")


def has(people: pd.DataFrame, codes: tuple[str, ...]) -> Floats:
    """1 where somebody of that kind belongs to the family, else 0."""
    return np.array([float(any(c in codes for c in h.split())) for h in people["household"]])


def among(column: pd.Series[str], codes: tuple[str, ...]) -> Floats:
    """1 where the value is one of the codes, else 0."""
    return np.array([float(value in codes) for value in column])
