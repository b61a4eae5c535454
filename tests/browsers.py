"""Chromium for the browser tests."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

NO_CHROMIUM = (
    "no Chromium found: install one (Debian, Ubuntu: apt install chromium) "
    "or set DOORVRAGEN_CHROMIUM to its path"
)
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = ("--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking")


def chromium() -> Path | None:
    """The Chromium that was named in the environment, else the one on the PATH."""
    if named := os.environ.get("DOORVRAGEN_CHROMIUM"):
        return Path(named)
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    return Path(found) if found else None


def required() -> bool:
    """Whether a missing browser is a failure instead of a reason to skip."""
    return os.environ.get("DOORVRAGEN_REQUIRE_BROWSER") == "1"


@contextmanager
def running(executable: Path) -> Iterator[Browser]:
    """One browser, for a whole session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=list(ARGUMENTS))
        try:
            yield browser
        finally:
            browser.close()
