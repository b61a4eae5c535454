from datetime import date
from pathlib import Path
from random import Random

import pytest
from sqlalchemy import select

from survey_app.errors import Gone, Invalid, NotFound
from survey_app.services import ambassadors, coupon_codes, recruitment, withdrawal
from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent, ConsentRecord, Interview
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.tables import Base
from tests import builders

SECRET = "ik-wil-dit-niet-meer"


@pytest.fixture
def interview(database, study, clock):
    """An interview that came in by a card, and handed on another."""
    with database.writing() as session:
        fatma = ambassadors.add(session, study, "Fatma", clock())
        card = ambassadors.give_card(session, fatma, clock(), Random(1))
        interview = builders.an_interview(session, study, clock(), answers={"motief_open": SECRET})
        recruitment.redeem(session, card.code, interview, clock())
        recruitment.issue(session, study, 1, now=clock(), chance=Random(2), parent=interview)
    return interview


@pytest.fixture
def withdraw(database, clock):
    def withdraw(code, forget=lambda *_: None, **other):
        return withdrawal.withdraw(database, code, now=clock(), forget=forget, **other)

    return withdraw


@pytest.mark.both_databases
def test_all_of_it_goes_and_one_withdrawn_stays(database, study, interview, withdraw):
    with database.writing() as session:
        other = builders.an_interview(session, study, interview.started_at, answers={"x": "1"})
    forgotten = []
    withdraw(interview.consent.withdrawal_code, forget=lambda *gone: forgotten.append(gone))
    assert [(study.slug, key) for study, key in forgotten] == [(study.slug, interview.id)]
    with database.reading() as session:
        assert session.scalars(select(Interview.id)).all() == [other.id]
        assert set(session.scalars(select(AnswerEvent.interview_id))) == {other.id}
        assert session.scalars(select(ConsentRecord.interview_id)).all() == [other.id]
        assert withdrawal.number_withdrawn(session, study) == 1
        for table in Base.metadata.sorted_tables:
            rows = str(session.execute(select(table)).all())
            assert SECRET not in rows
            assert str(interview.id) not in rows


@pytest.mark.both_databases
def test_the_chain_loses_the_person_and_keeps_its_cards(database, interview, withdraw, clock):
    withdraw(interview.consent.withdrawal_code)
    with database.reading() as session:
        used, handed_on = session.scalars(select(Coupon).order_by(Coupon.id))
    assert used.state == CouponState.REDEEMED
    assert (used.redeemed_at.day, used.redeemed_at.hour) == (1, 0)
    assert (handed_on.issuer_id, handed_on.state) == (None, CouponState.ISSUED)


def test_no_byte_of_it_stays_on_the_disk(database, interview, withdraw, settings):
    files = [path for path in Path(settings.home).iterdir() if path.is_file()]
    assert any(SECRET.encode() in path.read_bytes() for path in files)
    withdraw(interview.consent.withdrawal_code)
    for path in Path(settings.home).iterdir():
        assert SECRET.encode() not in path.read_bytes(), path.name
        assert interview.id.bytes not in path.read_bytes(), path.name
        assert interview.id.hex.encode() not in path.read_bytes(), path.name


def test_the_second_time_there_is_nothing_left(interview, withdraw):
    code = interview.consent.withdrawal_code
    withdraw(coupon_codes.show(code).lower())
    with pytest.raises(NotFound, match="geen antwoorden"):
        withdraw(code)


def test_a_slip_removes_nothing(database, interview, withdraw):
    code = interview.consent.withdrawal_code
    with pytest.raises(Invalid, match="klopt niet"):
        withdraw(code[:-1] + ("1" if code[-1] != "1" else "2"))
    with database.reading() as session:
        assert session.get(Interview, interview.id)


def test_after_the_last_day_it_is_refused_with_the_date(
    database, study, interview, withdraw, clock
):
    clock.now = clock.now.replace(year=2026, month=12, day=31)
    clock.advance(days=1)
    with pytest.raises(Gone) as refusal:
        withdraw(interview.consent.withdrawal_code)
    assert refusal.value.arguments == {"date": date(2026, 12, 31)}
    with database.reading() as session:
        assert session.get(Interview, interview.id)


def test_another_study_cannot_remove_it(database, interview, withdraw, clock):
    with database.writing() as session:
        other = builders.a_study(session, clock(), title="Elders")
    with pytest.raises(NotFound):
        withdraw(interview.consent.withdrawal_code, study=other)


def test_when_forgetting_fails_the_answers_are_gone_all_the_same(database, interview, withdraw):
    def broken(*_):
        raise OSError("disk")

    with pytest.raises(OSError, match="disk"):
        withdraw(interview.consent.withdrawal_code, forget=broken)
    assert isinstance(database, Database)
    with database.reading() as session:
        assert session.get(Interview, interview.id) is None
