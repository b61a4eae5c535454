"""On a phone: an invitation in Dari and Tigrinya, and cards given by people in a hurry."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import func, select

from survey_app.services import ambassadors, contacts, recruitment
from survey_app.services.contact_keys import ContactKeys
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study
from tests import builders

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WIDER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
LETTERS = (
    "async () => { await document.fonts.ready; return [...document.fonts].map(f => f.status) }"
)
CANCELLED = "navigator.share = () => Promise.reject(new DOMException('', 'AbortError'))"


@pytest.fixture
def fictitious(database, enquete_study) -> Study:
    """A study in which drafts may be read."""
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        study.fictitious = True
        return study


@pytest.fixture
def phone(browser: Browser):
    context = browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-NL")
    yield context.new_page()
    context.close()


@pytest.fixture
def complaints(phone: Page) -> list[str]:
    found: list[str] = []
    phone.on("console", lambda m: found.append(m.text) if m.type == "error" else None)
    phone.on("pageerror", lambda error: found.append(str(error)))
    return found


def is_good(page: Page) -> None:
    assert page.evaluate(WIDER) == 0, page.url
    found = Axe().run(page)
    assert found.violations_count == 0, (page.url, found.generate_report())


@pytest.mark.parametrize(
    ("language", "tag", "name"), [("fa_AF", "fa-AF", "دری"), ("ti", "ti", "ትግርኛ")]
)
def test_an_invited_person_asks_to_be_called_in_dari_and_tigrinya(
    phone, complaints, live_server, fictitious, database, settings, clock, language, tag, name
):
    with database.writing() as session:
        code = builders.a_coupon(session, session.merge(fictitious), clock(), 4).code
    phone.goto(f"{live_server}/k/{code}")
    phone.click(f"nav >> text={name}")
    expect(phone.locator("html")).to_have_attribute("lang", tag)
    expect(phone.locator("[data-action=now]")).to_have_count(0)
    is_good(phone)
    phone.click("[data-action=call]")
    phone.fill("[name=voornaam]", "Mina")
    phone.fill("[name=telefoon]", "۰۶ ۱۲ ۳۴ ۵۶ ۷۸")
    is_good(phone)
    phone.click("form:has([name=telefoon]) button")
    phone.wait_for_selector("[data-screen=called]")
    is_good(phone)
    with database.reading() as session:
        [asked] = contacts.to_call(
            session, ContactKeys.of(settings), session.get(Study, fictitious.id)
        )
    assert asked.record.details.first_name == "Mina"
    assert asked.record.details.language == language
    assert complaints == []


def test_ethiopic_letters_are_there_and_a_dutch_page_fetches_only_those_of_the_names(
    phone, live_server, fictitious, database, clock
):
    with database.writing() as session:
        code = builders.a_coupon(session, session.merge(fictitious), clock(), 4).code
    fetched = []  # nothing, where the telephone has letters of its own
    phone.on("request", lambda request: fetched.append(request.url.rsplit("/", 1)[1]))
    phone.goto(f"{live_server}/k/{code}?lang=nl")
    assert "loaded" in phone.evaluate(LETTERS)
    assert "ethiopic.woff2" not in fetched
    phone.goto(f"{live_server}/k/{code}?lang=ti")
    assert phone.evaluate(LETTERS) == ["loaded", "loaded"]


@pytest.fixture
def fatma(database, fictitious, clock):
    with database.writing() as session:
        return ambassadors.add(session, session.merge(fictitious), "Fatma", clock(), "ar")


def given(database) -> int:
    with database.reading() as session:
        own = select(func.count()).where(Coupon.ambassador_id.is_not(None))
        return session.scalar(own) or 0


@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_an_ambassador_in_a_hurry_gives_one_card_at_a_time(
    phone, complaints, live_server, database, fatma, language
):
    home = f"{live_server}/ambassador/{fatma.token}/?lang={language}"
    phone.goto(home)
    is_good(phone)
    phone.fill("[name=pin]", "٢٥٨٠" if language == "ar" else "2580")
    phone.click("main button[type=submit]")
    phone.locator("[data-action=give]").wait_for()
    is_good(phone)
    phone.locator("[data-action=give]").dblclick()
    phone.wait_for_url("**/cards/**")
    phone.reload()
    is_good(phone)
    first = phone.inner_text(".dv-code")
    assert given(database) == 1
    phone.goto(home)
    phone.click("[data-action=last]")
    assert phone.inner_text(".dv-code") == first
    phone.go_back()
    phone.click("[data-action=give]")
    phone.wait_for_url("**/cards/**")
    assert phone.inner_text(".dv-code") != first
    assert given(database) == 2
    assert complaints == []


def test_sharing_that_is_cancelled_changes_nothing(
    phone, complaints, live_server, database, fatma, clock
):
    phone.add_init_script(CANCELLED)
    phone.goto(f"{live_server}/ambassador/{fatma.token}/?lang=nl")
    phone.fill("[name=pin]", "2580")
    phone.click("main button[type=submit]")
    phone.click("[data-action=give]")
    phone.click("[data-share]")
    phone.click("[data-share]")
    phone.click("text=ትግርኛ")
    expect(phone.locator(".dv-share-text")).to_have_attribute("lang", "ti")
    assert "lang%3Dti" in (phone.get_attribute("[href^='sms:']", "href") or "")
    assert given(database) == 1
    assert complaints == []


def test_back_from_the_number_leads_to_the_card_and_on_again(
    phone, live_server, fictitious, database, clock
):
    with database.writing() as session:
        code = builders.a_coupon(session, session.merge(fictitious), clock(), 4).code
    phone.goto(f"{live_server}/k/{code}?lang=nl")
    phone.click("[data-action=now]")
    phone.click("button[value=waterwijk-noord]")
    for name, value in (
        ("opening_kent_iemand", "ander"),
        ("gesprekstaal", "nl"),
        ("toestemming", "ja"),
    ):
        phone.locator(f"[data-question={name}]").wait_for()
        phone.check(f"[name={name}][value={value}]")
        phone.locator("[data-action=next]").dblclick()
    phone.locator("[data-withdrawal-code]").wait_for()
    phone.go_back()
    phone.click("[data-action=resume]")
    expect(phone.locator("[data-question=toestemming_bijzonder]")).to_be_visible()


def test_somebody_whose_card_was_used_hears_so_at_the_consent(
    phone, live_server, fictitious, database, clock
):
    with database.writing() as session:
        study = session.merge(fictitious)
        code = builders.a_coupon(session, study, clock(), 4).code
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, code, interview, clock())
    phone.goto(f"{live_server}/k/{code}?lang=ar")
    phone.click("[data-action=now]")
    phone.click("button[value=waterwijk-noord]")
    for name, value in (
        ("opening_kent_iemand", "ander"),
        ("gesprekstaal", "ar"),
        ("toestemming", "ja"),
    ):
        phone.locator(f"[data-question={name}]").wait_for()
        phone.check(f"[name={name}][value={value}]")
        phone.click("[data-action=next]")
    phone.locator("#code-error").wait_for()
    expect(phone.locator("html")).to_have_attribute("lang", "ar")
    is_good(phone)
