"""When the disk is full or the database is away: the right status, a clear word, nothing lost."""

import sqlite3
from random import Random

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from survey_app.services import cards, coupon_codes
from tests import builders
from tests.conftest import csrf_token
from tests.survey_app.storage.test_database import fill_the_disk

HOME = "/coordination/waterwijk-2026"
CODE = coupon_codes.new(Random(1))


@pytest.fixture
def store(app):
    return app.extensions["doorvragen"].database


@pytest.fixture
def coordinator(client, study, sign_in):
    sign_in(client, "coordinator")
    return client


@pytest.fixture
def away(store):
    """The database goes away when told."""

    def refuse(*_arguments):
        raise sqlite3.OperationalError("unable to open database file")

    def go() -> None:
        store.close()
        event.listen(store.engine, "do_connect", refuse)

    return go


@pytest.mark.usefixtures("enquete_study")
def test_with_a_full_disk_what_was_filled_in_is_still_there(coordinator, store):
    token = csrf_token(coordinator, f"{HOME}/cards")
    fill_the_disk(store)
    form = {"csrf_token": token, "number": "400", "language": "en", "ambassador": ""}
    page = coordinator.post(f"{HOME}/cards", data=form)
    assert page.status_code == 503
    assert "niet worden bewaard" in page.text
    assert 'value="400"' in page.text


def test_without_a_database_every_page_says_so(coordinator, away):
    away()
    assert coordinator.get("/healthz").status_code == 200
    for address in ("/readyz", "/", f"{HOME}/", f"{HOME}/people", f"/k/{CODE}"):
        page = coordinator.get(address)
        assert (page.status_code, "De database antwoordt niet" in page.text) == (503, True), (
            address
        )


def test_signing_in_without_a_database_says_so(client, study, away):
    token = csrf_token(client, "/login")
    away()
    form = {"username": "coordinator", "password": builders.PASSWORD, "csrf_token": token}
    page = client.post("/login", data=form)
    assert (page.status_code, 'value="coordinator"' in page.text) == (503, True)


@pytest.mark.postgresql
def test_a_sign_that_no_database_knows_is_refused_and_comes_into_no_log(client, study, caplog):
    form = {"username": "geheim\0", "password": "x", "csrf_token": csrf_token(client, "/login")}
    page = client.post("/login", data=form)
    assert page.status_code == 400
    assert "DataError" in caplog.text
    assert "geheim" not in caplog.text
    assert client.get("/ambassador/%00/").status_code == 400


def test_a_fault_of_ours_says_where_it_was_and_not_what_was_in_it(
    coordinator, monkeypatch, caplog
):
    def fail(*_arguments, **_named):
        raise IntegrityError("INSERT", {"code": CODE}, Exception(f"Key (code)=({CODE})"))

    monkeypatch.setattr(cards, "numbers_by_state", fail)
    page = coordinator.get(f"{HOME}/cards")
    assert (page.status_code, CODE in page.text + caplog.text) == (500, False)
    assert "cards.py" in caplog.text


@pytest.mark.both_databases
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/cards/batches/99999999999999999999", 404),
        ("/ambassadors/99999999999999999999", 404),
        ("/cards?page=99999999999999999999", 200),
    ],
)
def test_a_number_that_is_too_large_is_not_there(coordinator, address, status):
    assert coordinator.get(HOME + address).status_code == status
