"""The end: stop and keep, stop and erase, finish, the card with the code, cards to hand on."""

from __future__ import annotations

from dataclasses import dataclass
from random import SystemRandom
from uuid import UUID

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from markupsafe import Markup
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import Conflict
from survey_app.questionnaire.model import Question
from survey_app.services import (
    completion,
    coupon_codes,
    languages_offered,
    qr,
    stored_language,
    studies,
    withdrawal,
)
from survey_app.services import held as holding
from survey_app.services.held import Held
from survey_app.storage.interviews import InterviewState
from survey_app.storage.recruitment import Coupon
from survey_app.web import context, languages
from survey_app.web.interviews.blueprint import blueprint, for_interviewers
from survey_app.web.interviews.forgetting import forget
from survey_app.web.interviews.posted import Kept
from survey_app.web.interviews.words import Said, Words


@dataclass(frozen=True, slots=True)
class Card:
    """A card to hand on."""

    code: str
    qr: Markup


@blueprint.get("/<uuid:interview_id>/stop")
@for_interviewers
def stop(interview_id: UUID) -> ResponseReturnValue:
    with context.reading() as db:
        held = _look(interview_id, db)
        return render_template(
            "interviews/stop.html",
            interview=held.interview,
            said=_said(held, "text/tekst_stop"),
        )


def ask_to_stop(held: Held, question: Question, heard: str, kept: Kept) -> ResponseReturnValue:
    """The same, while something was typed that is kept in the page: it comes along if one goes on.

    Not as a redirect, and as a fault, so that the script in the page sends it again the plain way.
    """
    page = render_template(
        "interviews/stop.html",
        interview=held.interview,
        said=_words(held, heard).both("text/tekst_stop"),
        question=question,
        heard=heard,
        kept=kept,
    )
    return page, 400


@blueprint.post("/<uuid:interview_id>/stop")
@for_interviewers
def keep(interview_id: UUID) -> ResponseReturnValue:
    """Stop, and keep what is there."""
    with context.writing() as db:
        held = _hold(interview_id, db)
        completion.stop(held.interview, held.now)
    return redirect(url_for(".closing", interview_id=interview_id), 303)


@blueprint.post("/<uuid:interview_id>/erase")
@for_interviewers
def erase(interview_id: UUID) -> ResponseReturnValue:
    """Stop, and remove everything."""
    with context.writing() as db:
        withdrawal.erase(db, _hold(interview_id, db).interview)
    forget(interview_id)
    flash(gettext("Alles van dit gesprek is weggehaald."))
    return redirect(url_for(".index"), 303)


@blueprint.get("/<uuid:interview_id>/closing")
@for_interviewers
def closing(interview_id: UUID) -> ResponseReturnValue:
    """What to do before saying goodbye; what is open, the code, the cards to hand on."""
    with context.writing() as db:
        held = _hold(interview_id, db)
        cards = [] if held.interview.state == InterviewState.OPEN else _cards(held)
        return _closing(held, cards)


@blueprint.post("/<uuid:interview_id>/closing")
@for_interviewers
def finish(interview_id: UUID) -> ResponseReturnValue:
    """Finish with what is still open, as far as the study lets that be."""
    try:
        with context.writing() as db:
            completion.finish_complete(_hold(interview_id, db))
    except Conflict:
        with context.reading() as db:
            return _closing(_look(interview_id, db), []), 409
    return redirect(url_for(".closing", interview_id=interview_id), 303)


def _closing(held: Held, cards: list[Card]) -> str:
    words = _words(held, i18n.SOURCE)
    interview, consent = held.interview, held.interview.consent
    still = completion.still_open(held)
    return render_template(
        "interviews/closing.html",
        interview=interview,
        area=studies.area_name(context.current_account().study, interview.area),
        open_questions=[_line(words, question) for question in still.asked],
        observed=still.observed,
        blocked=bool(completion.in_the_way(held)),
        ended=interview.state != InterviewState.OPEN,
        code=coupon_codes.show(consent.withdrawal_code) if consent else "",
        said=_said(held, "text/tekst_kaartje"),
        cards=cards,
        may_be_called=completion.may_be_called(held),
        first=held.questionnaire.questions[0].name,
    )


def _line(words: Words, question: Question) -> tuple[Question, str]:
    return question, words(f"{question.name}:label", words.read).text


def _cards(held: Held) -> list[Card]:
    return [_card(coupon) for coupon in completion.cards_to_hand_on(held, SystemRandom())]


def _card(coupon: Coupon) -> Card:
    address = url_for("invitation.invitation", code=coupon.code, _external=True)
    return Card(coupon_codes.show(coupon.code), Markup(qr.svg(address)))  # noqa: S704 - our own


def _said(held: Held, key: str) -> list[Said]:
    """A text to read aloud: in each language when the store may not know which one was heard."""
    heard = languages_offered.heard_last(held.interview)
    words = _words(held, heard)
    if held.interview.language != stored_language.NOT_DUTCH or heard != i18n.SOURCE:
        return words.both(key)
    study = context.current_account().study
    allowed = languages.allowed_in(held, study)
    offered = languages_offered.offered(held.questionnaire, study, allowed)
    return list(dict.fromkeys(words(key, language) for language in offered))


def _words(held: Held, heard: str) -> Words:
    return Words(held.questionnaire, context.current_account(), heard)


def _look(interview_id: UUID, db: Session) -> Held:
    return holding.look(db, interview_id, context.current_account(), context.now())


def _hold(interview_id: UUID, db: Session) -> Held:
    return holding.hold(db, interview_id, context.current_account(), context.now())
