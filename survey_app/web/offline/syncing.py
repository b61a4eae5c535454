"""``/interviews/sync``: a device asks who it speaks to, and sends what it kept.

Every interview of a request is taken in by itself: when the line breaks half-way, what was stored
is stored, and the device sends the rest, or all of it again.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import SystemRandom
from typing import Any
from uuid import UUID

from flask import current_app, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_login import current_user
from flask_wtf.csrf import CSRFError, generate_csrf
from sqlalchemy.exc import DataError, IntegrityError

from survey_app import i18n
from survey_app.errors import DoorvragenError, Invalid, NotAllowed
from survey_app.questionnaire.answers import Answer, Status
from survey_app.services import access, consent, interviews, offline
from survey_app.services.access import Thing
from survey_app.services.offline import Batch, Ended, Opened, Receipt
from survey_app.services.saving import Given
from survey_app.storage.interviews import InterviewState
from survey_app.web import context, errors
from survey_app.web.interviews.forgetting import forget
from survey_app.web.interviews.posted import paradata_of
from survey_app.web.offline.blueprint import blueprint

Plain = Mapping[str, Any]

LANGUAGE = re.compile(r"[a-z]{2,4}([_-][A-Za-z]{2,7})?")
NOT_WELL = i18n.marked("Dit kwam niet goed aan. Probeer het opnieuw.")
NEGLIGIBLE = timedelta(seconds=2)  # a clock is not corrected for the time that a request takes


@blueprint.get("/sync")
def contact() -> ResponseReturnValue:
    """Who is signed in here, the time, and what a request must carry."""
    _require_interviewer()
    return jsonify(
        account=context.current_account().id,
        first_name=context.current_account().first_name,
        csrf=generate_csrf(),
        now=context.now().isoformat(),
    )


@blueprint.post("/sync")
def sync() -> ResponseReturnValue:
    """Take in what a device sends; says of each interview what became of it."""
    _require_interviewer()
    sent = request.get_json(silent=True)
    if not isinstance(sent, dict):
        raise Invalid(NOT_WELL)
    offset = _offset(sent)
    results = {str(one.get("interview")): _tried(one, offset) for one in _tables(sent, "batches")}
    erased = [name for name in sent.get("erased", ()) if _erase(str(name))]
    return jsonify(now=context.now().isoformat(), results=results, erased=erased)


@blueprint.post("/sync/refusals")
def refusals() -> ResponseReturnValue:
    """Who said no: a date and an area each, nothing else."""
    _require_interviewer()
    sent = request.get_json(silent=True)
    counted = _tables(sent, "refusals") if isinstance(sent, dict) else []
    study = context.current_account().study
    with context.writing() as db:
        for one in counted:
            area = interviews.checked_area(study, str(one.get("area")))
            on = min(_day(one.get("on")), context.now().date())
            consent.count_refusal(db, study, area, on, _uuid(one.get("id")))
    return jsonify(counted=len(counted))


@blueprint.errorhandler(DoorvragenError)
def refused(error: DoorvragenError) -> ResponseReturnValue:
    """Always as data; the page says it in words."""
    status = errors.status_of(error)
    return jsonify(status=status, message=errors.message_of(error)), status


@blueprint.errorhandler(CSRFError)
def too_old(_: CSRFError) -> ResponseReturnValue:
    """The session ended or began anew: the device asks for a new token, and sends again."""
    return jsonify(status=401, message=gettext("Log opnieuw in om te versturen.")), 401


class SignedOut(NotAllowed):
    """Nobody is signed in."""


@blueprint.errorhandler(SignedOut)
def signed_out(error: SignedOut) -> ResponseReturnValue:
    return jsonify(status=401, message=errors.message_of(error)), 401


def _require_interviewer() -> None:
    if not current_user.is_authenticated:
        raise SignedOut("Log opnieuw in om te versturen.")
    if context.current_account().role not in access.roles(Thing.HOLD_INTERVIEWS):
        raise NotAllowed("Deze pagina is niet voor uw account. Log in met een ander account.")


def _tried(one: Plain, offset: timedelta) -> dict[str, Any]:
    """What became of one interview; a fault in it does not stop the others."""
    try:
        batch = _batch(one, offset)
        with context.writing() as db:
            receipt = offline.receive(
                db,
                context.current_account(),
                batch,
                now=context.now(),
                chance=SystemRandom(),
            )
    except DoorvragenError as error:
        erased = isinstance(error, offline.Erased)
        return {"received": False, "erased": erased, "message": errors.message_of(error)}
    except (
        DataError,
        IntegrityError,
    ) as error:  # a fault of ours: say which, never what was in it
        current_app.logger.error("an interview was not taken in: %s", type(error).__name__)
        return {"received": False, "message": gettext(NOT_WELL)}
    if receipt.erased:
        forget(batch.interview)
    return {"received": True, **_told(receipt)}


def _told(receipt: Receipt) -> dict[str, Any]:
    return {
        "refused": [
            {"id": str(one.id), "message": gettext(one.message)} for one in receipt.refused
        ],
        "card": gettext(receipt.without_card) if receipt.without_card else "",
        "code": gettext(receipt.without_code) if receipt.without_code else "",
    }


def _erase(name: str) -> bool:
    """What was erased on the device is erased here as well."""
    interview_id = _uuid(name)
    with context.writing() as db:
        was_here = offline.erase(db, context.current_account(), interview_id, context.now())
    if was_here:
        forget(interview_id)
    return True


def _offset(sent: Plain) -> timedelta:
    """How far the clock of the device is behind ours."""
    behind = context.now() - _moment(sent.get("clock"))
    return behind if abs(behind) > NEGLIGIBLE else timedelta()


def _batch(one: Plain, offset: timedelta) -> Batch:
    opened, ended = _table(one, "opened"), one.get("ended")
    return Batch(
        interview=_uuid(one.get("interview")),
        opened=Opened(
            version=str(opened.get("version")),
            area=str(opened.get("area")),
            coupon=str(opened.get("coupon") or ""),
            seed=_number(opened.get("seed")),
            withdrawal_code=str(opened.get("code")),
            at=_moment(opened.get("at")) + offset,
        ),
        events=[_event(event, offset) for event in _tables(one, "events")],
        ended=_ended(ended, offset) if isinstance(ended, dict) else None,
    )


def _event(event: Plain, offset: timedelta) -> Given:
    status, language = str(event.get("status")), str(event.get("language"))
    if status not in set(Status) or not LANGUAGE.fullmatch(language):
        raise Invalid(NOT_WELL)
    answer = Answer(_text(event.get("value")), Status(status), language)
    return Given(
        id=_uuid(event.get("id")),
        item=_text(event.get("item"))[:80],
        answer=answer,
        at=_moment(event.get("at")) + offset,
        paradata=paradata_of(event.get("paradata")),
    )


def _text(value: object) -> str:
    """What every database can hold: no half of a sign, no zero byte."""
    return str(value or "").encode("utf-8", "ignore").decode().replace("\0", "")


def _ended(ended: Plain, offset: timedelta) -> Ended:
    finished = ended.get("state") == InterviewState.FINISHED
    state = InterviewState.FINISHED if finished else InterviewState.STOPPED
    return Ended(state, _moment(ended.get("at")) + offset)


def _table(one: Plain, name: str) -> Plain:
    found = one.get(name)
    if not isinstance(found, dict):
        raise Invalid(NOT_WELL)
    return found


def _tables(one: Plain, name: str) -> list[Plain]:
    found = one.get(name, [])
    if not isinstance(found, list) or not all(isinstance(each, dict) for each in found):
        raise Invalid(NOT_WELL)
    return found


def _uuid(text: object) -> UUID:
    try:
        return UUID(str(text))
    except ValueError as error:
        raise Invalid(NOT_WELL) from error


def _number(value: object) -> int:
    if not isinstance(value, int) or not 0 <= value < interviews.SEEDS:
        raise Invalid(NOT_WELL)
    return value


def _moment(text: object) -> datetime:
    try:
        moment = datetime.fromisoformat(str(text))
    except ValueError as error:
        raise Invalid(NOT_WELL) from error
    if moment.tzinfo is None:
        raise Invalid(NOT_WELL)
    return moment.astimezone(UTC)


def _day(text: object) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise Invalid(NOT_WELL) from error
