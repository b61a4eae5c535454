"""A researcher in a browser: pictures under the strict policy, and everything without a script."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from survey_app.app import create_app
from survey_app.reporting import snapshot
from survey_app.services import withdrawal
from survey_app.storage.studies import Study
from tests import waterwijk
from tests.builders import PASSWORD
from tests.clock import Clock
from tests.journeys.interview_driver import Interviewer

PAGES = ("", "motivators", "barriers", "segments", "recruitment")
WIDTHS = (360, 1280)

GIVEN = {
    "toestemming": "ja",
    "toestemming_bijzonder": "ja",
    "gesprekstaal": "nl",
    "traject_status": "nooit",
    "geboorteland": "MA",
    "jaar_aankomst": "1999",
    "netwerk_aantal": "12",
    "netwerk_gesproken": "3",
    "netwerk_kaartjes": "2",
}

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture
def app(tmp_path: Path) -> Iterator[Flask]:
    app = create_app(waterwijk.copied(160, tmp_path), Clock())
    yield app
    app.extensions["doorvragen"].database.close()


@pytest.fixture
def without_script(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    yield context.new_page()
    context.close()


def sign_in(page: Page, address: str) -> None:
    page.goto(f"{address}/login")
    page.fill("[name=username]", "researcher")
    page.fill("[name=password]", PASSWORD)
    page.locator("form:has([name=password]) [type=submit]").click()


def complaints_of(page: Page) -> list[str]:
    """What the browser complains about from now on: errors, and breaches of the policy."""
    complaints: list[str] = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return complaints


@pytest.mark.parametrize("width", WIDTHS)
def test_every_picture_is_drawn_and_nothing_is_wrong(
    page: Page, live_server: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    complaints = complaints_of(page)
    sign_in(page, live_server)
    for name in PAGES:
        page.goto(f"{live_server}/dashboard/waterwijk/{name}")
        pictures = page.locator("[data-figure]")
        page.wait_for_function(
            "() => [...document.querySelectorAll('[data-figure]')]"
            ".every(place => place.querySelector('svg.main-svg'))"
        )
        assert pictures.count() == page.locator(".js-plotly-plot").count()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        found = Axe().run(page).response["violations"]
        assert [(v["id"], [n["target"] for n in v["nodes"]]) for v in found] == [], name
    assert complaints == []


@pytest.mark.parametrize(("width", "beside"), [(360, False), (1280, True)])
def test_a_label_stands_beside_its_bar_where_there_is_room(
    page: Page, live_server: str, width: int, beside: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    sign_in(page, live_server)
    page.goto(f"{live_server}/dashboard/waterwijk/motivators")
    figure = page.locator("[data-figure=redenen-stapels-data]")
    figure.locator("svg.main-svg").first.wait_for()
    label = figure.locator(".annotation").first.bounding_box()
    bar = figure.locator(".barlayer .point").first.bounding_box()
    assert label
    assert bar
    if beside:
        assert label["x"] + label["width"] <= bar["x"]
    else:
        assert label["y"] + label["height"] <= bar["y"] + 2


def test_on_paper_the_parts_of_a_bar_have_patterns(page: Page, live_server: str) -> None:
    sign_in(page, live_server)
    page.goto(f"{live_server}/dashboard/waterwijk/motivators")
    figure = page.locator("[data-figure=redenen-stapels-data]")
    figure.locator("svg.main-svg").first.wait_for()
    assert figure.locator("pattern").count() == 0
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    figure.locator("pattern").first.wait_for(state="attached")
    page.evaluate("window.dispatchEvent(new Event('afterprint'))")
    figure.locator("pattern").first.wait_for(state="detached")


def test_an_interview_is_in_the_counts_at_the_next_load_and_out_when_taken_back(
    browser: Browser, page: Page, app: Flask, live_server: str
) -> None:
    sign_in(page, live_server)
    assert counted(page, live_server) == ("160", "160")
    with browser.new_context(java_script_enabled=False, locale="nl-NL") as context:
        interviewer = Interviewer(context.new_page(), live_server)
        interviewer.sign_in()
        interviewer.start(coupon=json.loads(marker(app).read_text())["card"])
        interviewer.go_on(GIVEN)
        code = interviewer.page.locator("[data-withdrawal-code]").inner_text()
    assert counted(page, live_server) == ("161", "161")
    assert page.get_by_text("Er is sindsdien 1 gesprek bij gekomen.").first.is_visible()
    take_back(app, code)
    assert counted(page, live_server) == ("160", "160")
    page.goto(f"{live_server}/dashboard/waterwijk/")
    taken_back = page.locator(".dash-tiles div", has_text="weggehaald")
    assert taken_back.locator("dd").inner_text() == "1"


def counted(page: Page, address: str) -> tuple[str, str]:
    """How many interviews the overview counts, and on how many people the ranking rests."""
    page.goto(f"{address}/dashboard/waterwijk/")
    overview = page.locator(".dash-tiles dd").first.inner_text()
    page.goto(f"{address}/dashboard/waterwijk/motivators")
    rests_on = re.search(r"Hoeveel mensen: (\d+)", page.locator(".dash-limits").first.inner_text())
    assert rests_on
    return overview, rests_on[1]


def marker(app: Flask) -> Path:
    return Path(app.extensions["doorvragen"].settings.home) / "demo.json"


def take_back(app: Flask, code: str) -> None:
    """What the coordinator's button does."""
    parts = app.extensions["doorvragen"]

    def forget(study: Study, interview: UUID) -> None:
        snapshot.forget(parts.settings.snapshots / study.slug, interview)

    withdrawal.withdraw(parts.database, code, now=parts.clock(), forget=forget)


def test_without_a_script_the_tables_are_there(without_script: Page, live_server: str) -> None:
    sign_in(without_script, live_server)
    for name in PAGES:
        without_script.goto(f"{live_server}/dashboard/waterwijk/{name}")
        assert without_script.locator("table").first.is_visible()
        assert without_script.locator(".dash-finding").first.is_visible()


def test_a_table_is_saved_as_a_file(page: Page, live_server: str) -> None:
    sign_in(page, live_server)
    page.goto(f"{live_server}/dashboard/waterwijk/motivators")
    with page.expect_download() as download:
        page.locator("a[download]").first.click()
    assert download.value.suggested_filename == "waterwijk-redenen.csv"


def test_choosing_another_question_shows_its_answers(page: Page, live_server: str) -> None:
    sign_in(page, live_server)
    page.goto(f"{live_server}/dashboard/waterwijk/recruitment")
    form = page.locator("form:has(option[value=wil_leren])")
    form.locator("[name=choice]").select_option("wil_leren")
    form.locator("[type=submit]").click()
    assert page.get_by_role("rowheader", name="Ja, graag").is_visible()
