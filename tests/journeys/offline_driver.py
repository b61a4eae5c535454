"""An interviewer who works without a network, by the hooks of the page only."""

from __future__ import annotations

from dataclasses import dataclass

from playwright.sync_api import expect

from tests.journeys.interview_driver import Answers, Interviewer

PIN = "135790"


@dataclass
class OfflineInterviewer(Interviewer):
    """Gets ready while there is a network; then holds interviews without one."""

    def get_ready(self) -> None:
        self.sign_in()
        expect(self.page.locator("[data-offline=ready]")).to_be_visible(timeout=20_000)
        self.page.click("[data-action=offline]")
        self.page.fill("#new-pin", PIN)
        self.page.fill("#again", PIN)
        self.page.click("[data-action=choose-pin]")
        expect(self.page.locator("[data-action=send-now]")).to_be_visible()

    def unlock(self) -> None:
        self.page.goto(f"{self.address}/interviews/offline")
        self.page.fill("#pin", PIN)
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

    def to_list(self) -> None:
        self.page.click("[data-action=to-list]")
        expect(self.page.locator("[data-action=send-now]")).to_be_visible()

    def send(self) -> None:
        self.page.click("[data-action=send-now]")
        expect(self.page.locator("[data-told]")).to_be_visible()
