"""In which languages an interview may be read to somebody."""

from __future__ import annotations

from survey_app import i18n
from survey_app.i18n import Review
from survey_app.questionnaire.model import Questionnaire
from survey_app.services.stored_language import NOT_DUTCH
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Study


def offered(questionnaire: Questionnaire, study: Study) -> tuple[str, ...]:
    """Dutch, the languages of the questionnaire, and in a fictitious study every draft.

    A draft for respondents only, which no native speaker has checked and the interviewer cannot
    check, may not ask real people for consent before a named person approved it.
    """
    found = [language for language in i18n.languages() if _may(language, questionnaire, study)]
    return (i18n.SOURCE, *(language for language in found if language != i18n.SOURCE))


def _may(language: str, questionnaire: Questionnaire, study: Study) -> bool:
    status = i18n.review_status(language, questionnaire.name)
    if study.fictitious or status is Review.ABSENT:
        return status is not Review.ABSENT
    unchecked = status is Review.DRAFT and i18n.scope(language, questionnaire.name) == "respondent"
    return language in questionnaire.languages and not unchecked


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
