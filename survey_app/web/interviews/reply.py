"""Which screen comes after one that was sent, and how it gets to the reader.

By a redirect when the store knows all that the next screen needs. Otherwise the next screen is the
answer itself, because some things live in the page only: a language that may not be stored, and
what was typed and cannot be an answer yet.
"""

from __future__ import annotations

from datetime import timedelta

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from survey_app.question_types import Parsed, read_screen
from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.model import Question
from survey_app.services import coupon_codes, languages_offered, leading, stored_language
from survey_app.services.answering import Outcome
from survey_app.services.held import Held
from survey_app.services.leading import Lead
from survey_app.storage.interviews import InterviewState
from survey_app.web import context, languages
from survey_app.web.interviews import ending, showing
from survey_app.web.interviews import screen as screens
from survey_app.web.interviews.posted import Kept, Posted
from survey_app.web.interviews.screen import Frame, Led, Remarks
from survey_app.web.interviews.words import Words

STAY = ("short", "whole", "together", "pause", "resume")  # the same screen, led otherwise
AWAY = ("previous", "stop", "open", "apart")  # one may leave a screen that is not right yet


def after(held: Held, question: Question, posted: Posted, outcome: Outcome) -> ResponseReturnValue:
    """Answer a screen that was sent."""
    posted = posted.in_language(_heard_from_now(held, question, posted))
    kept = _kept(held, question, posted, outcome)
    if posted.to_language is not None or posted.action in STAY:
        return ask(held, question, posted.heard, kept)
    remarks = _remarks(held, question, posted, outcome)
    if remarks and posted.action not in AWAY:
        return ask(
            held, question, posted.heard, kept.without(question.name), remarks, outcome.shown, 400
        )
    target = _target(held, question, posted)
    if posted.action == "stop" and kept:
        return ending.ask_to_stop(held, question, posted.heard, kept)
    if target is None:
        where = ".stop" if posted.action == "stop" else ".closing"
        return redirect(url_for(where, interview_id=held.interview.id), 303)
    return go(held, target, posted.heard, kept, _notices(outcome))


def ask(
    held: Held,
    question: Question,
    heard: str,
    kept: Kept | None = None,
    remarks: Remarks | None = None,
    shown: AnswerSheet | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    """The screen of a question; what was typed on it before and not saved is still there."""
    kept = kept or Kept()
    typed = _typed(held, question, kept)
    if typed and shown is None:
        shown = held.sheet.with_answers(typed.answers)
        remarks = remarks or Remarks(complaints=typed.complaints)
    words = Words(held.questionnaire, context.current_account(), heard)
    drawn = screens.draw(
        held.route(),
        question,
        words,
        _frame(held, question, heard, kept.without(question.name)),
        seed=held.interview.seed,
        interface=context.interface_language(),
        answers=shown,
        remarks=remarks,
        course=leading.course(held),
    )
    return showing.show(drawn, status)


def go(
    held: Held, target: Question, heard: str, kept: Kept, notices: tuple[str, ...] = ()
) -> ResponseReturnValue:
    """On to a screen: by a redirect, unless something lives in the page only."""
    if showing.only_the_screen() or kept or heard != languages_offered.heard_last(held.interview):
        return ask(held, target, heard, kept, Remarks(notices=notices) if notices else None)
    for notice in notices:
        flash(notice)
    return redirect(_address(held, target), 303)


def languages_of(held: Held) -> tuple[str, ...]:
    """In which languages this interview may go on: also those that were allowed as it began."""
    study = context.current_account().study
    allowed = languages.allowed_in(held, study)
    return languages_offered.offered(held.questionnaire, study, allowed)


def _heard_from_now(held: Held, question: Question, posted: Posted) -> str:
    """Another language was chosen by its button, or by the question which language it is to be."""
    offered = languages_of(held)
    chosen = posted.to_language or posted.heard
    heard = chosen if chosen in offered else stored_language.DUTCH
    consent = held.questionnaire.consent
    if consent and question.name == consent.language and posted.to_language is None:
        spoken = "".join(posted.fields.get(question.name, ()))
        return languages_offered.heard_for(spoken, offered, heard) if spoken else heard
    return heard


def _kept(held: Held, question: Question, posted: Posted, outcome: Outcome) -> Kept:
    """What goes on living in the page: what is wrong here, and a language that is not stored."""
    kept = posted.kept.without(question.name)
    consent = held.questionnaire.consent
    if consent and question.name == consent.special and outcome.sheet.value(question.name):
        kept = kept.without(consent.language or "")
    if outcome.wrong or outcome.emptied or _only_in_the_page(held, question, posted, outcome):
        kept = kept.with_screen(question.name, own_fields(question, posted))
    return kept


def _only_in_the_page(held: Held, question: Question, posted: Posted, outcome: Outcome) -> bool:
    """Whether this is the language of the interview, and the store may not know it yet."""
    consent = held.questionnaire.consent
    if consent is None or question.name != consent.language or not _undecided(held):
        return False
    told = posted.fields.get(question.name, [])
    return bool(told) and told != [outcome.sheet.value(question.name)]


def own_fields(question: Question, posted: Posted) -> dict[str, list[str]]:
    """The fields of the question among all that was sent."""
    names = {item.name for item in question.items} | {question.name}
    return {
        field: values
        for field, values in posted.fields.items()
        if field.removesuffix("__status").removesuffix("__order") in names
    }


def _undecided(held: Held) -> bool:
    """Whether the second consent was not asked yet: until then the page holds the language."""
    consent = held.questionnaire.consent
    return bool(consent and consent.special and not held.sheet.value(consent.special))


def _typed(held: Held, question: Question, kept: Kept) -> Parsed | None:
    fields = kept.of(question.name)
    return None if fields is None else read_screen(held.route(), question, fields)


def _remarks(held: Held, question: Question, posted: Posted, outcome: Outcome) -> Remarks | None:
    """Why one cannot go on yet, if so."""
    soft = [c for c in outcome.complaints if not c.hard]
    still_open = () if posted.left_open and _may_stay_open(held, question) else outcome.still_open
    stays = outcome.wrong or outcome.emptied or still_open or (soft and not posted.warned)
    if not stays:
        return None
    return Remarks(
        complaints=outcome.complaints,
        still_open=() if outcome.emptied else still_open,
        may_stay_open=_may_stay_open(held, question),
        emptied=outcome.emptied,
        notices=_notices(outcome),
        warned=bool(soft),
    )


def _may_stay_open(held: Held, question: Question) -> bool:
    """Everything but a consent."""
    consent = held.questionnaire.consent
    return consent is None or question.name not in (consent.gate, consent.special)


def _notices(outcome: Outcome) -> tuple[str, ...]:
    notices = []
    if outcome.elsewhere:
        notices.append(
            gettext(
                "Dit gesprek staat ook in een ander tabblad of op een ander apparaat open. Alles "
                "is bewaard; van twee antwoorden op één vraag telt het laatste."
            )
        )
    if outcome.erased:
        notices.append(
            gettext("De extra private antwoorden die er al waren, zijn voorgoed weggehaald.")
        )
    return tuple(notices)


def _target(held: Held, question: Question, posted: Posted) -> Question | None:
    """The screen to go to; none for the end of the talk, or to stop."""
    way = leading.course(held)
    if posted.action == "stop":
        return None
    if posted.action == "apart":
        return _not_apart(held, question)
    if posted.action == "previous":
        return way.previous_question(question.name) or question
    if posted.action == "open":
        return next(iter(way.open_questions), question)
    following = way.next_question(question.name)
    aloud = {name: s.read_aloud for name, s in held.questionnaire.section_of.items()}
    if following and aloud[question.name] and not aloud[following.name]:
        return None
    return following


def _not_apart(held: Held, question: Question) -> Question:
    """This question, or when it waits now, the first after it that does not."""
    apart, on_path = held.questionnaire.apart, held.route().questions
    waiting = apart.questions if apart else ()
    here = held.questionnaire.positions[question.name]
    later = (q for q in on_path if held.questionnaire.positions[q.name] >= here)
    return next((q for q in later if q.name not in waiting), question)


def _address(held: Held, question: Question) -> str:
    return url_for(".question", interview_id=held.interview.id, name=question.name)


def _frame(held: Held, question: Question, heard: str, kept: Kept) -> Frame:
    interview = held.interview
    address, rested = _address(held, question), _rested(held)
    study, consent = context.current_account().study, held.questionnaire.consent
    allowed = languages.allowed_in(held, study)
    special = consent and question.name == consent.special
    unknown = interview.language == stored_language.NOT_DUTCH and heard == stored_language.DUTCH
    return Frame(
        action=address,
        address=address,
        home=url_for(".index"),
        languages=languages_offered.offered(held.questionnaire, study, allowed),
        withheld=languages_offered.withheld(held.questionnaire, study, allowed),
        kept=kept,
        interview=interview.id,
        revision=interview.revision,
        started_at=interview.started_at,
        rested=rested,
        saved_at=interview.changed_at,
        code=coupon_codes.show(interview.consent.withdrawal_code)
        if special and interview.consent
        else "",
        language_lost=unknown and request.method == "GET",
        finished=interview.state == InterviewState.FINISHED,
        led=_led(held, question, rested),
    )


def _rested(held: Held) -> timedelta:
    """Asked of the store only when there was a pause."""
    if Lead.PAUSE not in held.sheet:
        return timedelta()
    with context.reading() as db:
        return leading.paused(db, held)


def _led(held: Held, question: Question, rested: timedelta) -> Led:
    """How the interview is led, and what may be offered on this screen."""
    skippable = held.questionnaire.section_of[question.name].skippable
    return Led(
        short=leading.is_on(held, Lead.SHORT),
        apart=leading.is_on(held, Lead.APART),
        paused=leading.is_on(held, Lead.PAUSE),
        offers_short=skippable and leading.offers_short(held, rested),
        can_wait=held.questionnaire.apart is not None,
    )
