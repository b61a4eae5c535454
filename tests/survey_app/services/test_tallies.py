from datetime import date

import pytest

from survey_app.services import consent, tallies
from survey_app.storage.interviews import InterviewState
from tests import builders


@pytest.mark.both_databases
def test_interviews_and_refusals_are_counted_by_area_and_by_day(database, study, clock):
    with database.writing() as session:
        builders.an_interview(session, study, clock())
        builders.an_interview(session, study, clock(), state=InterviewState.OPEN)
        consent.count_refusal(session, study, "waterwijk-zuid", clock().date())
        clock.advance(days=1)
        builders.an_interview(session, study, clock(), area="waterwijk-zuid")
        consent.count_refusal(session, study, "opgeheven", clock().date())
    with database.reading() as session:
        found = tallies.tallies(session, study, clock())
    assert [(a.name, a.finished, a.open, a.stopped, a.refused) for a in found.areas] == [
        ("Waterwijk-Noord", 1, 1, 0, 0),
        ("Waterwijk-Zuid", 1, 0, 0, 1),
        ("opgeheven", 0, 0, 0, 1),
    ]
    assert [(d.name, d.finished, d.open, d.refused) for d in found.days] == [
        (date(2026, 5, 13), 1, 0, 1),
        (date(2026, 5, 12), 1, 1, 1),
    ]
    assert (found.total.finished, found.total.open, found.total.refused) == (2, 1, 2)
    assert found.withdrawn == 0


def test_days_long_ago_are_in_the_total_only(database, study, clock):
    with database.writing() as session:
        builders.an_interview(session, study, clock())
    with database.reading() as session:
        found = tallies.tallies(session, study, clock.advance(days=14))
    assert found.days == ()
    assert found.total.finished == 1
