from random import Random

import pytest

from survey_app.services import coupon_codes
from survey_app.web import guessing
from tests import builders


@pytest.fixture
def coupon(database, study, clock):
    with database.writing() as session:
        return builders.a_coupon(session, study, clock())


@pytest.fixture
def guess(client):
    chance = Random(7)

    def guess(address="192.0.2.1"):
        code = coupon_codes.new(chance)
        return client.get(f"/k/{code}", environ_base={"REMOTE_ADDR": address}).status_code

    return guess


def test_a_guesser_has_to_wait(client, coupon, guess):
    assert {guess() for _ in range(guessing.AN_ADDRESS.amount)} == {404}
    assert guess() == 429
    page = client.get(f"/k/{coupon.code}", environ_base={"REMOTE_ADDR": "192.0.2.1"})
    assert (page.status_code, "bel het nummer" in page.text) == (429, True)


def test_another_address_does_not_wait(client, coupon, guess):
    for _ in range(guessing.AN_ADDRESS.amount + 1):
        guess()
    other = {"REMOTE_ADDR": "192.0.2.2"}
    assert client.get(f"/k/{coupon.code}", environ_base=other).status_code == 200


def test_slips_of_the_pen_never_lock_anybody_out(client, coupon):
    slip = coupon.code[:-1] + ("1" if coupon.code[-1] != "1" else "2")
    for _ in range(guessing.AN_ADDRESS.amount + 5):
        assert client.get(f"/k/{slip}").status_code == 400
    assert client.get(f"/k/{coupon.code}").status_code == 200


def test_many_guesses_from_everywhere_leave_each_address_fewer(app, client, coupon, guess):
    for number in range(guessing.IN_ALL.amount):
        app.extensions["doorvragen"].guesses.count(f"198.51.100.{number}")
    fresh = "192.0.2.9"
    allowed = [guess(fresh) for _ in range(guessing.AN_ADDRESS_WHEN_BUSY.amount + 1)]
    assert allowed == [404] * guessing.AN_ADDRESS_WHEN_BUSY.amount + [429]
    page = client.get(f"/k/{coupon.code}", environ_base={"REMOTE_ADDR": "192.0.2.10"})
    assert page.status_code == 200
