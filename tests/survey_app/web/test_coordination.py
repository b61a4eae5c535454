import re
from random import Random

import pytest
from sqlalchemy import func, select

from survey_app.services import ambassadors, coupon_codes, pins, policy, recruitment, studies
from survey_app.services.policy import Policy, SeedsWanted, ThankedFor, ThanksPolicy
from survey_app.storage.interviews import Interview
from survey_app.storage.recruitment import Coupon, CouponState
from tests import builders
from tests.conftest import csrf_token

HOME = "/coordination/waterwijk-2026"


@pytest.fixture
def coordinator(client, study, sign_in):
    sign_in(client, "coordinator")
    return client


@pytest.fixture
def post(coordinator):
    def post(path, follow_redirects=False, form_on=None, **form):
        token = csrf_token(coordinator, HOME + (form_on or path))
        return coordinator.post(
            HOME + path, data={"csrf_token": token, **form}, follow_redirects=follow_redirects
        )

    return post


@pytest.mark.both_databases
def test_the_overview_counts_and_shows_no_answer(coordinator, database, study, clock):
    with database.writing() as session:
        builders.an_interview(session, study, clock(), answers={"motief_open": "geheim-antwoord"})
    page = coordinator.get(f"{HOME}/")
    assert page.status_code == 200
    assert "Waterwijk-Noord" in page.text
    assert "geheim-antwoord" not in page.text


def test_a_study_says_how_to_begin_until_its_first_interview(coordinator, database, study, clock):
    assert "Zo begint u" in coordinator.get(f"{HOME}/").text
    with database.writing() as session:
        builders.an_interview(session, study, clock())
    assert "Zo begint u" not in coordinator.get(f"{HOME}/").text


def test_a_study_without_a_questionnaire_says_what_to_do(coordinator):
    assert "questionnaire publish waterwijk-2026" in coordinator.get(f"{HOME}/").text


@pytest.mark.both_databases
def test_a_new_interviewer_can_sign_in(post, client, sign_in):
    new = {
        "role": "interviewer",
        "first_name": "Ali",
        "username": "ali",
        "password": builders.PASSWORD,
        "learned_dutch": "y",
    }
    page = post("/people", follow_redirects=True, **new)
    assert "Account ali is gemaakt." in page.text
    assert "leerde zelf ook Nederlands" in page.text
    client.post("/logout", data={"csrf_token": csrf_token(client, f"{HOME}/people")})
    sign_in(client, "ali")


@pytest.mark.parametrize(
    ("wrong", "status", "words"),
    [
        ({"password": "kort"}, 400, "te kort"),
        ({"username": "interviewer"}, 409, "al in gebruik"),
        ({"username": "met spatie"}, 400, "kan niet"),
        ({"first_name": ""}, 400, "Vul een voornaam in"),
        ({"role": "keizer"}, 400, "dv-field__error"),
    ],
)
def test_a_wrong_account_is_told_and_the_rest_stays_filled_in(post, wrong, status, words):
    good = {
        "role": "researcher",
        "first_name": "Samira",
        "username": "samira",
        "password": builders.PASSWORD,
    }
    page = post("/people", **{**good, **wrong})
    assert page.status_code == status
    assert words in page.text
    assert ("samira" in page.text) or ("Samira" in page.text)
    assert builders.PASSWORD not in page.text


def test_an_account_can_be_closed_and_opened(post, client):
    post("/people/active", form_on="/people", username="interviewer", active="0")
    assert "dicht" in client.get(f"{HOME}/people").text
    post("/people/active", form_on="/people", username="interviewer", active="1")
    assert "dicht" not in client.get(f"{HOME}/people").text


def test_an_ambassador_gets_a_link_that_works(post, client):
    page = post("/ambassadors", follow_redirects=True, name="Fatma", language="nl")
    link = re.search(r'href="http://localhost(/ambassador/[\w-]+/)"', page.text)[1]
    assert client.get(link).status_code == 200
    one = re.search(r"/ambassadors/\d+", page.text)[0]
    post(f"{one}/renew", form_on=one)
    assert client.get(link).status_code == 404
    post(f"{one}/close", form_on=one)
    assert "Deze link is dicht" in client.get(HOME + one).text
    assert post(f"{one}/explode", form_on=one).status_code == 400


def test_an_ambassador_needs_a_name(post):
    page = post("/ambassadors", name=" ", language="nl")
    assert (page.status_code, "naam" in page.text) == (400, True)


def test_an_ambassador_of_another_study_is_not_found(coordinator, database, clock):
    with database.writing() as session:
        other = builders.a_study(session, clock(), title="Elders")
        number = ambassadors.add(session, other, "Fatma", clock()).id
    assert coordinator.get(f"{HOME}/ambassadors/{number}").status_code == 404


@pytest.fixture
def batch(enquete_study, post):
    """Three cards made together; the address of their page."""
    page = post("/cards", number="3", language="en", ambassador="")
    return page.location.removeprefix(HOME)


@pytest.mark.both_databases
def test_cards_are_made_printed_and_handed_out(post, client, database, batch):
    codes = re.findall(r'data-coupon="(\w{9})"', client.get(HOME + batch).text)
    assert len(codes) == 3
    assert client.get(f"{HOME}{batch}/cards.pdf").data.startswith(b"%PDF")

    def states():
        with database.reading() as session:
            return {coupon.state for coupon in session.query(Coupon)}

    assert states() == {CouponState.ISSUED}
    post(f"{batch}/printed", form_on=batch)
    assert states() == {CouponState.PRINTED}
    post(f"{batch}/given", form_on=batch)
    assert states() == {CouponState.GIVEN}
    assert "uitgedeeld" in client.get(HOME + batch).text
    history = client.get(f"{HOME}/cards/{codes[0]}").text
    for words in ("gemaakt, 12 mei 2026, door Fatma", "geprint, 12 mei", "uitgedeeld, 12 mei"):
        assert words in history


def test_a_lost_card_is_replaced_and_the_old_one_stops(post, client, database, batch):
    [old, *_] = re.findall(r'data-coupon="(\w{9})"', client.get(HOME + batch).text)
    answer = post(f"/cards/{old}/reissue", form_on=f"/cards/{old}")
    new = answer.location.rsplit("/", 1)[1]
    assert new != old
    assert "ingetrokken" in client.get(f"{HOME}/cards/{old}").text
    assert client.get(f"/k/{old}").status_code == 410
    again = post(f"/cards/{new}/explode", form_on=f"/cards/{new}")
    assert again.status_code == 400


@pytest.mark.both_databases
def test_a_second_tap_on_lost_brings_no_second_card(post, client, database, study, clock):
    with database.writing() as session:
        one = f"/cards/{builders.a_coupon(session, study, clock()).code}"
    assert post(f"{one}/reissue", form_on=one).status_code == 303
    again = post(f"{one}/reissue", form_on=one)
    assert (again.status_code, "geldt al niet meer" in again.text) == (409, True)
    assert post(f"{one}/void", form_on=one).status_code == 303
    assert client.get(HOME + one).text.count("ingetrokken, 12 mei 2026") == 1
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Coupon)) == 2


def test_a_card_is_moved_to_an_ambassador(post, client, database, study, clock, batch):
    [code, *_] = re.findall(r'data-coupon="(\w{9})"', client.get(HOME + batch).text)
    with database.writing() as session:
        number = ambassadors.add(session, study, "Samira", clock()).id
    post(f"/cards/{code}/move", form_on=f"/cards/{code}", ambassador=str(number))
    page = client.get(f"{HOME}/cards/{code}").text
    assert ("Van: Samira" in page, "verplaatst" in page) == (True, True)


def test_a_batch_of_another_study_is_not_found(coordinator, batch):
    assert coordinator.get(f"{HOME}/cards/batches/999").status_code == 404
    assert coordinator.get(f"{HOME}/cards/batches/999/cards.pdf").status_code == 404


GOOD = {
    "per_person": "2",
    "days_valid": "14",
    "last_day": "2026-08-01",
    "most_waves": "4",
    "seeds_wanted": "moeders bij school: 4\nmannen uit Polen : 6",
    "thanked_for": "batch",
    "amount": "12.50",
    "batch_size": "10",
    "contacts": "100",
    "names": "50",
    "links": "60",
}


@pytest.mark.both_databases
def test_what_the_study_decides_is_kept(post, client, database):
    assert post("/settings", **GOOD).status_code == 303
    with database.reading() as session:
        decided = policy.of(studies.get(session, "waterwijk-2026"))
    assert decided.coupons.seeds_wanted[1] == SeedsWanted("mannen uit Polen", 6)
    assert (decided.coupons.per_person, decided.coupons.most_waves) == (2, 4)
    assert decided.thanks.amount_cents == 1250
    assert decided.retention.links == 60
    page = client.get(f"{HOME}/settings").text
    assert "moeders bij school: 4" in page
    assert "mannen uit Polen" in client.get(f"{HOME}/ambassadors").text


@pytest.mark.parametrize("written", ["12,50", " 12.50 ", "12,5"])
def test_an_amount_has_a_comma_or_a_point(post, database, written):
    assert post("/settings", **{**GOOD, "amount": written}).status_code == 303
    with database.reading() as session:
        decided = policy.of(studies.get(session, "waterwijk-2026"))
    assert decided.thanks.amount_cents == 1250


def test_an_amount_is_shown_as_it_is_written_in_dutch(post, client):
    post("/settings", **GOOD)
    assert 'value="12,50"' in client.get(f"{HOME}/settings").text


def test_what_is_no_amount_says_how_to_write_one(post):
    page = post("/settings", **{**GOOD, "amount": "twaalf"})
    assert (page.status_code, "Vul een bedrag in, zoals 12,50." in page.text) == (400, True)


@pytest.mark.parametrize(
    "wrong",
    [
        {"per_person": "11"},
        {"days_valid": "0"},
        {"most_waves": "x"},
        {"seeds_wanted": "moeders"},
        {"seeds_wanted": "moeders: 4\nmoeders: 5"},
        {"thanked_for": "person"},
        {"amount": "9999"},
        {"last_day": "morgen"},
        {"links": "-1"},
    ],
)
def test_a_decision_that_cannot_be_is_told_and_nothing_is_lost(post, client, wrong):
    page = post("/settings", **{**GOOD, **wrong})
    assert page.status_code == 400
    assert 'role="alert"' in page.text
    assert 'value="14"' in page.text or "days_valid" in wrong


def test_the_coordinator_lets_somebody_choose_a_new_pin_and_hands_over_a_thank_you(
    post, client, database, study, clock, settings
):
    with database.writing() as session:
        policy.decide(
            session.merge(study),
            Policy(thanks=ThanksPolicy(ThankedFor.BATCH, amount_cents=500, batch_size=1)),
        )
        fatma = ambassadors.add(session, study, "Fatma", clock())
        pins.choose(fatma, "2580", settings)
        ambassadors.give_card(session, fatma, clock(), Random(1))
        one = f"/ambassadors/{fatma.id}"
    assert "Pincode vergeten" in client.get(HOME + one).text
    post(f"{one}/pin", form_on=one)
    assert "Pincode vergeten" not in client.get(HOME + one).text
    assert "nog te geven" in client.get(HOME + one).text
    post(f"{one}/thank", form_on=one, earned="1")
    assert "nog te geven" not in client.get(HOME + one).text
    assert post(f"{one}/thank", form_on=one, earned="1").status_code == 409
    assert post(f"{one}/thank", form_on=one, earned="7").status_code == 404


@pytest.mark.usefixtures("enquete_study")
@pytest.mark.parametrize("number", ["", "0", "-1", "1001", "acht", "1e9"])
def test_a_number_of_cards_that_cannot_be_is_refused(post, number):
    page = post("/cards", number=number, language="en", ambassador="")
    assert page.status_code == 400
    assert "dv-field__error" in page.text


def test_a_card_can_be_found_by_its_code_and_taken_back(post, client, database, study, clock):
    with database.writing() as session:
        card = builders.a_coupon(session, study, clock())
    shown = coupon_codes.show(card.code).lower()
    found = client.get(f"{HOME}/cards/find", query_string={"code": shown})
    assert found.location == f"{HOME}/cards/{card.code}"
    one = f"/cards/{card.code}"
    assert "ingetrokken" in post(f"{one}/void", form_on=one, follow_redirects=True).text
    slip = client.get(f"{HOME}/cards/find", query_string={"code": "ABC"})
    assert (slip.status_code, 'value="ABC"' in slip.text) == (400, True)


def test_a_used_card_that_is_taken_back_looks_to_its_giver_as_one_that_was_not_used(
    post, app, database, study, clock
):
    with database.writing() as session:
        cards = [builders.a_coupon(session, study, clock(), seed) for seed in (1, 2)]
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, cards[1].code, interview, clock())
    for card in cards:
        one = f"/cards/{card.code}"
        assert post(f"{one}/void", form_on=one).status_code == 303
    seen = [app.test_client().get(f"/k/{card.code}") for card in cards]
    assert [answer.status_code for answer in seen] == [410, 410]
    used, unused = (
        answer.text.replace(card.code, "").replace(coupon_codes.show(card.code), "")
        for answer, card in zip(seen, cards, strict=True)
    )
    assert used == unused


def test_a_used_card_was_not_lost(post, database, study, clock):
    with database.writing() as session:
        card = builders.a_coupon(session, study, clock())
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, card.code, interview, clock())
    one = f"/cards/{card.code}"
    refused = post(f"{one}/reissue", form_on=one)
    assert (refused.status_code, "Ze was niet kwijt" in refused.text) == (409, True)


@pytest.mark.both_databases
def test_answers_are_removed_by_their_code(post, database, study, clock):
    with database.writing() as session:
        interview = builders.an_interview(session, study, clock(), answers={"a": "1"})
    code = interview.consent.withdrawal_code
    unsure = post("/withdraw", code=code)
    assert (unsure.status_code, "vinkje" in unsure.text) == (400, True)
    done = post("/withdraw", follow_redirects=True, code=code, sure="y")
    assert "weggehaald" in done.text
    with database.reading() as session:
        assert session.get(Interview, interview.id) is None
    again = post("/withdraw", code=code, sure="y")
    assert (again.status_code, "geen antwoorden" in again.text) == (404, True)


def test_after_the_last_day_removing_is_refused_with_the_date(post, database, study, clock):
    with database.writing() as session:
        interview = builders.an_interview(session, study, clock())
    clock.now = clock.now.replace(year=2027)
    page = post("/withdraw", code=interview.consent.withdrawal_code, sure="y")
    assert page.status_code == 410
    assert "31 december 2026" in page.text


def test_another_studys_pages_are_closed(coordinator, database, clock):
    with database.writing() as session:
        builders.a_study(session, clock(), title="Elders")
    assert coordinator.get("/coordination/elders/").status_code == 403
    assert coordinator.get("/coordination/nergens/").status_code == 404


def test_a_form_without_its_token_changes_nothing(coordinator, database):
    answer = coordinator.post(f"{HOME}/cards", data={"number": "3"})
    assert answer.status_code == 400
    with database.reading() as session:
        assert session.query(Coupon).count() == 0
