"""Nothing is stored before *yes*; then all of it at once, or nothing."""

from __future__ import annotations

import threading
import uuid
from random import Random

import pytest
from sqlalchemy import func, select

from survey_app.errors import Conflict, Invalid, NotAllowed
from survey_app.services import consent, interviews, recruitment, saving
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import ConsentRecord, Interview, RefusalTally
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import Role, Study
from tests.builders import an_account
from tests.clock import MORNING, Clock
from tests.interview_builders import begin, interviewer


@pytest.fixture
def coupon(database: Database, enquete_study: Study) -> str:
    with database.writing() as session:
        issued = recruitment.issue(session, enquete_study, 1, now=MORNING, chance=Random(3))
        recruitment.give(issued, MORNING)
        return issued[0].code


def test_yes_stores_interview_consent_and_first_answers(
    database: Database, enquete_study: Study
) -> None:
    with database.writing() as session:
        interview_id = begin(session, enquete_study, MORNING).interview.id
    with database.reading() as session:
        interview = session.get_one(Interview, interview_id)
        assert saving.sheet(interview).value("opening_kent_iemand") == "ander"
        assert saving.sheet(interview).value("toestemming") == "ja"
        assert interview.consent
        assert interview.consent.given_at == MORNING
        assert interview.consent.account_id == interview.account_id
        assert len(interview.consent.withdrawal_code) == 9
        assert len(interview.consent.text_version) == 64


@pytest.mark.parametrize("answer", ["nee", "later", "te_jong", ""])
def test_without_yes_nothing_is_stored(
    database: Database, enquete_study: Study, answer: str
) -> None:
    with pytest.raises(Invalid), database.writing() as session:
        begin(session, enquete_study, MORNING, toestemming=answer)
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 0


def test_before_the_second_consent_the_language_is_only_not_dutch(
    database: Database, enquete_study: Study
) -> None:
    with database.writing() as session:
        interview = begin(session, enquete_study, MORNING, spoken="ti", heard="en").interview
        assert interview.language == "niet_nl"
        assert interview.consent
        assert interview.consent.language == "niet_nl"
        assert saving.sheet(interview)["gesprekstaal"].value == "niet_nl"
        assert {e.language for e in saving.history(session, interview.id)} == {"niet_nl"}


def test_the_consent_text_is_known_without_telling_its_language(
    database: Database, enquete_study: Study
) -> None:
    with database.writing() as session:
        dutch = begin(session, enquete_study, MORNING).interview
        other = begin(session, enquete_study, MORNING, heard="en", chance=Random(2)).interview
        assert dutch.consent
        assert other.consent
        assert dutch.consent.text_version == other.consent.text_version


def test_a_coupon_is_redeemed_with_the_interview(
    database: Database, enquete_study: Study, coupon: str
) -> None:
    with database.writing() as session:
        interview = begin(session, enquete_study, MORNING, coupon=coupon).interview
    with database.reading() as session:
        stored = session.scalars(select(Coupon)).one()
        assert stored.state == CouponState.REDEEMED
        assert session.get_one(Interview, interview.id).coupon_id == stored.id


def test_with_a_used_coupon_nothing_is_stored(
    database: Database, enquete_study: Study, coupon: str
) -> None:
    with database.writing() as session:
        begin(session, enquete_study, MORNING, coupon=coupon)
    with pytest.raises(Conflict), database.writing() as session:
        begin(session, enquete_study, MORNING, coupon=coupon, chance=Random(2))
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1
        assert session.scalar(select(func.count()).select_from(ConsentRecord)) == 1


@pytest.mark.both_databases
def test_yes_sent_twice_is_one_interview(
    database: Database, enquete_study: Study, coupon: str
) -> None:
    same = uuid.uuid4()
    failures: list[Exception] = []

    def send() -> None:
        try:
            with database.writing() as session:
                begin(session, enquete_study, MORNING, id=same, coupon=coupon, chance=Random())
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1
        assert len(saving.history(session, same)) == 3


def test_an_id_of_somebody_else_is_refused(
    database: Database, settings: Settings, enquete_study: Study
) -> None:
    with database.writing() as session:
        held = begin(session, enquete_study, MORNING)
        other = an_account(
            session, enquete_study, settings, MORNING, Role.INTERVIEWER, username="ander"
        )
        held.interview.account_id = other.id
    with pytest.raises(NotAllowed), database.writing() as session:
        begin(session, enquete_study, MORNING, id=held.interview.id)


def test_an_unknown_area_is_refused(database: Database, enquete_study: Study) -> None:
    with pytest.raises(Invalid, match="wijk"):
        interviews.checked_area(enquete_study, "atlantis")


@pytest.mark.both_databases
def test_a_refusal_is_counted_by_date_and_area_and_nothing_else(
    database: Database, study: Study
) -> None:
    for area in ("waterwijk-noord", "waterwijk-zuid", "waterwijk-noord"):
        with database.writing() as session:
            consent.count_refusal(session, study, area, MORNING.date())
    with database.reading() as session:
        rows = session.scalars(select(RefusalTally).order_by(RefusalTally.area)).all()
        assert [(row.area, row.on, row.number) for row in rows] == [
            ("waterwijk-noord", MORNING.date(), 2),
            ("waterwijk-zuid", MORNING.date(), 1),
        ]
        assert session.scalar(select(func.count()).select_from(Interview)) == 0


def test_my_interviews_are_mine_and_recent(
    database: Database, enquete_study: Study, clock: Clock
) -> None:
    with database.writing() as session:
        old = begin(session, enquete_study, clock())
        account = interviewer(session, enquete_study)
    later = clock.advance(days=15)
    with database.writing() as session:
        new = begin(session, enquete_study, later, chance=Random(2))
    with database.reading() as session:
        mine = interviews.mine(session, account, later)
    assert [one.id for one in mine] == [new.interview.id]
    assert old.interview.id not in {one.id for one in mine}
    assert mine[0].area == "Waterwijk-Noord"
    assert mine[0].progress.done == 3
