"""Printed cards: A4 sheets of eight, in Dutch and one other language, as an accessible PDF.

Typst sets the type: it shapes Arabic and Ethiopic script rightly, and knows PDF/UA. All texts go
in as data, never as source. The fonts are the project's own, so that a sheet looks the same
anywhere.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

from survey_app import i18n
from survey_app.errors import Invalid
from survey_app.i18n import Review
from survey_app.services import coupon_codes, qr
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study

CARDS = "cards"  # domain of the catalogues
TEMPLATE = Path(__file__).with_name("card_sheet.typ")
FONTS = Path(__file__).resolve().parent.parent / "fonts"
WORDS = {
    "title": "Praat mee over Nederlands leren",
    "ask": (
        "De gemeente [gemeente] wil weten wat u nodig hebt. Meedoen hoeft niet: nee is ook goed."
    ),
    "call": "Vragen? Bel",
    "until": "Geldig tot",
    "message": (
        "Dag! De gemeente [gemeente] wil weten wat mensen nodig hebben om Nederlands te leren. "
        "Wilt u meepraten? Nee is ook goed. Kijk hier:\n[link]\nCode: [code]"
    ),
}


def languages(allowed: AbstractSet[str]) -> list[str]:
    """The languages beside Dutch in which cards may be printed and sent.

    Args:
        allowed: those in which people may be invited; see ``language_approval``.
    """
    return [language for language in written_in() if language in allowed]


def withheld(allowed: AbstractSet[str]) -> list[str]:
    """Those in which cards could be printed, had somebody approved them."""
    return [language for language in written_in() if language not in allowed]


def written_in() -> list[str]:
    """The languages beside Dutch in which there are words for a card."""
    known = [language for language in i18n.languages() if language != i18n.SOURCE]
    return [x for x in known if i18n.review_status(x, CARDS) is not Review.ABSENT]


def message(study: Study, coupon: Coupon, language: str, link: str) -> str:
    """The words to send with a card, in the language of the person who is invited."""
    values = {"gemeente": study.municipality, "code": coupon_codes.show(coupon.code)}
    # bare: a telephone takes the marks around an isolated value for a part of the link
    return i18n.fill(_words("message", language), values).replace("[link]", link)


def pdf(
    study: Study,
    coupons: Sequence[Coupon],
    language: str,
    address: Callable[[str], str],
    *,
    allowed: AbstractSet[str],
) -> bytes:
    """These cards, eight on a page, as PDF/UA-1.

    Args:
        language: beside Dutch.
        address: the address behind the QR code of a code.
        allowed: the languages in which people may be invited.

    Raises:
        Invalid: there are no cards, or they may not be printed in this language.
    """
    if not coupons:
        raise Invalid("Er zijn geen kaarten om te printen.")
    if language not in languages(allowed):
        raise Invalid(
            "In deze taal kunnen nog geen kaarten worden geprint: niemand heeft haar goedgekeurd. "
            "Kies een andere taal, of vraag de coördinator."
        )
    import typst  # loads a large library

    made = typst.compile(
        TEMPLATE,
        font_paths=[FONTS],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["ua-1"],
        sys_inputs={"sheet": json.dumps(_sheet(study, coupons, language, address))},
    )
    return bytes(made)


def _sheet(
    study: Study, coupons: Sequence[Coupon], language: str, address: Callable[[str], str]
) -> dict[str, Any]:
    return {
        "title": f"{study.title} · {len(coupons)}",
        "author": study.municipality,
        "notice": "fictieve gegevens" if study.fictitious else "",
        "telephone": study.contact_number,
        "address": address("").split("://")[-1].rstrip("/"),
        "alt": "QR-code",
        "dutch": _texts(study, i18n.SOURCE),
        "other": _texts(study, language),
        "cards": [
            {
                "code": coupon_codes.show(coupon.code),
                "qr": list(qr.png(address(coupon.code))),
                "until": f"{coupon.expires_at:%d-%m-%Y}",
            }
            for coupon in coupons
        ],
    }


def _texts(study: Study, language: str) -> dict[str, str | None]:
    code, _, region = i18n.html_tag(language).partition("-")
    words = {key: _words(key, language) for key in ("title", "ask", "call", "until")}
    words["ask"] = i18n.fill(words["ask"], {"gemeente": study.municipality})
    return {
        **words,
        "language": code,
        "region": region or None,
        "direction": i18n.direction(language),
    }


def _words(key: str, language: str) -> str:
    return i18n.translate(key, WORDS[key], language, CARDS).text
