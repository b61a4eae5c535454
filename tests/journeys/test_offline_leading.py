"""Without a network as with one: keys, leading, reasons, languages, a changed mind, barriers."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, expect
from sqlalchemy import select

from survey_app.questionnaire.answers import Status
from survey_app.questionnaire.model import Questionnaire
from survey_app.questionnaire.routing import skipped_for_time
from survey_app.services import saving
from survey_app.services.leading import Lead
from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent, Interview
from survey_app.storage.studies import Study
from tests.journeys.offline_driver import GIVEN, OfflineInterviewer, kept, stored
from tests.journeys.test_interview_accessibility import barriers
from tests.journeys.test_interview_by_keyboard import answer as answer_by_keyboard

MINUTE = 60_000  # milliseconds

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def sent(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> Interview:
    """Send the one interview; it as it is in the database, where everything sent is."""
    waiting = kept(interviewer)["events"]
    context.set_offline(False)
    interviewer.send()
    assert sorted(stored(database)) == sorted(waiting)
    with database.reading() as session:
        return session.scalars(select(Interview)).one()


def value(interview: Interview, item: str) -> str:
    return interview.answers.get(item, {}).get("value", "")


def status(interview: Interview, item: str) -> str:
    return interview.answers.get(item, {}).get("status", "")


def events(database: Database, item: str) -> list[AnswerEvent]:
    with database.reading() as session:
        return [e for e in session.scalars(select(AnswerEvent)) if e.item == item]


def test_a_whole_interview_by_keyboard_only(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    context.set_offline(True)
    interviewer.begin()
    asked = []
    while interviewer.screen.count():
        asked.append(interviewer.question)
        answer_by_keyboard(interviewer.page, interviewer)
    assert len(asked) == len(set(asked)) == 44
    interviewer.to_list()
    interview = sent(interviewer, context, database)
    assert value(interview, "traject_status") == "nooit"
    assert status(interview, "motief_open") == "weet_niet"


def test_keys_are_listed_can_be_switched_off_and_swap_the_sizes(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    context.set_offline(True)
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_hidden()  # on the list there is nothing to press
    interviewer.begin(language="en")
    interviewer.go_on(GIVEN | {"gesprekstaal": "en"}, until="plekken_buurt")
    page.keyboard.press("l")
    expect(page.locator("html.dv-large-heard")).to_be_attached()
    page.keyboard.press("k")
    expect(page.locator("[data-action=uncard]")).to_be_visible()
    page.keyboard.press("k")
    expect(page.locator("[data-action=uncard]")).to_be_hidden()
    page.keyboard.press("v")
    expect(page.locator(".dv-texts")).to_be_visible()
    page.locator("h1").focus()
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    page.uncheck("[data-keys-on]")
    page.keyboard.press("Escape")
    page.keyboard.press("w")
    assert interviewer.question == "plekken_buurt"


def test_a_pause_later_apart_and_the_core_route(
    interviewer: OfflineInterviewer,
    context: BrowserContext,
    database: Database,
    enquete57: Questionnaire,
) -> None:
    page, given = interviewer.page, GIVEN | {"traject_status": "nooit"}
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(given, until="belemmering_open")
    page.click(".dv-more summary")
    page.click("[data-action=pause]")
    expect(page.locator("[data-paused]")).to_be_visible()
    page.reload()  # a pause may be long
    interviewer.unlock()
    interviewer.resume()
    page.click("[data-action=resume]")
    page.click(".dv-more summary")
    page.click("[data-action=apart]")
    expect(page.locator("[data-question=belemmering_open]")).to_be_hidden()
    page.click(".dv-more summary")
    page.click("[data-action=short]")
    page.click(".dv-more summary")
    expect(page.locator("[data-led=short]")).to_be_visible()
    assert interviewer.question not in ("belemmering_open", "belemmering_kaarten")
    interviewer.go_on(given, until="werk_inkomen")
    interviewer.answer(given)
    interviewer.press("next")
    assert interviewer.question == "belemmering_open"
    page.click(".dv-more summary")
    expect(page.locator("[data-led=apart]")).to_be_visible()
    interviewer.go_on(given)
    expect(page.locator("[data-part=closing][data-state=finished]")).to_be_visible()
    interviewer.to_list()
    interview = sent(interviewer, context, database)
    assert value(interview, Lead.SHORT) == value(interview, Lead.APART) == "ja"
    assert [e.value for e in events(database, Lead.PAUSE)] == ["ja", "nee"]
    left = [name for name, one in interview.answers.items() if one["status"] == Status.TIJD]
    assert left  # what is not core was left for time, and says so
    today = interview.started_at.date()
    assert skipped_for_time(enquete57, saving.sheet(interview), today) == ()


def test_after_22_minutes_of_talk_the_core_route_is_offered(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page, offer = interviewer.page, interviewer.page.locator("[data-offer=short]")
    page.evaluate(
        "(now => { Date.now = () => now() + (window.later ?? 0); })(Date.now.bind(Date))"
    )
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="buurt_open")
    page.click(".dv-more summary")
    page.click("[data-action=pause]")
    expect(page.locator("[data-paused]")).to_be_visible()
    page.evaluate(f"window.later = {30 * MINUTE}")
    page.click("[data-action=resume]")
    expect(page.locator("[data-question=buurt_open] .dv-ask")).to_be_visible()
    expect(offer).to_be_hidden()  # a pause is no talk
    expect(page.locator("[data-since]")).to_have_text(re.compile("^[01] min"))
    page.evaluate(f"window.later = {53 * MINUTE}")
    interviewer.answer(GIVEN)
    interviewer.press("next")
    page.click("[data-offer=short] [value=whole]")
    expect(offer).to_be_hidden()
    interviewer.answer(GIVEN)
    interviewer.press("next")
    expect(offer).to_be_hidden()


def test_a_reason_is_kept_and_so_is_how_a_screen_was_filled_in(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="buurt_open")
    page.fill("[name=buurt_open]", "Bel de school: 079 123 45 67")
    page.click("[data-action=next]")
    page.fill("[name='page.reason']", "Nummer van de school")
    page.click("[data-action=next]")
    expect(page.locator("[data-question=buurt_open]")).to_be_hidden()
    interviewer.stop_and_keep()
    interview = sent(interviewer, context, database)
    assert value(interview, "buurt_open__reason") == "Nummer van de school"
    with database.reading() as session:
        told = [e.paradata for e in session.scalars(select(AnswerEvent))]
    assert all(each and each["milliseconds"] >= 0 and "changes" in each for each in told)
    assert {"keyboard", "mouse"} & {each.get("by") for each in told if each}


def test_the_language_changes_in_mid_interview_and_each_answer_keeps_its_own(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page = interviewer.page
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="motief_open")
    page.fill("[name=motief_open]", "half gezegd")
    page.click(".dv-tongue summary")
    page.click("[data-action=language][value='language:en']")
    expect(page.locator("[data-question=motief_open][data-heard=en]")).to_be_visible()
    assert page.input_value("[name=motief_open]") == "half gezegd"
    page.fill("[name=motief_open]", "to talk with my neighbours")
    page.click("[data-action=next]")
    expect(page.locator("[data-question=motief_open]")).to_be_hidden()
    interviewer.stop_and_keep()
    sent(interviewer, context, database)
    told = [(e.value, e.language) for e in events(database, "motief_open")]
    assert told == [("half gezegd", "nl"), ("to talk with my neighbours", "en")]


def test_a_changed_branch_answer_warns_and_the_old_answers_stay_in_the_history(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page, given = interviewer.page, GIVEN | {"traject_status": "gestopt"}
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(given, until="belemmering_open")
    interviewer.go_to("traject_status")
    page.check("[name=traject_status][value=nooit]")
    page.click("[data-action=next]")
    expect(page.locator(".dv-emptied li").first).to_be_visible()
    page.click("[data-action=cancel]")
    assert page.is_checked("[name=traject_status][value=gestopt]")
    page.check("[name=traject_status][value=nooit]")
    page.click("[data-action=next]")
    interviewer.press("confirm")
    interviewer.stop_and_keep()
    interview = sent(interviewer, context, database)
    assert value(interview, "traject_status") == "nooit"
    emptied = [name for name, one in interview.answers.items() if one["status"] == "nvt_route"]
    assert emptied
    assert all([e.value for e in events(database, name)][-1] == "" for name in emptied)
    assert any(len(events(database, name)) == 2 for name in emptied)


def test_the_second_consent_taken_back_erases_what_it_covered_here_and_there(
    interviewer: OfflineInterviewer, context: BrowserContext, database: Database
) -> None:
    page, given = interviewer.page, GIVEN | {"gesprekstaal": "en"}
    context.set_offline(True)
    interviewer.begin(language="en")
    interviewer.go_on(given, until="motief_open")
    before = len(kept(interviewer)["events"])
    interviewer.go_to("toestemming_bijzonder")
    page.check("[name=toestemming_bijzonder][value=nee]")
    interviewer.press("next")
    interviewer.go_on(given | {"toestemming_bijzonder": "nee"}, until="motief_open")
    left = kept(interviewer)["events"]
    assert len(left) < before + 1  # what was covered is gone, history too
    interviewer.stop_and_keep()
    interview = sent(interviewer, context, database)
    assert value(interview, "gesprekstaal") == "niet_nl"
    with database.reading() as session:
        assert {e.language for e in session.scalars(select(AnswerEvent))} <= {"nl", "niet_nl"}
    assert events(database, "geboorteland") == []
    assert interview.language == "niet_nl"


def test_a_language_that_was_not_stored_is_asked_for_again(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    context.set_offline(True)
    given = GIVEN | {"gesprekstaal": "en", "toestemming_bijzonder": "nee"}
    interviewer.begin(language="en")
    interviewer.go_on(given, until="motief_open")
    page.reload()
    interviewer.unlock()
    interviewer.resume()
    expect(page.get_by_text("De taal van dit gesprek is niet bewaard.")).to_be_visible()
    interviewer.answer(given)
    interviewer.press("next")
    expect(page.get_by_text("De taal van dit gesprek is niet bewaard.")).to_be_hidden()


def test_drawings_and_the_browsers_back_button_work_without_a_network(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="motief_kaarten")
    loaded = "all => all.length > 11 && all.every(i => i.complete && i.naturalWidth > 0)"
    page.locator(".dv-card__picture").last.scroll_into_view_if_needed()
    assert page.locator(".dv-card__picture").evaluate_all(loaded)
    page.locator("[data-card] [value='1']").first.check()
    page.go_back()
    expect(page.locator("[data-question=motief_open]")).to_be_visible()
    page.go_forward()
    expect(page.locator("[data-question=motief_kaarten]")).to_be_visible()
    assert page.locator("[data-card] [value='1']").first.is_checked()


def test_what_is_open_at_the_end_is_named_and_the_number_can_be_printed(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    page = interviewer.page
    context.set_offline(True)
    interviewer.begin()
    interviewer.go_on(GIVEN, until="buurt_open")
    page.click("[data-action=next]")
    page.click("[data-action=leave-open]")
    expect(page.locator("[data-question=buurt_open]")).to_be_hidden()
    interviewer.go_on(GIVEN)
    expect(page.locator("[data-part=closing][data-state=open]")).to_be_visible()
    expect(page.locator(".dv-open-list a")).to_have_count(1)
    page.click("[data-action=finish]")
    expect(page.locator("[data-part=closing][data-state=finished]")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-withdrawal-code]")).to_be_visible()
    expect(page.locator("h1:visible")).to_have_count(0)


@pytest.fixture
def fictitious(database: Database, enquete_study: Study) -> None:
    """A study in which drafts of languages may be tried."""
    with database.writing() as session:
        session.get_one(Study, enquete_study.id).fictitious = True


@pytest.fixture
def width() -> int:
    return 360


@pytest.fixture
def narrow(width: int, browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": width, "height": 800}, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize(("language", "width"), [("nl", 1280), ("ar", 360)])
@pytest.mark.usefixtures("fictitious")
def test_no_screen_without_a_network_has_a_barrier(
    narrow: Page, live_server: str, database: Database, language: str, width: int
) -> None:
    axe, found = Axe(), {}

    def look(page: Page, name: str) -> None:
        found[name] = barriers(axe, page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name

    interviewer = OfflineInterviewer(narrow, live_server, look=look)
    interviewer.sign_in()
    expect(narrow.locator("[data-offline=ready]")).to_be_visible(timeout=20_000)
    narrow.click("[data-action=offline]")
    narrow.locator("#new-pin").wait_for()
    look(narrow, "pin")
    interviewer.choose_pin()
    narrow.context.set_offline(True)
    given = {**GIVEN, "traject_status": "gestopt", "gesprekstaal": language}
    interviewer.hold(given, language=language)
    assert interviewer.screen.count() == 0
    look(narrow, "closing")
    interviewer.to_list()
    look(narrow, "waiting")
    assert len(found) == 64
    assert {name: barrier for name, barrier in found.items() if barrier} == {}
    interview = sent(interviewer, narrow.context, database)
    assert interview.state == "finished"
    assert value(interview, "gesprekstaal") == language
    assert {e.language for e in events(database, "motief_open")} == {language}
    with database.reading() as session:
        assert interview.answers == saving.replayed(saving.history(session, interview.id))


@pytest.mark.usefixtures("fictitious")
def test_what_has_to_be_said_without_a_network_has_no_barrier_either(
    interviewer: OfflineInterviewer, context: BrowserContext
) -> None:
    axe, page, given = Axe(), interviewer.page, GIVEN | {"gesprekstaal": "ar"}
    context.set_offline(True)
    interviewer.begin(language="ar")
    page.click("[data-action=next]")
    page.locator("[data-focus]").wait_for()
    assert barriers(axe, page) == []
    interviewer.go_on(given | {"toestemming": "nee"}, until="toestemming")
    page.check("[name=toestemming][value=nee]")
    page.click("[data-action=next]")
    page.locator("[data-part=refused]").wait_for()
    assert barriers(axe, page) == []
    page.click("[data-do=home]")
    interviewer.begin(language="ar")
    interviewer.go_on(given, until="buurt_open")
    page.fill("[name=buurt_open]", "06 12345678")
    page.click("[data-action=next]")
    page.locator("[name='page.reason']").wait_for()
    assert barriers(axe, page) == []
    page.click("[data-action=card]")
    assert barriers(axe, page) == []
    page.click("[data-action=uncard]")
    page.click(".dv-more summary")
    assert barriers(axe, page) == []
    page.click("[data-action=pause]")
    page.locator("[data-paused]").wait_for()
    assert barriers(axe, page) == []
    page.click("[data-action=resume]")
    page.click("[data-action=keys]")
    page.locator("#keys").wait_for()
    assert barriers(axe, page) == []
    page.keyboard.press("Escape")
    page.click("[data-action=stop]")
    page.locator("[data-part=stop]").wait_for()
    assert barriers(axe, page) == []
    page.click("[data-action=keep]")
    interviewer.to_list()
    page.click(".dv-copy summary >> visible=true")
    assert barriers(axe, page) == []
    page.goto(f"{interviewer.address}/interviews/offline")
    page.click("[data-forgotten-box] summary")
    assert barriers(axe, page) == []
