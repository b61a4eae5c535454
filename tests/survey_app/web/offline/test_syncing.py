"""What a device kept while there was no network is taken in, once, whatever happens on the way."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from survey_app.services import coupon_codes, saving
from survey_app.services.flags import CARD_REFUSED, Flags, flags
from survey_app.storage.interviews import AnswerEvent, Interview, RefusalTally
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import PublishedQuestionnaire, Study
from tests import builders
from tests.clock import MORNING

pytestmark = pytest.mark.both_databases

OPENED_AT = MORNING - timedelta(hours=3)


@pytest.fixture
def sync(client, sign_in, enquete_study):
    sign_in(client, "interviewer")
    token = client.get("/interviews/sync").json["csrf"]

    def sync(*batches, clock=MORNING, address="/interviews/sync", **more):
        sent = {"clock": clock.isoformat(), "batches": list(batches), **more}
        return client.post(address, json=sent, headers={"X-CSRFToken": token})

    return sync


@pytest.fixture
def version(database, enquete_study):
    with database.reading() as session:
        return session.scalar(select(PublishedQuestionnaire.hash))


def an_event(item, value, minutes=0, *, language="nl", status="beantwoord", id=None, **more):
    at = OPENED_AT + timedelta(minutes=minutes)
    return {
        "id": str(id or uuid4()),
        "item": item,
        "value": value,
        "status": status,
        "language": language,
        "at": at.isoformat(),
        **more,
    }


def a_batch(version, *events, coupon="", ended=None, opening=True, language="nl"):
    first = [
        an_event("opening_kent_iemand", "ander", language=language),
        an_event("gesprekstaal", language, language=language),
        an_event("toestemming", "ja", language=language),
    ]
    return {
        "interview": str(uuid4()),
        "opened": {
            "version": version,
            "area": "waterwijk-noord",
            "coupon": coupon,
            "seed": 57,
            "code": coupon_codes.new(Random(len(events))),
            "at": OPENED_AT.isoformat(),
        },
        "events": [*(first if opening else []), *events],
        "ended": ended,
    }


def stored(database):
    with database.reading() as session:
        return list(session.scalars(select(AnswerEvent).order_by(AnswerEvent.serial)))


def only(database):
    with database.reading() as session:
        interview = session.scalars(select(Interview)).one()
        assert interview.consent
        return interview


def result(answer, batch):
    assert answer.status_code == 200, answer.text
    return answer.json["results"][batch["interview"]]


def test_an_interview_comes_in_as_it_was_held(sync, database, version):
    ended = {"state": "finished", "at": (OPENED_AT + timedelta(minutes=30)).isoformat()}
    batch = a_batch(version, an_event("buurt_open", "Rustig.", 4), ended=ended)
    assert result(sync(batch), batch) == {
        "received": True,
        "refused": [],
        "card": "",
        "code": "",
    }
    interview = only(database)
    assert (interview.state, interview.seed) == ("finished", 57)
    assert interview.started_at == interview.consent.given_at == OPENED_AT
    assert interview.finished_at == OPENED_AT + timedelta(minutes=30)
    assert interview.consent.withdrawal_code == batch["opened"]["code"]
    assert [(str(e.id), e.item, e.value) for e in stored(database)] == [
        (e["id"], e["item"], e["value"]) for e in batch["events"]
    ]
    assert {e.received_at for e in stored(database)} == {MORNING}


def test_sent_twice_it_is_stored_once(sync, database, version):
    batch = a_batch(version, an_event("buurt_open", "Rustig."))
    first, second = sync(batch), sync(batch)
    assert result(first, batch) == result(second, batch)
    assert len(stored(database)) == len(batch["events"])
    assert only(database).answers == saving.replayed(stored(database))


def test_what_broke_off_goes_on_where_it_was(sync, database, version):
    batch = a_batch(version, *[an_event("buurt_open", f"{n}.", n) for n in range(20)])
    for end in (3, 9, 9, 23):
        sync({**batch, "events": batch["events"][:end]})
    assert [str(e.id) for e in stored(database)] == [e["id"] for e in batch["events"]]
    assert only(database).answers["buurt_open"]["value"] == "19."


def test_without_consent_nothing_is_stored(sync, database, version):
    batch = a_batch(version, an_event("buurt_open", "Rustig."), opening=False)
    assert result(sync(batch), batch)["received"] is False
    assert stored(database) == []


def test_one_bad_interview_does_not_stop_the_others(sync, database, version):
    bad, good = a_batch("0" * 64), a_batch(version)
    answer = sync(bad, good)
    assert result(answer, bad)["received"] is False
    assert result(answer, good)["received"] is True


def test_an_event_that_fits_nowhere_is_refused_and_the_rest_is_kept(sync, database, version):
    strange = [an_event("bestaat_niet", "x"), an_event("jaar_aankomst", "lang geleden")]
    batch = a_batch(version, *strange, an_event("buurt_open", "Rustig."))
    told = result(sync(batch), batch)
    assert [one["id"] for one in told["refused"]] == [one["id"] for one in strange]
    assert only(database).answers["buurt_open"]["value"] == "Rustig."


def test_a_card_brings_the_person_in(sync, database, enquete_study, version):
    with database.writing() as session:
        code = builders.a_coupon(session, enquete_study, OPENED_AT).code
    batch = a_batch(version, coupon=code)
    assert result(sync(batch), batch)["card"] == ""
    with database.reading() as session:
        assert session.scalars(select(Coupon)).one().state == CouponState.REDEEMED


def test_with_a_used_card_the_interview_is_kept_without_recruiter_and_flagged(
    sync, database, enquete_study, version
):
    with database.writing() as session:
        code = builders.a_coupon(session, enquete_study, OPENED_AT).code
    sync(a_batch(version, coupon=code))
    late = a_batch(version, an_event("buurt_open", "Rustig."), coupon=code)
    assert "al een gesprek gevoerd" in result(sync(late), late)["card"]
    assert "al een gesprek gevoerd" in result(sync(late), late)["card"]  # our answer may get lost
    with database.reading() as session:
        interview = session.scalar(select(Interview).where(Interview.id.in_([uuid_of(late)])))
        assert interview.coupon_id is None
        assert interview.answers[CARD_REFUSED]["value"] == "conflict"
        assert interview.answers["buurt_open"]["value"] == "Rustig."


def test_before_the_second_consent_no_language_is_stored(sync, database, version):
    batch = a_batch(version, language="ar")
    sync(batch)
    assert {e.language for e in stored(database)} == {"niet_nl"}
    assert only(database).answers["gesprekstaal"]["value"] == "niet_nl"
    assert only(database).consent.language == "niet_nl"


def test_after_it_the_language_is_stored(sync, database, version):
    batch = a_batch(
        version,
        an_event("toestemming_bijzonder", "ja", 2, language="ar"),
        an_event("gesprekstaal", "ar", 2, language="ar"),
        language="ar",
    )
    sync(batch)
    assert only(database).language == "ar"
    assert only(database).answers["gesprekstaal"]["value"] == "ar"
    assert only(database).consent.special


def test_a_second_consent_taken_back_erases_what_it_covered(sync, database, version, enquete57):
    covered = next(i for i in enquete57.items.values() if i.special_category and i.list_name)
    value = enquete57.choices(covered)[0].name
    yes = an_event("toestemming_bijzonder", "ja", 2)
    batch = a_batch(version, yes, an_event(covered.name, value, 3))
    sync(batch)
    assert covered.name in only(database).answers
    sync({**batch, "events": [an_event("toestemming_bijzonder", "nee", 9)]})
    assert covered.name not in {event.item for event in stored(database)}
    assert only(database).answers["toestemming_bijzonder"]["value"] == "nee"


def test_an_old_copy_does_not_bring_back_what_the_second_consent_had_allowed(
    sync, database, version, enquete57
):
    covered = next(i for i in enquete57.items.values() if i.special_category and i.list_name)
    value = enquete57.choices(covered)[0].name
    old = [an_event("toestemming_bijzonder", "ja", 2), an_event(covered.name, value, 3)]
    batch = a_batch(version, an_event("toestemming_bijzonder", "nee", 9))
    sync(batch)
    assert result(sync({**batch, "events": old}), batch)["received"]
    interview = only(database)
    assert covered.name not in {event.item for event in stored(database)}
    assert interview.answers["toestemming_bijzonder"]["value"] == "nee"
    assert not interview.consent.special


def test_a_clock_that_is_behind_is_corrected(sync, database, version):
    behind = timedelta(hours=5)
    batch = a_batch(version)
    sync(batch, clock=MORNING - behind)
    assert only(database).started_at == min(OPENED_AT + behind, MORNING)


def test_an_interview_that_was_erased_on_the_device_goes_here_too(sync, database, version):
    batch = a_batch(version)
    sync(batch)
    answer = sync(erased=[batch["interview"], str(uuid4())])
    assert len(answer.json["erased"]) == 2
    assert stored(database) == []


def test_an_interview_that_was_erased_does_not_come_in_again(sync, database, version):
    came, never_came = a_batch(version), a_batch(version)
    sync(came)
    sync(erased=[came["interview"], never_came["interview"]])
    for batch in (came, never_came):  # from a copy on another device
        told = result(sync(batch), batch)
        assert (told["received"], told["erased"]) == (False, True)
        assert told["message"]
    assert stored(database) == []


def test_somebody_elses_interview_is_left_alone(
    sync, database, version, enquete_study, settings, client, sign_in
):
    batch = a_batch(version)
    sync(batch)
    with database.writing() as session:
        session.scalar(select(Interview)).account_id = None
    told = result(sync({**batch, "events": [an_event("buurt_open", "Vreemd.")]}), batch)
    assert told["received"] is False
    assert "andere interviewer" in told["message"]
    assert len(stored(database)) == 3


def test_refusals_are_counted_by_date_and_area(sync, database):
    sent = [{"id": str(uuid4()), "area": "waterwijk-noord", "on": "2026-05-01"} for _ in "12"]
    address = "/interviews/sync/refusals"
    assert sync(address=address, refusals=sent).json["counted"] == 2
    sync(address=address, refusals=sent)  # the answer did not reach the device: once more
    with database.reading() as session:
        assert session.scalar(select(func.sum(RefusalTally.number))) == 2


def test_how_it_was_led_and_why_and_how_fast_comes_along(sync, database, version):
    how = {"milliseconds": 900, "changes": 2, "by": "touch"}
    led = [
        an_event("interview__pause", "ja", 2),
        an_event("interview__pause", "nee", 5),
        an_event("interview__short", "ja", 6),
        an_event("buurt_open", "Bel 0612345678", 7, paradata={**how, "where": "thuis"}),
        an_event("buurt_open__reason", "Een oud nummer", 7),
        an_event("buurt_open__note", "Kwam later terug", 7),
    ]
    batch = a_batch(version, *led)
    assert result(sync(batch), batch)["refused"] == []
    assert [event.item for event in stored(database)][3:] == [event["item"] for event in led]
    assert next(e.paradata for e in stored(database) if e.item == "buurt_open") == how
    assert only(database).answers["interview__pause"]["value"] == "nee"


def test_a_lead_that_is_none_is_refused(sync, version):
    batch = a_batch(
        version, an_event("interview__pause", "misschien"), an_event("interview__x", "ja")
    )
    assert len(result(sync(batch), batch)["refused"]) == 2


def test_an_answer_that_breaks_a_rule_is_kept_and_flagged_until_it_is_right(
    sync, database, version
):
    exclusive = an_event("wens_plaats", "school buurthuis maakt_niet_uit", 4)
    batch = a_batch(version, an_event("traject_status", "nooit", 3), exclusive)
    assert result(sync(batch), batch)["refused"] == []
    answers = only(database).answers
    assert answers["wens_plaats"]["value"] == exclusive["value"]
    assert answers["wens_plaats__check"]["value"]
    sync({**batch, "events": [an_event("wens_plaats", "school", 9)]})
    assert only(database).answers["wens_plaats__check"]["value"] == ""


def test_of_two_devices_the_later_answer_counts_and_both_are_kept(sync, database, version):
    batch = a_batch(version)
    early, late = an_event("buurt_open", "Vroeg.", 4), an_event("buurt_open", "Laat.", 5)
    sync({**batch, "events": [*batch["events"], late]})
    behind = timedelta(hours=1)  # the clock of the other device
    at = OPENED_AT + timedelta(minutes=4) - behind
    sync({**batch, "events": [{**early, "at": at.isoformat()}]}, clock=MORNING - behind)
    assert only(database).answers["buurt_open"]["value"] == "Laat."
    assert [e.value for e in stored(database) if e.item == "buurt_open"] == ["Laat.", "Vroeg."]


def test_two_devices_may_make_the_same_number(sync, database, version):
    first, second = a_batch(version), a_batch(version)
    assert first["opened"]["code"] == second["opened"]["code"]
    assert result(sync(first), first)["code"] == ""
    assert "ander nummer" in result(sync(second), second)["code"]
    with database.reading() as session:
        found = session.get(Interview, uuid_of(second))
        assert found.consent.withdrawal_code != first["opened"]["code"]
        assert "nummer_vergeven" in found.answers


def test_with_a_card_that_was_over_the_interviewer_reads_that_it_is_kept(
    sync, database, enquete_study, version
):
    with database.writing() as session:
        long_ago = OPENED_AT - timedelta(days=60)
        code = builders.a_coupon(session, enquete_study, long_ago).code
    for card in (code, coupon_codes.new(Random(1))):
        batch = a_batch(version, an_event("buurt_open", card), coupon=card)
        batch["opened"]["code"] = coupon_codes.new(Random(int(card == code) + 20))
        told = result(sync(batch), batch)["card"]
        assert told.startswith("Dit gesprek is bewaard.")
        assert "%(" not in told


def test_the_coordinator_sees_what_came_out_in_numbers_and_no_answer(
    sync, client, sign_in, database, enquete_study, version
):
    with database.writing() as session:
        code = builders.a_coupon(session, enquete_study, OPENED_AT).code
    first = a_batch(version, coupon=code)
    late = a_batch(version, coupon=code)  # with the same number too
    wrong = an_event("wens_plaats", "school buurthuis maakt_niet_uit", 4)
    also = a_batch(version, an_event("traject_status", "nooit", 3), wrong)
    sync(first, late, also)
    with database.reading() as session:
        study = session.get_one(Study, enquete_study.id)
        assert flags(session, study) == Flags(1, 1, (("V33", 1),))
    sync({**also, "events": [an_event("wens_plaats", "school", 9)]})
    sign_in(client, "coordinator")
    page = client.get(f"/coordination/{enquete_study.slug}/").text
    assert "met een kaart die niet gold" in page
    assert "ander nummer" in page
    assert "V33" not in page  # it was put right
    assert "buurthuis" not in page


def test_signs_that_no_database_holds_do_not_keep_the_rest_away(sync, database, version):
    batch = a_batch(version, an_event("buurt_open", "Rustig\0 \ud83dhier."))
    assert result(sync(batch), batch)["received"] is True
    assert only(database).answers["buurt_open"]["value"] == "Rustig hier."


def test_signed_out_it_says_so_and_stores_nothing(client, database, enquete_study):
    assert client.get("/interviews/sync").status_code == 401
    assert client.post("/interviews/sync", json={"batches": []}).status_code == 401
    assert stored(database) == []


@pytest.mark.parametrize(
    "sent", [None, [], {"batches": 5}, {"batches": [5]}, {"batches": [{}], "clock": "nooit"}]
)
def test_nonsense_is_refused_in_words(sync, client, sent):
    token = client.get("/interviews/sync").json["csrf"]
    answer = client.post("/interviews/sync", json=sent, headers={"X-CSRFToken": token})
    assert answer.status_code == 400
    assert answer.json["message"]


def uuid_of(batch):
    return UUID(batch["interview"])
