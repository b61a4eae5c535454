"""An interviewer who works without a network, by the hooks of the page only."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect
from sqlalchemy import select

from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent
from tests.journeys.interview_driver import Answers, Interviewer

PIN = "135790"

GIVEN = {
    "toestemming": "ja",
    "toestemming_bijzonder": "ja",
    "geboorteland": "MA",
    "jaar_aankomst": "1999",
    "netwerk_aantal": "12",
    "netwerk_gesproken": "3",
    "netwerk_kaartjes": "2",
}

KEPT = """
async () => {
  const db = await new Promise((resolve, reject) => {
    const request = indexedDB.open("doorvragen");
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  const all = (name) => new Promise((resolve) => {
    db.transaction(name).objectStore(name).getAll().onsuccess = (e) => resolve(e.target.result);
  });
  const [events, interviews, refusals] = await Promise.all(
    ["events", "interviews", "refusals"].map(all));
  db.close();
  return { events: events.map(e => e.id), interviews: interviews.length, refusals };
}
"""


@dataclass
class OfflineInterviewer(Interviewer):
    """Gets ready while there is a network; then holds interviews without one."""

    def get_ready(self) -> None:
        self.sign_in()
        expect(self.page.locator("[data-offline=ready]")).to_be_visible(timeout=20_000)
        self.page.click("[data-action=offline]")
        self.choose_pin()

    def choose_pin(self, pin: str = PIN) -> None:
        self.page.fill("#new-pin", pin)
        self.page.fill("#again", pin)
        self.page.click("[data-action=choose-pin]")
        expect(self.page.locator("[data-action=send-now]")).to_be_visible()

    def unlock(self, pin: str = PIN) -> None:
        self.page.goto(f"{self.address}/interviews/offline")
        self.page.fill("#pin", pin)
        self.page.click("[data-action=unlock]")
        expect(self.page.locator("[data-action=send-now]")).to_be_visible()

    def begin(self, *, language: str = "nl", coupon: str = "") -> None:
        self.page.fill("#coupon", coupon)
        self.page.select_option("#language", language)
        self.page.select_option("#area", index=1)
        self.page.click("[data-part=list] [data-action=start]")
        expect(self.screen).to_be_visible()

    def hold(self, given: Answers, *, language: str = "nl", coupon: str = "") -> None:
        """A whole interview, the questions after it too."""
        self.begin(language=language, coupon=coupon)
        self.go_on(given)
        expect(self.page.locator("[data-part=closing][data-state=finished]")).to_be_visible()
        self.page.click("[data-action=observation]")
        self.go_on(given)

    def stop_and_keep(self) -> None:
        self.page.click("[data-action=stop]")
        self.page.click("[data-action=keep]")
        self.to_list()

    def resume(self) -> None:
        self.page.locator("[data-resume]").first.click()
        expect(self.screen).to_be_visible()

    def go_to(self, question: str) -> None:
        """Back, screen by screen, to a question that was answered."""
        while self.question != question:
            self.press("previous")

    def to_list(self) -> None:
        self.page.click("[data-action=to-list]")
        expect(self.page.locator("[data-action=send-now]")).to_be_visible()

    def send(self) -> None:
        self.page.click("[data-action=send-now]")
        expect(self.page.locator("[data-told]")).to_be_visible()


def kept(interviewer: OfflineInterviewer) -> dict:
    return interviewer.page.evaluate(KEPT)


def stored(database: Database) -> list[str]:
    with database.reading() as session:
        return [str(id) for id in session.scalars(select(AnswerEvent.id))]
