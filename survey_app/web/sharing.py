"""The words to send with a card, in the language of the person who is invited."""

from __future__ import annotations

from flask import url_for
from flask_babel import force_locale, gettext

from survey_app.services import coupon_codes
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study


def message(study: Study, coupon: Coupon, language: str) -> str:
    """An invitation that can be sent as it is, with the link and the code."""
    link = url_for("invitation.invitation", code=coupon.code, lang=language, _external=True)
    with force_locale(language):
        words = gettext(
            "Dag! De gemeente %(municipality)s wil weten wat mensen nodig hebben om Nederlands te "
            "leren. Wilt u meepraten? Nee is ook goed. Kijk hier: %(link)s (code %(code)s)",
            municipality=study.municipality,
            link=link,
            code=coupon_codes.show(coupon.code),
        )
    return str(words)
