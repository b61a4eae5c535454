"""What a device without a network must stand: two interviewers, a full disk, another device."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from sqlalchemy import func, select

from survey_app.questionnaire.model import Questionnaire
from survey_app.services import accounts, publishing, withdrawal
from survey_app.services.accounts import NewAccount
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent, Interview
from survey_app.storage.studies import Role, Study
from tests import browsers
from tests.builders import PASSWORD
from tests.clock import Clock
from tests.journeys.offline_driver import GIVEN, PIN, OfflineInterviewer, kept, stored

pytestmark = [pytest.mark.browser, pytest.mark.slow]

VERSIONS = """
async () => {
  const { all } = await import("/static/js/offline/keep.js");
  return (await all("bundles")).map(bundle => bundle.version);
}
"""


def begun(interviewer: OfflineInterviewer, until: str = "plekken_buurt") -> list[str]:
    """An interview that is on the device only, stopped and kept; the ids of its events."""
    interviewer.page.context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until=until)
    interviewer.stop_and_keep()
    return kept(interviewer)["events"]


def copied(interviewer: OfflineInterviewer, folder: Path) -> Path:
    """A copy of what waits, as a file."""
    page = interviewer.page
    page.locator("details:has([data-action=copy])").evaluate("e => e.open = true")
    with page.expect_download() as download:
        page.click("[data-action=copy]")
    download.value.save_as(folder / "copy.json")
    return folder / "copy.json"


def put_back(interviewer: OfflineInterviewer, file: Path, pin: str) -> None:
    page = interviewer.page
    page.locator("details:has([data-action=copy])").evaluate("e => e.open = true")
    page.set_input_files("#file", file)
    page.fill("#copy-pin", pin)
    page.click("[data-action=restore]")


def test_two_interviewers_share_a_device_and_cannot_open_each_others_interviews(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    settings: Settings,
    clock: Clock,
) -> None:
    with database.writing() as session:
        study = session.scalars(select(Study)).one()
        new = NewAccount("samira", PASSWORD, Role.INTERVIEWER, "Samira", learned_dutch=True)
        accounts.create(session, study, new, settings=settings, now=clock())
    mine, page = begun(interviewer), interviewer.page
    context.set_offline(False)
    context.clear_cookies()
    interviewer.sign_in("samira")
    expect(page.locator("[data-offline=ready]")).to_be_visible(timeout=20_000)
    page.click("[data-action=offline]")
    interviewer.choose_pin("samira-eigen")
    expect(page.locator("[data-none]")).to_be_visible()  # nothing of hers waits here
    context.set_offline(True)
    page.reload()
    page.select_option("#who", index=0)
    page.fill("#pin", "samira-eigen")
    page.click("[data-action=unlock]")
    expect(page.locator("[data-open] [data-fault]")).to_be_visible()
    page.fill("#pin", PIN)
    page.click("[data-action=unlock]")
    expect(page.locator("[data-resume]")).to_have_count(1)
    context.set_offline(False)
    interviewer.send()  # Samira is signed in
    expect(page.locator("[data-told]")).to_contain_text("Iemand anders is ingelogd")
    assert stored(database) == []
    assert kept(interviewer)["events"] == mine


def test_who_forgot_the_pin_can_begin_anew_when_signed_in(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    begun(interviewer)
    page.reload()
    page.click("[data-forgotten-box] summary")
    page.check("[name=sure]")
    page.click("[data-action=start-anew]")
    expect(page.locator("[data-forgotten] [data-fault]")).to_be_visible()  # not without a network
    assert kept(interviewer)["events"]
    context.set_offline(False)
    page.click("[data-action=start-anew]")
    expect(page.locator("#new-pin")).to_be_visible()
    assert kept(interviewer)["events"] == []
    interviewer.choose_pin("een nieuwe")
    expect(page.locator("[data-none]")).to_be_visible()


def test_a_copy_goes_on_on_another_device_with_another_pin(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    browser: Browser,
    database: Database,
    tmp_path: Path,
) -> None:
    waiting = begun(interviewer)
    file = copied(interviewer, tmp_path)
    assert "toestemming" not in file.read_text()  # sealed
    other = browser.new_context(locale="nl-NL")
    elsewhere = OfflineInterviewer(other.new_page(), interviewer.address)
    elsewhere.get_ready()
    put_back(elsewhere, file, "verkeerd")
    expect(elsewhere.page.locator("[data-told]")).to_contain_text("geen kopie van u")
    put_back(elsewhere, file, PIN)
    expect(elsewhere.page.locator("[data-told]")).to_contain_text("teruggezet")
    assert kept(elsewhere)["events"] == waiting
    elsewhere.resume()
    assert elsewhere.question == "plekken_buurt"
    elsewhere.go_on(GIVEN, until="motief_open")
    elsewhere.stop_and_keep()
    more = kept(elsewhere)["events"]
    elsewhere.send()
    context.set_offline(False)
    interviewer.send()  # the first device still has its own
    assert sorted(stored(database)) == sorted(more)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1
    other.close()


def test_stop_and_delete_leaves_nothing_here_nor_there_and_no_copy_brings_it_back(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    tmp_path: Path,
) -> None:
    page = interviewer.page
    begun(interviewer)
    context.set_offline(False)
    interviewer.send()
    assert stored(database)
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="plekken_buurt")
    page.reload()
    interviewer.unlock()
    file = copied(interviewer, tmp_path)
    interviewer.resume()
    page.click("[data-action=stop]")
    page.click("[data-action=erase]")
    expect(page.locator("[data-action=send-now]")).to_be_visible()
    assert kept(interviewer)["events"] == []
    context.set_offline(False)
    interviewer.send()
    put_back(interviewer, file, PIN)
    expect(page.locator("[data-told]")).to_contain_text("erbij kwamen: 0")
    assert kept(interviewer)["events"] == []
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1


def test_what_was_taken_back_does_not_return_from_a_device_that_still_holds_it(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database, clock: Clock
) -> None:
    begun(interviewer)
    context.set_offline(False)
    interviewer.send()
    interviewer.begin()
    interviewer.go_on(GIVEN, until="plekken_buurt")
    interviewer.page.reload()
    interviewer.unlock()
    interviewer.send()  # it is still open: the device keeps it
    interviewer.resume()
    interviewer.go_on(GIVEN, until="nl_gebruik")
    interviewer.stop_and_keep()
    with database.reading() as session:
        going_on = session.scalars(select(Interview).where(Interview.state == "open")).one()
        code = going_on.consent.withdrawal_code if going_on.consent else ""
    withdrawal.withdraw(database, code, now=clock(), forget=lambda *_: None)
    interviewer.send()
    told = interviewer.page.locator("[data-told]")
    expect(told).to_contain_text(told.get_attribute("data-gone") or "")
    assert kept(interviewer)["events"] == []
    expect(interviewer.page.locator("[data-waiting] [data-interview]")).to_have_count(1)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1


def test_an_interview_that_was_sent_in_part_and_then_deleted_goes_there_too(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="plekken_buurt")
    page.reload()
    interviewer.unlock()
    context.set_offline(False)
    interviewer.send()
    assert stored(database)
    context.set_offline(True)
    interviewer.resume()
    page.click("[data-action=stop]")
    page.click("[data-action=erase]")
    expect(page.locator("[data-action=send-now]")).to_be_visible()
    context.set_offline(False)
    interviewer.send()
    assert stored(database) == []
    assert kept(interviewer) == {"events": [], "interviews": 1, "refusals": []}  # that it is gone


FULL = """
() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    if (window.full) throw new DOMException("no room", "QuotaExceededError");
    return put.apply(this, given);
  };
}
"""


def test_a_full_disk_is_said_and_nothing_is_lost(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    page.evaluate(FULL)
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="toestemming")
    interviewer.answer(GIVEN)
    page.evaluate("window.full = true")
    page.click("[data-action=next]")
    expect(page.locator("[data-told]")).to_contain_text("Dit apparaat kan niets meer bewaren")
    assert interviewer.question == "toestemming"
    assert kept(interviewer)["events"] == []
    page.evaluate("window.full = false")
    interviewer.press("next")  # there is room again
    interviewer.go_on(GIVEN, until="buurt_open")
    before = kept(interviewer)["events"]
    page.evaluate("window.full = true")
    page.fill("[name=buurt_open]", "De markt is fijn.")
    page.click("[data-action=next]")
    expect(page.locator("[data-told]")).to_contain_text("Dit apparaat kan niets meer bewaren")
    assert page.input_value("[name=buurt_open]") == "De markt is fijn."
    assert kept(interviewer)["events"] == before
    page.evaluate("window.full = false")
    interviewer.press("next")
    expect(page.locator("[data-told]")).to_be_hidden()
    interviewer.stop_and_keep()
    waiting = kept(interviewer)["events"]
    context.set_offline(False)
    interviewer.send()
    assert sorted(stored(database)) == sorted(waiting)
    with database.reading() as session:
        said = session.scalars(select(AnswerEvent.value).where(AnswerEvent.item == "buurt_open"))
        assert list(said) == ["De markt is fijn."]


def test_a_questionnaire_stays_as_long_as_an_interview_of_it_waits(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    enquete_study: Study,
    enquete57: Questionnaire,
    clock: Clock,
) -> None:
    page = interviewer.page
    begun(interviewer)
    context.set_offline(False)
    [old] = page.evaluate(VERSIONS)
    with database.writing() as session:
        study = session.get_one(Study, enquete_study.id)
        publishing.publish(session, study, replace(enquete57, version="1.1"), clock())
    visit_the_list(interviewer)
    both = page.evaluate(VERSIONS)
    assert len(both) == 2
    assert old in both
    interviewer.unlock()
    interviewer.send()  # asked with the old version, and taken in
    with database.reading() as session:
        assert session.scalars(select(Interview)).one().version.hash == old
    visit_the_list(interviewer)
    [new] = page.evaluate(VERSIONS)
    assert new != old


def visit_the_list(interviewer: OfflineInterviewer) -> None:
    interviewer.page.goto(f"{interviewer.address}/interviews/")
    expect(interviewer.page.locator("[data-offline=ready]")).to_be_visible(timeout=20_000)


def test_an_address_that_is_not_safe_says_so(
    live_server: str, enquete_study: Study, browser: Browser
) -> None:
    name = live_server.replace("127.0.0.1", "doorvragen.test")
    plain = browser.browser_type.launch(
        executable_path=browsers.chromium(),
        args=[*browsers.ARGUMENTS, "--host-resolver-rules=MAP doorvragen.test 127.0.0.1"],
    )
    interviewer = OfflineInterviewer(plain.new_page(), name)
    interviewer.sign_in()
    expect(interviewer.page.locator("[data-offline=insecure]")).to_be_visible()
    expect(interviewer.page.locator("[data-action=offline]")).to_be_hidden()
    interviewer.page.goto(f"{name}/interviews/offline")
    expect(interviewer.page.locator("[data-part=unable] h1")).to_be_visible()
    expect(interviewer.page.locator("#new-pin")).to_be_hidden()
    plain.close()
