"""Numbers as people read them."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from survey_app.reporting import numerals
from survey_app.reporting.panel import Stamp
from survey_app.reporting.wording import computed_until


@given(st.lists(st.integers(0, 500), min_size=1, max_size=6).filter(sum))
def test_whole_percents_add_up_and_are_never_a_percent_off(counts: list[int]) -> None:
    shares = numerals.whole_percents(counts)
    assert round(sum(shares), 6) == 1
    for share, number in zip(shares, counts, strict=True):
        assert abs(share - number / sum(counts)) < 0.01 + 1e-9


def test_numbers_are_dutch_where_nobody_is_reading() -> None:
    assert numerals.count(1234567) == "1.234.567"
    assert numerals.decimal(1.25, 1) == "1,2"
    assert numerals.percent(0.476) == "48\u202f%"


def test_a_moment_is_by_the_clock_in_the_netherlands() -> None:
    assert numerals.moment(datetime(2026, 5, 12, 12, 3, tzinfo=UTC)) == "12 mei 14:03"


def test_a_stamp_says_how_many_came_after() -> None:
    until = datetime(2026, 5, 12, 12, 3, tzinfo=UTC)
    assert computed_until(Stamp(600, until, 0, changed=False)).endswith("tot en met 12 mei 14:03.")
    assert "1 gesprek bij" in computed_until(Stamp(600, until, 1, changed=True))
    assert "weggehaald" in computed_until(Stamp(600, until, -1, changed=True))
    assert "veranderd" in computed_until(Stamp(600, until, 0, changed=True))
