"""An interview that began with a network loses it, and goes on: on the device, to the end."""

from __future__ import annotations

from collections import Counter

import pytest
from playwright.sync_api import BrowserContext, Route, expect
from sqlalchemy import func, select

from survey_app.services import coupon_codes, saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent, ConsentRecord, Interview
from survey_app.storage.studies import Study
from tests.journeys.offline_driver import GIVEN, PIN, OfflineInterviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

NEVER = GIVEN | {"traject_status": "nooit", "gesprekstaal": "nl"}


def carry_on(interviewer: OfflineInterviewer) -> None:
    """Press the button of the message, and open what is on this device."""
    interviewer.page.click("[data-action=carry]")
    interviewer.page.fill("#pin", PIN)
    interviewer.page.click("[data-action=unlock]")
    expect(interviewer.screen).to_be_visible()


def events(database: Database) -> Counter[str]:
    with database.reading() as session:
        return Counter(session.scalars(select(AnswerEvent.item)))


def send(interviewer: OfflineInterviewer, context: BrowserContext) -> None:
    context.set_offline(False)
    interviewer.to_list()
    interviewer.send()


def test_the_rest_of_an_interview_is_held_on_the_device(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    interviewer.start()
    interviewer.go_on(NEVER, until="plekken_buurt")
    context.set_offline(True)
    page.check("[name=plekken_buurt][value=markt]")
    page.click("[data-action=next]")
    carry_on(interviewer)
    assert interviewer.question == "plekken_buurt"
    assert page.is_checked("[name=plekken_buurt][value=markt]")
    interviewer.press("next")
    interviewer.go_on(NEVER)
    expect(page.locator("[data-part=closing][data-state=finished]")).to_be_visible()
    code = coupon_codes.read(page.locator("[data-withdrawal-code]").inner_text())
    send(interviewer, context)
    assert len(set(interviewer.numbers)) == 45  # and the question that was laid down again
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.state == "finished"
        assert interview.consent
        assert interview.consent.withdrawal_code == code
        assert interview.answers["plekken_buurt"]["value"] == "markt"
        assert interview.answers == saving.replayed(saving.history(session, interview.id))
    assert max(events(database).values()) == 1


def test_an_answer_that_arrived_unheard_is_stored_once(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    interviewer.start()
    interviewer.go_on(NEVER, until="plekken_buurt")

    def arrives(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/plekken_buurt", arrives)
    page.check("[name=plekken_buurt][value=markt]")
    page.click("[data-action=next]")
    expect(page.locator("[data-action=carry]")).to_be_visible()
    assert events(database)["plekken_buurt"] == 1
    context.set_offline(True)
    carry_on(interviewer)
    interviewer.press("next")
    interviewer.go_on(NEVER, until="wil_leren")
    page.click("[data-action=stop]")
    page.click("[data-action=keep]")
    send(interviewer, context)
    assert max(events(database).values()) == 1
    assert events(database)["plekken_buurt"] == 1


def test_yes_that_arrived_unheard_begins_one_interview_with_the_number_on_the_card(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    interviewer.start()
    interviewer.go_on(NEVER, until="toestemming")

    def arrives(route: Route) -> None:
        route.fetch()
        route.abort()

    page.route("**/interviews/new", arrives)
    context.route("**/interviews/new", arrives)  # the worker asks in the name of the page
    page.check("[name=toestemming][value=ja]")
    page.click("[data-action=next]")
    expect(page.locator("[data-action=carry]")).to_be_visible()
    context.set_offline(True)
    carry_on(interviewer)
    interviewer.press("next")
    interviewer.go_on(NEVER, until="wil_leren")
    page.click("[data-action=stop]")
    page.click("[data-action=keep]")
    code = coupon_codes.read(page.locator("[data-withdrawal-code]").inner_text())
    send(interviewer, context)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1
        assert session.scalars(select(ConsentRecord.withdrawal_code)).one() == code
    assert max(events(database).values()) == 1


def test_who_has_no_pin_yet_chooses_one_without_a_network(
    context: BrowserContext, live_server: str, enquete_study: Study, database: Database
) -> None:
    page = context.new_page()
    interviewer = OfflineInterviewer(page, live_server)
    interviewer.sign_in()
    expect(page.locator("[data-offline=ready]")).to_be_visible()
    interviewer.start()
    interviewer.go_on(NEVER, until="buurt_open")
    context.set_offline(True)
    page.fill("[name=buurt_open]", "Stil.")
    page.click("[data-action=next]")
    page.click("[data-action=carry]")
    page.fill("#new-pin", PIN)
    page.fill("#again", PIN)
    page.click("[data-action=choose-pin]")
    expect(interviewer.screen).to_be_visible()
    assert page.input_value("[name=buurt_open]") == "Stil."
    interviewer.press("next")
    page.click("[data-action=stop]")
    page.click("[data-action=keep]")
    send(interviewer, context)
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.answers["buurt_open"]["value"] == "Stil."


def test_begun_without_a_network_the_list_gives_the_page_that_can(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    interviewer.page.goto(f"{interviewer.address}/interviews/")
    context.set_offline(True)
    interviewer.page.select_option("[name=area]", index=1)
    interviewer.page.click("[data-action=start]")
    interviewer.page.fill("#pin", PIN)
    interviewer.page.click("[data-action=unlock]")
    interviewer.begin()
    assert interviewer.question == "opening_kent_iemand"
