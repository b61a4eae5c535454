"""Who approved the words in which a language invites and asks consent, and whether that holds.

Outside a fictitious study a language may invite, be printed or take consent only when a named
person approved exactly these texts: both consents with what is seen or heard beside them, the
invitation, and the card. An approval holds as long as neither their Dutch nor their translation
has changed; it is of one study, whose questionnaire it is. A catalogue that was reviewed, with the
name of the reviewer in its header, needs no approval beside that.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import Conflict, Invalid, NotFound
from survey_app.i18n import Review
from survey_app.services import card_sheets
from survey_app.services.approved_texts import (
    Asked,
    Part,
    Text,
    asked_in,
    fingerprint,
    fingerprint_now,
    texts_of,
)
from survey_app.storage.studies import LanguageApproval, Study


class State(StrEnum):
    """How a language stands in a study."""

    DRAFT = "draft"  # nobody approved it
    APPROVED = "approved"
    CHANGED = "changed"  # a text was changed after the approval
    WITHDRAWN = "withdrawn"  # the approval was taken back
    REVIEWED = "reviewed"  # by the header of each of its catalogues


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
    asked, approvals = asked_in(session, study), _approvals(session, study)
    found = {x for x in i18n.languages() if asked and _reviewed(x, asked.name)}
    found |= {x for x, approval in _latest(approvals).items() if _holds(approval, asked)}
    if began:
        found |= {one.language for one in approvals if _stood(one, began)}
    return frozenset({i18n.SOURCE, *found})


def ever_allowed(session: Session, study: Study) -> frozenset[str]:
    """Those in which an interview may still wait on a device, begun when they were allowed."""
    before = {approval.language for approval in _approvals(session, study)}
    return allowed(session, study) | before


def standings(session: Session, study: Study) -> list[Standing]:
    """How each language beside Dutch stands, in the order of the folders."""
    asked, latest = asked_in(session, study), _latest(_approvals(session, study))
    return [
        _standing(language, asked, latest.get(language))
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
    return texts_of(asked_in(session, study), language)


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
    if asked_in(session, study) is None:
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
    approval = _latest(_approvals(session, study)).get(language)
    if approval is None or approval.withdrawn_at:
        raise NotFound("Deze taal is niet goedgekeurd. Er is niets om in te trekken.")
    approval.withdrawn_at = now
    session.flush()


_OF_STUDY = (
    select(LanguageApproval)
    .where(LanguageApproval.study_id == bindparam("study"))
    .order_by(LanguageApproval.id)
)


def _approvals(session: Session, study: Study) -> list[LanguageApproval]:
    return list(session.scalars(_OF_STUDY, {"study": study.id}))


def _latest(approvals: Iterable[LanguageApproval]) -> Mapping[str, LanguageApproval]:
    return {approval.language: approval for approval in approvals}


def _standing(language: str, asked: Asked | None, approval: LanguageApproval | None) -> Standing:
    shown = texts_of(asked, language)
    parts = tuple(part for part in Part if any(t.translation for t in shown if t.part is part))
    missing = sum(text.part in parts and not text.translation for text in shown)
    state, by, at = State.DRAFT, "", None
    if approval:
        by, at = approval.approved_by, approval.withdrawn_at or approval.approved_at
        state = _state(approval, asked)
    if state is not State.APPROVED and asked and (reviewer := _reviewed(language, asked.name)):
        state, by, at = State.REVIEWED, reviewer, None
    return Standing(language, state, parts, missing, by, at)


def _state(approval: LanguageApproval, asked: Asked | None) -> State:
    if approval.withdrawn_at:
        return State.WITHDRAWN
    return State.APPROVED if _holds(approval, asked) else State.CHANGED


def _holds(approval: LanguageApproval, asked: Asked | None) -> bool:
    if approval.withdrawn_at or asked is None:
        return False
    return approval.texts_hash == fingerprint_now(asked, approval.language)


def _stood(approval: LanguageApproval, moment: datetime) -> bool:
    """Whether it was given before a moment and not taken back before it."""
    ended = approval.withdrawn_at
    return approval.approved_at <= moment and (ended is None or ended > moment)


def _reviewed(language: str, questionnaire: str) -> str:
    """Who reviewed every catalogue that this language has, by their headers; else nobody."""
    domains = (questionnaire, i18n.INTERFACE, card_sheets.CARDS)
    if language == i18n.SOURCE or not i18n.reviewer(language, i18n.INTERFACE):
        return ""
    there = [x for x in domains if i18n.review_status(language, x) is not Review.ABSENT]
    names = [i18n.reviewer(language, domain) for domain in there]
    whole = card_sheets.CARDS in there and all(names)
    return ", ".join(dict.fromkeys(names)) if whole else ""
