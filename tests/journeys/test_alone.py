"""Somebody answers alone on a phone, in Dutch and in Arabic, from the card to the own cards."""

from __future__ import annotations

from io import BytesIO
from random import Random

import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from survey_app.services import contacts, recruitment
from survey_app.services.contact_keys import ContactKeys
from survey_app.storage.interviews import AnswerEvent, ConsentRecord, Interview
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study
from tests.journeys.interview_driver import Interviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GIVEN = {
    "opening_kent_iemand": "ander",
    "toestemming": "ja",
    "toestemming_bijzonder": "ja",
    "traject_status": "nooit",
    "geboorteland": "SY",
    "jaar_aankomst": "2015",
    "netwerk_kaartjes": "2",
    "contact_toestemming": "over_les",
}
LOOKED_AT = (
    "opening_kent_iemand",
    "toestemming",
    "plekken_buurt",
    "motief_kaarten",
    "netwerk_aantal",
)
WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def coupon(database, enquete_study, clock):
    """A card of a fictitious study, where a draft translation may be read."""
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        study.fictitious = True
        [card] = recruitment.issue(session, study, 1, now=clock(), chance=Random(3))
        recruitment.give([card], clock())
        return card


def a_phone(browser: Browser, script: bool) -> Page:
    context = browser.new_context(
        viewport={"width": 360, "height": 740}, locale="nl-NL", java_script_enabled=script
    )
    return context.new_page()


def fits(page: Page, name: str) -> None:
    assert page.evaluate(WIDER) == 0, name
    assert page.locator(".dv-item--code, .dv-hint, [name='page.note']").count() == 0, name
    if name in LOOKED_AT:
        found = Axe().run(page)
        assert found.violations_count == 0, (name, found.generate_report())


@pytest.mark.parametrize(
    ("language", "direction", "script"),
    [("nl", "ltr", True), ("ar", "rtl", True), ("nl", "ltr", False)],
    ids=["nl", "ar", "nl without script"],
)
def test_from_the_card_to_the_own_cards(
    browser, live_server, database, settings, coupon, language, direction, script
):
    page = a_phone(browser, script)
    complaints = []
    page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    person = Interviewer(page, live_server, look=fits if script else lambda page, name: None)

    page.goto(f"{live_server}/k/{coupon.code}?lang={language}")
    page.click("[data-action=now]")
    page.click("button[value=waterwijk-noord]")
    given = GIVEN | {"gesprekstaal": language}
    person.answer(given)
    person.press("next")
    person.answer(given)
    person.press("next")
    assert page.context.cookies() == []
    person.answer(given)
    person.press("next")
    code = page.inner_text("[data-withdrawal-code]")
    page.click("[data-action=go-on]")
    assert page.get_attribute("html", "dir") == direction

    person.go_on(given, until="plekken_buurt")
    person.press("stop")
    page.click("[data-action=later]")
    page.fill("[name=code]", code)
    page.click("form:has([name=code]) button")
    person.go_on(given)
    page.click("[data-action=finish]")

    assert page.get_attribute("[data-screen=end]", "data-state") == "finished"
    cards = zxingcpp.read_barcodes(Image.open(BytesIO(page.screenshot(full_page=True))))
    shown = {one.replace("-", "") for one in page.locator("[data-coupon]").all_inner_texts()}
    assert {one.text.rsplit("/", 1)[1] for one in cards} == shown
    assert len(shown) == 2
    page.click("[data-action=contact]")
    page.fill("[name=voornaam]", "Samira")
    page.fill("[name=telefoon]", "06 12 34 56 78")
    page.check("[name=beste_tijd][value=avond]")
    page.check("[name=doel][value=over_les]")
    page.click("form:has([name=telefoon]) button")
    page.wait_for_selector("[data-screen=called]")
    page.context.close()

    assert complaints == []
    assert len(person.numbers) == len(set(person.numbers)) == 46
    _stored_well(database, settings, coupon, shown, language)


def _stored_well(database, settings, coupon, shown, language):
    with database.reading() as session:
        interview = session.scalar(select(Interview))
        assert (interview.mode, interview.state) == ("self", "finished")
        assert (interview.coupon_id, interview.language) == (coupon.id, language)
        handed_on = select(Coupon.code).where(Coupon.issuer_id == interview.id)
        assert set(session.scalars(handed_on)) == shown
        assert session.scalar(select(ConsentRecord.channel)) == "self"
        study = session.scalar(select(Study))
        [asked] = contacts.to_call(session, ContactKeys.of(settings), study)
        assert asked.record.details.first_name == "Samira"
        stored = repr([interview.answers, session.scalars(select(AnswerEvent.value)).all()])
    assert "Samira" not in stored
    assert "12345678" not in stored
