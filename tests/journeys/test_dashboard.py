"""A researcher in a browser: pictures under the strict policy, and everything without a script."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Browser, Page

from survey_app.app import create_app
from tests import waterwijk
from tests.builders import PASSWORD
from tests.clock import Clock

PAGES = ("", "motivators", "barriers", "segments", "recruitment")
WIDTHS = (360, 1280)

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
    page.select_option("[name=choice]", "wil_leren")
    page.locator("form:has([name=choice]) [type=submit]").click()
    assert page.get_by_role("rowheader", name="Ja, graag").is_visible()
