"""Work without a network, in Chromium: screens, bundle, a day's interviews sent, and a bad line.

Set ``OFFLINE_CUTS`` for another number of cuts than 200.
"""

from __future__ import annotations

import gzip
import os
import secrets
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import median, quantiles

from cryptography.fernet import Fernet
from playwright.sync_api import Browser, BrowserContext, Route
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from survey_app.app import create_app
from survey_app.questionnaire import load
from survey_app.services import publishing
from survey_app.settings import PROJECT, Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent
from tests import browsers, builders
from tests.journeys.offline_driver import OfflineInterviewer

GIVEN = {
    "toestemming": "ja",
    "toestemming_bijzonder": "ja",
    "traject_status": "afgerond",
    "geboorteland": "MA",
    "jaar_aankomst": "1999",
    "netwerk_aantal": "12",
    "netwerk_gesproken": "3",
    "netwerk_kaartjes": "2",
}
SLOWER = 4
DAY = 8  # interviews
CUTS = int(os.environ.get("OFFLINE_CUTS", "200"))

# From the press of a button to the first frame after the next screen is in the page.
WATCH = """
() => {
  window.steps = [];
  let pressed = 0;
  document.addEventListener("click", ({ target }) => {
    if (target.closest("[data-action=next]")) pressed = performance.now();
  }, true);
  new MutationObserver(() => {
    if (!pressed) return;
    const since = pressed;
    pressed = 0;
    requestAnimationFrame(() => setTimeout(() => steps.push(performance.now() - since)));
  }).observe(document.querySelector("[data-part=interview]") ?? document.getElementById("main"),
             { childList: true, subtree: true });
}
"""

# One interview of the device, many times over: what a whole day leaves behind.
KEPT = """
async () => {
  const { all, eventsOf } = await import("/static/js/offline/keep.js");
  const events = [];
  for (const one of await all("interviews")) events.push(...await eventsOf(one.id));
  return events.map(event => event.id);
}
"""


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
        _served(Path(home)) as (address, database),
    ):
        context, interviewer = _ready(browser, address)
        _bundle(context, address)
        _screens_and_a_day(context, interviewer, database)
        _cuts(context, interviewer, database)


@contextmanager
def _served(home: Path) -> Iterator[tuple[str, Database]]:
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'offline.sqlite'}",
        secret_key=secrets.token_urlsafe(16),
        contact_key=Fernet.generate_key().decode(),
        testing=True,
    )
    database = Database(settings.database_url)
    migrate.upgrade(database)
    now = datetime.now(UTC)
    with database.writing() as session:
        study = builders.a_study_with_people(session, settings, now)
        loaded = load.load(PROJECT / "questionnaires" / "enquete57").checked()
        publishing.publish(session, study, loaded, now)
    app = create_app(settings)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}", database
    server.shutdown()
    server.server_close()


def _ready(browser: Browser, address: str) -> tuple[BrowserContext, OfflineInterviewer]:
    context = browser.new_context(viewport={"width": 412, "height": 900}, locale="nl-NL")
    interviewer = OfflineInterviewer(context.new_page(), address)
    interviewer.get_ready()
    return context, interviewer


def _bundle(context: BrowserContext, address: str) -> None:
    parts = ["/interviews/bundle", "/interviews/bundle/nl", "/interviews/bundle/en"]
    parts += ["/interviews/offline", "/static/css/base.css", "/static/css/interview.css"]
    parts += [
        f"/static/{path.relative_to(PROJECT / 'survey_app/web/static')}"
        for folder in ("interview", "offline")
        for path in (PROJECT / "survey_app/web/static/js" / folder).glob("*.js")
    ]
    sizes = [len(gzip.compress(context.request.get(address + part).body(), 6)) for part in parts]
    print(f"screens and rules in two languages {sum(sizes[:3]) / 1000:7.1f} kB gzipped")
    print(f"with page, styles and scripts      {sum(sizes) / 1000:7.1f} kB gzipped (<= 150)")


def _screens_and_a_day(
    context: BrowserContext, interviewer: OfflineInterviewer, database: Database
) -> None:
    context.set_offline(True)
    cdp = context.new_cdp_session(interviewer.page)
    interviewer.page.evaluate(WATCH)
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    _hold(interviewer)
    steps = interviewer.page.evaluate("steps")
    cdp.send("Emulation.setCPUThrottlingRate", {"rate": 1})
    print(
        f"next screen, CPU {SLOWER} times slower   median {median(steps):5.1f} ms, "
        f"95% {quantiles(steps, n=20)[-1]:5.1f} ms, n = {len(steps)} (<= 50)"
    )
    for _ in range(DAY - 1):
        _hold(interviewer)
    waiting = interviewer.page.evaluate(KEPT)
    context.set_offline(False)
    start = time.perf_counter()
    interviewer.send()
    seconds = time.perf_counter() - start
    print(f"{DAY} interviews, {len(waiting)} answers sent  {seconds:5.2f} s (<= 3)")
    _compare(database, waiting, "  in the database")


def _cuts(context: BrowserContext, interviewer: OfflineInterviewer, database: Database) -> None:
    """Cut the line at random: before the server hears it, or before the device hears back."""
    chance, cuts, waiting = Random(200), 0, list[str]()

    def cut(route: Route) -> None:
        nonlocal cuts
        if not _answers_in(route) or chance.random() < 0.2:
            route.continue_()
            return
        cuts += 1
        if chance.random() < 0.5:
            route.fetch()
        route.abort("connectionreset")

    context.route("**/interviews/sync", cut)
    before = _stored(database)
    while cuts < CUTS:
        if not interviewer.page.evaluate(KEPT):
            _short(interviewer)
            waiting += interviewer.page.evaluate(KEPT)
        interviewer.send()
    context.unroute("**/interviews/sync")
    interviewer.send()
    print(f"{cuts} cuts while sending")
    _compare(database, waiting, "  in the database", before)


def _answers_in(route: Route) -> int:
    """How many answers a request carries; one that asks who is there has none."""
    if route.request.method == "GET":
        return 0
    return sum(len(batch["events"]) for batch in route.request.post_data_json["batches"])


def _hold(interviewer: OfflineInterviewer) -> None:
    interviewer.begin()
    interviewer.go_on(GIVEN)
    interviewer.to_list()


def _short(interviewer: OfflineInterviewer) -> None:
    interviewer.begin()
    interviewer.go_on(GIVEN, until="plekken_buurt")
    interviewer.page.click("[data-action=stop]")
    interviewer.page.click("[data-action=keep]")
    interviewer.to_list()


def _stored(database: Database) -> Counter[str]:
    with database.reading() as session:
        return Counter(str(found) for found in session.scalars(select(AnswerEvent.id)))


def _compare(
    database: Database, sent: list[str], what: str, before: Counter[str] | None = None
) -> None:
    stored = _stored(database) - (before or Counter())
    lost = len(set(sent) - set(stored))
    print(f"{what}: {lost} lost, {stored.total() - len(set(sent))} doubled")


if __name__ == "__main__":
    main()
