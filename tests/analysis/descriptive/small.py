"""A small data set that the tests of this folder share."""

import numpy as np
import pandas as pd

from analysis.codebook import Category, Codebook, Variable
from analysis.dataset import Dataset

PRICES = ("free", "five", "ten")
TIMES = ("morning", "evening")


def variable(name: str, codes: tuple[str, ...], *, multiple: bool = False) -> Variable:
    return Variable(
        name, categories=tuple(Category(c, c.title()) for c in codes), multiple=multiple
    )


CODEBOOK = Codebook(
    (variable("price", PRICES), variable("times", TIMES, multiple=True), Variable("year"))
)


def small() -> Dataset:
    """Six people: two have no price (for two reasons), one gave no times."""
    frame = pd.DataFrame(
        {
            "price": ["free", "five", "ten", "five", None, None],
            "times": ["morning", "morning evening", "evening", None, "morning", "evening"],
            "year": [2001.0, 2020.0, 2024.0, np.nan, 2015.0, 2010.0],
        }
    )
    status = frame.notna().replace({True: "beantwoord", False: "weet_niet"})
    status.loc[5, "price"] = "nvt_route"
    return Dataset(frame, CODEBOOK, status)


def reordered(dataset: Dataset, order: np.ndarray, weights: np.ndarray) -> Dataset:
    """The same people in another order."""
    return Dataset(
        dataset.frame.iloc[order].reset_index(drop=True),
        dataset.codebook,
        dataset.status.iloc[order].reset_index(drop=True),
        weights,
    )
