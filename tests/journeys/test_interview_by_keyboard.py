"""A whole interview by keyboard only, from the first question to the card with the number."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.studies import Study
from tests.journeys.interview_driver import Interviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

LISTS = ("select_one", "select_multiple")
TWELVE = "123" * 4


def test_a_whole_interview_by_keyboard_only(
    page: Page, live_server: str, database: Database, enquete_study: Study
) -> None:
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start()
    asked = []
    while page.locator("[data-question]").count():
        asked.append(interviewer.question)
        answer(page, interviewer)
    assert len(asked) == len(set(asked)) == 44  # born here: two less than 46
    expect(page.locator("[data-screen=closing]")).to_be_visible()
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        sheet = saving.sheet(interview)
        order = sheet.value("belemmering_kaarten_volgorde").split()
        assert interview.state == InterviewState.OPEN
        assert sheet.value("traject_status") == "nooit"
        assert sheet["motief_open"].status == "weet_niet"
        assert [sheet.value(card) for card in order] == ["0", "1", "2"] * 4


def answer(page: Page, interviewer: Interviewer) -> None:
    """A digit, or *weet niet*, and on; what stays open is left open, by Tab and Enter."""
    page.locator("html.dv-keys").wait_for(state="attached")  # the page listens to keys
    kind = page.locator("[data-question]").get_attribute("data-type")
    before = interviewer.token()
    keys = "1" if kind in LISTS else TWELVE if kind == "pile_sort" else "w"
    for key in keys:
        page.keyboard.press(key)
    if keys != "w":
        page.keyboard.press("Enter")
    gone(page, before)
    while (button := page.locator("[data-action=leave-open]")).count():
        before = interviewer.token()
        for _ in range(12):
            page.keyboard.press("Tab")
            if button.evaluate("e => e === document.activeElement"):
                break
        page.keyboard.press("Enter")
        gone(page, before)


def gone(page: Page, token: str) -> None:
    page.locator(f"[name='page.id'][value='{token}']").wait_for(state="detached")
    page.wait_for_load_state()
