"""Somebody who answers alone never reads what an interviewer says of what an interviewer does.

Answers, buttons, and the statements on cards are the person's own voice: there *I* is right.
Everywhere else on these screens *I* would be somebody who is not there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest
from flask_babel import force_locale
from lxml import html
from werkzeug.datastructures import MultiDict

from survey_app import i18n
from survey_app.questionnaire import routing
from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.checks import Complaint
from survey_app.questionnaire.model import Question
from survey_app.storage.studies import Study
from survey_app.web.alone.screen import show
from survey_app.web.interviews import screen as screens
from survey_app.web.interviews.screen import Frame, Remarks
from survey_app.web.interviews.words import Alone, Words
from tests import builders
from tests.interview_visits import Visit

LANGUAGES = ("nl", "en", "ar")
OWN_VOICE = "//label[contains(@class, 'dv-row') or contains(@class, 'dv-check')] | //option"
OWN_VOICE += " | //legend[ancestor::*[@data-card]] | //*[@data-action='call']"
OWN_VOICE += " | //button | //*[@id='words']"
INTERVIEWER = {
    "nl": r"\b(ik|mij|me|mijn)\b|voorlezen|lees\w* .{0,20}voor\b|\b(kruis|noteer|leg|toonkaart)\b"
    r"|\bde persoon\b(?! die de vragen)"
    r"|\b(respondent|interviewer|gespreksvoerder|deelnemer|geschiedenis)\b",
    "en": r"\b(I|me|my|mine)\b|\bread (it|them|this|each|every)?\s*(out|aloud)\b|\b(tick|lay)\b"
    r"|\b(show card|respondent|interviewer|participant|history)\b|\bthe person\b(?! who asks)",
    "ar": r"\b(أنا|لي|معي|عندي|لدي|سأ(?!ل)\w+|اقرأ)\b"
    r"|\b(أقرأ\w*|أكتب\w*|أضع\w*|أسأل\w*|أسجل\w*|أريد|أقول)\b|بطاقة العرض|المستجيب|المحاور|السجل",
}


def words_on(page: str) -> str:
    """What stands on the page beside answers and cards."""
    body = html.fromstring(page).find("body")
    for element in body.xpath(OWN_VOICE):
        element.drop_tree()
    return " ".join(body.text_content().split())


def without_answers(questionnaire, question: Question, words: str, language: str) -> str:
    """The words without the answers that a question names: *not hard for me*."""
    lists = {item.list_name for item in question.items if item.list_name}
    for name in lists:
        for choice in questionnaire.lists[name].choices:
            said = i18n.translate(f"{name}/{choice.name}", choice.label, language).text
            words = re.sub(re.escape(said), "…", words, flags=re.IGNORECASE)
    return words


def found(language: str, words: str) -> list[str]:
    return [
        words[max(0, hit.start() - 40) : hit.end() + 40]
        for hit in re.finditer(
            INTERVIEWER[language], words, re.IGNORECASE if language == "nl" else 0
        )
    ]


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("nl", "Ik lees ze voor. Leg elke kaart op een stapel."),
        ("nl", "Mag ik uw antwoorden bewaren?"),
        ("nl", "Kruis aan wat de persoon noemt."),
        ("en", "I will read them out. Lay each card on a pile."),
        ("ar", "سأقرأ لك البطاقات"),
    ],
)
def test_the_words_of_an_interviewer_are_recognised(language, words):
    assert found(language, words)


def asked_alone(questionnaire) -> Iterator[Question]:
    for section in questionnaire.sections:
        if section.read_aloud:
            yield from section.questions


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_screen_speaks_as_an_interviewer(app, enquete57, database, enquete_study, language):
    """Every question, as it is asked first, and with all that can be wrong with it."""
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        study.fictitious = True
    wrong = {}
    with app.test_request_context("/self/questions/x"), force_locale(language):
        for question in asked_alone(enquete57):
            for page in pages_of(enquete57, question, study, language):
                if hits := found(
                    language, without_answers(enquete57, question, words_on(page), language)
                ):
                    wrong[question.name] = hits
    assert wrong == {}


def pages_of(questionnaire, question: Question, study: Study, language: str) -> Iterator[str]:
    route = routing.route(questionnaire, AnswerSheet(), date(2026, 5, 12))
    cards = question.cards.cards if question.cards else ()
    items = tuple(item for item in question.items if not item.field_code and item not in cards)
    complaints = tuple(
        Complaint(item.name, "", key=f"{item.name}:constraint_message", hard=True)
        for item in items
        if item.constraint_message
    )
    for remarks in (
        None,
        Remarks(still_open=items, may_stay_open=True),
        Remarks(emptied=items),
        Remarks(complaints=complaints, warned=True) if complaints else None,
    ):
        drawn = screens.draw(
            route,
            question,
            Words(questionnaire, Alone(study), language, read=language),
            Frame("/self/x", "/self/x", languages=LANGUAGES),
            seed=1,
            interface=language,
            remarks=remarks,
        )
        page, _ = show(drawn, study)
        yield page
    assert i18n.direction(language) in page


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_page_around_the_questions_does(client, database, enquete_study, clock, language):
    """From the card to the end: area, number, stop, later, finished, being called, erased."""
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        study.fictitious = True
        card = f"/k/{builders.a_coupon(session, study, clock()).code}"
    pages = [client.get(f"{card}{path}?lang={language}").text for path in ("", "/now", "/no")]
    visit = Visit(client).get(f"{card}/now?lang={language}")
    area = {"page.area": "waterwijk-noord", "heard": language}
    visit.post(f"{card}/now?lang={language}", MultiDict(area))
    visit.send(opening_kent_iemand="ander").send(gesprekstaal=language).send(toestemming="ja")
    pages += [
        visit.get(f"/self/{path}").answer.text for path in ("code", "stop", "end", "contact")
    ]
    for before, path in (("contact", "contact"), ("stop", "keep"), ("end", "later")):
        visit.get(f"/self/{before}").post(
            *visit.filled(f"//form[contains(@action, '{path}')]", {})
        )
        pages.append(visit.answer.text)
    assert all(f'<html lang="{language}"' in page for page in pages)
    assert [hit for page in pages for hit in found(language, words_on(page))] == []
