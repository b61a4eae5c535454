"""Make the demo: the study, six hundred interviews, the refusals, the computed results."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING

from survey_app.demo.cast import Cast, assemble
from survey_app.demo.play import Play
from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import computed, pages
from survey_app.reporting.pages import Reader
from survey_app.services import consent, publishing
from survey_app.settings import Settings
from survey_app.storage import migrate
from survey_app.storage.database import Database

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from analysis.simulation import Person

Told = Callable[[str, int, int], None]  # step, done, of how many
SEED = 57
INTERVIEWS = 600
TOGETHER = 50  # interviews in one transaction
REFUSED = 0.11  # of those who were asked


def make(
    settings: Settings,
    questionnaire: Questionnaire,
    now: datetime,
    told: Told,
    interviews: int = INTERVIEWS,
) -> tuple[str, str]:
    """Fill an empty database.

    Returns:
        The token of an ambassador's link, and the code of a card that nobody used yet.
    """
    from analysis.simulation import simulate_study

    told("people", 0, 1)
    people = simulate_study(interviews, SEED, (now - timedelta(days=90)).year).people
    told("people", 1, 1)
    database = Database(settings.database_url)
    try:
        migrate.upgrade(database)
        play = _prepared(database, settings, questionnaire, people, now)
        _hold_interviews(database, play, people, told)
        with database.writing() as session:
            play.join(session)
            _count_refusals(session, play, people)
            card = play.card_of_ambassador(session, 0, now)
        _analyse(settings, database, play.cast, told)
    finally:
        database.close()
    return play.cast.ambassadors[0].token, card.code


def first_day(people: tuple[Person, ...], now: datetime) -> datetime:
    """A Monday, so that the last interview was held at most a week ago."""
    length = max(person.started_after for person in people) + timedelta(hours=4)
    latest = now - length
    monday = latest - timedelta(days=latest.weekday())
    return monday.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


def _prepared(
    database: Database,
    settings: Settings,
    questionnaire: Questionnaire,
    people: tuple[Person, ...],
    now: datetime,
) -> Play:
    begun = first_day(people, now)
    with database.writing() as session:
        cast = assemble(session, settings, begun, now)
        version = publishing.publish(session, cast.study, questionnaire, begun)
    return Play(cast, version, begun, Random(SEED))  # noqa: S311 - made-up people need no secrets


def _hold_interviews(
    database: Database, play: Play, people: tuple[Person, ...], told: Told
) -> None:
    """In the order in which they began, so that nobody comes before the own recruiter."""
    for start in range(0, len(people), TOGETHER):
        with database.writing() as session:
            play.join(session)
            for person in people[start : start + TOGETHER]:
                play.interview(session, person)
        told("interviews", min(start + TOGETHER, len(people)), len(people))


def _count_refusals(session: Session, play: Play, people: tuple[Person, ...]) -> None:
    """Some said no; of them only a date and an area are kept."""
    number = round(len(people) * REFUSED / (1 - REFUSED))
    for person in play.chance.sample(people, number):
        on = (play.first_day + person.started_after).date()
        consent.count_refusal(session, play.cast.study, person.area, on)


def _analyse(settings: Settings, database: Database, cast: Cast, told: Told) -> None:
    answers = pages.answers_of(Reader(settings, database, cast.study, "nl"))
    computed.compute(answers, lambda now: told("analysis", round(100 * now.share), 100))
