"""A device whose clock is wrong, and is changed in the middle of an interview."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import BrowserContext
from sqlalchemy import select

from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study
from tests.clock import Clock
from tests.journeys.offline_driver import GIVEN, OfflineInterviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# The clock of the machine, so many hours off; how long something takes is not.
CLOCK = """
const Real = Date;
const hours = () => Number(sessionStorage.getItem("hours") ?? 0) * 3_600_000;
window.Date = class extends Real {
  constructor(...given) {
    if (given.length) super(...given);
    else super(Real.now() + hours());
  }
  static now() { return Real.now() + hours(); }
};
"""


@pytest.fixture
def device(context: BrowserContext, live_server: str, enquete_study: Study) -> OfflineInterviewer:
    context.add_init_script(CLOCK)
    interviewer = OfflineInterviewer(context.new_page(), live_server)
    interviewer.get_ready()
    return interviewer


def set_clock(device: OfflineInterviewer, hours: int) -> None:
    device.page.evaluate("hours => sessionStorage.setItem('hours', hours)", str(hours))


@pytest.mark.parametrize("hours", [[3], [-3], [3, -2], [-2, 0]])
def test_answers_have_the_time_at_which_they_were_given_as_far_as_can_be_known(
    device: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    clock: Clock,
    hours: list[int],
) -> None:
    context.set_offline(True)
    set_clock(device, hours[0])
    device.begin()
    device.go_on(GIVEN, until="nl_gebruik")
    set_clock(device, hours[-1])
    device.go_on(GIVEN, until="wil_leren")
    device.stop_and_keep()
    context.set_offline(False)
    device.send()
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        moments = [event.device_at for event in saving.history(session, interview.id)]
        assert moments == sorted(moments)
        assert interview.finished_at
        assert interview.started_at <= moments[-1] <= interview.finished_at
    if hours != [-2, 0]:  # put forward, it may as well have been asleep
        assert timedelta(seconds=-2) < clock() - interview.started_at < timedelta(minutes=3)
        assert len(set(moments)) > 5


def test_a_clock_that_is_put_back_between_two_visits_is_noticed(
    device: OfflineInterviewer, context: BrowserContext, database: Database, clock: Clock
) -> None:
    before = clock()
    context.set_offline(True)
    device.begin()
    device.go_on(GIVEN, until="nl_gebruik")
    context.set_offline(False)
    device.page.goto(f"{device.address}/login")  # no page of ours sees the clock
    set_clock(device, -3)
    context.set_offline(True)
    device.unlock()
    device.resume()
    device.go_on(GIVEN, until="wil_leren")
    device.stop_and_keep()
    context.set_offline(False)
    clock.advance(minutes=10)
    device.send()
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        history = saving.history(session, interview.id)
    moments = [event.device_at for event in history]
    assert moments == sorted(moments)
    begun = [event.device_at - before for event in history[:6]]
    assert timedelta(seconds=-2) < min(begun) <= max(begun) < timedelta(minutes=3)
    assert interview.answers == saving.replayed(history)
