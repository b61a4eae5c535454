"""Recruitment in a real browser: cards that scan, pages that fit a phone, nothing left behind."""

from io import BytesIO
from random import Random

import pypdfium2
import pytest
import zxingcpp
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Browser, Page

from survey_app.services import ambassadors, card_life, coupon_codes
from survey_app.services.card_life import Hand
from survey_app.storage.studies import Account, Role
from tests import browsers, builders

pytestmark = [pytest.mark.browser, pytest.mark.slow]

HOME = "/coordination/waterwijk-2026"


@pytest.fixture
def coupon(database, study, clock):
    with database.writing() as session:
        return builders.a_coupon(session, study, clock())


@pytest.fixture
def fatma(database, study, clock):
    with database.writing() as session:
        return ambassadors.add(session, study, "Fatma", clock())


@pytest.fixture
def coordinator(page: Page, live_server, enquete_study) -> Page:
    page.goto(f"{live_server}/login")
    page.fill("[name=username]", "coordinator")
    page.fill("[name=password]", builders.PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url(f"**{HOME}/")
    return page


@pytest.fixture
def problems(page: Page) -> list[str]:
    """What the browser complains about, policy violations too."""
    found: list[str] = []
    page.on(
        "console", lambda message: found.append(message.text) if message.type == "error" else 0
    )
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def go_in(page: Page, live_server: str, ambassador) -> None:
    """The first visit of an ambassador: choose a PIN."""
    page.goto(f"{live_server}/ambassador/{ambassador.token}/")
    page.fill("[name=pin]", "2580")
    page.click("main button[type=submit]")


def codes_in(picture: bytes | Image.Image) -> list[str]:
    image = picture if isinstance(picture, Image.Image) else Image.open(BytesIO(picture))
    return [found.text for found in zxingcpp.read_barcodes(image)]


def test_the_code_on_the_invitation_scans_and_leads_back_to_it(page, live_server, coupon):
    address = f"{live_server}/k/{coupon.code}"
    page.goto(address)
    assert codes_in(page.screenshot(full_page=True)) == [address]
    assert coupon_codes.show(coupon.code) in page.inner_text("main")


def test_the_invitation_leaves_nothing_in_the_browser(page, live_server, coupon):
    page.goto(f"{live_server}/k/{coupon.code}")
    assert page.context.cookies() == []
    assert (
        page.evaluate("Object.keys(localStorage).length + Object.keys(sessionStorage).length") == 0
    )


def test_a_coordinator_makes_a_batch_and_its_sheets_scan(coordinator, live_server):
    coordinator.goto(f"{live_server}{HOME}/cards")
    coordinator.fill("[name=number]", "11")
    coordinator.click("text=Maken en printen")
    coordinator.wait_for_url("**/cards/batches/*")
    sheets_at = coordinator.locator("a[href$='/cards.pdf']").get_attribute("href")
    sheets = coordinator.request.get(f"{live_server}{sheets_at}").body()
    with pypdfium2.PdfDocument(sheets) as printed:
        pages = [codes_in(sheet.render(scale=2.5).to_pil()) for sheet in printed]
    assert [len(codes) for codes in pages] == [8, 3]
    shown = coordinator.locator("[data-coupon]").evaluate_all(
        "all => all.map(e => e.dataset.coupon)"
    )
    assert {text.rsplit("/", 1)[1] for page in pages for text in page} == set(shown)


def test_an_ambassador_gives_a_card_without_javascript(browser: Browser, live_server, fatma):
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 740}, locale="nl-NL"
    )
    page = context.new_page()
    go_in(page, live_server, fatma)
    page.click("[data-action=give]")
    page.wait_for_url("**/cards/**")
    [address] = codes_in(page.screenshot())  # without scrolling
    page.goto(address)
    assert "Waterstad" in page.inner_text("main")
    context.close()


def test_a_link_can_be_copied(page, live_server, fatma):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    go_in(page, live_server, fatma)
    page.click("summary")
    page.click("[data-copy]")
    page.wait_for_selector("text=Gekopieerd")
    assert page.evaluate("navigator.clipboard.readText()").endswith(f"/{fatma.token}/")


PUBLIC = ["/k/", "/k/{code}", "/ambassador/{token}/", "/ambassador/{token}/cards/{own}"]
PUBLIC += ["/ambassador/{token}/progress", "/ambassador/{token}/tips"]
STAFF = ["/", "/people", "/ambassadors", "/ambassadors/{number}", "/cards", "/cards/{code}"]
STAFF += ["/cards/batches/{batch}", "/settings", "/withdraw"]
STAFF += ["/languages", "/languages/ar", "/languages/ti"]  # approved, and still to be read


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_fits_is_accessible_and_obeys_the_policy(
    coordinator, live_server, problems, database, study, clock, coupon, fatma, width
):
    with database.writing() as session:
        own = ambassadors.give_card(session, session.merge(fatma), clock(), Random(5)).code
        hand = Hand(session.query(Account).filter_by(role=Role.COORDINATOR).one(), clock())
        batch = card_life.make_batch(session, study, 2, "en", hand=hand, chance=Random(6)).id
    parts = {"code": coupon.code, "token": fatma.token, "own": own, "number": fatma.id}
    parts["batch"] = batch
    coordinator.set_viewport_size({"width": width, "height": 740})
    go_in(coordinator, live_server, fatma)
    for path in [*PUBLIC, *(HOME + path for path in STAFF)]:
        coordinator.goto(live_server + path.format(**parts))
        wider = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        assert coordinator.evaluate(wider) == 0, path
        found = Axe().run(coordinator)
        assert found.violations_count == 0, (path, found.generate_report())
    assert problems == []


def test_back_and_give_again_is_a_card_for_somebody_else(browser, live_server, fatma):
    """Telephones keep the page that one leaves, as this browser does when it is let to."""
    kept = browser.browser_type.launch(
        executable_path=browsers.chromium(),
        args=list(browsers.ARGUMENTS),
        ignore_default_args=["--disable-back-forward-cache"],
    )
    page = kept.new_page()
    go_in(page, live_server, fatma)
    codes = []
    for _person in range(2):
        page.click("[data-action=give]")
        page.locator(".dv-card-page .dv-code").wait_for()
        codes.append(page.inner_text(".dv-code"))
        page.evaluate("setTimeout(() => history.back(), 50)")
        page.locator(".dv-card-page").wait_for(state="detached")
        page.locator("[data-action=last]").wait_for()  # the page as it is now
    kept.close()
    assert len(set(codes)) == 2
