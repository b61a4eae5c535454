"""The front door of recruitment: what the page about it shows, works as it is written there."""

import re
from pathlib import Path

import pandas as pd
import pytest

from analysis import rds
from tests.recruitment_cases import frame

PAGE = Path(__file__).parents[2] / "docs" / "methods" / "recruitment.md"


def test_every_name_of_the_front_door_is_there():
    assert all(hasattr(rds, name) for name in rds.__all__)


def test_the_example_of_the_page_runs(tmp_path, monkeypatch, capsys):
    table = frame("small60").rename(columns={"degree": "friends"})
    table["recruiter"] = table["recruiter"].mask(table["recruiter"] == "seed")
    table.to_csv(tmp_path / "people.csv", index=False)
    monkeypatch.chdir(tmp_path)
    (example,) = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names = {}
    exec(example, names)  # noqa: S102 - our own page
    assert names["found"].column("estimate")["no"] == pytest.approx(0.6573070734725833)
    assert isinstance(names["found"].table, pd.DataFrame)
    assert "category" in capsys.readouterr().out
