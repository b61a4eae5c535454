"""When the disk is full or the database is away: the right status, a clear word, nothing lost."""

import sqlite3
from random import Random

import pytest
from sqlalchemy import event

from survey_app.services import coupon_codes
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
