"""A line that is bad in other ways than being cut: silent, or wrong for one interview only."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from sqlalchemy import select

from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study
from tests.journeys.interview_driver import Interviewer
from tests.journeys.offline_driver import GIVEN, OfflineInterviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def silent(_: Route) -> None:
    """Neither answers nor fails."""


def begin_and_stop(interviewer: OfflineInterviewer) -> None:
    interviewer.begin()
    interviewer.go_on(GIVEN, until="plekken_buurt")
    interviewer.stop_and_keep()


def test_who_was_ready_and_chose_no_pin_yet_begins_without_a_network(
    context: BrowserContext, live_server: str, enquete_study: Study
) -> None:
    page = context.new_page()
    interviewer = OfflineInterviewer(page, live_server)
    interviewer.sign_in()
    expect(page.locator("[data-offline=ready]")).to_be_visible()
    context.set_offline(True)
    page.goto(f"{live_server}/interviews/")
    expect(page.locator("[data-instead]")).to_be_visible()
    interviewer.choose_pin()
    begin_and_stop(interviewer)
    expect(page.locator("[data-waiting] [data-sync=device]")).to_have_count(1)


def test_a_browser_that_does_not_promise_to_keep_what_is_there_is_told_of(
    interviewer: OfflineInterviewer,
) -> None:
    page = interviewer.page
    page.evaluate("navigator.storage.persist = async () => false")
    page.evaluate("navigator.storage.persisted = async () => false")
    page.click("[data-action=persist]")
    expect(page.locator("[data-not-kept]")).to_be_visible()


def test_on_a_silent_line_sending_is_said_at_once_and_given_up_in_time(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    begin_and_stop(interviewer)
    context.route("**/interviews/sync", silent)
    page.click("[data-action=send-now]")
    expect(page.locator("[data-waiting] [data-sync=sending]")).to_be_visible()
    told = page.locator("[data-told]")
    expect(told).to_contain_text(told.get_attribute("data-no-network") or "")
    expect(page.locator("[data-waiting] [data-sync=device]")).to_be_visible()
    context.unroute("**/interviews/sync")
    interviewer.send()
    expect(page.locator("[data-waiting] [data-sync=received]")).to_be_visible()


def test_on_a_silent_line_a_screen_does_not_wait_for_ever(
    page: Page, live_server: str, enquete_study: Study
) -> None:
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start()
    interviewer.go_on(GIVEN, until="buurt_open")
    page.route("**/buurt_open", silent)
    interviewer.answer(GIVEN)
    page.click("[data-action=next]")
    expect(page.locator("[data-unsent]")).to_be_visible()
    page.unroute("**/buurt_open")
    page.click("[data-action=retry]")
    expect(page.locator("[data-question=plekken_buurt]")).to_be_visible()


def test_one_interview_that_the_server_cannot_take_does_not_keep_the_others_here(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    context.set_offline(True)
    begin_and_stop(interviewer)
    begin_and_stop(interviewer)
    context.set_offline(False)
    hit: list[str] = []

    def fail_the_first(route: Route) -> None:
        batches = (route.request.post_data_json or {}).get("batches") or [{}]
        here = batches[0].get("interview", "")
        if here and here in (hit or [here]):
            hit.append(here)
            route.fulfill(status=500)
        else:
            route.continue_()

    context.route("**/interviews/sync", fail_the_first)
    interviewer.send()
    expect(page.locator("[data-waiting] [data-sync=received]")).to_have_count(1)
    expect(page.locator("[data-waiting] [data-sync=device]")).to_have_count(1)
    with database.reading() as session:
        assert len(session.scalars(select(Interview)).all()) == 1


def test_a_stopped_interview_reads_stopped_also_after_it_was_received(
    interviewer: OfflineInterviewer,
) -> None:
    begin_and_stop(interviewer)
    interviewer.send()
    row = interviewer.page.locator("[data-waiting] [data-interview]")
    expect(row.locator("[data-sync=received]")).to_be_visible()
    expect(row.locator("[data-state=stopped]:visible")).to_have_count(1)
    expect(row.locator("[data-state=finished]:visible")).to_have_count(0)


def test_without_a_questionnaire_on_the_device_the_interviewer_is_told(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    page.evaluate(
        """async () => {
          const { all, remove } = await import("/static/js/offline/keep.js");
          for (const { version } of await all("bundles")) await remove("bundles", version);
        }"""
    )
    context.set_offline(True)
    page.select_option("#area", index=1)
    page.click("[data-part=list] [data-action=start]")
    told = page.locator("[data-told]")
    expect(told).to_contain_text(told.get_attribute("data-no-questionnaire") or "")
    context.set_offline(False)
    page.click("[data-part=list] [data-action=start]")
    expect(interviewer.screen).to_be_visible()
