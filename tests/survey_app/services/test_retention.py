from datetime import date
from random import Random

import pytest
from sqlalchemy import select

from survey_app.errors import Conflict
from survey_app.services import ambassadors, forest, policy, recruitment, retention
from survey_app.services.policy import CouponPolicy, Policy, RetentionPolicy
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Ambassador, Coupon, RecruitShape
from tests import builders

RULES = Policy(
    coupons=CouponPolicy(last_day=date(2026, 6, 1)),
    retention=RetentionPolicy(contacts=10, names=20, links=30),
)


@pytest.fixture
def session(database):
    with database.writing() as session:
        yield session


@pytest.fixture
def played(session, study, clock):
    """A chain of three people behind one ambassador."""
    study = session.merge(study)
    policy.decide(study, RULES)
    fatma = ambassadors.add(session, study, "Fatma", clock())
    parent = fatma
    for number in range(3):
        [card] = recruitment.issue(
            session, study, 1, now=clock(), chance=Random(number), parent=parent
        )
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, card.code, interview, clock())
        parent = interview
    return study


def carry_out(session, study, clock):
    done = retention.carry_out(session, study, clock(), Random(1))
    return [(due.what, due.number) for due in done]


def test_without_a_last_day_nothing_can_be_planned(session, study, clock):
    with pytest.raises(Conflict, match="laatste dag"):
        retention.plan(session, study, clock())


@pytest.mark.both_databases
def test_names_go_then_links_and_the_shape_stays(session, played, clock):
    before = sorted(recruit.wave for recruit in forest.forest(session, played))
    assert carry_out(session, played, clock) == []
    clock.advance(days=42)
    assert carry_out(session, played, clock) == [("names", 1)]
    assert {one.name for one in session.scalars(select(Ambassador))} == {retention.NAMELESS}
    clock.advance(days=10)
    assert carry_out(session, played, clock) == [("links", 3)]
    assert session.scalars(select(Coupon)).all() == []
    assert all(one.coupon_id is None for one in session.scalars(select(Interview)))
    shape = {one.number: one for one in session.scalars(select(RecruitShape))}
    assert sorted(one.wave for one in shape.values()) == before == [0, 1, 2]
    for one in shape.values():
        assert one.wave == (shape[one.recruiter].wave + 1 if one.recruiter else 0)
    assert carry_out(session, played, clock) == []
    assert [(line.what, line.number) for line in retention.log(session, played)] == [
        ("names", 1),
        ("links", 3),
    ]
