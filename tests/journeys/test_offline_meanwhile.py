"""What happens while an interview is sent, or after: it goes on, here or in another tab."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study
from tests import builders
from tests.clock import Clock
from tests.journeys.offline_driver import GIVEN, OfflineInterviewer, kept, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SYNC = "**/interviews/sync"


def begin_and_stop(interviewer: OfflineInterviewer, *, coupon: str = "") -> None:
    interviewer.begin(coupon=coupon)
    interviewer.go_on(GIVEN, until="plekken_buurt")
    interviewer.stop_and_keep()


def only(database: Database) -> Interview:
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.answers == saving.replayed(saving.history(session, interview.id))
        return interview


def test_what_is_answered_while_it_is_sent_stays_here_and_goes_later(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page, under_way = interviewer.page, list[Route]()
    begin_and_stop(interviewer)
    before = kept(interviewer)["events"]

    def wait(route: Route) -> None:
        under_way.append(route) if route.request.method == "POST" else route.continue_()

    context.route(SYNC, wait)
    page.click("[data-action=send-now]")
    expect(page.locator("[data-waiting] [data-sync=sending]")).to_be_visible()
    interviewer.resume()
    interviewer.go_on(GIVEN, until="nl_gebruik")
    all_events = kept(interviewer)["events"]
    assert len(all_events) > len(before)
    for route in under_way:
        route.continue_()
    context.unroute(SYNC)
    expect(page.locator("[data-told]")).to_be_visible()
    assert sorted(stored(database)) == sorted(before)
    assert sorted(kept(interviewer)["events"]) == sorted(all_events)

    interviewer.go_on(GIVEN, until="wil_leren")
    interviewer.stop_and_keep()
    expect(page.locator("[data-waiting] [data-sync=device]")).to_be_visible()
    all_events = kept(interviewer)["events"]
    interviewer.send()
    expect(page.locator("[data-waiting] [data-sync=received]")).to_be_visible()
    assert sorted(stored(database)) == sorted(all_events)
    assert kept(interviewer)["events"] == []
    assert only(database).answers["nl_gebruik"]["value"]


def test_an_interview_that_was_sent_from_another_tab_goes_on_whole(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database, page: Page
) -> None:
    begin_and_stop(interviewer)
    other = OfflineInterviewer(context.new_page(), interviewer.address)
    other.unlock()
    other.resume()
    here = other.question
    interviewer.send()
    assert kept(other)["events"] == []  # all of it was received
    other.go_on(GIVEN, until="wil_leren")
    all_events = set(kept(other)["events"])
    assert set(stored(database)) < all_events
    other.unlock()  # what stays is what the disk holds
    other.resume()
    assert other.question == "wil_leren"
    other.go_to(here)
    other.go_on(GIVEN, until="wil_leren")
    other.stop_and_keep()
    other.send()
    assert set(stored(database)) == all_events
    assert only(database).answers["nl_gebruik"]["value"]
    assert kept(other)["events"] == []


def test_what_the_second_consent_covered_goes_also_where_another_tab_kept_it(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    interviewer.begin()
    interviewer.go_on(GIVEN, until="geboorteland")
    other = OfflineInterviewer(context.new_page(), interviewer.address)
    other.unlock()
    other.resume()
    before = set(kept(other)["events"])
    other.answer(GIVEN)
    other.press("next")
    (country,) = set(kept(other)["events"]) - before
    interviewer.go_to("toestemming_bijzonder")
    interviewer.page.check("[name=toestemming_bijzonder][value=nee]")
    interviewer.press("next")
    assert country not in kept(interviewer)["events"]


def test_what_was_removed_in_one_tab_does_not_come_back_from_another(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    begin_and_stop(interviewer)
    other = OfflineInterviewer(context.new_page(), interviewer.address)
    other.unlock()
    other.resume()
    interviewer.resume()
    interviewer.page.click("[data-action=stop]")
    interviewer.page.click("[data-action=erase]")
    expect(interviewer.page.locator("[data-action=send-now]")).to_be_visible()
    other.answer(GIVEN)
    other.page.click("[data-action=next]")
    told = other.page.locator("[data-told]")
    expect(told).to_contain_text(told.get_attribute("data-removed") or "nothing")
    assert kept(other)["events"] == []
    interviewer.send()
    assert stored(database) == []


def test_a_card_that_did_not_count_is_told_also_when_the_first_answer_got_lost(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    enquete_study: Study,
    clock: Clock,
) -> None:
    with database.writing() as session:
        code = builders.a_coupon(session, enquete_study, clock()).code
    page, said = interviewer.page, interviewer.page.locator("[data-said]")
    begin_and_stop(interviewer, coupon=code)
    interviewer.send()
    begin_and_stop(interviewer, coupon=code)

    def lost(route: Route) -> None:
        if route.request.method == "POST":
            route.fetch()
            return route.abort()
        return route.continue_()

    context.route(SYNC, lost)
    interviewer.send()
    context.unroute(SYNC)
    with database.reading() as session:
        assert len(session.scalars(select(Interview)).all()) == 2
    interviewer.send()
    expect(said.filter(has_text="al een gesprek gevoerd")).to_have_count(1)
    interviewer.unlock()  # looked at later, it is still told
    expect(said.filter(has_text="al een gesprek gevoerd")).to_have_count(1)
    expect(page.locator("[data-waiting] [data-sync=received]")).to_have_count(2)
