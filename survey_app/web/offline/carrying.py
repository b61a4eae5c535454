"""``/interviews/<uuid>/device``: what a device needs to go on with an interview by itself.

The page asks for it when it shows an interview and keeps it in its memory; only when the network
is gone does the device take the interview over, and seals it.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import jsonify
from flask.typing import ResponseReturnValue

from survey_app.services import held as holding
from survey_app.services.held import Held
from survey_app.storage.interviews import InterviewState
from survey_app.web import context
from survey_app.web.interviews.blueprint import for_interviewers
from survey_app.web.offline.blueprint import blueprint


@blueprint.get("/<uuid:interview_id>/device")
@for_interviewers
def device(interview_id: UUID) -> ResponseReturnValue:
    """How the interview began, and its answers as they stand; to its own interviewer only."""
    with context.reading() as db:
        held = holding.look(db, interview_id, context.current_account(), context.now())
        return jsonify(head=_head(held), answers=_answers(held))


def _head(held: Held) -> dict[str, Any]:
    interview = held.interview
    return {
        "id": str(interview.id),
        "version": interview.version_hash,
        "area": interview.area,
        "coupon": "",  # a card that brought somebody in was redeemed when the interview began
        "seed": interview.seed,
        "code": interview.consent.withdrawal_code if interview.consent else "",
        "at": interview.started_at.isoformat(),
        "ended": _ended(held),
    }


def _ended(held: Held) -> dict[str, str] | None:
    interview = held.interview
    if interview.state == InterviewState.OPEN:
        return None
    at = interview.finished_at or interview.changed_at
    return {"state": str(interview.state), "at": at.isoformat()}


def _answers(held: Held) -> list[dict[str, str]]:
    """The current answers, the earliest first."""
    current = held.interview.answers.items()
    return [
        {"item": item, **{key: str(entry[key]) for key in ("value", "status", "language", "at")}}
        for item, entry in sorted(current, key=lambda one: str(one[1]["at"]))
    ]
