"""An interviewer with a browser without scripts: reads forms, fills them in, sends them."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

Fields = dict[str, str | list[str]]


@dataclass
class Visit:
    """The page that one looks at, and what one can do with it."""

    client: FlaskClient
    answer: TestResponse = field(init=False)

    def get(self, address: str) -> Visit:
        self.answer = self.client.get(address, follow_redirects=True)
        return self

    def start(self, **fields: str) -> Visit:
        self.get("/interviews/")
        return self.send(
            {"area": "waterwijk-noord", **fields}, form="//form[.//*[@name='coupon']]"
        )

    def send(
        self,
        fields: Fields | None = None,
        *,
        action: str = "next",
        form: str = "//form[.//input[@name='page.id']]",
        follow: bool = True,
        **more: str | list[str],
    ) -> Visit:
        """Fill in the form of the page and press a button."""
        self.post(*self.filled(form, {"action": action, **(fields or {}), **more}), follow=follow)
        return self

    def filled(self, form: str, fields: Fields) -> tuple[str, MultiDict[str, str]]:
        """The address and the fields of a form, with these filled in."""
        found = self.page.xpath(form)[0]
        data = MultiDict(
            [(name, value) for name, value in found.form_values() if value is not None]
        )
        for name, value in fields.items():
            data.setlist(name, value if isinstance(value, list) else [value])
        return found.get("action") or self.answer.request.url, data

    def post(self, address: str, data: MultiDict[str, str], *, follow: bool = True) -> Visit:
        self.answer = self.client.post(address, data=data, follow_redirects=follow)
        return self

    @property
    def page(self) -> html.HtmlElement:
        return html.fromstring(self.answer.text)

    @property
    def address(self) -> str:
        return urlsplit(self.answer.request.url).path

    @property
    def question(self) -> str:
        return self.page.xpath("//@data-question")[0]

    @property
    def heard(self) -> str:
        return self.page.xpath("//@data-heard")[0]

    def value(self, name: str) -> list[str]:
        """What stands in the form under a name."""
        found = self.page.xpath("//form[.//input[@name='page.id']]")[0]
        return [value for field, value in found.form_values() if field == name]

    def says(self, words: str) -> bool:
        return words in " ".join(self.page.text_content().split())

    @property
    def base(self) -> str:
        """The address of the interview."""
        return self.page.xpath("//@data-address")[0].rsplit("/", 1)[0]

    def agree(self, language: str = "nl", special: str = "ja", **start: str) -> Visit:
        """From the list to the first question after both consents."""
        self.start(language=language, **start)
        self.send(opening_kent_iemand="ander").send(gesprekstaal=language)
        self.send(toestemming="ja")
        return self.send(toestemming_bijzonder=special)
