"""The end of an interview in a browser: the card with the number on paper, what is still open."""

from __future__ import annotations

import pytest
from playwright.sync_api import BrowserContext, Page, expect
from sqlalchemy import select

from survey_app.services import policy
from survey_app.services.policy import EndingPolicy, Policy, WhenOpen
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.studies import Study
from tests.journeys.interview_driver import Interviewer
from tests.journeys.offline_driver import GIVEN, OfflineInterviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def expect_only_the_card_on_paper(page: Page) -> None:
    """The button asks the browser to print, and on paper is the card and nothing else."""
    page.evaluate("window.print = () => { document.documentElement.dataset.printed = 'yes' }")
    page.locator("[data-action=print]").click()
    expect(page.locator("html")).to_have_attribute("data-printed", "yes")
    number = page.locator("[data-withdrawal-code]").inner_text()
    page.emulate_media(media="print")
    expect(page.locator("[data-withdrawal-code]")).to_be_visible()
    expect(page.locator("h1:visible, a:visible, button:visible")).to_have_count(0)
    assert number in page.inner_text("body")
    page.emulate_media(media="screen")


def test_the_card_with_the_number_is_printed_after_an_interview_with_a_network(
    page: Page, live_server: str, enquete_study: Study
) -> None:
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start()
    interviewer.go_on(GIVEN, until="buurt_open")
    page.click("[data-action=stop]")
    page.click("[data-action=keep]")
    expect(page.locator("[data-screen=closing]")).to_have_attribute("data-state", "stopped")
    expect_only_the_card_on_paper(page)


def test_the_card_with_the_number_is_printed_after_an_interview_without_a_network(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="buurt_open")
    interviewer.page.click("[data-action=stop]")
    interviewer.page.click("[data-action=keep]")
    expect(interviewer.page.locator("[data-part=closing][data-state=stopped]")).to_be_visible()
    expect_only_the_card_on_paper(interviewer.page)


@pytest.fixture
def key_questions_needed(database: Database, enquete_study: Study) -> None:
    with database.writing() as session:
        study = session.get_one(Study, enquete_study.id)
        policy.decide(study, Policy(ending=EndingPolicy(WhenOpen.BLOCK)))


def test_without_a_network_open_key_questions_are_in_the_way_where_the_study_says_so(
    key_questions_needed: None,
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
) -> None:
    page = interviewer.page
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="nl_praten")
    page.click("[data-action=next]")
    page.click("[data-action=leave-open]")
    expect(page.locator("[data-question=nl_praten]")).to_be_hidden()
    interviewer.go_on(GIVEN)
    closing = page.locator("[data-part=closing]")
    expect(closing).to_have_attribute("data-state", "open")
    expect(closing.locator("[data-blocked]")).to_be_visible()
    expect(closing.locator("[data-action=finish]")).to_be_hidden()
    closing.locator("[data-goto=nl_praten]").click()
    page.click("[data-action=weet_niet]")
    expect(page.locator("[data-question=nl_praten]")).to_be_hidden()
    interviewer.go_on(GIVEN)
    expect(closing).to_have_attribute("data-state", "finished")
    interviewer.to_list()
    context.set_offline(False)
    interviewer.send()
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.state == InterviewState.FINISHED
        assert interview.answers["nl_praten"]["status"] == "weet_niet"
