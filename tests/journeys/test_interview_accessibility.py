"""Every screen of a whole interview, looked at by axe: in Dutch, and with right-to-left words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from survey_app.storage.database import Database
from survey_app.storage.studies import Study
from tests.journeys.interview_driver import Interviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GIVEN = {
    "toestemming": "ja",
    "toestemming_bijzonder": "ja",
    "traject_status": "gestopt",
    "geboorteland": "MA",
    "jaar_aankomst": "1999",
    "netwerk_aantal": "12",
    "netwerk_gesproken": "3",
    "netwerk_kaartjes": "1",
}


@pytest.fixture
def fictitious(database: Database, enquete_study: Study) -> None:
    """A study in which drafts of languages may be tried."""
    with database.writing() as session:
        session.get_one(Study, enquete_study.id).fictitious = True


@pytest.fixture
def width() -> int:
    return 360


@pytest.fixture
def page(width: int, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "width"), [("nl", 1280), ("ar", 360)])
@pytest.mark.usefixtures("fictitious")
def test_no_screen_of_an_interview_has_a_barrier(
    page: Page, live_server: str, language: str, width: int
) -> None:
    axe, found = Axe(), {}

    def look(page: Page, name: str) -> None:
        found[name] = barriers(axe, page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    interviewer = Interviewer(page, live_server, look=look)
    interviewer.sign_in()
    look(page, "list")
    interviewer.start(language=language)
    interviewer.go_on({**GIVEN, "gesprekstaal": language})
    look(page, "closing")
    page.click("[data-action=observation]")
    interviewer.go_on({})
    assert len(found) == 63
    assert {name: barrier for name, barrier in found.items() if barrier} == {}


@pytest.mark.usefixtures("fictitious")
def test_what_has_to_be_said_has_no_barrier_either(page: Page, live_server: str) -> None:
    axe = Axe()
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start(language="ar")
    interviewer.go_on({**GIVEN, "gesprekstaal": "ar"}, until="buurt_open")
    base = page.url.rsplit("/", 1)[0]
    page.click("[data-action=next]")
    expect(page.locator("[data-focus]")).to_be_focused()
    assert barriers(axe, page) == []
    page.goto(f"{base}/netwerk_aantal")
    page.fill("[name=netwerk_aantal]", "veel")
    page.click("[data-action=next]")
    expect(page.locator("[data-focus]")).to_be_focused()
    assert barriers(axe, page) == []
    page.goto(f"{base}/plekken_buurt#card")
    assert barriers(axe, page) == []
    page.goto(f"{base}/stop")
    assert barriers(axe, page) == []


def barriers(axe: Axe, page: Page) -> list[str]:
    page.evaluate("Promise.all(document.getAnimations().map(a => a.finished))")
    response = axe.run(page).response
    return [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in response["violations"]]
