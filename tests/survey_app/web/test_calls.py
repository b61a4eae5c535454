"""Asking to be called: from the card to the coordinator's list to an interviewer's."""

import logging

import pytest
from sqlalchemy import select

from survey_app.services import contacts
from survey_app.services.contact_keys import ContactKeys
from survey_app.storage.recruitment import Coupon
from tests import builders
from tests.conftest import csrf_token

SAMIRA = {
    "voornaam": "Samira",
    "telefoon": "06 12 34 56 78",
    "voorkeurstaal": "ar",
    "beste_tijd": "avond",
}
CALLS = "/coordination/waterwijk-2026/calls"


@pytest.fixture
def coupon(database, study, clock):
    with database.writing() as session:
        return builders.a_coupon(session, study, clock())


@pytest.fixture
def asked(client, coupon):
    answer = client.post(f"/k/{coupon.code}/call", data=SAMIRA)
    assert answer.status_code == 303, answer.text
    return answer


def in_the_list(database, settings, study):
    with database.reading() as session:
        return contacts.to_call(session, ContactKeys.of(settings), study)


def test_the_card_offers_to_be_called_and_no_with_equal_weight(client, coupon):
    page = client.get(f"/k/{coupon.code}").text
    assert 'data-action="call"' in page
    assert 'data-action="no"' in page
    assert page.count('<a class="dv-button" data-action=') >= 2
    assert "dv-button--primary" not in page


def test_no_is_thanked_for_and_keeps_nothing(client, coupon, database, settings, study):
    page = client.get(f"/k/{coupon.code}/no")
    assert page.status_code == 200
    assert "niets van u bewaard" in page.text
    assert "Set-Cookie" not in page.headers
    assert in_the_list(database, settings, study) == []


def test_who_asks_to_be_called_is_in_the_list_and_the_card_stays_as_it_was(
    asked, client, coupon, database, settings, study
):
    page = client.get(asked.location)
    assert "drie dagen" in page.text
    [one] = in_the_list(database, settings, study)
    assert (one.record.details.first_name, one.record.details.telephone) == (
        "Samira",
        "+31612345678",
    )
    with database.reading() as session:
        assert session.scalar(select(Coupon.state)) == "given"


def test_the_address_and_the_log_hold_no_name_and_no_number(client, coupon, caplog):
    with caplog.at_level(logging.DEBUG):
        answer = client.post(f"/k/{coupon.code}/call", data=SAMIRA)
        client.get(answer.location)
        client.post(f"/k/{coupon.code}/call", data=SAMIRA | {"telefoon": "geen"})
    told = caplog.text + answer.location
    for words in ("Samira", "12345678", "12 34 56 78"):
        assert words not in told


def test_nothing_is_set_in_the_browser(client, coupon):
    for answer in (
        client.get(f"/k/{coupon.code}/call"),
        client.post(f"/k/{coupon.code}/call", data=SAMIRA),
    ):
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"voornaam": " "}, "voornaam in"),
        ({"telefoon": ""}, "telefoonnummer in"),
        ({"telefoon": "nul zes"}, "06 12 34 56 78"),
        ({"beste_tijd": "nooit"}, ""),
        ({"voornaam": "x" * 5000}, ""),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_still_there(
    client, coupon, database, settings, study, change, words
):
    answer = client.post(f"/k/{coupon.code}/call", data=SAMIRA | change)
    assert answer.status_code == 400
    assert words in answer.text
    assert "Samira" in answer.text or "voornaam" in change
    assert in_the_list(database, settings, study) == []


def test_without_a_good_card_nobody_is_put_in_the_list(client, database, settings, study):
    assert client.post("/k/ABC-123-XYZ/call", data=SAMIRA).status_code == 400
    assert in_the_list(database, settings, study) == []


def test_a_machine_cannot_fill_the_list(client, coupon):
    statuses = [client.post(f"/k/{coupon.code}/call", data=SAMIRA).status_code for _ in range(12)]
    assert statuses == [303] * 10 + [429] * 2


def test_the_coordinator_asks_an_interviewer_who_then_sees_this_person_only(
    asked, client, coupon, sign_in, database, settings, study
):
    client.post(f"/k/{coupon.code}/call", data=SAMIRA | {"voornaam": "Ali"})
    listed = in_the_list(database, settings, study)
    samira = next(one for one in listed if one.record.details.first_name == "Samira")
    sign_in(client, "coordinator")
    page = client.get(CALLS).text
    assert page.count("data-double") == 2  # one number, two names
    token = csrf_token(client, CALLS)
    form = {"csrf_token": token, "username": "interviewer"}
    assert client.post(f"{CALLS}/{samira.id}/assign", data=form).status_code == 303
    sign_in(client, "interviewer")
    mine = client.get("/contacts/").text
    assert ("Samira" in mine, "Ali" in mine) == (True, False)
    assert coupon.code not in mine
    done = {
        "csrf_token": csrf_token(client, "/contacts/"),
        "how": "call",
        "outcome": "reached",
        "appointment": "2026-05-20T14:00",
    }
    assert client.post(f"/contacts/{samira.id}/attempts", data=done).status_code == 303
    assert "20 mei, 14:00" in client.get("/contacts/").text
    assert client.post(f"/contacts/{samira.id}/close", data=done).status_code == 303
    assert "Samira" not in client.get("/contacts/").text


def test_an_appointment_that_is_over_is_told_where_it_stands_and_nothing_is_lost(
    asked, client, sign_in, database, settings, study
):
    [samira] = in_the_list(database, settings, study)
    sign_in(client, "coordinator")
    form = {"csrf_token": csrf_token(client, CALLS), "username": "interviewer"}
    client.post(f"{CALLS}/{samira.id}/assign", data=form)
    sign_in(client, "interviewer")
    done = {
        "csrf_token": csrf_token(client, "/contacts/"),
        "how": "visit",
        "outcome": "later",
        "appointment": "2026-05-01T14:00",
    }
    page = client.post(f"/contacts/{samira.id}/attempts", data=done)
    assert page.status_code == 400
    for words in (
        "De afspraak moet nog komen",
        'value="visit" selected',
        'value="later" selected',
        'value="2026-05-01T14:00"',
        "Samira",
    ):
        assert words in page.text
    [after] = in_the_list(database, settings, study)
    assert after.record.attempts == ()


def test_the_coordinator_takes_somebodys_details_out(
    asked, client, sign_in, database, settings, study
):
    [one] = in_the_list(database, settings, study)
    sign_in(client, "coordinator")
    form = {"csrf_token": csrf_token(client, CALLS)}
    assert client.post(f"{CALLS}/{one.id}/remove", data=form).status_code == 303
    assert in_the_list(database, settings, study) == []


def test_the_form_after_an_interview_keeps_only_the_date_and_what_was_ticked(
    client, sign_in, database, settings, study
):
    sign_in(client, "interviewer")
    form = {"csrf_token": csrf_token(client, "/contacts/new"), **SAMIRA}
    assert client.post("/contacts/new", data=form).status_code == 400
    form["doel"] = ["over_les", "vervolg"]
    assert client.post("/contacts/new", data=form).status_code == 303
    [one] = in_the_list(database, settings, study)
    assert one.record.details.purposes == ("over_les", "vervolg")
    assert (one.record.asked_at.hour, one.record.asked_at.minute, one.record.asked_at.second) == (
        0,
        0,
        0,
    )
