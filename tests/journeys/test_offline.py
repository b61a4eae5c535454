"""Interviews without a network in a real browser: held, kept, sent; none lost, none doubled."""

from __future__ import annotations

import os
import signal
from collections import Counter
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import func, select

from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, RefusalTally
from survey_app.storage.studies import Study
from tests import browsers
from tests.journeys.offline_driver import GIVEN, KEPT, OfflineInterviewer, kept, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def browser_of(profile: Path) -> int:
    """The process of the browser that holds a profile; its lock names it."""
    return int(str((profile / "SingletonLock").readlink()).rpartition("-")[2])


@pytest.mark.parametrize(
    ("route", "language", "questions"),
    [("nooit", "nl", 46), ("bezig", "en", 53), ("gestopt", "en", 55), ("afgerond", "nl", 54)],
)
def test_a_whole_interview_without_a_network_then_sent(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    route: str,
    language: str,
    questions: int,
) -> None:
    context.set_offline(True)
    given = GIVEN | {"traject_status": route, "gesprekstaal": language}
    interviewer.hold(given, language=language)
    assert len(interviewer.numbers) == questions
    interviewer.to_list()
    waiting = kept(interviewer)["events"]
    assert stored(database) == []
    context.set_offline(False)
    interviewer.send()
    assert sorted(stored(database)) == sorted(waiting)
    assert kept(interviewer)["events"] == []  # wiped after it was received
    expect(interviewer.page.locator("[data-part=list] [data-sync=received]")).to_be_visible()
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.state == "finished"
        assert interview.answers["traject_status"]["value"] == route
        assert interview.answers["jaar_aankomst"]["value"] == "1999"
        assert interview.answers["gesprekstaal"]["value"] == language
        assert interview.answers == saving.replayed(saving.history(session, interview.id))


def test_the_browser_is_killed_in_the_middle_and_it_goes_on(
    live_server: str, enquete_study: Study, database: Database, tmp_path: Path, browser: Browser
) -> None:
    def opened() -> BrowserContext:
        return browser.browser_type.launch_persistent_context(
            tmp_path / "profile",
            executable_path=browsers.chromium(),
            args=list(browsers.ARGUMENTS),
            locale="nl-NL",
        )

    context = opened()
    interviewer = OfflineInterviewer(context.new_page(), live_server)
    interviewer.get_ready()
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN | {"traject_status": "nooit"}, until="motief_kaarten")
    stopped_at, before = interviewer.question, kept(interviewer)["events"]
    os.kill(browser_of(tmp_path / "profile"), signal.SIGKILL)
    (tmp_path / "profile" / "SingletonLock").unlink(missing_ok=True)
    context = opened()
    context.set_offline(True)
    interviewer = OfflineInterviewer(context.new_page(), live_server)
    interviewer.unlock()
    assert kept(interviewer)["events"] == before
    interviewer.page.click("[data-resume]")
    assert interviewer.question == stopped_at
    interviewer.go_on(GIVEN | {"traject_status": "nooit"})
    interviewer.to_list()
    waiting = kept(interviewer)["events"]
    context.set_offline(False)
    OfflineInterviewer(context.new_page(), live_server).sign_in()  # the session ended as well
    interviewer.send()
    assert sorted(stored(database)) == sorted(waiting)
    context.close()


def test_a_network_that_is_cut_again_and_again_loses_and_doubles_nothing(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    context.set_offline(True)
    interviewer.hold(GIVEN | {"traject_status": "bezig"})
    interviewer.to_list()
    waiting = kept(interviewer)["events"]
    context.set_offline(False)
    cuts = Counter[str]()

    def cut(route) -> None:
        """Half of the cuts come before the server heard it, half after."""
        if route.request.method == "GET":  # it asks who is there, and carries no answers
            return route.continue_()
        cuts["all"] += 1
        if cuts["all"] > 10:
            return route.continue_()
        if cuts["all"] % 2:
            return route.abort("connectionreset")
        route.fetch()
        return route.abort("connectionreset")

    context.route("**/interviews/sync", cut)
    for _ in range(14):
        interviewer.send()
    assert cuts["all"] > 10
    assert Counter(stored(database)) == Counter(waiting)
    assert kept(interviewer)["events"] == []


def test_before_yes_and_after_no_nothing_is_on_the_device(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    context.set_offline(True)
    interviewer.begin(language="en")
    interviewer.go_on({"gesprekstaal": "en"}, until="toestemming")
    assert kept(interviewer) == {"events": [], "interviews": 0, "refusals": []}
    interviewer.answer({"toestemming": "nee"})
    interviewer.page.click("[data-action=next]")
    expect(interviewer.page.locator("[data-part=refused]")).to_be_visible()
    left = kept(interviewer)
    assert (left["events"], left["interviews"]) == ([], 0)
    assert [set(one) for one in left["refusals"]] == [{"n", "id", "area", "on"}]
    interviewer.page.click("[data-do=home]")
    context.set_offline(False)
    interviewer.send()
    assert kept(interviewer)["refusals"] == []
    with database.reading() as session:
        assert session.scalar(select(func.sum(RefusalTally.number))) == 1


def test_signed_out_during_the_visit_it_keeps_asks_and_goes_on(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="buurt_open")
    interviewer.page.click("[data-action=stop]")
    interviewer.page.click("[data-action=keep]")
    interviewer.to_list()
    waiting = kept(interviewer)["events"]
    context.set_offline(False)
    context.clear_cookies()
    interviewer.send()
    expect(interviewer.page.locator("[data-told] a")).to_be_visible()
    assert kept(interviewer)["events"] == waiting
    other = context.new_page()
    OfflineInterviewer(other, interviewer.address).sign_in()
    interviewer.send()
    expect(interviewer.page.locator("[data-part=list] [data-sync=received]")).to_be_visible()
    assert sorted(stored(database)) == sorted(waiting)


def test_a_wrong_pin_opens_nothing_and_sealed_is_sealed(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="plekken_buurt")
    text = interviewer.page.evaluate(
        KEPT.replace("events: events.map(e => e.id)", "events: JSON.stringify(events)")
    )["events"]
    assert "Dat is fijn" not in text
    assert "toestemming" not in text
    interviewer.page.evaluate("window.onbeforeunload = null")
    interviewer.page.goto(f"{interviewer.address}/interviews/offline")
    interviewer.page.fill("#pin", "000000")
    interviewer.page.click("[data-action=unlock]")
    expect(interviewer.page.locator("[data-open] [data-fault]")).to_be_visible()
    assert interviewer.page.locator("[data-part=list]").count() == 0
