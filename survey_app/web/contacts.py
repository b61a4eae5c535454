"""``/contacts/``: whom I am asked to call, and the form for somebody who may be called later.

No coupon and no interview is named here, in an address nor on a page.
"""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from survey_app.errors import Invalid
from survey_app.services import access, contacts
from survey_app.services.access import Thing
from survey_app.services.contact_keys import ContactKeys
from survey_app.services.contacts import Outcome
from survey_app.web import contact_form, context, errors
from survey_app.web.contact_form import AfterInterviewForm

blueprint = Blueprint("contacts", __name__, url_prefix="/contacts")
for_callers = context.require(*access.roles(Thing.CALL_CONTACTS))

HERE = ZoneInfo("Europe/Amsterdam")
OUTCOMES = {
    Outcome.NO_ANSWER: _l("Niet opgenomen"),
    Outcome.LATER: _l("Later opnieuw bellen"),
    Outcome.REACHED: _l("Gesproken"),
    Outcome.NO: _l("Wil niet, niet meer bellen"),
}
HOW = {"call": _l("Gebeld"), "message": _l("Bericht gestuurd"), "visit": _l("Langsgegaan")}


@blueprint.get("/")
@for_callers
def mine() -> ResponseReturnValue:
    return _page()


def _page(wrong: UUID | None = None, message: str = "") -> str:
    """The list; with what is wrong beside the person whom it is about, and what was filled in."""
    keys = ContactKeys.of(context.settings())
    with context.reading() as db:
        requests = contacts.mine(db, keys, context.current_account())
    return render_template(
        "contacts/mine.html",
        requests=requests,
        times=contact_form.TIMES,
        purposes=contact_form.PURPOSES,
        outcomes=OUTCOMES,
        ways=HOW,
        wrong=wrong,
        message=message,
        filled=request.form,
    )


@blueprint.post("/<uuid:contact_id>/attempts")
@for_callers
def attempt(contact_id: UUID) -> ResponseReturnValue:
    try:
        _write_attempt(contact_id)
    except Invalid as error:
        return _page(contact_id, errors.message_of(error)), 400
    flash(_("Bewaard."))
    return redirect(url_for(".mine"), 303)


def _write_attempt(contact_id: UUID) -> None:
    how, outcome = request.form.get("how", ""), request.form.get("outcome", "")
    if how not in HOW or outcome not in set(Outcome):
        raise Invalid("Kies wat u deed en hoe het ging.")
    with context.writing() as db:
        contacts.write_attempt(
            db,
            ContactKeys.of(context.settings()),
            context.current_account(),
            contact_id,
            how,
            Outcome(outcome),
            context.now(),
            appointment_at=_moment(request.form.get("appointment", "")),
        )


@blueprint.post("/<uuid:contact_id>/close")
@for_callers
def close(contact_id: UUID) -> ResponseReturnValue:
    with context.writing() as db:
        keys = ContactKeys.of(context.settings())
        contacts.close(db, keys, context.current_account(), contact_id, context.now())
    flash(_("Klaar. Deze persoon staat niet meer in uw lijst."))
    return redirect(url_for(".mine"), 303)


@blueprint.route("/new", methods=["GET", "POST"])
@for_callers
def new() -> ResponseReturnValue:
    """The form after the last questions: in its own store, with only the date."""
    form = AfterInterviewForm()
    if not form.validate_on_submit():
        page = render_template("contacts/new.html", form=form)
        return page, 400 if form.is_submitted() else 200
    with context.writing() as db:
        contacts.ask(
            db,
            ContactKeys.of(context.settings()),
            context.current_account().study,
            form.details,
            context.now(),
            only_the_date=True,
        )
    flash(_("Bewaard, apart van de antwoorden."))
    return redirect(url_for("interviews.index"), 303)


def _moment(text: str) -> datetime | None:
    """A local day and time as a browser sends them; nothing when there is none.

    Raises:
        Invalid: it is no day and time.
    """
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=HERE).astimezone(UTC)
    except ValueError as error:
        raise Invalid("Kies een dag en een tijd voor de afspraak.") from error
