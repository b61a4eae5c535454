import contextlib
from random import Random

import pytest
from sqlalchemy import func, select

from survey_app.errors import TooMany
from survey_app.services import coupon_codes
from survey_app.storage.studies import FailedLogin
from survey_app.web import calling, guessing
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


def open_from(client, coupon, address):
    return client.get(f"/k/{coupon.code}", environ_base={"REMOTE_ADDR": address})


def test_a_guesser_is_told_to_wait_and_neighbours_still_come_in(client, coupon, guess):
    """A school, a block of flats or a mobile network may have one address."""
    assert {guess() for _ in range(guessing.AN_ADDRESS.told)} == {404}
    assert guess() == 429
    assert open_from(client, coupon, "192.0.2.1").status_code == 200


def test_who_goes_on_guessing_is_refused_for_some_minutes(app, client, clock, coupon, guess):
    guesses = app.extensions["doorvragen"].guesses
    for _ in range(guessing.AN_ADDRESS.refused):
        with contextlib.suppress(TooMany):
            guesses.count("192.0.2.1")
    page = open_from(client, coupon, "192.0.2.1")
    assert (page.status_code, "bel het nummer" in page.text) == (429, True)
    assert open_from(client, coupon, "192.0.2.2").status_code == 200
    clock.advance(minutes=11)
    assert open_from(client, coupon, "192.0.2.1").status_code == 200


@pytest.mark.both_databases
def test_all_processes_count_together(database, settings, clock, study):
    processes = [guessing.Guesses(database, settings, clock) for _ in range(2)]
    for number in range(guessing.AN_ADDRESS.told):
        processes[number % 2].count("192.0.2.1")
    for process in processes:
        with pytest.raises(TooMany):
            process.count("192.0.2.1")
    other = calling.Calls(database, settings, clock)
    for _ in range(calling.AN_ADDRESS):
        calling.Calls(database, settings, clock).refuse("192.0.2.1")
    with pytest.raises(TooMany):
        other.refuse("192.0.2.1")
    other.refuse("192.0.2.2")


def test_no_address_is_kept_and_what_is_kept_goes_in_minutes(
    app, client, database, settings, clock, coupon, guess
):
    guess("203.0.113.77")
    database.scrub()
    with database.reading() as session:
        rows = session.scalars(select(FailedLogin)).all()
    assert len(rows) == 2
    assert all((row.at.second, row.at.microsecond) == (0, 0) for row in rows)
    assert b"203.0.113.77" not in (settings.home / "doorvragen.sqlite").read_bytes()
    clock.advance(minutes=16)
    guess("203.0.113.78")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(FailedLogin)) == 2


def test_another_address_does_not_wait(client, coupon, guess):
    for _ in range(guessing.AN_ADDRESS.told + 1):
        guess()
    other = {"REMOTE_ADDR": "192.0.2.2"}
    assert client.get(f"/k/{coupon.code}", environ_base=other).status_code == 200


def test_slips_of_the_pen_never_lock_anybody_out(client, coupon):
    slip = coupon.code[:-1] + ("1" if coupon.code[-1] != "1" else "2")
    for _ in range(guessing.AN_ADDRESS.told + 5):
        assert client.get(f"/k/{slip}").status_code == 400
    assert client.get(f"/k/{coupon.code}").status_code == 200


def test_many_guesses_from_everywhere_leave_each_address_fewer(app, client, coupon, guess):
    for number in range(guessing.IN_ALL):
        app.extensions["doorvragen"].guesses.count(f"198.51.100.{number}")
    fresh = "192.0.2.9"
    allowed = [guess(fresh) for _ in range(guessing.AN_ADDRESS_WHEN_BUSY.told + 1)]
    assert allowed == [404] * guessing.AN_ADDRESS_WHEN_BUSY.told + [429]
    page = client.get(f"/k/{coupon.code}", environ_base={"REMOTE_ADDR": "192.0.2.10"})
    assert page.status_code == 200
