"""The session cookie: when an answer brings a new one."""

import pytest


@pytest.fixture
def signed_in(client, study, sign_in):
    sign_in(client, "interviewer")
    client.get("/interviews/")  # the first page with a form adds its token
    return client


def test_an_answer_brings_no_new_cookie_when_nothing_changed(signed_in, clock):
    clock.advance(minutes=9)
    assert "Set-Cookie" not in signed_in.get("/interviews/").headers


def test_who_works_on_gets_a_fresh_cookie_every_ten_minutes(signed_in, clock):
    clock.advance(minutes=10)
    assert "Expires=" in signed_in.get("/interviews/").headers["Set-Cookie"]
    assert "Set-Cookie" not in signed_in.get("/interviews/").headers


def test_who_is_not_signed_in_gets_no_cookie_by_waiting(client, study, clock):
    client.get("/login")
    clock.advance(hours=1)
    assert "Set-Cookie" not in client.get("/login").headers
