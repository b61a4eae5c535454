"""A device that works without a network, ready to be cut off."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from survey_app.storage.studies import Study
from tests.journeys.offline_driver import OfflineInterviewer


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="nl-NL")
    yield context
    context.close()


@pytest.fixture
def complaints() -> Iterator[list[str]]:
    found: list[str] = []
    yield found
    assert found == []


@pytest.fixture
def interviewer(
    context: BrowserContext, live_server: str, enquete_study: Study, complaints: list[str]
) -> OfflineInterviewer:
    page = context.new_page()
    page.on("pageerror", lambda error: complaints.append(str(error)))
    interviewer = OfflineInterviewer(page, live_server)
    interviewer.get_ready()
    return interviewer
