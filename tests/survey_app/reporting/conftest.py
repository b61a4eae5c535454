"""A small questionnaire with every kind of question, and Waterwijk without a database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from uuid import UUID, uuid5

import pytest

from analysis.simulation import simulate_study
from survey_app.questionnaire.answers import Answer, Status
from survey_app.questionnaire.load import load
from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import snapshot
from survey_app.reporting.dataset import Answers
from survey_app.reporting.ended import START, Ended
from survey_app.services import publishing
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, InterviewState
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import PublishedQuestionnaire, Study
from tests.clock import MORNING

WATERWIJK = UUID("00000000-0000-4000-8000-000000000057")

SMALL = """
name: klein
version: "1"
title: Klein gesprek
branch: les
consent: {gate: mag, yes: ja, special: bijzonder, language: taal}
filter_columns: [bijz]
sections:
  - name: s
    label: Alles
    questions:
      - {name: taal, type: select_one talen, label: Welke taal?}
      - {name: mag, type: select_one ja_nee, label: Mag het?, role: consent, missing: []}
  - name: rest
    label: De rest
    relevant: ${mag} = 'ja'
    questions:
      - {name: bijzonder, type: select_one ja_nee, label: Ook dit?, missing: []}
      - {name: wil, number: V1, type: select_one wil, label: Wilt u leren?, role: outcome}
      - name: plekken
        type: select_multiple plekken
        label: Waar komt u?
        choice_filter: ${bijzonder} = 'ja' or bijz != '1'
      - {name: geloof, type: text, label: Wat gelooft u?, special_category: true,
         relevant: "${bijzonder} = 'ja'"}
      - {name: les, type: select_one ja_nee, label: Had u les?}
      - {name: oordeel, type: select_one wil, label: Hoe was het?, relevant: "${les} = 'ja'"}
      - {name: reis, type: range, label: Hoeveel minuten?,
         parameters: {start: 0, end: 60, step: 5}}
      - name: verhaal
        type: text
        label: Vertel.
        sub:
          - {name: verhaal_code, type: select_multiple plekken, label: code, field_code: true}
      - name: redenen
        type: pile_sort
        label: Leg de kaarten.
        role: motivator
        cards:
          lead: Nederlands leren om …
          piles: stapels
          cards:
            - {name: werk, label: werk te vinden}
            - {name: buren, label: met de buren te praten}
            - {name: ziek, label: ziek te zijn, special_category: true,
               relevant: "${bijzonder} = 'ja'"}
          top:
            - {name: top1, label: Welke is nummer één?}
          order: volgorde
      - name: kent
        type: integer
        label: Hoeveel mensen kent u?
        role: network_known
        sub:
          - {name: sprak, type: integer, label: Hoeveel sprak u?, role: network_size}
lists:
  talen: [{name: nl, label: Nederlands}, {name: tr, label: Turks}]
  ja_nee: [{name: ja, label: Ja}, {name: nee, label: Nee}]
  wil: [{name: graag, label: Graag}, {name: misschien, label: Misschien}]
  stapels: [{name: "0", label: Nee}, {name: "1", label: Beetje}, {name: "2", label: Heel}]
  plekken:
    - {name: school, label: School}
    - {name: gebedshuis, label: Moskee of kerk, bijz: "1"}
    - {name: nergens, label: Nergens, exclusive: true}
"""

Hold = Callable[..., Interview]


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Questionnaire:
    path = tmp_path_factory.mktemp("klein") / "questionnaire.yaml"
    path.write_text(SMALL, encoding="utf-8")
    return load(path).checked()


@pytest.fixture
def version(database: Database, study: Study, small: Questionnaire) -> PublishedQuestionnaire:
    with database.writing() as session:
        return publishing.publish(session, study, small, MORNING)


@pytest.fixture
def hold(database: Database, study: Study, version: PublishedQuestionnaire) -> Hold:
    """Put an interview into the store: ``hold(1, wil="graag", les=Status.WEET_NIET)``."""

    def hold(
        number: int,
        *,
        state: InterviewState = InterviewState.FINISHED,
        recruiter: Interview | None = None,
        revision: int = 1,
        changed_at: datetime | None = None,
        **answers: str | Status,
    ) -> Interview:
        begun = MORNING + timedelta(minutes=number)
        with database.writing() as session:
            coupon = Coupon(
                study_id=study.id, code=f"{number:09}", issuer_id=recruiter and recruiter.id,
                state=CouponState.REDEEMED, issued_at=begun, expires_at=begun,
            )  # fmt: skip
            interview = Interview(
                id=the_id(number), study_id=study.id, version_id=version.id,
                area="waterwijk-noord", language="nl", state=state, seed=number,
                revision=revision, started_at=begun,
                finished_at=begun + timedelta(minutes=27), changed_at=changed_at or begun,
                answers=document({"mag": "ja", **answers}),
            )  # fmt: skip
            session.add(coupon)
            session.flush()
            interview.coupon_id = coupon.id
            session.add(interview)
        return interview

    return hold


def the_id(number: int) -> UUID:
    return uuid5(WATERWIJK, str(number))


def document(answers: dict[str, str | Status]) -> dict[str, dict[str, str]]:
    """The answers as an interview holds them."""
    return {
        item: {
            "value": "" if isinstance(answer, Status) else answer,
            "status": str(answer) if isinstance(answer, Status) else "beantwoord",
            "language": "nl",
            "at": MORNING.isoformat(),
        }
        for item, answer in answers.items()
    }


@pytest.fixture(scope="session")
def waterwijk(
    tmp_path_factory: pytest.TempPathFactory, enquete57: Questionnaire
) -> Callable[[int], Answers]:
    """So many fictitious people as a snapshot; made once for each number."""
    made: dict[int, Answers] = {}

    def waterwijk(people: int) -> Answers:
        if people not in made:
            folder = tmp_path_factory.mktemp(f"waterwijk{people}")
            ended = everybody(enquete57, max(people, 20))[:people]
            made[people] = Answers(snapshot.added(snapshot.opened(folder), [ended]), enquete57)
        return made[people]

    return waterwijk


def everybody(questionnaire: Questionnaire, people: int) -> list[Ended]:
    """Fictitious interviews as the store would give them."""
    result = []
    for place, person in enumerate(simulate_study(people).people):
        about = {
            "interview.area": person.area,
            "interview.language": person.language,
            "interview.mode": "oral",
            "interview.state": "finished",
            "interview.interviewer": str(person.interviewer),
            "interview.minutes": str(round(person.minutes)),
            "interview.ended": str(ended_at(person.started_after)),
            **({} if person.recruiter else {"interview.ambassador": str(person.ambassador)}),
        }
        answers = {name: Answer(a.value, Status(a.status)) for name, a in person.answers.items()}
        result.append(
            Ended(
                id=uuid5(WATERWIJK, person.id),
                revision=place,
                recruiter=uuid5(WATERWIJK, person.recruiter) if person.recruiter else None,
                questionnaire=questionnaire,
                answers={**{name: Answer(value) for name, value in about.items()}, **answers},
            )
        )
    return result


def ended_at(after: timedelta) -> int:
    """Minutes since 1970."""
    return int((MORNING + after - START).total_seconds() // 60)
