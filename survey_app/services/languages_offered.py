"""In which languages an interview may be read to somebody."""

from __future__ import annotations

from collections.abc import Set as AbstractSet

from survey_app import i18n
from survey_app.i18n import Review
from survey_app.questionnaire.model import Questionnaire
from survey_app.services.stored_language import NOT_DUTCH
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study


def offered(
    questionnaire: Questionnaire, study: Study, allowed: AbstractSet[str]
) -> tuple[str, ...]:
    """Dutch, and the allowed languages of the questionnaire; in a fictitious study every draft.

    Args:
        allowed: those in which consent may be asked; see ``language_approval``.
    """
    return (i18n.SOURCE, *(x for x in spoken_in(questionnaire, study) if x in allowed))


def withheld(
    questionnaire: Questionnaire, study: Study, allowed: AbstractSet[str]
) -> tuple[str, ...]:
    """The languages that would be offered, had somebody approved them."""
    return tuple(x for x in spoken_in(questionnaire, study) if x not in allowed)


def spoken_in(questionnaire: Questionnaire, study: Study) -> tuple[str, ...]:
    """The languages beside Dutch in which there are words for this questionnaire."""
    return tuple(
        language
        for language in i18n.languages()
        if language != i18n.SOURCE
        and i18n.review_status(language, questionnaire.name) is not Review.ABSENT
        and (study.fictitious or language in questionnaire.languages)
    )


def is_draft(language: str, questionnaire: Questionnaire) -> bool:
    """Whether nobody who speaks it has approved these words yet."""
    return i18n.review_status(language, questionnaire.name) is Review.DRAFT


def heard_for(spoken: str, languages: tuple[str, ...], otherwise: str) -> str:
    """The language to read in for somebody who prefers to speak this one.

    Where we have no words in it, the one that was being read stays.
    """
    folder = i18n.read_in(spoken)
    known = spoken == i18n.SOURCE or folder != i18n.SOURCE
    return folder if known and folder in languages else otherwise


def heard_last(interview: Interview) -> str:
    """The language in which the last answer was asked, as far as it may be known; else Dutch.

    What was asked before the second consent stays *not Dutch* and says nothing.
    """
    if interview.consent is None or not interview.consent.special:
        return i18n.SOURCE
    known = [
        (str(entry["at"]), str(entry["language"]))
        for entry in interview.answers.values()
        if entry["language"] != NOT_DUTCH
    ]
    return max(known, default=("", i18n.SOURCE), key=_later)[1]


def _later(moment: tuple[str, str]) -> tuple[str, bool]:
    """Of one moment the other language counts: Dutch is always read as well."""
    return moment[0], moment[1] != i18n.SOURCE
