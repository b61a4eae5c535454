"""What came out when a device sent its interviews, in numbers: nothing about what anybody said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from survey_app.services import publishing
from survey_app.services.notes import CHECK
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study

# Items of the events that say so: the card brought nobody in; the number on the respondent's card
# is not that of the interview.
CARD_REFUSED = "kaart_geweigerd"
CODE_TAKEN = "nummer_vergeven"


@dataclass(frozen=True, slots=True)
class Flags:
    """How many interviews, and which questions have how many answers that break a rule."""

    without_card: int
    other_number: int
    against_rules: tuple[tuple[str, int], ...]  # number or name of the question, in order

    def __bool__(self) -> bool:
        return bool(self.without_card or self.other_number or self.against_rules)


def flags(session: Session, study: Study) -> Flags:
    """Count what stands in the documents of the flagged interviews now."""
    flagged = select(Interview).where(Interview.study_id == study.id, Interview.flagged.is_(True))
    found = session.scalars(flagged.options(undefer(Interview.version_hash))).all()
    counted = Counter(item for one in found for item in one.answers if _stands(one, item))
    return Flags(counted[CARD_REFUSED], counted[CODE_TAKEN], _against_rules(found))


def _stands(interview: Interview, item: str) -> bool:
    return bool(interview.answers[item]["value"])


def _against_rules(found: Sequence[Interview]) -> tuple[tuple[str, int], ...]:
    counted: Counter[str] = Counter()
    places: dict[str, int] = {}
    for one in found:
        whole = publishing.questionnaire_of(one)
        for name in (item.removesuffix(CHECK) for item in one.answers if item.endswith(CHECK)):
            if _stands(one, name + CHECK) and (question := whole.question_of.get(name)):
                shown = question.number or question.name
                places.setdefault(shown, whole.positions[question.name])
                counted[shown] += 1
    return tuple(sorted(counted.items(), key=lambda told: places[told[0]]))
