"""One question a screen: shown, sent, saved; and where to go on."""

from __future__ import annotations

from uuid import UUID

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.questionnaire.model import Question
from survey_app.services import answering, completion, languages_offered, leading
from survey_app.services import held as holding
from survey_app.services.answer_events import Screen
from survey_app.services.answering import Sent
from survey_app.services.held import Held
from survey_app.services.leading import Lead
from survey_app.web import context
from survey_app.web.interviews import posted as forms
from survey_app.web.interviews import reply
from survey_app.web.interviews.blueprint import blueprint, for_interviewers
from survey_app.web.interviews.forgetting import forget
from survey_app.web.interviews.posted import Posted

LEADS = {
    "short": (Lead.SHORT, True),
    "whole": (Lead.SHORT, False),
    "apart": (Lead.APART, True),
    "together": (Lead.APART, False),
    "pause": (Lead.PAUSE, True),
    "resume": (Lead.PAUSE, False),
}


@blueprint.get("/<uuid:interview_id>/")
@for_interviewers
def resume(interview_id: UUID) -> ResponseReturnValue:
    """Go on where the interview is: at the first question that is still open."""
    with context.reading() as db:
        held = holding.look(db, interview_id, context.current_account(), context.now())
        first = next(iter(completion.still_open(held).asked), None)
    if first is None:
        return redirect(url_for(".closing", interview_id=interview_id))
    return redirect(url_for(".question", interview_id=interview_id, name=first.name))


@blueprint.get("/<uuid:interview_id>/<name>")
@for_interviewers
def question(interview_id: UUID, name: str) -> ResponseReturnValue:
    with context.reading() as db:
        held = holding.look(db, interview_id, context.current_account(), context.now())
        asked = held.question(name)
        if asked not in held.route().questions:
            return redirect(url_for(".resume", interview_id=interview_id))
        return reply.ask(held, asked, _heard(held))


@blueprint.post("/<uuid:interview_id>/<name>")
@for_interviewers
def answer(interview_id: UUID, name: str) -> ResponseReturnValue:
    posted = forms.read(request.form)
    if posted.action in ("cancel", "return"):
        return _as_it_was(interview_id, name, posted)
    return forms.believed(posted, lambda sent: _saved(interview_id, name, sent))


def _saved(interview_id: UUID, name: str, posted: Posted) -> ResponseReturnValue:
    with context.writing() as db:
        held = holding.hold(db, interview_id, context.current_account(), context.now())
        asked = held.question(name)
        if _takes_consent_back(held, asked, posted):
            return redirect(url_for(".stop", interview_id=interview_id), 303)
        told = sent(held, posted)
        outcome = answering.answer(held, asked, told)
        if posted.action in LEADS:
            leading.lead(held, *LEADS[posted.action], told.screen)
        if posted.action == "finish" and not completion.still_open(held).asked:
            completion.finish(held.interview, held.now)
    if outcome.erased:
        forget(interview_id)
    return reply.after(held, asked, posted, outcome)


def _as_it_was(interview_id: UUID, name: str, posted: Posted) -> ResponseReturnValue:
    """A change that was not meant after all, or a stop: then what was typed is still there."""
    with context.reading() as db:
        held = holding.look(db, interview_id, context.current_account(), context.now())
        kept = posted.kept.without(name) if posted.action == "cancel" else posted.kept
        return reply.ask(held, held.question(name), posted.heard, kept)


def _heard(held: Held) -> str:
    """The script in the page still knows the language; else it is that of the last answer."""
    known = request.headers.get("X-Heard", "")
    offered = reply.languages_of(held)
    return known if known in offered else languages_offered.heard_last(held.interview)


def sent(held: Held, posted: Posted) -> Sent:
    """The screen as the services want it."""
    consent = held.questionnaire.consent
    told = posted.kept.of(consent.language) if consent and consent.language else None
    return Sent(
        form=posted.fields,
        screen=Screen(posted.id, posted.heard or "nl", posted.at or held.now, posted.paradata),
        revision=posted.revision,
        spoken="".join((told or {}).get(consent.language or "", ()) if consent else ()),
        note=posted.note,
        reason=posted.reason,
        confirmed=posted.confirmed,
    )


def _takes_consent_back(held: Held, question: Question, posted: Posted) -> bool:
    """Somebody goes back to the consent and says no: then all of it can be removed."""
    consent = held.questionnaire.consent
    if consent is None or question.name != consent.gate:
        return False
    given = posted.fields.get(question.name, [])
    return bool(given) and given != [consent.yes]
