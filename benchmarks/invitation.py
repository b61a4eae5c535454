"""What an invitation weighs and how long it takes on a slow line, beside the line itself.

    python -m benchmarks invitation

Targets: each page at most 12 kB without pictures and fonts; to be read and used within 3 s at
30 kB/s. The comparison is a page of the same bytes and nothing else, fetched over the same line.
"""

from __future__ import annotations

import secrets
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from cryptography.fernet import Fernet
from playwright.sync_api import Browser, Page, Response
from werkzeug.serving import WSGIRequestHandler, make_server

from survey_app import i18n
from survey_app.app import create_app
from survey_app.questionnaire import load
from survey_app.services import publishing
from survey_app.settings import PROJECT, Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database
from tests import browsers, builders

BYTES_A_SECOND, LATENCY_MS = 30_000, 150
ROUNDS = 3
PAGES = ("", "/call", "/no", "/called")
FIRST_WORDS = """() => new Promise(tell => new PerformanceObserver(list => {
  const [first] = list.getEntriesByName("first-contentful-paint");
  if (first) tell(first.startTime);
}).observe({ type: "paint", buffered: true }))"""
ALL_THERE = """async () => {
  await document.fonts.ready;
  const loaded = performance.getEntriesByType("resource").map(one => one.responseEnd);
  return Math.max(performance.getEntriesByType("navigation")[0].responseEnd, ...loaded);
}"""


class _Quiet(WSGIRequestHandler):
    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing about requests."""


def main() -> None:
    """Print the figures."""
    executable = browsers.chromium()
    if executable is None:
        print(browsers.NO_CHROMIUM)
        return
    with (
        tempfile.TemporaryDirectory() as home,
        browsers.running(executable) as browser,
        _served(Path(home)) as (address, code),
    ):
        print(f"at {BYTES_A_SECOND / 1000:.0f} kB/s, {LATENCY_MS} ms away, nothing in the cache")
        print(
            "language  page       HTML  styles  fonts scripts  first words  all there  bare line"
        )
        for language in i18n.invitation_languages():
            for page in _pages(language):
                _tell(browser, address, f"/k/{code}{page}?lang={language}", language, page)


def _pages(language: str) -> tuple[str, ...]:
    """The first question too, where there are questions."""
    asked = language == i18n.SOURCE or i18n.review_status(language) is not i18n.Review.ABSENT
    return (*PAGES, "/now") if asked else PAGES


def _tell(browser: Browser, address: str, path: str, language: str, page: str) -> None:
    visits = [_visit(browser, f"{address}{path}") for _ in range(ROUNDS)]
    weights = visits[0][2]
    words, done = (median(visit[which] for visit in visits) for which in (0, 1))
    same = f"{address}/bare/{sum(weights.values())}"
    bare = median(_visit(browser, same)[1] for _ in range(ROUNDS))
    print(
        f"{language:8}  {page or '/':8} {weights['document'] / 1e3:5.1f} kB"
        f" {weights.get('stylesheet', 0) / 1e3:4.1f} kB {weights.get('font', 0) / 1e3:4.1f} kB"
        f" {weights.get('script', 0) / 1e3:4.1f} kB"
        f" {words / 1e3:9.2f} s {done / 1e3:9.2f} s {bare / 1e3:8.2f} s",
        flush=True,
    )


def _visit(browser: Browser, address: str) -> tuple[float, float, dict[str, int]]:
    """Milliseconds to the first words and to the last byte, and the bytes of each kind."""
    context = browser.new_context(viewport={"width": 360, "height": 740})
    page = context.new_page()
    _slow(page)
    weights: dict[str, int] = {}

    def weigh(response: Response) -> None:
        kind = response.request.resource_type
        length = int(response.headers.get("content-length", 0))
        weights[kind] = weights.get(kind, 0) + length

    page.on("response", weigh)
    page.goto(address)
    done = page.evaluate(ALL_THERE)
    words = page.evaluate(FIRST_WORDS)
    context.close()
    return words, done, weights


def _slow(page: Page) -> None:
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    line.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": LATENCY_MS,
            "downloadThroughput": BYTES_A_SECOND,
            "uploadThroughput": BYTES_A_SECOND,
        },
    )


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, str]]:
    """The address of a fictitious study's server, and a card of it."""
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'invitation.sqlite'}",
        secret_key=secrets.token_urlsafe(16),
        contact_key=Fernet.generate_key().decode(),
        testing=True,
    )
    database = Database(settings.database_url)
    migrate.upgrade(database)
    now = datetime.now(UTC)
    with database.writing() as session:
        study = builders.a_study(session, now, fictitious=True)
        study.areas = study.areas[:1]  # so that answering begins with the first question
        loaded = load.load(PROJECT / "questionnaires" / "enquete57").checked()
        publishing.publish(session, study, loaded, now)
        code = builders.a_coupon(session, study, now).code
    app = create_app(settings)
    app.add_url_rule("/bare/<int:number>", view_func=lambda number: "x " * (number // 2))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", code
    server.shutdown()
    server.server_close()
    app.extensions["doorvragen"].database.close()
    database.close()


if __name__ == "__main__":
    main()
