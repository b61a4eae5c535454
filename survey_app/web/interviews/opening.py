"""The screens up to the consent: they store nothing, and set nothing that would stay.

Until *yes* the earlier answers are hidden fields of the form, answered without a redirect and
never kept: not in a cookie, an address, a log or the browser's storage.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from random import SystemRandom
from uuid import UUID, uuid4

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from sqlalchemy.orm import Session

from survey_app import i18n
from survey_app.errors import Conflict, DoorvragenError, Gone, Invalid, NotFound
from survey_app.question_types import read_screen
from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.model import Question, Questionnaire
from survey_app.questionnaire.routing import Route, route
from survey_app.services import consent, interviews, languages_offered, publishing
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.storage.studies import Study
from survey_app.web import context, errors, languages
from survey_app.web.interviews import listing, reply, showing
from survey_app.web.interviews import posted as forms
from survey_app.web.interviews import screen as screens
from survey_app.web.interviews.blueprint import blueprint, for_interviewers
from survey_app.web.interviews.listing import Start
from survey_app.web.interviews.posted import Kept, Posted
from survey_app.web.interviews.screen import Frame, Remarks
from survey_app.web.interviews.words import Words

CARD_TROUBLE = (Invalid, NotFound, Conflict, Gone)


@dataclass(frozen=True)
class Doorstep:
    """All that is known of an interview that is not there yet."""

    questionnaire: Questionnaire
    heard: str
    area: str
    coupon: str
    id: UUID  # that the interview will have: *yes* sent twice is one interview
    languages: tuple[str, ...]  # in which consent may be asked
    kept: Kept = field(default_factory=Kept)

    def sheet(self) -> AnswerSheet:
        """The answers so far, read from the fields in the page."""
        sheet = AnswerSheet()
        for question in self.questionnaire:
            fields = self.kept.of(question.name)
            if fields is not None:
                read = read_screen(self.route(sheet), question, fields)
                sheet = sheet.with_answers(read.right)
        return sheet

    def route(self, sheet: AnswerSheet | None = None) -> Route:
        """The path for these answers."""
        today = context.now().date()
        return route(self.questionnaire, self.sheet() if sheet is None else sheet, today)

    def spoken(self) -> str:
        """The language that was chosen for the interview."""
        gate = self.questionnaire.consent
        chosen = self.sheet().value(gate.language) if gate and gate.language else ""
        return chosen or self.heard


@blueprint.post("/new")
@for_interviewers
def start() -> ResponseReturnValue:
    posted = forms.read(request.form)
    with context.reading() as db:
        questionnaire = _questionnaire(db)
    if not posted.screen:
        return _from_the_form(questionnaire)
    doorstep = _doorstep(questionnaire, posted)
    question = _asked_before_consent(doorstep, posted.screen)
    if posted.heard and posted.heard not in doorstep.languages:  # taken back a moment ago
        return _show(doorstep, question, Remarks(notices=(languages.not_yet([posted.heard]),)))
    return _after(doorstep, question, posted)


@blueprint.get("/refused")
@for_interviewers
def refused() -> ResponseReturnValue:
    """In every language at once: which one it was is not kept either."""
    account = context.current_account()
    with context.reading() as db:
        questionnaire = _questionnaire(db)
    words = Words(questionnaire, account, i18n.SOURCE)
    offered = languages.offered(questionnaire, account.study)
    said = dict.fromkeys(words("text/tekst_geen_toestemming", language) for language in offered)
    return render_template("interviews/refused.html", said=list(said))


def _questionnaire(db: Session) -> Questionnaire:
    return publishing.questionnaire(publishing.current(db, _study()))


def _study() -> Study:
    return context.current_account().study


def _from_the_form(questionnaire: Questionnaire) -> ResponseReturnValue:
    """The first screen, when card, area and language can be used; else the form once more."""
    filled = Start(
        coupon=request.form.get("coupon", ""),
        area=request.form.get("area", ""),
        language=request.form.get("language", i18n.SOURCE),
    )
    coupon, faults, status = "", {}, 400
    try:
        interviews.checked_area(_study(), filled.area)
    except DoorvragenError as error:
        faults["area"] = errors.message_of(error)
    offered = languages.offered(questionnaire, _study())
    if filled.language not in offered:
        faults["language"] = gettext("Deze taal is er niet. Kies een taal uit de lijst.")
    try:
        with context.reading() as db:
            coupon = interviews.checked_coupon(db, _study(), filled.coupon, context.now())
    except CARD_TROUBLE as error:
        faults["coupon"], status = errors.message_of(error), errors.status_of(error)
    if faults:
        return listing.page(replace(filled, errors=tuple(faults.items())), status)
    doorstep = Doorstep(questionnaire, filled.language, filled.area, coupon, uuid4(), offered)
    return _show(doorstep, doorstep.route().questions[0])


def _doorstep(questionnaire: Questionnaire, posted: Posted) -> Doorstep:
    offered = languages.offered(questionnaire, _study())
    return Doorstep(
        questionnaire=questionnaire,
        heard=posted.heard if posted.heard in offered else i18n.SOURCE,
        area=request.form.get("page.area", ""),
        coupon="" if posted.action == "without_card" else request.form.get("page.coupon", ""),
        id=forms.as_uuid(request.form.get("page.interview", "")),
        languages=offered,
        kept=posted.kept,
    )


def _asked_before_consent(doorstep: Doorstep, name: str) -> Question:
    for question in doorstep.route().questions:
        if question.name == name:
            return question
    raise Invalid("Dit formulier kwam niet goed aan. Begin het gesprek opnieuw.")


def _after(doorstep: Doorstep, question: Question, posted: Posted) -> ResponseReturnValue:
    """Go on from a screen before consent."""
    fields = reply.own_fields(question, posted)
    here = replace(doorstep, kept=doorstep.kept.with_screen(question.name, fields))
    way = here.route()
    if posted.action == "stop":
        return redirect(url_for(".index"), 303)
    if posted.action == "previous":
        before = way.previous_question(question.name)
        return _show(here, before) if before else _back_to_the_form(here)
    if posted.to_language is not None:
        known = posted.to_language if posted.to_language in here.languages else here.heard
        return _show(replace(here, heard=known), question)
    read = read_screen(doorstep.route(), question, posted.fields)
    still_open = way.open_items(question)
    if still_open or any(complaint.hard for complaint in read.complaints):
        remarks = Remarks(read.complaints, still_open, may_stay_open=False)
        return _show(here, question, remarks, 400)
    return _on(here, question, posted)


def _on(here: Doorstep, question: Question, posted: Posted) -> ResponseReturnValue:
    gate = here.questionnaire.consent
    way = here.route()
    if gate and question.name == gate.gate:
        agreed = way.sheet.value(gate.gate) == gate.yes
        return _start(here, question, posted) if agreed else _refuse(here)
    if gate and question.name == gate.language:
        heard = languages_offered.heard_for(here.spoken(), here.languages, here.heard)
        here = replace(here, heard=heard)
    following = way.next_question(question.name)
    if following is None:
        raise Invalid("Deze vragenlijst vraagt geen toestemming. Zo kan er geen gesprek zijn.")
    return _show(here, following, _not_in_their_language(here))


def _not_in_their_language(here: Doorstep) -> Remarks | None:
    """Why what follows is read in another language than was chosen, when that can change."""
    wanted = i18n.read_in(here.spoken())
    words = languages_offered.spoken_in(here.questionnaire, _study())
    if wanted in here.languages or wanted not in words:
        return None
    return Remarks(notices=(languages.not_yet([wanted]),))


def _start(here: Doorstep, question: Question, posted: Posted) -> ResponseReturnValue:
    """*Yes*: everything is stored at once, and the next screen follows."""
    try:
        with context.writing() as db:
            held = _make(db, here, posted)
    except CARD_TROUBLE as error:
        remarks = Remarks(card_trouble=errors.message_of(error))
        return _show(here, question, remarks, errors.status_of(error))
    following = held.route().next_question(question.name)
    gate = held.questionnaire.consent
    told = gate.language if gate else None
    unstored = told and held.sheet.value(told) != here.spoken()
    fields = here.kept.of(told) if told and unstored else None
    kept = Kept({told: fields}) if told and fields else Kept()
    return reply.go(held, following or question, here.heard, kept)


def _make(db: Session, here: Doorstep, posted: Posted) -> Held:
    now = context.now()
    opening = interviews.Opening(
        id=here.id,
        area=here.area,
        coupon=here.coupon,
        answers=here.sheet(),
        spoken=here.spoken(),
        screen=Screen(posted.id, here.heard, posted.at or now),
    )
    version = publishing.current(db, _study())
    return interviews.start(
        db, version, opening, context.current_account(), now=now, chance=SystemRandom()
    )


def _refuse(here: Doorstep) -> ResponseReturnValue:
    """*No*, or later, or too young: one in a count by date and area, and the card stays given."""
    area = interviews.checked_area(_study(), here.area)
    if context.parts().refusals.is_new(here.id):
        with context.writing() as db:
            consent.count_refusal(db, _study(), area, context.now().date())
    return redirect(url_for(".refused"), 303)


def _back_to_the_form(here: Doorstep) -> ResponseReturnValue:
    return listing.page(Start(coupon=here.coupon, area=here.area, language=here.heard))


def _show(
    here: Doorstep, question: Question, remarks: Remarks | None = None, status: int = 200
) -> ResponseReturnValue:
    way = here.route()
    fields = here.kept.of(question.name)
    shown = read_screen(way, question, fields).answers if fields is not None else {}
    drawn = screens.draw(
        way,
        question,
        Words(here.questionnaire, context.current_account(), here.heard),
        _frame(here, question),
        seed=0,
        interface=context.interface_language(),
        answers=way.sheet.with_answers(shown),
        remarks=remarks,
    )
    return showing.show(drawn, status)


def _frame(here: Doorstep, question: Question) -> Frame:
    return Frame(
        action=url_for(".start"),
        address=url_for(".start"),
        home=url_for(".index"),
        languages=here.languages,
        withheld=languages.withheld(here.questionnaire, _study()),
        kept=here.kept.without(question.name),
        hidden=(
            ("page.screen", question.name),
            ("page.interview", str(here.id)),
            ("page.area", here.area),
            ("page.coupon", here.coupon),
        ),
        opening=True,
    )
