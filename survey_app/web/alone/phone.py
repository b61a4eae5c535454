"""What a phone knows after the consent: which interview is its own, and the language of reading.

The session is open while somebody answers. Later a signed cookie says which interview it was, and
the code that the person wrote down opens it again: the phone alone is not enough for somebody else
in the house, and the code alone is not enough for somebody who heard it on the telephone.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

from flask import request, session
from itsdangerous import BadSignature, URLSafeTimedSerializer
from sqlalchemy.orm import Session
from werkzeug.wrappers import Response

from survey_app.errors import Gone, NotAllowed, NotFound
from survey_app.services import held as holding
from survey_app.services import self_completion
from survey_app.services.held import Held
from survey_app.web import context, languages

COOKIE = "doorvragen_self"
DAYS = 14
INTERVIEW, READING, SPOKEN = "self_interview", context.READING, "self_spoken"


def open_for(interview_id: UUID, reading: str, spoken: str = "") -> None:
    """From now on this phone answers in this interview."""
    session[INTERVIEW] = interview_id.hex
    session[READING] = reading
    session[SPOKEN] = spoken


def close() -> None:
    """The phone is put away: only the code opens the interview again."""
    for key in (INTERVIEW, READING, SPOKEN):
        session.pop(key, None)


def is_open() -> bool:
    """Whether somebody is answering on this phone now."""
    return INTERVIEW in session


def reading() -> str:
    """The language in which this person reads."""
    return str(session.get(READING, "nl"))


def read_in(language: str) -> None:
    """Another language from now on."""
    session[READING] = language


def spoken() -> str:
    """The language that was chosen, as long as the store may not know it."""
    return str(session.get(SPOKEN, ""))


def interview() -> UUID:
    """The interview that is open on this phone.

    Raises:
        NotAllowed: none is; says how to go on.
    """
    if not is_open():
        raise NotAllowed("De vragen staan niet meer open. Ga naar het begin, met uw kaart.")
    return UUID(session[INTERVIEW])


def languages_of(held: Held) -> tuple[str, ...]:
    """In which languages this person may go on: also those that were allowed at the beginning."""
    study = held.interview.study
    allowed = languages.allowed_in(held, study)
    return self_completion.languages(held.questionnaire, study, allowed)


def look(db: Session) -> Held:
    """The interview of this phone, to look at."""
    with _told_when_gone():
        return holding.look(db, interview(), None, context.now())


def hold(db: Session) -> Held:
    """The same, to write in."""
    with _told_when_gone():
        return holding.hold(db, interview(), None, context.now())


@contextmanager
def _told_when_gone() -> Iterator[None]:
    """The answers were taken back meanwhile, by telephone: then this phone lets go of them too."""
    try:
        yield
    except NotFound as error:
        close()
        raise Gone("Uw antwoorden zijn weggehaald. Van u is niets meer bewaard.") from error


def remember(response: Response, interview_id: UUID) -> None:
    """Let the phone know later which interview was its own."""
    response.set_cookie(
        COOKIE,
        _signer().dumps(interview_id.hex),
        max_age=DAYS * 24 * 60 * 60,
        path="/self",
        httponly=True,
        samesite="Lax",
        secure=context.settings().https,
    )


def forget(response: Response) -> None:
    """The phone knows nothing any more."""
    close()
    response.delete_cookie(COOKIE, path="/self")


def remembered() -> UUID | None:
    """The interview that was answered on this phone before."""
    try:
        found = _signer().loads(request.cookies.get(COOKIE, ""), max_age=DAYS * 24 * 60 * 60)
        return UUID(found)
    except (BadSignature, ValueError):
        return None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(context.settings().secret_key, salt="self-completion")
