"""Who approved the words in which a language invites and asks consent, and whether that holds.

Outside a fictitious study a language may invite, be printed or take consent only when a named
person approved exactly these texts: both consents with what is seen or heard beside them, the
invitation, and the card. An approval holds as long as neither their Dutch nor their translation
has changed; it is of one study, whose questionnaire it is. A catalogue that was reviewed, with the
name of the reviewer in its header, needs no approval beside that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import Conflict, DoorvragenError, Invalid, NotFound
from survey_app.i18n import Review
from survey_app.questionnaire import texts
from survey_app.services import card_sheets, publishing
from survey_app.storage.studies import LanguageApproval, PublishedQuestionnaire, Study


class Part(StrEnum):
    """Where a text is met."""

    CONSENT = "consent"
    INVITATION = "invitation"
    CARD = "card"


class State(StrEnum):
    """How a language stands in a study."""

    DRAFT = "draft"  # nobody approved it
    APPROVED = "approved"
    CHANGED = "changed"  # a text was changed after the approval
    WITHDRAWN = "withdrawn"  # the approval was taken back
    REVIEWED = "reviewed"  # by the header of each of its catalogues


@dataclass(frozen=True, slots=True)
class Text:
    """One text that is approved: where it is met, the Dutch, and the translation or nothing."""

    part: Part
    key: str
    source: str
    translation: str


@dataclass(frozen=True, slots=True)
class Standing:
    """How one language stands: who approved it and when, and what there is in it."""

    language: str
    state: State
    parts: tuple[Part, ...]  # in which there are words
    missing: int  # texts of these parts without a translation
    by: str = ""
    at: datetime | None = None  # of the approval, or of taking it back

    @property
    def holds(self) -> bool:
        """Whether the language may be used outside a fictitious study."""
        return self.state in (State.APPROVED, State.REVIEWED)


def may_take_consent(session: Session, study: Study, language: str) -> bool:
    """Whether real people may be invited and asked for consent in this language now."""
    return language in allowed(session, study)


def allowed(session: Session, study: Study, began: datetime | None = None) -> frozenset[str]:
    """The languages (folders) in which this study may invite and ask consent; Dutch always.

    Args:
        began: when an interview that is under way began. It goes on in a language whose approval
            stood at that moment, also when it was taken back or a text was changed since: who
            agreed did so in words that were approved, and to fall back to Dutch half-way would
            leave them with questions that they cannot follow.
    """
    if study.fictitious:  # everything, and each screen says that it is a draft
        return frozenset(i18n.languages())
    version = _version(session, study)
    latest = _latest(session, study)
    found = {x for x in i18n.languages() if version and _reviewed(x, version.name)}
    found |= {x for x, approval in latest.items() if _holds(approval, version)}
    if began:
        found |= {one.language for one in _approvals(session, study) if _stood(one, began)}
    return frozenset({i18n.SOURCE, *found})


def ever_allowed(session: Session, study: Study) -> frozenset[str]:
    """Those in which an interview may still wait on a device, begun when they were allowed."""
    before = {approval.language for approval in _approvals(session, study)}
    return allowed(session, study) | before


def standings(session: Session, study: Study) -> list[Standing]:
    """How each language beside Dutch stands, in the order of the folders."""
    version, latest = _version(session, study), _latest(session, study)
    return [
        _standing(language, version, latest.get(language))
        for language in i18n.languages()
        if language != i18n.SOURCE
    ]


def standing(session: Session, study: Study, language: str) -> Standing:
    """How one language stands.

    Raises:
        NotFound: there is no such language.
    """
    for found in standings(session, study):
        if found.language == language:
            return found
    raise NotFound("Deze taal is er niet. Kies een taal uit de lijst.")


def texts_in(session: Session, study: Study, language: str) -> tuple[Text, ...]:
    """Exactly the texts that an approval is about, in the order in which they are met."""
    return _texts(_version(session, study), language)


def fingerprint(shown: tuple[Text, ...]) -> str:
    """SHA-256 of these texts, Dutch and translation, in 64 hexadecimal digits."""
    words = [[text.part, text.key, text.source, text.translation] for text in shown]
    return hashlib.sha256(json.dumps(words, ensure_ascii=False).encode()).hexdigest()


def approve(
    session: Session, study: Study, language: str, by: str, now: datetime, seen: str = ""
) -> LanguageApproval:
    """Write down that a person stands for these texts.

    Args:
        by: first and last name.
        seen: fingerprint of the texts that were read; those of this moment when empty.

    Raises:
        NotFound: there is no such language.
        Invalid: the name is no name.
        Conflict: there is no questionnaire yet, a text is missing, or one was changed meanwhile.
    """
    name = " ".join(by.split())
    if not (4 <= len(name) <= 100 and sum(letter.isalpha() for letter in name) >= 3):
        raise Invalid("Vul de voornaam en de achternaam in van wie de teksten heeft gelezen.")
    if _version(session, study) is None:
        raise Conflict("Publiceer eerst de vragenlijst. De toestemming staat daarin.")
    found = standing(session, study, language)
    if found.missing or not found.parts:
        raise Conflict(
            "Er is nog geen vertaling van alle teksten: %(number)s ontbreken. Vertaal ze eerst.",
            number=found.missing or len(texts_in(session, study, language)),
        )
    present = fingerprint(texts_in(session, study, language))
    if seen and seen != present:
        raise Conflict("Een tekst is net veranderd. Lees de teksten nog een keer.")
    approval = LanguageApproval(
        study_id=study.id, language=language, approved_by=name, approved_at=now, texts_hash=present
    )
    session.add(approval)
    session.flush()
    return approval


def withdraw(session: Session, study: Study, language: str, now: datetime) -> None:
    """Take the approval of a language back: nothing new begins in it.

    Raises:
        NotFound: nobody approved it.
    """
    approval = _latest(session, study).get(language)
    if approval is None or approval.withdrawn_at:
        raise NotFound("Deze taal is niet goedgekeurd. Er is niets om in te trekken.")
    approval.withdrawn_at = now
    session.flush()


def _standing(
    language: str, version: PublishedQuestionnaire | None, approval: LanguageApproval | None
) -> Standing:
    shown = _texts(version, language)
    parts = tuple(part for part in Part if any(t.translation for t in shown if t.part is part))
    missing = sum(text.part in parts and not text.translation for text in shown)
    state, by, at = State.DRAFT, "", None
    if approval:
        by, at = approval.approved_by, approval.withdrawn_at or approval.approved_at
        state = _state(approval, version)
    if state is not State.APPROVED and version and (reviewer := _reviewed(language, version.name)):
        state, by, at = State.REVIEWED, reviewer, None
    return Standing(language, state, parts, missing, by, at)


def _state(approval: LanguageApproval, version: PublishedQuestionnaire | None) -> State:
    if approval.withdrawn_at:
        return State.WITHDRAWN
    return State.APPROVED if _holds(approval, version) else State.CHANGED


def _holds(approval: LanguageApproval, version: PublishedQuestionnaire | None) -> bool:
    present = fingerprint(_texts(version, approval.language))
    return approval.withdrawn_at is None and approval.texts_hash == present


def _stood(approval: LanguageApproval, moment: datetime) -> bool:
    """Whether it was given before a moment and not taken back before it."""
    ended = approval.withdrawn_at
    return approval.approved_at <= moment and (ended is None or ended > moment)


def _reviewed(language: str, questionnaire: str) -> str:
    """Who reviewed every catalogue that this language has, by their headers; else nobody."""
    domains = (questionnaire, i18n.INTERFACE, card_sheets.CARDS)
    there = [x for x in domains if i18n.review_status(language, x) is not Review.ABSENT]
    names = [i18n.reviewer(language, domain) for domain in there]
    whole = i18n.INTERFACE in there and card_sheets.CARDS in there and all(names)
    return ", ".join(dict.fromkeys(names)) if whole and language != i18n.SOURCE else ""


def _version(session: Session, study: Study) -> PublishedQuestionnaire | None:
    """The questionnaire that new interviews use; none as long as there is none to read."""
    try:
        version = publishing.current(session, study)
        publishing.questionnaire(version)
    except DoorvragenError:
        return None
    return version


def _approvals(session: Session, study: Study) -> list[LanguageApproval]:
    of_study = select(LanguageApproval).where(LanguageApproval.study_id == study.id)
    return list(session.scalars(of_study.order_by(LanguageApproval.id)))


def _latest(session: Session, study: Study) -> Mapping[str, LanguageApproval]:
    return {approval.language: approval for approval in _approvals(session, study)}


def _texts(version: PublishedQuestionnaire | None, language: str) -> tuple[Text, ...]:
    return (
        *(_consent(version, language) if version else ()),
        *_card(language),
        *(
            Text(Part.INVITATION, source, source, translation)
            for source, translation in i18n.invitation_texts(language)
        ),
    )


_asked: dict[str, tuple[texts.Text, ...]] = {}  # by hash: a frozen questionnaire never changes


def _consent(version: PublishedQuestionnaire, language: str) -> Iterator[Text]:
    if version.hash not in _asked:
        _asked[version.hash] = tuple(texts.of_consent(publishing.questionnaire(version)))
    for text in _asked[version.hash]:
        said = i18n.translate(text.key, text.source, language, version.name)
        translation = said.text if said.language == language else ""
        yield Text(Part.CONSENT, text.key, text.source, translation)


def _card(language: str) -> Iterator[Text]:
    for key, source in card_sheets.WORDS.items():
        said = i18n.translate(key, source, language, card_sheets.CARDS)
        yield Text(Part.CARD, key, source, said.text if said.language == language else "")
