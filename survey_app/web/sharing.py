"""A card to show or to send, in the language of the person who is invited."""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from flask import request, url_for
from markupsafe import Markup

from survey_app import i18n
from survey_app.services import card_sheets, coupon_codes, qr
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study


@dataclass(frozen=True, slots=True)
class SharedCard:
    """What is on the screen: the code, its QR code, and the words to send."""

    code: str  # as it is printed
    qr: Markup
    language: str  # of the words
    message: str


def languages(allowed: AbstractSet[str]) -> list[str]:
    """The languages in which there are words to send.

    Args:
        allowed: those in which people may be invited; see ``language_approval``.
    """
    return [i18n.SOURCE, *card_sheets.languages(allowed)]


def chosen(known: Sequence[str], *otherwise: str) -> str:
    """The language of the person who is invited: the one in the address, else the first known."""
    wanted = (request.args.get("for", ""), *otherwise)
    return next((language for language in wanted if language in known), i18n.SOURCE)


def shared(study: Study, coupon: Coupon, language: str) -> SharedCard:
    """This card, with its words in this language; the QR code lets people choose."""
    link = url_for("invitation.invitation", code=coupon.code, lang=language, _external=True)
    address = url_for("invitation.invitation", code=coupon.code, _external=True)
    return SharedCard(
        coupon_codes.show(coupon.code),
        Markup(qr.svg(address)),  # noqa: S704 - our own
        language,
        card_sheets.message(study, coupon, language, link),
    )
