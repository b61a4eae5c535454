"""What a device gets to go on with an interview by itself: its own interviewer's only."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.clock import MORNING
from tests.survey_app.web.offline.test_syncing import (
    OPENED_AT,
    a_batch,
    an_event,
    only,
    sync,
    version,
)

__all__ = ["sync", "version"]

pytestmark = pytest.mark.both_databases


def test_the_device_gets_how_it_began_and_the_answers_as_they_stand(
    client, sync, database, version
):
    batch = a_batch(version, an_event("buurt_open", "Rustig.", 4))
    sync(batch)
    told = client.get(f"/interviews/{batch['interview']}/device")
    assert told.headers["Cache-Control"] == "no-store"
    assert told.json["head"] == {
        "id": batch["interview"],
        **{key: batch["opened"][key] for key in ("version", "area", "seed", "code", "at")},
        "coupon": "",
        "ended": None,
    }
    assert [(one["item"], one["value"]) for one in told.json["answers"]][-1] == (
        "buurt_open",
        "Rustig.",
    )
    assert len(told.json["answers"]) == 4


def test_it_is_told_how_an_interview_ended(client, sync, database, version):
    at = (OPENED_AT + timedelta(minutes=30)).isoformat()
    batch = a_batch(version, ended={"state": "stopped", "at": at})
    sync(batch)
    told = client.get(f"/interviews/{batch['interview']}/device").json
    assert told["head"]["ended"] == {"state": "stopped", "at": at}


def test_an_interview_of_somebody_else_stays_where_it_is(client, sync, sign_in, version):
    batch = a_batch(version)
    sync(batch)
    address = f"/interviews/{batch['interview']}/device"
    for name in ("researcher", "coordinator"):
        other = client.application.test_client()
        sign_in(other, name)
        assert other.get(address).status_code == 403
    assert client.application.test_client().get(address).status_code in (302, 401)


def test_the_number_that_the_respondent_took_along_counts(client, sync, database, version):
    batch = a_batch(version)
    sync(batch)
    heard = only(database).consent.withdrawal_code
    other = a_batch(version, an_event("buurt_open", "x"))["opened"]["code"]
    assert other != heard
    again = {**batch, "opened": {**batch["opened"], "code": other}, "events": []}
    sync(again)
    assert only(database).consent.withdrawal_code == other


def test_a_number_of_another_interview_is_not_taken_over(client, sync, database, version):
    batch, second = a_batch(version), a_batch(version, an_event("buurt_open", "x"))
    sync(batch, second)
    theirs = second["opened"]["code"]
    sync({**batch, "opened": {**batch["opened"], "code": theirs}, "events": []}, clock=MORNING)
    told = client.get(f"/interviews/{batch['interview']}/device").json
    assert told["head"]["code"] == batch["opened"]["code"]
