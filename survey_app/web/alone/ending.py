"""The number to write down, stopping, going on later, and the end of answering alone."""

from __future__ import annotations

from random import SystemRandom
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import force_locale
from werkzeug.wrappers import Response

from survey_app.errors import DoorvragenError, NotFound
from survey_app.services import (
    completion,
    contacts,
    coupon_codes,
    language_approval,
    self_completion,
    withdrawal,
)
from survey_app.services import held as holding
from survey_app.services.contact_keys import ContactKeys
from survey_app.services.held import Held
from survey_app.storage.interviews import InterviewState
from survey_app.web import context, errors, respondents, sharing
from survey_app.web.alone import phone
from survey_app.web.alone.blueprint import blueprint
from survey_app.web.contact_form import AfterInterviewForm
from survey_app.web.interviews.forgetting import forget
from survey_app.web.interviews.words import Alone, Said, Words


@blueprint.get("/")
def again() -> ResponseReturnValue:
    """Going on later: this phone, and the code that was written down."""
    if phone.is_open():
        return redirect(url_for(".resume"))
    return _again()


@blueprint.post("/")
def open_again() -> ResponseReturnValue:
    text = request.form.get("code", "")
    interview_id, address = phone.remembered(), request.remote_addr or ""
    guesses = context.parts().guesses
    guesses.refuse(address)
    try:
        if interview_id is None:
            raise NotFound("Op deze telefoon zijn geen vragen begonnen. Begin met uw kaart.")
        with context.reading() as db:
            self_completion.check_code(db, interview_id, text, context.now())
            held = holding.look(db, interview_id, None, context.now())
            readable = list(phone.languages_of(held))
    except NotFound as error:
        guesses.count(address)
        return _again(text, error)
    except DoorvragenError as error:
        return _again(text, error)
    phone.open_for(interview_id, context.preferred(readable))
    return redirect(url_for(".resume"), 303)


@blueprint.get("/code")
def code() -> ResponseReturnValue:
    """The number, right after *yes*: to go on later, or to take everything back."""
    with context.reading() as db:
        return _page("alone/code.html", phone.look(db))


@blueprint.get("/stop")
def stop() -> ResponseReturnValue:
    with context.reading() as db:
        return _page("alone/stop.html", phone.look(db), said="tekst_stop_zelf")


@blueprint.post("/later")
def later() -> ResponseReturnValue:
    """Put the phone away: what is there stays, and the code opens it again."""
    reading = phone.reading()
    phone.close()
    return redirect(url_for(".again", lang=reading), 303)


@blueprint.post("/keep")
def keep() -> ResponseReturnValue:
    """Stop, and keep what is there."""
    with context.writing() as db:
        held = phone.hold(db)
        completion.stop(held.interview, held.now)
    return redirect(url_for(".end"), 303)


@blueprint.post("/erase")
def erase() -> ResponseReturnValue:
    """Stop, and remove everything."""
    with context.writing() as db:
        held = phone.hold(db)
        study = held.interview.study
        withdrawal.erase(db, held.interview)
    forget(held.interview.id, study)
    reading = phone.reading()
    page = respondents.render("alone/erased.html", study, reading)
    answer = Response(page, mimetype="text/html")
    phone.forget(answer)
    return answer


@blueprint.get("/end")
def end() -> ResponseReturnValue:
    """What is open; and when it is over the code, the cards to hand on, and being called later."""
    with context.writing() as db:
        held = phone.hold(db)
        ended = held.interview.state != InterviewState.OPEN
        cards = completion.cards_to_hand_on(held, SystemRandom()) if ended else []
        study = held.interview.study
        tongues = sharing.languages(language_approval.allowed(db, study))
        invited = sharing.chosen(tongues, phone.reading())
        return _page(
            "alone/end.html",
            held,
            said="tekst_kaartje_zelf",
            ended=ended,
            open_questions=len(completion.still_open(held).asked),
            cards=[sharing.shared(study, coupon, invited) for coupon in cards],
            invited=invited,
            invited_languages=tongues,
            may_be_called=completion.may_be_called(held),
        )


@blueprint.post("/end")
def finish() -> ResponseReturnValue:
    with context.writing() as db:
        held = phone.hold(db)
        completion.finish(held.interview, held.now)
    return redirect(url_for(".end"), 303)


@blueprint.route("/contact", methods=["GET", "POST"])
def contact() -> ResponseReturnValue:
    """The form to be called later: it goes to its own store, with only the date."""
    with context.reading() as db:
        study = phone.look(db).interview.study
    with force_locale(phone.reading()):
        form = AfterInterviewForm(voorkeurstaal=phone.reading())
        if not form.validate_on_submit():
            page = respondents.render("alone/contact.html", study, phone.reading(), form=form)
            return page, 400 if form.is_submitted() else 200
    context.parts().calls.refuse(request.remote_addr or "")
    with context.writing() as db:
        keys = ContactKeys.of(context.settings())
        contacts.ask(db, keys, study, form.details, context.now(), only_the_date=True)
    return redirect(url_for(".contact_kept"), 303)


@blueprint.get("/contact/kept")
def contact_kept() -> ResponseReturnValue:
    with context.reading() as db:
        return _page("alone/contact_kept.html", phone.look(db))


def _again(text: str = "", error: DoorvragenError | None = None) -> ResponseReturnValue:
    chosen = respondents.language(None)
    with force_locale(chosen):
        message = errors.message_of(error) if error else ""
    page = respondents.render(
        "alone/again.html",
        None,
        chosen,
        known=phone.remembered() is not None,
        text=text[:40],
        message=message,
    )
    return page, errors.status_of(error) if error else 200


def _page(template: str, held: Held, said: str = "", **values: Any) -> str:
    wanted = request.args.get("lang")
    study = held.interview.study
    if wanted in phone.languages_of(held):
        phone.read_in(str(wanted))
    reading, consent = phone.reading(), held.interview.consent
    return respondents.render(
        template,
        study,
        reading,
        interview=held.interview,
        code=coupon_codes.show(consent.withdrawal_code) if consent else "",
        said=_said(held, said, reading) if said else None,
        **values,
    )


def _said(held: Held, key: str, reading: str) -> Said | None:
    words = Words(held.questionnaire, Alone(held.interview.study), reading, read=reading)
    return words(f"text/{key}", reading) if words.has(f"text/{key}") else None
