"""By keyboard, by tap and by dragging: what is laid and typed is what is stored."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import FloatRect, Page, expect
from sqlalchemy import select

from survey_app.questionnaire.answers import AnswerSheet
from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study
from tests.journeys.interview_driver import Interviewer

pytestmark = [pytest.mark.browser, pytest.mark.slow]

GIVEN = {"toestemming": "ja", "toestemming_bijzonder": "ja", "gesprekstaal": "nl"}


@pytest.fixture
def at(
    page: Page, live_server: str, database: Database, enquete_study: Study
) -> Callable[..., Interviewer]:
    """An interview that is at a question; a fictitious study also speaks languages in draft."""
    with database.writing() as session:
        session.get_one(Study, enquete_study.id).fictitious = True

    def at(question: str, language: str = "nl") -> Interviewer:
        interviewer = Interviewer(page, live_server)
        interviewer.sign_in()
        interviewer.start(language=language)
        interviewer.go_on({**GIVEN, "gesprekstaal": language}, until=question)
        return interviewer

    return at


def stored(database: Database) -> AnswerSheet:
    with database.reading() as session:
        return saving.sheet(session.scalars(select(Interview)).one())


def keys(page: Page, *pressed: str) -> None:
    for key in pressed:
        page.keyboard.press(key)


def box(page: Page, selector: str) -> FloatRect:
    """Where something is in the window, in pixels."""
    found = page.locator(selector).bounding_box()
    assert found
    return found


def test_digits_choose_and_enter_goes_on(
    at: Callable[..., Interviewer], page: Page, database: Database
) -> None:
    at("nl_gebruik")
    keys(page, "2", "Enter")
    page.wait_for_selector("[data-question=nl_praten]")
    keys(page, "w")
    page.wait_for_selector("[data-question=nl_lezen]")
    keys(page, "b")
    page.wait_for_selector("[data-question=nl_praten]")
    assert stored(database).value("nl_gebruik") == "elke_week"
    assert stored(database)["nl_praten"].status == "weet_niet"


def test_letters_are_letters_while_somebody_types(
    at: Callable[..., Interviewer], page: Page
) -> None:
    at("buurt_open")
    page.focus("textarea[name=buurt_open]")
    page.keyboard.type("wzkn1?")
    assert page.input_value("textarea[name=buurt_open]") == "wzkn1?"
    expect(page.locator("[data-question=buurt_open]")).to_be_visible()
    expect(page.locator("#keys")).to_be_hidden()


def test_the_keys_are_listed_and_can_be_switched_off(
    at: Callable[..., Interviewer], page: Page
) -> None:
    at("nl_gebruik")
    keys(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    page.uncheck("[data-keys-on]")
    keys(page, "Escape")
    keys(page, "2", "w", "k")
    assert page.locator("[name=nl_gebruik]:checked").count() == 0
    page.reload()
    keys(page, "2")
    assert page.locator("[name=nl_gebruik]:checked").count() == 0


def test_the_show_card_by_a_key_and_back(at: Callable[..., Interviewer], page: Page) -> None:
    at("nl_praten", "ar")
    keys(page, "k")
    expect(page.locator(".dv-hint")).to_be_hidden()
    keys(page, "3", "w", "Enter")
    expect(page.locator("[name=nl_praten][value=beetje_moeite]")).to_be_checked()
    keys(page, "Escape")
    expect(page.locator(".dv-hint")).to_be_visible()


def test_one_key_changes_the_sizes_of_the_languages(
    at: Callable[..., Interviewer], page: Page
) -> None:
    at("nl_praten", "ar")
    size = "e => parseFloat(getComputedStyle(e).fontSize)"
    read, heard = page.locator("legend .dv-read").first, page.locator("legend .dv-heard").first
    keys(page, "l")
    assert heard.evaluate(size) > read.evaluate(size)
    keys(page, "l")
    assert heard.evaluate(size) < read.evaluate(size)


def test_cards_are_laid_by_digits_and_taken_back(
    at: Callable[..., Interviewer], page: Page, database: Database
) -> None:
    at("motief_kaarten")
    order = page.input_value("[name=motief_kaarten_volgorde]").split()
    keys(page, "3", "1")
    page.click("[data-action=undo]")
    keys(page, *"223123123123"[:11])
    page.select_option("[data-pick='1']", order[0])
    page.click("[data-action=next]")
    page.wait_for_selector("[data-question=motief_droom]")
    sheet = stored(database)
    laid = "".join(sheet.value(card) for card in order)
    assert laid == "211201201201"
    assert sheet.value("motief_top1") == order[0]


def test_one_card_at_a_time_is_in_sight_with_its_words_and_the_mats(
    at: Callable[..., Interviewer], page: Page
) -> None:
    at("motief_kaarten", language="ar")
    page.locator("[data-action=single]").click()
    for _ in range(2):
        mats = box(page, ".dv-piles")
        words = box(page, ".dv-card--current > legend")
        assert 0 <= mats["y"] < words["y"]
        assert words["y"] + words["height"] < box(page, ".dv-bottom-bar")["y"]
        keys(page, "2")


def test_the_respondent_lays_the_cards_without_a_word(
    at: Callable[..., Interviewer], page: Page, database: Database
) -> None:
    at("motief_kaarten", "ar")
    order = page.input_value("[name=motief_kaarten_volgorde]").split()
    page.click("[data-action=card]")
    for place in range(12):
        expect(page.locator("[data-card]:visible")).to_have_count(1)
        page.locator(".dv-mat").nth(place % 3).click()
    page.click(f"[data-top={order[2]}]")
    page.click(f"[data-top={order[1]}]")
    assert page.locator(f"[data-top={order[0]}]").count() == 0  # on the mat that does not count
    assert "Nederlands" not in page.locator("#card").inner_text()
    page.click("[data-action=uncard]")
    page.click("[data-action=next]")
    page.wait_for_selector("[data-question=motief_droom]")
    sheet = stored(database)
    assert [sheet.value(card) for card in order] == ["0", "1", "2"] * 4
    assert [sheet.value(f"motief_top{n}") for n in (1, 2)] == [order[2], order[1]]


def test_a_card_is_dragged_to_a_mat(at: Callable[..., Interviewer], page: Page) -> None:
    at("motief_kaarten")
    card = page.locator("[data-card]").first
    name = card.get_attribute("data-card")
    card.locator("img").scroll_into_view_if_needed()
    picture, mat = (
        card.locator("img").bounding_box(),
        page.locator(".dv-mat").nth(2).bounding_box(),
    )
    assert picture
    assert mat
    page.mouse.move(picture["x"] + 20, picture["y"] + 20)
    page.mouse.down()
    page.mouse.move(mat["x"] + 30, mat["y"] + 30, steps=4)
    page.mouse.up()
    expect(page.locator(f"[name={name}][value='2']")).to_be_checked()
