from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier

import pytest
from sqlalchemy import func, select

from survey_app.errors import Conflict, Gone, Invalid, NotFound
from survey_app.services import ambassadors, cards, coupon_codes, forest, recruitment
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import CouponState
from tests import builders


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def coupon(session, study, clock):
    [coupon] = recruitment.issue(session, study, 1, now=clock(), chance=Random(1))
    return coupon


def test_a_coupon_is_issued_then_given_then_redeemed(session, study, clock, coupon):
    assert coupon.state == CouponState.ISSUED
    recruitment.give([coupon], clock())
    assert coupon.state == CouponState.GIVEN
    interview = builders.an_interview(session, study, clock())
    recruitment.redeem(session, coupon_codes.show(coupon.code).lower(), interview, clock())
    assert (coupon.state, coupon.redeemed_at) == (CouponState.REDEEMED, clock())
    assert interview.coupon_id == coupon.id


def test_a_redeemed_coupon_cannot_be_used_again(session, study, clock, coupon):
    first = builders.an_interview(session, study, clock())
    recruitment.redeem(session, coupon.code, first, clock())
    with pytest.raises(Conflict, match="al een gesprek"):
        recruitment.redeem(
            session, coupon.code, builders.an_interview(session, study, clock()), clock()
        )


@pytest.mark.both_databases
def test_a_coupon_expires_by_itself_on_its_day(session, study, clock, coupon):
    recruitment.require_usable(coupon, clock.advance(days=27, hours=23))
    with pytest.raises(Gone, match="geldig tot"):
        recruitment.require_usable(coupon, clock.advance(hours=1))
    assert cards.numbers_by_state(session, study, clock())[CouponState.EXPIRED] == 1


def test_a_void_coupon_brings_nobody_in(session, study, clock, coupon):
    recruitment.void(session, study, coupon.code)
    with pytest.raises(Gone, match="geldt niet meer"):
        recruitment.require_usable(coupon, clock())


def test_a_used_coupon_that_is_taken_back_stays_used_and_its_invitation_closes(
    session, study, clock, coupon
):
    interview = builders.an_interview(session, study, clock())
    recruitment.redeem(session, coupon.code, interview, clock())
    recruitment.void(session, study, coupon.code)
    assert (coupon.state, coupon.taken_back) == (CouponState.REDEEMED, True)
    assert interview.coupon_id == coupon.id
    with pytest.raises(Gone, match="geldt niet meer"):
        recruitment.require_valid(coupon, clock())


def test_a_slip_and_an_unknown_code_are_told_apart(session, study, coupon):
    slip = ("1" if coupon.code[0] != "1" else "2") + coupon.code[1:]
    with pytest.raises(Invalid, match="klopt niet"):
        recruitment.find(session, slip)
    with pytest.raises(NotFound, match="kennen we niet"):
        recruitment.find(session, coupon_codes.new(Random(2)))


def test_a_coupon_of_another_study_is_not_found(session, study, clock, coupon):
    other = builders.a_study(session, clock(), title="Elders")
    with pytest.raises(NotFound, match="ander onderzoek"):
        recruitment.redeem(
            session, coupon.code, builders.an_interview(session, other, clock()), clock()
        )
    with pytest.raises(NotFound):
        recruitment.void(session, other, coupon.code)


def test_after_the_last_day_nobody_comes_in(session, study, clock, coupon):
    coupon.study.settings = {"coupons": {"last_day": "2026-05-13"}}
    recruitment.require_usable(coupon, clock.advance(days=1))
    with pytest.raises(Gone, match="klaar"):
        recruitment.require_usable(coupon, clock.advance(days=1))


def test_one_interview_hands_on_at_most_three(session, study, clock):
    interview = builders.an_interview(session, study, clock())
    recruitment.issue(session, study, 2, now=clock(), chance=Random(1), parent=interview)
    with pytest.raises(Conflict, match="hoogstens 3"):
        recruitment.issue(session, study, 2, now=clock(), chance=Random(2), parent=interview)


def test_nobody_comes_in_by_an_own_coupon_or_by_one_that_came_from_it(session, study, clock):
    grandparent, parent, child = (builders.an_interview(session, study, clock()) for _ in range(3))
    [first] = recruitment.issue(
        session, study, 1, now=clock(), chance=Random(1), parent=grandparent
    )
    recruitment.redeem(session, first.code, parent, clock())
    [second] = recruitment.issue(session, study, 1, now=clock(), chance=Random(2), parent=parent)
    for circle in (grandparent, parent):
        with pytest.raises(Conflict, match="van u zelf"):
            recruitment.redeem(session, second.code, circle, clock())
    recruitment.redeem(session, second.code, child, clock())


def test_codes_that_are_taken_are_drawn_again(session, study, clock):
    first = recruitment.issue(session, study, 5, now=clock(), chance=Random(7))
    second = recruitment.issue(session, study, 5, now=clock(), chance=Random(7))
    assert len({coupon.code for coupon in first + second}) == 10


@pytest.mark.both_databases
def test_one_coupon_gives_one_interview_also_in_the_same_second(database, study, clock):
    with database.writing() as session:
        [coupon] = recruitment.issue(session, study, 1, now=clock(), chance=Random(1))
    barrier = Barrier(8)

    def try_it(_number: int) -> bool:
        barrier.wait()
        try:
            with database.writing() as session:
                interview = builders.an_interview(session, study, clock())
                recruitment.redeem(session, coupon.code, interview, clock())
        except Conflict:
            return False
        return True

    with database.writing() as session:
        builders.a_version(session, study, clock())
    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(try_it, range(8))) == [False] * 7 + [True]
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Interview)) == 1


@pytest.mark.both_databases
def test_the_forest_is_the_one_that_was_played(session, study, clock):
    fatma = ambassadors.add(session, study, "Fatma", clock())
    card = ambassadors.give_card(session, fatma, clock(), Random(1))
    seed, child, grandchild, alone = (
        builders.an_interview(session, study, clock()) for _ in range(4)
    )
    recruitment.redeem(session, card.code, seed, clock())
    for parent, recruit, number in ((seed, child, 2), (child, grandchild, 3)):
        [coupon] = recruitment.issue(
            session, study, 1, now=clock(), chance=Random(number), parent=parent
        )
        recruitment.redeem(session, coupon.code, recruit, clock())
    session.flush()
    found = {
        r.interview_id: (r.recruiter_id, r.ambassador_id, r.wave)
        for r in forest.forest(session, study)
    }
    assert found == {
        seed.id: (None, fatma.id, 0),
        alone.id: (None, None, 0),
        child.id: (seed.id, None, 1),
        grandchild.id: (child.id, None, 2),
    }
