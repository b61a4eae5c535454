"""Publishing: a questionnaire is frozen as text, and an interview is bound to it for ever."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.errors import Conflict, Unavailable
from survey_app.questionnaire import canonical
from survey_app.questionnaire.model import Questionnaire
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import PublishedQuestionnaire, Study

_read: dict[str, Questionnaire] = {}  # by hash: a frozen text never changes


def publish(
    session: Session, study: Study, questionnaire: Questionnaire, now: datetime
) -> PublishedQuestionnaire:
    """Freeze a questionnaire; interviews that start from now on use it.

    What is published already, is not published twice.

    Raises:
        Conflict: this version number was used for other contents, or for these, before a later
            version came; or it gives an item another type than it had.
    """
    source = canonical.to_json(questionnaire)
    fingerprint = hashlib.sha256(source.encode()).hexdigest()
    before = _versions(session, study)
    if before and before[-1].hash == fingerprint:
        return before[-1]
    _refuse_used_number(before, questionnaire, fingerprint)
    _refuse_other_types(before, questionnaire)
    version = PublishedQuestionnaire(
        study_id=study.id,
        name=questionnaire.name,
        version=questionnaire.version,
        hash=fingerprint,
        source=source,
        published_at=now,
    )
    session.add(version)
    session.flush()
    return version


def current(session: Session, study: Study) -> PublishedQuestionnaire:
    """The version that new interviews use.

    Raises:
        Unavailable: nothing was published yet.
    """
    versions = _versions(session, study)
    if not versions:
        raise Unavailable("Dit onderzoek heeft nog geen vragenlijst. Vraag de coördinator.")
    return versions[-1]


def everything(session: Session, study: Study) -> list[Questionnaire]:
    """The questionnaires of all versions, oldest first.

    Raises:
        Unavailable: nothing was published yet.
    """
    current(session, study)
    return [questionnaire(version) for version in _versions(session, study)]


def questionnaire(version: PublishedQuestionnaire) -> Questionnaire:
    """The questionnaire of a version; its text is read once in the life of this process."""
    if version.hash not in _read:
        _read[version.hash] = canonical.from_json(version.source)
    return _read[version.hash]


def questionnaire_of(interview: Interview) -> Questionnaire:
    """The questionnaire of an interview; without reading its version where it is known."""
    known = _read.get(interview.version_hash)
    return questionnaire(interview.version) if known is None else known


def _versions(session: Session, study: Study) -> list[PublishedQuestionnaire]:
    chosen = select(PublishedQuestionnaire).where(PublishedQuestionnaire.study_id == study.id)
    return list(session.scalars(chosen.order_by(PublishedQuestionnaire.id)))


def _refuse_used_number(
    before: list[PublishedQuestionnaire], questionnaire: Questionnaire, fingerprint: str
) -> None:
    for version in before:
        if fingerprint == version.hash or (questionnaire.name, questionnaire.version) == (
            version.name,
            version.version,
        ):
            raise Conflict(
                "Versie %(version)s van %(name)s is al gepubliceerd. Geef deze een nieuw "
                "nummer in questionnaire.yaml.",
                version=version.version,
                name=version.name,
            )


def _refuse_other_types(before: list[PublishedQuestionnaire], new: Questionnaire) -> None:
    """Answers under one name stand in one column: numbers cannot become choices there."""
    for version in before:
        old = questionnaire(version)
        for name in old.items.keys() & new.items.keys():
            if old.items[name].type != new.items[name].type:
                raise Conflict(
                    "‘%(item)s’ is hier %(new)s en was in versie %(version)s %(old)s. Geef de "
                    "vraag een andere naam: dan blijven de oude antwoorden wat ze zijn.",
                    item=name,
                    new=new.items[name].type,
                    version=version.version,
                    old=old.items[name].type,
                )
