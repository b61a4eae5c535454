"""From the card to the consent, for a person alone: as in the oral interview, nothing is stored.

The answers before *yes* are hidden fields of the form. No cookie is set before *yes*.
"""

from __future__ import annotations

from dataclasses import replace
from random import SystemRandom
from uuid import uuid4

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from survey_app.errors import Conflict, DoorvragenError, Invalid
from survey_app.question_types import read_screen
from survey_app.questionnaire.model import Question
from survey_app.services import (
    consent,
    interviews,
    language_approval,
    languages_offered,
    publishing,
    recruitment,
    self_completion,
)
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study
from survey_app.web import context, invitation, respondents
from survey_app.web.alone import phone
from survey_app.web.alone.screen import show
from survey_app.web.interviews import posted as forms
from survey_app.web.interviews import reply
from survey_app.web.interviews import screen as screens
from survey_app.web.interviews.opening import Doorstep
from survey_app.web.interviews.posted import Posted
from survey_app.web.interviews.screen import Frame, Remarks
from survey_app.web.interviews.words import Alone, Words


@invitation.blueprint.get("/<code>/now")
def begin(code: str) -> ResponseReturnValue:
    """In which part of town somebody lives, when there is a choice; else the first question."""
    return _open(code)


@invitation.blueprint.post("/<code>/now")
def go_on(code: str) -> ResponseReturnValue:
    return _open(code)


def _open(code: str) -> ResponseReturnValue:
    try:
        with context.reading() as db:
            coupon = invitation.valid_card(db, code)
            study = coupon.study
            questionnaire = publishing.questionnaire(publishing.current(db, study))
            allowed = language_approval.allowed(db, study)
            languages = self_completion.languages(questionnaire, study, allowed)
            own = _is_own(db, coupon)
    except DoorvragenError as error:
        return invitation.refused(code, error)
    if own:
        return respondents.render("alone/own_card.html", study, respondents.language(study)), 409
    posted = forms.read(request.form)
    heard = posted.heard or respondents.language(study)
    if heard not in languages:
        return redirect(url_for("invitation.invitation", code=code, lang=heard), 303)
    only = str(study.areas[0]["code"]) if len(study.areas) == 1 else ""
    here = Doorstep(
        questionnaire,
        heard,
        request.form.get("page.area", only),
        coupon.code,
        forms.as_uuid(request.form.get("page.interview", "")) if posted.screen else uuid4(),
        languages,
        posted.kept,
    )
    if posted.screen:
        return _after(study, here, posted)
    if here.area not in {area["code"] for area in study.areas}:
        return respondents.render(
            "alone/area.html", study, heard, code=code, areas=study.areas, begun=phone.is_open()
        )
    return _show(study, here, here.route().questions[0])


def _is_own(db: Session, coupon: Coupon) -> bool:
    """Whether it was handed on by the interview that is open on this phone, or came from it."""
    interview = db.get(Interview, phone.interview()) if phone.is_open() else None
    if interview is None:
        return False
    try:
        recruitment.refuse_circle(db, coupon, interview)
    except Conflict:
        return True
    return False


def _after(study: Study, here: Doorstep, posted: Posted) -> ResponseReturnValue:
    """Go on from a screen before consent."""
    question = _asked(here, posted.screen)
    before = here
    here = replace(
        here, kept=here.kept.with_screen(question.name, reply.own_fields(question, posted))
    )
    way = here.route()
    if posted.action == "stop":
        return redirect(url_for("invitation.no_thanks", code=here.coupon, lang=here.heard), 303)
    if posted.action == "previous":
        return _show(study, here, way.previous_question(question.name) or question)
    if posted.to_language in here.languages:
        return _show(study, replace(here, heard=str(posted.to_language)), question)
    read = read_screen(before.route(), question, posted.fields)
    still_open = way.open_items(question)
    if still_open or any(complaint.hard for complaint in read.complaints):
        remarks = Remarks(read.complaints, still_open, may_stay_open=False)
        return _show(study, here, question, remarks, 400)
    return _on(study, here, question, posted)


def _on(study: Study, here: Doorstep, question: Question, posted: Posted) -> ResponseReturnValue:
    gate = here.questionnaire.consent
    way = here.route()
    if gate and question.name == gate.gate:
        agreed = way.sheet.value(gate.gate) == gate.yes
        return _start(study, here, posted) if agreed else _refuse(study, here)
    if gate and question.name == gate.language:
        heard = languages_offered.heard_for(here.spoken(), here.languages, here.heard)
        here = replace(here, heard=heard)
    following = way.next_question(question.name)
    if following is None:
        raise Invalid("Deze vragenlijst vraagt geen toestemming. Zo kan er geen gesprek zijn.")
    return _show(study, here, following)


def _start(study: Study, here: Doorstep, posted: Posted) -> ResponseReturnValue:
    """*Yes*: everything is stored at once, the card is used, and the phone knows which it was."""
    try:
        with context.writing() as db:
            held = _make(db, study, here, posted)
    except DoorvragenError as error:
        return invitation.refused(here.coupon, error, study)
    phone.open_for(held.interview.id, here.heard, here.spoken())
    answer: Response = redirect(url_for("alone.code"), 303)
    phone.remember(answer, held.interview.id)
    return answer


def _make(db: Session, study: Study, here: Doorstep, posted: Posted) -> Held:
    now = context.now()
    opening = interviews.Opening(
        id=here.id,
        area=here.area,
        coupon=here.coupon,
        answers=here.sheet(),
        spoken=here.spoken(),
        screen=Screen(posted.id, here.heard, posted.at or now),
        channel="self",
    )
    version = publishing.current(db, study)
    return interviews.start(db, version, opening, None, now=now, chance=SystemRandom())


def _refuse(study: Study, here: Doorstep) -> ResponseReturnValue:
    """*No*: one in a count by date and area, and the card stays given."""
    area = interviews.checked_area(study, here.area)
    if context.parts().refusals.is_new(here.id):
        with context.writing() as db:
            consent.count_refusal(db, study, area, context.now().date())
    return redirect(url_for("invitation.no_thanks", code=here.coupon, lang=here.heard), 303)


def _asked(here: Doorstep, name: str) -> Question:
    for question in here.route().questions:
        if question.name == name:
            return question
    raise Invalid("Dit formulier kwam niet goed aan. Ga terug naar het begin, met uw kaart.")


def _show(
    study: Study,
    here: Doorstep,
    question: Question,
    remarks: Remarks | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    way = here.route()
    fields = here.kept.of(question.name)
    gate = here.questionnaire.consent
    if fields is None and gate and question.name == gate.language:
        fields = {question.name: [here.heard]}  # what is being read now
    shown = read_screen(way, question, fields).answers if fields is not None else {}
    drawn = screens.draw(
        way,
        question,
        Words(here.questionnaire, Alone(study), here.heard, read=here.heard),
        _frame(study, here, question),
        seed=0,
        interface=here.heard,
        answers=way.sheet.with_answers(shown),
        remarks=remarks,
    )
    return show(drawn, study, status)


def _frame(study: Study, here: Doorstep, question: Question) -> Frame:
    address = url_for("invitation.go_on", code=here.coupon, lang=here.heard)
    return Frame(
        action=address,
        address=address,
        home=url_for("invitation.invitation", code=here.coupon, lang=here.heard),
        languages=here.languages,
        kept=here.kept.without(question.name),
        hidden=(
            ("page.screen", question.name),
            ("page.interview", str(here.id)),
            ("page.area", here.area),
        ),
        opening=True,
    )
