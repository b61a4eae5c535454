"""Made-up surveys and the figures that R gave for them."""

import json
from pathlib import Path
from typing import Any

import pandas as pd

DATA = Path(__file__).parent / "data"
EXPECTED: dict[str, Any] = json.loads((DATA / "expected.json").read_text())
SURVEYS = ("survey120", "survey400")


def survey(name: str) -> pd.DataFrame:
    """Its items."""
    return pd.read_csv(DATA / f"{name}.csv")[EXPECTED["polychoric"][name]["items"]]
