"""Whole interviews in a real browser, by the stable hooks only."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from survey_app.services import coupon_codes, recruitment, saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import Study
from tests.clock import MORNING
from tests.journeys.interview_driver import Interviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GIVEN = {
    "toestemming": "ja",
    "toestemming_bijzonder": "ja",
    "geboorteland": "MA",
    "jaar_aankomst": "1999",
    "netwerk_aantal": "12",
    "netwerk_gesproken": "3",
    "netwerk_kaartjes": "2",
}


@pytest.fixture
def coupon(database: Database, enquete_study: Study) -> str:
    with database.writing() as session:
        issued = recruitment.issue(session, enquete_study, 1, now=MORNING, chance=Random(3))
        recruitment.give(issued, MORNING)
        return issued[0].code


@pytest.fixture
def open_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """A page in a fresh context; what the browser complains about fails the test."""
    contexts, complaints = [], []

    def open_page(*, script: bool = True, width: int = 1280) -> Page:
        context = browser.new_context(
            viewport={"width": width, "height": 800}, locale="nl-NL", java_script_enabled=script
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert [text for text in complaints if "net::ERR_FAILED" not in text] == []  # cut on purpose


@pytest.mark.parametrize(
    ("route", "language", "script", "width", "questions"),
    [
        ("nooit", "nl", True, 360, 46),
        ("bezig", "en", False, 1280, 53),
        ("gestopt", "nl", False, 360, 55),
        ("afgerond", "en", True, 1280, 54),
    ],
)
def test_a_whole_interview(
    open_page: Callable[..., Page],
    live_server: str,
    database: Database,
    enquete_study: Study,
    coupon: str,
    route: str,
    language: str,
    script: bool,
    width: int,
    questions: int,
) -> None:
    page = open_page(script=script, width=width)
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start(language=language, coupon=coupon)
    interviewer.go_on({**GIVEN, "gesprekstaal": language, "traject_status": route})
    expect(page.locator("[data-screen=closing]")).to_have_attribute("data-state", "finished")
    assert len(interviewer.numbers) == len(set(interviewer.numbers)) == questions
    code = coupon_codes.read(page.locator("[data-withdrawal-code]").inner_text())
    handed_on = {coupon_codes.read(t) for t in page.locator("[data-coupon]").all_inner_texts()}
    page.click("[data-action=observation]")
    interviewer.go_on({})
    assert len(interviewer.asked) == questions + 6
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.state == InterviewState.FINISHED
        assert interview.consent
        assert interview.consent.withdrawal_code == code
        assert interview.language == language
        assert saving.sheet(interview).value("traject_status") == route
        assert saving.sheet(interview).value("obs_nl") != ""
        cards = session.scalars(select(Coupon)).all()
        assert {c.code for c in cards if c.state == CouponState.REDEEMED} == {coupon}
        assert {c.code for c in cards if c.issuer_id == interview.id} == handed_on
        assert len(handed_on) == 2


# What makes offline work possible (questionnaires, screens) may be there; it does not change. How
# far the device's clock is off does, as that of these tests stands still.
KEPT_ON_THE_DEVICE = """async () => {
  const asked = (request) =>
    new Promise((done) => (request.onsuccess = () => done(request.result)));
  const found = [];
  for (const { name } of await indexedDB.databases()) {
    const database = await asked(indexedDB.open(name));
    for (const store of database.objectStoreNames) {
      const all = database.transaction(store).objectStore(store);
      const kept = (await asked(all.getAll())).filter((one) => one.about !== "clock");
      found.push([name, store, kept]);
    }
    database.close();
  }
  return JSON.stringify(found);
}"""


def test_a_refusal_leaves_nothing_in_the_browser_or_on_disk(
    open_page: Callable[..., Page], live_server: str, enquete_study: Study, tmp_path: Path
) -> None:
    page = open_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    before = database_rows(tmp_path)
    cookies = {cookie["name"] for cookie in page.context.cookies()}
    page.goto(f"{live_server}/interviews/")
    expect(page.locator("[data-offline=ready]")).to_be_visible()
    kept = page.evaluate(KEPT_ON_THE_DEVICE)
    interviewer.start(language="en")
    interviewer.answer({"opening_kent_iemand": "beide"})
    interviewer.press("next")
    interviewer.answer({"gesprekstaal": "tru"})
    interviewer.press("next")
    interviewer.answer({"toestemming": "nee"})
    page.click("[data-action=next]")
    page.wait_for_selector("[data-screen=refused]")
    stores = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"
    assert page.evaluate(stores) == []
    assert page.evaluate(KEPT_ON_THE_DEVICE) == kept
    assert page.evaluate("history.state") is None
    assert {cookie["name"] for cookie in page.context.cookies()} == cookies
    assert not [url for url in requests if "beide" in url or "tru" in url.rsplit("/", 1)[1]]
    [new] = database_rows(tmp_path) - before
    assert new.startswith('INSERT INTO "refusal_tally"')


def database_rows(folder: Path) -> set[str]:
    with closing(sqlite3.connect(folder / "doorvragen.sqlite")) as connection:
        return set(connection.iterdump())


def test_two_tabs_in_one_interview_lose_nothing(
    open_page: Callable[..., Page], live_server: str, database: Database, enquete_study: Study
) -> None:
    page = open_page()
    first = Interviewer(page, live_server)
    first.sign_in()
    first.start()
    first.go_on({**GIVEN, "gesprekstaal": "nl"}, until="buurt_open")
    base = page.url.rsplit("/", 1)[0]
    second = Interviewer(page.context.new_page(), live_server)
    second.page.goto(f"{base}/wil_leren")
    second.answer({"wil_leren": "graag"})
    first.answer({"buurt_open": "fijn"})
    second.press("next")
    first.press("next")
    expect(page.locator("p", has_text="in een ander tabblad")).to_be_visible()
    with database.reading() as session:
        sheet = saving.sheet(session.scalars(select(Interview)).one())
        assert (sheet.value("wil_leren"), sheet.value("buurt_open")) == ("graag", "fijn")


def test_without_a_network_the_screen_keeps_what_was_typed(
    open_page: Callable[..., Page], live_server: str, database: Database, enquete_study: Study
) -> None:
    page = open_page()
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start()
    interviewer.go_on({**GIVEN, "gesprekstaal": "nl"}, until="buurt_open")
    interviewer.answer({"buurt_open": "rustig"})
    assert page.locator("[data-sync]").get_attribute("data-sync") == "device"
    page.route("**/buurt_open", lambda route: route.abort())
    page.click("[data-action=next]")
    expect(page.locator("[data-unsent]")).to_be_visible()
    assert page.input_value("[name=buurt_open]") == "rustig"
    page.unroute("**/buurt_open")
    page.click("[data-action=retry]")
    page.wait_for_selector("[data-question=plekken_buurt]")
    assert page.locator("[data-sync]").get_attribute("data-sync") == "received"
    with database.reading() as session:
        assert saving.sheet(session.scalars(select(Interview)).one()).value("buurt_open")


def test_the_back_button_of_the_browser_keeps_what_was_typed(
    open_page: Callable[..., Page], live_server: str, database: Database, enquete_study: Study
) -> None:
    page = open_page()
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start()
    interviewer.go_on({**GIVEN, "gesprekstaal": "nl"}, until="plekken_buurt")
    page.check("[name=plekken_buurt][value=markt]")
    page.go_back()
    page.wait_for_selector("[data-question=buurt_open]")
    assert page.input_value("[name=buurt_open]") == "Dat is fijn."
    with database.reading() as session:
        sheet = saving.sheet(session.scalars(select(Interview)).one())
        assert sheet.value("plekken_buurt") == "markt"


def test_the_order_of_ticking_and_what_excludes_what(
    open_page: Callable[..., Page], live_server: str, database: Database, enquete_study: Study
) -> None:
    page = open_page()
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start()
    interviewer.go_on({**GIVEN, "gesprekstaal": "nl"}, until="plekken_buurt")
    for code in ("nergens", "werk", "markt"):
        page.check(f"[name=plekken_buurt][value={code}]")
    assert not page.is_checked("[name=plekken_buurt][value=nergens]")
    interviewer.press("next")
    with database.reading() as session:
        sheet = saving.sheet(session.scalars(select(Interview)).one())
        assert sheet.value("plekken_buurt") == "werk markt"


@pytest.mark.parametrize("script", [True, False])
def test_the_show_card_shows_the_respondent_only_what_is_theirs(
    open_page: Callable[..., Page], live_server: str, enquete_study: Study, script: bool
) -> None:
    page = open_page(script=script)
    interviewer = Interviewer(page, live_server)
    interviewer.sign_in()
    interviewer.start(language="en")
    interviewer.go_on({**GIVEN, "gesprekstaal": "en"}, until="plekken_buurt")
    page.check("[name=plekken_buurt][value=markt]")
    page.click("[data-action=card]")
    expect(page.locator(".dv-hint")).to_be_hidden()
    expect(page.locator(".dv-row .dv-read").first).to_be_hidden()
    expect(page.locator(".dv-row .dv-heard").first).to_be_visible()
    page.check("[name=plekken_buurt][value=school]")
    page.click("[data-action=uncard]")
    expect(page.locator(".dv-hint")).to_be_visible()
    assert page.is_checked("[name=plekken_buurt][value=markt]")
    assert page.is_checked("[name=plekken_buurt][value=school]")
