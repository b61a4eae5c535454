"""Consent: nothing is stored before *yes*; after *no* only a date and an area are counted."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.questionnaire.model import Questionnaire
from survey_app.storage.interviews import CountedRefusal, RefusalTally
from survey_app.storage.studies import Study

REMEMBERED = timedelta(days=60)  # a device may wait that long before it sends again


def count_refusal(
    session: Session, study: Study, area: str, on: date, refusal_id: UUID | None = None
) -> None:
    """Count one *no* on this date in this area, and keep nothing else about it.

    Args:
        refusal_id: made at random with the screen: sent twice, it counts once.
    """
    if refusal_id and not _is_new(session, refusal_id, on):
        return
    if _add_one(session, study, area, on):
        return
    try:
        with session.begin_nested():
            session.add(RefusalTally(study_id=study.id, on=on, area=area, number=1))
    except IntegrityError:  # somebody else made the row in between
        _add_one(session, study, area, on)


def text_version(questionnaire: Questionnaire, languages: Sequence[str]) -> str:
    """The hash of the words of both consents, in all languages at once.

    Of one language alone it would tell which language was spoken.
    """
    consent = questionnaire.consent
    if consent is None:
        return ""
    items = [questionnaire.items[name] for name in (consent.gate, consent.special) if name]
    words = {
        f"{item.name}:{field}:{language}": i18n.translate(
            f"{item.name}:{field}", source, language, questionnaire.name
        ).text
        for item in items
        for field, source in (("label", item.label), ("label_self", item.label_self))
        for language in languages
    }
    return hashlib.sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()


def _is_new(session: Session, refusal_id: UUID, on: date) -> bool:
    session.execute(delete(CountedRefusal).where(CountedRefusal.on < on - REMEMBERED))
    try:
        with session.begin_nested():
            session.add(CountedRefusal(id=refusal_id, on=on))
    except IntegrityError:
        return False
    return True


def _add_one(session: Session, study: Study, area: str, on: date) -> bool:
    statement = (
        update(RefusalTally)
        .where(RefusalTally.study_id == study.id)
        .where(RefusalTally.on == on, RefusalTally.area == area)
        .values(number=RefusalTally.number + 1)
        .execution_options(synchronize_session=False)
    )
    return bool(session.connection().execute(statement).rowcount)
