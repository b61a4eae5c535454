"""One question a screen for a person alone; a post is answered by a redirect."""

from __future__ import annotations

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.model import Question
from survey_app.services import answering, completion
from survey_app.services.answer_events import Screen
from survey_app.services.answering import Outcome, Sent
from survey_app.services.held import Held
from survey_app.web import context
from survey_app.web.alone import phone
from survey_app.web.alone.blueprint import blueprint
from survey_app.web.alone.screen import show
from survey_app.web.interviews import posted as forms
from survey_app.web.interviews import screen as screens
from survey_app.web.interviews.forgetting import forget
from survey_app.web.interviews.posted import Posted
from survey_app.web.interviews.screen import Frame, Remarks
from survey_app.web.interviews.words import Alone, Words


@blueprint.get("/questions/")
def resume() -> ResponseReturnValue:
    """Go on at the first question that is still open."""
    with context.reading() as db:
        held = phone.look(db)
        first = next(iter(completion.still_open(held).asked), None)
    if first is None:
        return redirect(url_for("alone.end"))
    return redirect(url_for(".question", name=first.name))


@blueprint.get("/questions/<name>")
def question(name: str) -> ResponseReturnValue:
    with context.reading() as db:
        held = phone.look(db)
        asked = held.question(name)
        if asked not in _path(held):
            return redirect(url_for(".resume"))
        _choose_language(held, request.args.get("lang"))
        return _ask(held, asked)


@blueprint.post("/questions/<name>")
def answer(name: str) -> ResponseReturnValue:
    return forms.believed(forms.read(request.form), lambda sent: _saved(name, sent))


def _saved(name: str, posted: Posted) -> ResponseReturnValue:
    with context.writing() as db:
        held = phone.hold(db)
        asked = held.question(name)
        if asked not in _path(held):
            return redirect(url_for(".resume"), 303)
        if _takes_consent_back(held, asked, posted):
            return redirect(url_for(".stop"), 303)
        study = held.interview.study  # read while the store is open
        outcome = answering.answer(held, asked, _sent(posted))
    if outcome.erased:
        forget(held.interview.id, study)
    return _after(held, asked, posted, outcome)


def _sent(posted: Posted) -> Sent:
    return Sent(
        form=posted.fields,
        screen=Screen(posted.id, phone.reading(), posted.at or context.now()),
        revision=posted.revision,
        spoken=phone.spoken(),
        reason=posted.reason,
        confirmed=posted.confirmed,
    )


def _after(held: Held, asked: Question, posted: Posted, outcome: Outcome) -> ResponseReturnValue:
    if posted.to_language is not None:
        _choose_language(held, posted.to_language)
        return redirect(url_for(".question", name=asked.name), 303)
    if posted.action == "stop":
        return redirect(url_for(".stop"), 303)
    if posted.action == "previous":
        before = held.route().previous_question(asked.name) or asked
        return redirect(url_for(".question", name=before.name), 303)
    remarks = _remarks(held, asked, posted, outcome)
    if remarks:
        return _ask(held, asked, remarks, outcome.shown, 400)
    following = held.route().next_question(asked.name)
    if following is None or following not in _path(held):
        return redirect(url_for("alone.end"), 303)
    return redirect(url_for(".question", name=following.name), 303)


def _remarks(held: Held, asked: Question, posted: Posted, outcome: Outcome) -> Remarks | None:
    """Why one cannot go on yet, if so."""
    consent = held.questionnaire.consent
    needed = consent is not None and asked.name in (consent.gate, consent.special)
    still_open = () if posted.left_open and not needed else outcome.still_open
    soft = [complaint for complaint in outcome.complaints if not complaint.hard]
    if not (outcome.wrong or outcome.emptied or still_open or (soft and not posted.warned)):
        return None
    return Remarks(
        complaints=outcome.complaints,
        still_open=() if outcome.emptied else still_open,
        may_stay_open=not needed,
        emptied=outcome.emptied,
        warned=bool(soft),
    )


def _ask(
    held: Held,
    asked: Question,
    remarks: Remarks | None = None,
    shown: AnswerSheet | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    reading, study = phone.reading(), held.interview.study
    address = url_for(".question", name=asked.name)
    drawn = screens.draw(
        held.route(),
        asked,
        Words(held.questionnaire, Alone(study), reading, read=reading),
        Frame(
            action=address,
            address=address,
            home=url_for(".stop"),
            languages=phone.languages_of(held),
            interview=held.interview.id,
            revision=held.interview.revision,
        ),
        seed=held.interview.seed,
        interface=reading,
        answers=shown,
        remarks=remarks,
    )
    return show(drawn, study, status)


def _path(held: Held) -> list[Question]:
    """The questions that a person alone can answer: not those that an interviewer looks at."""
    sections = held.questionnaire.section_of
    return [q for q in held.route().questions if sections[q.name].read_aloud]


def _choose_language(held: Held, wanted: str | None) -> None:
    if wanted in phone.languages_of(held):
        phone.read_in(str(wanted))


def _takes_consent_back(held: Held, asked: Question, posted: Posted) -> bool:
    """Somebody goes back to the consent and says no: then all of it can be removed."""
    consent = held.questionnaire.consent
    if consent is None or asked.name != consent.gate:
        return False
    given = posted.fields.get(asked.name, [])
    return bool(given) and given != [consent.yes]
