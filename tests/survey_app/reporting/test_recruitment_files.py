"""Who brought whom, in files that other programs read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from analysis.recruitment.forest import Forest, forest
from survey_app.reporting import recruitment_files
from survey_app.reporting.dataset import Answers


@pytest.fixture
def chains(waterwijk: Callable[[int], Answers]) -> Answers:
    return waterwijk(150)


@pytest.fixture
def written(chains: Answers, tmp_path: Path) -> Path:
    recruitment_files.write(chains, tmp_path / "out")
    return tmp_path / "out"


def read(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def shape(trees: Forest) -> list[tuple[int, ...]]:
    """Of each tree the number of people in it, and of all of it the waves."""
    return [tuple(sorted(trees.tree_sizes.values())), trees.people_by_wave]


def test_both_forms_hold_the_chains_of_the_study(chains: Answers, written: Path) -> None:
    who = chains.recruits()
    told = shape(forest(who.ids, who.recruiters))
    people = read(written / "recruiters.csv")
    recruiters = people["recruiter.id"].where(people["recruiter.id"].isin(people["id"]))
    assert shape(forest(people["id"], recruiters)) == told
    cards = read(written / "coupons.csv")
    columns = [name for name in cards.columns if name.startswith("coupon.")]
    by_card = {
        row[name]: row["id"] for _, row in cards.iterrows() for name in columns if row[name]
    }
    above = cards["own.coupon"].map(by_card)
    assert shape(forest(cards["id"], above)) == told
    assert cards["network.size"].tolist() == people["network.size"].tolist()


def test_nobody_can_be_looked_up_by_what_stands_in_the_files(
    chains: Answers, written: Path
) -> None:
    words = "".join(path.read_text(encoding="utf-8") for path in written.iterdir())
    assert len(list(written.iterdir())) == len(recruitment_files.FILES)
    assert not any(name in words for name in chains.recruits().ids)


def test_the_drawing_has_a_line_for_each_recruit(chains: Answers, written: Path) -> None:
    lines = (written / "forest.dot").read_text(encoding="utf-8").count("->")
    assert lines == int(chains.recruits().recruiters.notna().sum())
