"""An interviewer in a browser, who knows only the stable hooks of the page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page

from tests.builders import PASSWORD

Answers = Mapping[str, str]


@dataclass
class Interviewer:
    """Signs in, starts interviews and answers screens."""

    page: Page
    address: str
    asked: list[str] = field(default_factory=list)  # names of questions, in order
    numbers: list[str] = field(default_factory=list)  # of the main questions among them
    look: Callable[[Page, str], None] = lambda page, name: None

    def sign_in(self, username: str = "interviewer") -> None:
        self.page.goto(f"{self.address}/login")
        self.page.fill("[name=username]", username)
        self.page.fill("[name=password]", PASSWORD)
        self.page.locator("form:has([name=password]) [type=submit]").click()
        self.page.wait_for_url("**/interviews/")

    def start(self, *, language: str = "nl", coupon: str = "", area: str = "") -> None:
        self.page.goto(f"{self.address}/interviews/")
        self.page.fill("[name=coupon]", coupon)
        self.page.select_option("[name=language]", language)
        self.page.select_option("[name=area]", area) if area else self.page.select_option(
            "[name=area]", index=1
        )
        self.page.click("[data-action=start]")

    @property
    def screen(self) -> Locator:
        return self.page.locator("[data-question]")

    @property
    def question(self) -> str:
        return self.screen.get_attribute("data-question") or ""

    def go_on(self, given: Answers, until: str = "") -> None:
        """Answer screen after screen, to the named one or to the end of this part."""
        self.screen.wait_for()  # the page that was asked for may still be on its way
        while self.screen.count() and self.question != until:
            before = self.question
            self.answer(given)
            last = self.page.locator("[data-action=finish]").count()
            self.press("finish" if last else "next")
            assert not self.screen.count() or self.question != before, self.page.inner_text("main")

    def press(self, action: str) -> None:
        """Press a button of the page and wait for the next screen or page."""
        before = self.token()
        self.page.click(f"[data-action={action}]")
        here = f"[name='page.id'][value='{before}']"
        self.page.locator(here).wait_for(state="detached")
        self.page.wait_for_load_state()
        self.page.locator("[data-question]:visible, [data-screen]:visible").first.wait_for()

    def token(self) -> str:
        field = self.page.locator("[name='page.id']")
        return field.input_value() if field.count() else ""

    def answer(self, given: Answers) -> None:
        """Fill in the screen: what is given for its items, else something that is allowed."""
        name = self.question
        self.asked.append(name)
        if number := self.screen.get_attribute("data-number"):
            self.numbers.append(number)
        kind = self.screen.get_attribute("data-type")
        if kind == "pile_sort":
            self._sort_cards()
        for item in self._visible_items():
            self._fill(item, given)
        self.look(self.page, name)

    def _visible_items(self) -> Iterator[str]:
        for item in self.page.locator("[data-item]").all():
            if item.is_visible():
                yield item.get_attribute("data-item") or ""

    def _fill(self, item: str, given: Answers) -> None:
        box = self.page.locator(f"[data-item={item}]")
        fields = box.locator(f"[name={item}]:not([type=hidden])")
        kind = fields.first.get_attribute("type") or fields.first.evaluate("e => e.localName")
        if kind in ("radio", "checkbox"):
            chosen = given.get(item)
            for code in chosen.split() if chosen else [fields.first.get_attribute("value")]:
                box.locator(f"[name={item}][value='{code}']").check()
        else:
            number = kind == "number" or fields.first.get_attribute("inputmode") == "numeric"
            fields.first.fill(given.get(item, "5" if number else "Dat is fijn."))

    def _sort_cards(self) -> None:
        cards = [c.get_attribute("data-card") for c in self.page.locator("[data-card]").all()]
        for place, card in enumerate(cards):
            self.page.locator(f"[data-card={card}] [name={card}][value='{place % 3}']").check()
        liked = [card for place, card in enumerate(cards) if place % 3][:3]
        for place, card in enumerate(liked, 1):
            self.page.locator(f"[data-pick='{place}']").select_option(card)
