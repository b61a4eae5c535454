"""Answering alone: in which languages the words for it exist, and going on later."""

from __future__ import annotations

from collections.abc import Set as AbstractSet
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import DoorvragenError, NotFound
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import (
    coupon_codes,
    held,
    language_approval,
    languages_offered,
    publishing,
)
from survey_app.storage.studies import Study


def languages_of(session: Session, study: Study) -> tuple[str, ...]:
    """The languages in which somebody may answer alone now; none when nothing is published."""
    try:
        questionnaire = publishing.questionnaire(publishing.current(session, study))
    except DoorvragenError:  # there is none yet, or it cannot be read: one can still be called
        return ()
    return languages(questionnaire, study, language_approval.allowed(session, study))


def languages(
    questionnaire: Questionnaire, study: Study, allowed: AbstractSet[str]
) -> tuple[str, ...]:
    """The languages in which somebody may answer alone; none when the words are not there.

    An interviewer's *I ask, I write, I lay* does not fit a person alone. So the consent needs
    words of its own, and each text that has such words needs them in this language too.

    Args:
        allowed: the languages in which consent may be asked; see ``language_approval``.
    """
    consent = questionnaire.consent
    if consent is None or not questionnaire.items[consent.gate].label_self:
        return ()
    offered = languages_offered.offered(questionnaire, study, allowed)
    return tuple(language for language in offered if _speaks(language, questionnaire))


def check_code(session: Session, interview_id: UUID, text: str, now: datetime) -> None:
    """Refuse to go on with an interview on its phone without the code that belongs to it.

    Raises:
        Invalid: there is a slip in the code.
        NotFound: it is the code of something else, or the interview is gone.
    """
    consent = held.look(session, interview_id, None, now).interview.consent
    if consent is None or coupon_codes.read(text) != consent.withdrawal_code:
        raise NotFound("Deze code hoort niet bij deze vragen. Kijk nog eens wat u opschreef.")


def _speaks(language: str, questionnaire: Questionnaire) -> bool:
    if language == i18n.SOURCE:
        return True
    tasks = (question.item for question in questionnaire.questions if question.cards)
    return all(
        i18n.translate(
            f"{item.name}:label_self", item.label_self, language, questionnaire.name
        ).language
        != i18n.SOURCE
        for item in (*questionnaire.items.values(), *tasks)
        if item.label_self and not item.field_code
    )
