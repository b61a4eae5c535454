"""An interview in the hands of who holds it: allowed, locked, with its questionnaire."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.orm import Session

from survey_app.errors import NotAllowed, NotFound
from survey_app.questionnaire.answers import AnswerSheet
from survey_app.questionnaire.model import Question, Questionnaire
from survey_app.questionnaire.routing import Route, route
from survey_app.services import publishing, saving
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Account


@dataclass(frozen=True)
class Held:
    """What every step of holding an interview needs."""

    session: Session
    interview: Interview
    questionnaire: Questionnaire
    account_id: int | None
    now: datetime
    # by revision of the interview: its document, and the path
    _walked: dict[int, tuple[saving.Document, Route]] = field(default_factory=dict)

    @property
    def today(self) -> date:
        """The date on which conditions are read."""
        return self.now.date()

    @property
    def sheet(self) -> AnswerSheet:
        """The answers as they are saved now."""
        return self.route().sheet

    def route(self, sheet: AnswerSheet | None = None) -> Route:
        """The path for the saved answers, walked once for each revision, or for others."""
        if sheet is not None:
            return route(self.questionnaire, sheet, self.today)
        revision = self.interview.revision
        if revision not in self._walked:
            self._walked[revision] = self.interview.answers, self.route(self._read())
        return self._walked[revision][1]

    def _read(self) -> AnswerSheet:
        if not self._walked:
            return saving.sheet(self.interview)
        document, walked = next(reversed(self._walked.values()))
        return saving.sheet_after(document, walked.sheet, self.interview)

    def question(self, name: str) -> Question:
        """The question of that name.

        Raises:
            NotFound: the questionnaire has none.
        """
        found = self.questionnaire.by_name.get(name)
        if found is None:
            raise NotFound("Deze vraag staat niet in de vragenlijst.")
        return found


def look(session: Session, interview_id: UUID, account: Account | None, now: datetime) -> Held:
    """An interview of this account, or of somebody alone when there is none, to look at.

    Raises:
        NotFound: there is no such interview.
        NotAllowed: it is somebody else's.
    """
    interview = saving.looked_up(session, interview_id)
    if interview is None:
        raise NotFound("Dit gesprek bestaat niet, of het is weggehaald.")
    return _held(session, interview, account, now)


def hold(session: Session, interview_id: UUID, account: Account | None, now: datetime) -> Held:
    """The same, to write in: nobody else changes it before this transaction ends.

    Raises:
        NotFound: there is no such interview.
        NotAllowed: it is somebody else's.
    """
    return _held(session, saving.locked(session, interview_id), account, now)


def _held(session: Session, interview: Interview, account: Account | None, now: datetime) -> Held:
    holder = (account.id, "oral") if account else (None, "self")
    if (interview.account_id, interview.mode) != holder:
        raise NotAllowed(
            "Dit gesprek is van een andere interviewer. Kijk bij uw eigen gesprekken."
        )
    questionnaire = publishing.questionnaire_of(interview)
    return Held(session, interview, questionnaire, interview.account_id, now)
