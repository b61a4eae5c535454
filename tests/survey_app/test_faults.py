"""What was acknowledged is there once. In full: ``python -m benchmarks faults``."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from benchmarks import faults
from benchmarks.faults import House, Result
from survey_app.settings import Settings

pytestmark = [pytest.mark.slow, pytest.mark.both_databases]


@pytest.fixture
def house(settings: Settings) -> Iterator[House]:
    with faults.house(settings) as house:
        yield house


def nothing_lost(found: Result, at_least: int) -> bool:
    return (found.lost, found.doubled) == (0, 0) and found.acknowledged >= at_least


def test_killed_under_load_it_keeps_what_it_acknowledged(house: House) -> None:
    found = faults.kills(house, 5, Random(5))
    assert nothing_lost(found, at_least=20)
    assert found.broken


def test_two_tabs_at_once_lose_and_double_nothing(house: House) -> None:
    assert nothing_lost(faults.two_tabs(house, 100), at_least=100)


def test_a_line_that_is_cut_while_a_device_sends_loses_and_doubles_nothing(house: House) -> None:
    found = faults.cuts(house, 10, Random(10))
    assert nothing_lost(found, at_least=faults.BATCH)
    assert found.broken == 10
