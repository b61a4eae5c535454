"""Made-up surveys and the figures that R gave for them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

DATA = Path(__file__).parent / "data"
EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text())


def table(name: str) -> pd.DataFrame:
    """A whole survey."""
    return pd.read_csv(DATA / f"{name}.csv")


def items(name: str) -> pd.DataFrame:
    """Its items."""
    return table(name).filter(regex=r"^[mb]\d$")
