"""One question as a page for a person alone: own words, no codes, no notes, two plain ways out."""

from __future__ import annotations

from flask import g
from flask.typing import ResponseReturnValue

from survey_app import i18n
from survey_app.questionnaire.model import Choice
from survey_app.storage.studies import Study
from survey_app.web import respondents
from survey_app.web.interviews import pictures
from survey_app.web.interviews.screen import Screen

REASONS = ("weet_niet", "wil_niet")  # that somebody can give without an interviewer


def show(screen: Screen, study: Study, status: int = 200) -> ResponseReturnValue:
    """The page of one question, in the language that the person reads."""
    g.study = study
    heard = screen.t.heard
    numbered = [question for question in screen.route.questions if question.number]
    page = respondents.render(
        "alone/screen.html",
        study,
        heard,
        s=screen,
        frame=screen.frame,
        remarks=screen.remarks,
        question=screen.question,
        items=screen.items,
        choices=_readable(screen),
        answers=screen.answers,
        t=screen.t,
        read_lang=heard,
        heard_lang=heard,
        mode="self",
        order=screen.order,
        faults=screen.faults,
        reasons=[reason for reason in screen.reasons if reason in REASONS],
        place=numbered.index(screen.question) + 1 if screen.question in numbered else 0,
        number=len(numbered),
        pictures=pictures.folder_of(screen.route.questionnaire.name),
    )
    return page, status


def _readable(screen: Screen) -> dict[str, tuple[Choice, ...]]:
    """The choices; of the languages only those in which these questions can be read."""
    choices = dict(screen.choices)
    consent = screen.route.questionnaire.consent
    if consent and consent.language in choices:
        known = screen.frame.languages
        choices[consent.language] = tuple(
            choice
            for choice in choices[consent.language]
            if (choice.name == i18n.SOURCE or i18n.read_in(choice.name) != i18n.SOURCE)
            and i18n.read_in(choice.name) in known
        )
    return choices
