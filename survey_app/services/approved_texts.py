"""Which words of a language an approval is about, and their fingerprint.

Both consents with what is seen or heard beside them, the card, and the invitation.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from babel.messages.catalog import Catalog
from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import DoorvragenError
from survey_app.questionnaire import texts
from survey_app.services import card_sheets, publishing
from survey_app.storage.studies import PublishedQuestionnaire, Study


class Part(StrEnum):
    """Where a text is met."""

    CONSENT = "consent"
    INVITATION = "invitation"
    CARD = "card"


@dataclass(frozen=True, slots=True)
class Text:
    """One text that is approved: where it is met, the Dutch, and the translation or nothing."""

    part: Part
    key: str
    source: str
    translation: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What a questionnaire says of consent; a frozen one never changes."""

    name: str
    hash: str
    texts: tuple[texts.Text, ...]


_asked: dict[str, Asked] = {}  # by hash of the questionnaire
_NEWEST = (
    select(PublishedQuestionnaire.hash)
    .where(PublishedQuestionnaire.study_id == bindparam("study"))
    .order_by(PublishedQuestionnaire.id.desc())
    .limit(1)
)
# By questionnaire and language: the catalogues as they were read, and the hash of their texts.
_present: dict[tuple[str, str], tuple[list[Catalog | None], str]] = {}


def asked_in(session: Session, study: Study) -> Asked | None:
    """What new interviews ask; nothing as long as there is no questionnaire to read."""
    newest = session.scalar(_NEWEST, {"study": study.id})
    if newest is not None and newest not in _asked:
        try:
            questionnaire = publishing.questionnaire(publishing.current(session, study))
        except DoorvragenError:
            return None
        said = tuple(texts.of_consent(questionnaire))
        _asked[newest] = Asked(questionnaire.name, newest, said)
    return _asked[newest] if newest else None


def texts_of(asked: Asked | None, language: str) -> tuple[Text, ...]:
    """Exactly these texts, in the order in which they are met."""
    return (
        *(_consent(asked, language) if asked else ()),
        *_card(language),
        *(
            Text(Part.INVITATION, source, source, translation)
            for source, translation in i18n.invitation_texts(language)
        ),
    )


def fingerprint(shown: tuple[Text, ...]) -> str:
    """SHA-256 of these texts, Dutch and translation, in 64 hexadecimal digits."""
    words = [[text.part, text.key, text.source, text.translation] for text in shown]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def fingerprint_now(asked: Asked, language: str) -> str:
    """The hash of the present texts, made once for the catalogues as they were read."""
    domains = (asked.name, i18n.INTERFACE, card_sheets.CARDS)
    read = [i18n.read_catalogue(language, domain) for domain in domains]
    known = _present.get((asked.hash, language))
    if known is None or any(one is not other for one, other in zip(known[0], read, strict=True)):
        known = _present[asked.hash, language] = (read, fingerprint(texts_of(asked, language)))
    return known[1]


def _consent(asked: Asked, language: str) -> Iterator[Text]:
    for text in asked.texts:
        said = i18n.translate(text.key, text.source, language, asked.name)
        translation = said.text if said.language == language else ""
        yield Text(Part.CONSENT, text.key, text.source, translation)


def _card(language: str) -> Iterator[Text]:
    for key, source in card_sheets.WORDS.items():
        said = i18n.translate(key, source, language, card_sheets.CARDS)
        yield Text(Part.CARD, key, source, said.text if said.language == language else "")
