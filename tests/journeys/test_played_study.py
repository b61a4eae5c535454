"""A whole recruitment played out, some of it by people with a browser: what is recorded is so.

Everybody else comes in through the services, as in ``test_played_recruitment``. Six people use a
browser here; ``DOORVRAGEN_BROWSERS=40`` lets more of them do so.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from io import BytesIO
from random import Random
from uuid import UUID

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select

from survey_app.errors import Conflict, Gone, NotFound
from survey_app.services import ambassadors, card_life, coupon_codes, forest, policy, recruitment
from survey_app.services.card_life import Hand
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Account, Role, Study
from tests.clock import Clock
from tests.journeys.interview_driver import Interviewer
from tests.survey_app.services.test_played_recruitment import (
    RULES,
    Played,
    come_in,
    hand_on,
    refused,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

INVITED, AMBASSADORS = 300, 8
BROWSERS = int(os.environ.get("DOORVRAGEN_BROWSERS", "6"))
GIVEN = {
    "opening_kent_iemand": "ander",
    "toestemming": "ja",
    "toestemming_bijzonder": "nee",
    "gesprekstaal": "nl",
    "traject_status": "nooit",
    "jaar_aankomst": "2015",
    "netwerk_kaartjes": "3",
    "contact_toestemming": "nee",
}
Card = tuple[str, UUID | None, int | None]  # code, recruiter, ambassador


@dataclass
class Street:
    """The study, and who walks about in it."""

    browser: Browser
    address: str
    database: Database
    study: Study
    clock: Clock
    chance: Random
    played: Played
    givers: dict[int, Page]  # ambassadors with their phone in hand
    lost: int = 0

    def phone(self) -> Page:
        """The phone of somebody else."""
        context = self.browser.new_context(viewport={"width": 360, "height": 740}, locale="nl-NL")
        return context.new_page()

    def invites(self, page: Page, code: str) -> None:
        page.goto(f"{self.address}/k/{code}?lang=nl")

    def given_card(self) -> Card:
        """An ambassador gives a card on the screen; its code is read from the pixels."""
        number, phone = self.chance.choice(list(self.givers.items()))
        phone.click("[data-action=give]")
        phone.wait_for_url("**/cards/**")
        [seen] = zxingcpp.read_barcodes(Image.open(BytesIO(phone.screenshot(full_page=True))))
        phone.goto(phone.url.split("/cards/")[0] + "/")
        return seen.text.rsplit("/", 1)[1], None, number

    def answers_alone(self, card: Card, *, whole: bool) -> None:
        """Scan, say yes, answer; to the end with own cards, or only the first questions."""
        page = self.phone()
        self.invites(page, card[0])
        page.click("[data-action=now]")
        page.click("button[value=waterwijk-noord]")
        person = Interviewer(page, self.address)
        for _screen in range(3):
            person.screen.wait_for()
            person.answer(GIVEN)
            person.press("next")
        page.click("[data-action=go-on]")
        own: list[str] = []
        if whole:
            person.go_on(GIVEN)
            page.click("[data-action=finish]")
            page.locator("[data-screen=end]").wait_for()
            own = [c.replace("-", "") for c in page.locator("[data-coupon]").all_inner_texts()]
        page.context.close()
        self._note(card, own)

    def _note(self, card: Card, own: list[str]) -> None:
        code, recruiter, giver = card
        with self.database.reading() as session:
            by = select(Interview.id).join(Coupon, Interview.coupon_id == Coupon.id)
            who = session.scalars(by.where(Coupon.code == code)).one()
        self.played.recruiter[who], self.played.ambassador[who] = recruiter, giver
        self.played.wave[who] = self.played.wave[recruiter] + 1 if recruiter else 0
        self.played.used.append(code)
        self.played.out += [(each, who, None) for each in own]

    def is_told(self, code: str, status: int, words: str) -> None:
        """Somebody opens a card that does not invite."""
        page = self.phone()
        answer = page.goto(f"{self.address}/k/{code}?lang=nl")
        assert answer
        assert answer.status == status
        expect(page.locator("main")).to_contain_text(words)
        page.context.close()

    def tries_a_used_card(self, code: str) -> None:
        """A second person with the same card: told only after saying yes."""
        page = self.phone()
        self.invites(page, code)
        page.click("[data-action=now]")
        page.click("button[value=waterwijk-noord]")
        person = Interviewer(page, self.address)
        for _screen in range(2):
            person.screen.wait_for()
            person.answer(GIVEN)
            person.press("next")
        person.answer(GIVEN)
        page.click("[data-action=next]")
        expect(page.locator("main")).to_contain_text("al een gesprek gevoerd")
        page.context.close()
        self.played.refused["double in a browser"] += 1

    def without_browser(self, card: Card) -> None:
        """The same through the services, with the mishaps of a street."""
        luck, now = self.chance.random(), self.clock()
        with self.database.writing() as session:
            study = session.merge(self.study)
            if recruitment.find(session, card[0]).expires_at <= now:
                refused(self.played, "expired", Gone, session, card[0], study, now)
                return
            if luck < 0.05:  # lost, and replaced
                boss = session.scalars(select(Account).filter_by(role=Role.COORDINATOR)).one()
                new = card_life.reissue(session, study, card[0], Hand(boss, now), self.chance)
                self.played.out.append((new.code, card[1], card[2]))
                refused(self.played, "void", Gone, session, card[0], study, now)
                self.lost += 1
                return
            if luck < 0.10:
                guess = coupon_codes.new(self.chance)
                refused(self.played, "guess", NotFound, session, guess, study, now)
            elif luck < 0.20 and self.played.used:
                used = self.chance.choice(self.played.used)
                refused(self.played, "double", (Conflict, Gone), session, used, study, now)
            interview = come_in(self.played, session, study, now, card)
            hand_on(self.played, session, study, now, self.chance, interview)


@pytest.fixture
def street(browser, live_server, database, enquete_study, clock) -> Street:
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        policy.decide(study, RULES)
        people = [ambassadors.add(session, study, f"A{n}", clock()) for n in range(AMBASSADORS)]
    street = Street(browser, live_server, database, study, clock, Random(8), Played(), {})
    for person in people:
        phone = street.phone()
        phone.goto(f"{live_server}/ambassador/{person.token}/")
        phone.fill("[name=pin]", "2580")
        phone.click("main button[type=submit]")
        phone.locator("[data-action=give]").wait_for()
        street.givers[person.id] = phone
    return street


def test_the_recorded_forest_is_the_played_one_also_where_people_used_browsers(street):
    played, chance = street.played, street.chance
    turns = iter(sorted(chance.sample(range(20, INVITED), BROWSERS)))
    turn, whole = next(turns), 0
    while len(played.wave) < INVITED:
        street.clock.advance(hours=3)
        if len(played.out) < 4 or chance.random() < 0.04:
            played.out.append(street.given_card())
        card = played.out.pop(chance.randrange(len(played.out)))
        if len(played.wave) >= turn and usable(street, card):
            street.answers_alone(card, whole=whole < 2)
            whole += 1
            turn = next(turns, INVITED + 1)
        else:
            street.without_browser(card)

    street.tries_a_used_card(played.used[-1])
    street.is_told(coupon_codes.new(chance), 404, "Deze code kennen we niet")
    left = played.out[-1][0]
    street.clock.advance(days=29)
    street.is_told(left, 410, "Vraag om een nieuwe kaart")

    with street.database.reading() as session:
        recorded = forest.forest(session, street.study)
    assert len(recorded) == INVITED
    assert {one.interview_id: one.recruiter_id for one in recorded} == played.recruiter
    assert {one.interview_id: one.ambassador_id for one in recorded} == played.ambassador
    assert {one.interview_id: one.wave for one in recorded} == played.wave
    assert min(played.refused[why] for why in ("void", "guess", "double")) > 0
    assert whole == BROWSERS
    assert set(played.ambassador.values()) - {None} <= set(street.givers)


def usable(street: Street, card: Card) -> bool:
    with street.database.reading() as session:
        return recruitment.find(session, card[0]).expires_at > street.clock()
