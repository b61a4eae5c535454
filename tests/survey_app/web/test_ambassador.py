import re
from random import Random

import pytest

from survey_app.services import ambassadors, pins, policy, recruitment, thanks, withdrawal
from survey_app.services.policy import Policy, ThankedFor, ThanksPolicy
from survey_app.storage.interviews import Interview
from tests import builders
from tests.conftest import csrf_token

PIN = "2580"
TOKENS = re.compile(rb'name="(csrf_token|press)" value="[^"]+"')


@pytest.fixture
def fatma(database, study, clock):
    with database.writing() as session:
        return ambassadors.add(session, study, "Fatma", clock())


@pytest.fixture
def home(fatma):
    return f"/ambassador/{fatma.token}/"


@pytest.fixture
def enter(client, home):
    """Fill in a PIN: the first one that is filled in is chosen."""

    def enter(pin=PIN, who=client):
        token = csrf_token(who, home)
        return who.post(f"{home}pin", data={"csrf_token": token, "pin": pin})

    return enter


@pytest.fixture
def inside(client, enter):
    assert enter().status_code == 303
    return client


@pytest.fixture
def give(inside, home):
    def give(**form):
        token = csrf_token(inside, home)
        return inside.post(f"{home}cards/", data={"csrf_token": token, **form})

    return give


def test_the_link_and_a_pin_open_the_page_without_a_password(client, home, enter):
    assert "Kies een pincode" in client.get(home).text
    assert "Fatma" not in client.get(home).text
    assert enter().status_code == 303
    page = client.get(home)
    assert page.status_code == 200
    assert "Fatma" in page.text
    assert home in page.text


def test_another_telephone_needs_the_pin(app, home, inside, enter):
    other = app.test_client()
    assert "Vul uw pincode in" in other.get(home).text
    for page in ("progress", "tips", "cards/ABC"):
        answer = other.get(home + page)
        assert (answer.status_code, answer.location) == (303, home)
    wrong = enter("1357", other)
    assert (wrong.status_code, "klopt niet" in wrong.text) == (400, True)
    assert enter(PIN, other).status_code == 303
    assert "Fatma" in other.get(home).text


@pytest.mark.parametrize("pin", ["", "1", "123", "1234567", "0000", "1234", "abcd", "١٢٣٤"])
def test_a_pin_that_is_none_or_too_easy_is_refused(client, home, enter, pin):
    answer = enter(pin)
    assert (answer.status_code, "dv-message--wrong" in answer.text) == (400, True)
    assert "Kies een pincode" in client.get(home).text


def test_a_pin_may_be_typed_with_the_digits_of_any_keyboard(app, inside, enter):
    other = app.test_client()
    assert enter("٢٥٨٠", other).status_code == 303
    assert enter("۲۵ ۸۰", app.test_client()).status_code == 303


def test_trying_pins_ends_after_five_and_starts_again_after_a_quarter(app, inside, enter, clock):
    other = app.test_client()
    assert [enter("9999", other).status_code for _ in range(6)] == [400] * 5 + [429]
    assert enter(PIN, other).status_code == 429
    clock.advance(minutes=16)
    assert enter(PIN, other).status_code == 303


def test_another_language_after_a_wrong_pin_leads_to_the_pin_again(app, home, inside, enter):
    other = app.test_client()
    assert enter("1357", other).status_code == 400
    again = other.get(f"{home}pin?lang=en", follow_redirects=True)
    assert (again.status_code, again.request.path) == (200, home)


def test_a_new_link_asks_for_a_new_pin(inside, home, fatma, database, study):
    with database.writing() as session:
        again = ambassadors.get(session, study, fatma.id)
        ambassadors.renew_link(again)
        token = again.token
    assert inside.get(home).status_code == 404
    assert "Kies een pincode" in inside.get(f"/ambassador/{token}/").text


def test_forgetting_the_pin_closes_the_telephone_that_had_it(inside, home, fatma, database, study):
    with database.writing() as session:
        pins.forget(ambassadors.get(session, study, fatma.id))
    assert "Kies een pincode" in inside.get(home).text


@pytest.mark.both_databases
def test_giving_a_card_shows_it(client, give):
    answer = give()
    assert answer.status_code == 303
    card = client.get(answer.location)
    assert card.status_code == 200
    assert "<svg" in card.text
    code = re.search(r"/cards/(\w{9})", answer.location)[1]
    assert f"/k/{code}" in card.text
    assert client.get(f"/k/{code}").status_code == 200


def test_a_card_is_not_given_without_the_form(client, home):
    assert client.post(f"{home}cards/").status_code == 400


def test_the_page_of_a_card_is_the_same_before_and_after_its_use(
    client, give, database, study, clock
):
    address = give().location
    before = client.get(address)
    code = re.search(r"/cards/(\w{9})", address)[1]
    with database.writing() as session:
        recruitment.redeem(session, code, builders.an_interview(session, study, clock()), clock())
    assert client.get(address).data == before.data


@pytest.mark.usefixtures("enquete_study")
@pytest.mark.both_databases
def test_what_an_ambassador_can_look_at_is_the_same_before_and_after_a_card_is_used(
    inside, give, home, database, study, clock
):
    """Play the observer: give one card, look everywhere, let it be used, look everywhere again."""
    code = re.search(r"/cards/(\w{9})", give().location)[1]
    addresses = [home, f"{home}progress", f"{home}tips", f"{home}cards/{code}"]
    addresses += [f"{home}cards/{code}?for=en", f"{home}cards/{code}/card.pdf?for=en"]
    addresses += [f"/k/{code}", f"/k/{code}?lang=en", f"/k/?code={code}"]

    def look():
        answers = [inside.get(address) for address in addresses]
        assert {answer.status_code for answer in answers} <= {200, 302}
        return [TOKENS.sub(b"", answer.data) for answer in answers]

    before = look()
    with database.writing() as session:
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, code, interview, clock())
    assert look() == before
    with database.writing() as session:
        withdrawal.erase(session, session.get(Interview, interview.id))
    assert look() == before


@pytest.mark.both_databases
def test_the_counter_of_used_cards_moves_by_month_and_in_fives(
    inside, give, home, database, study, clock
):
    def counts():
        page = inside.get(f"{home}progress").text
        return [int(number) for number in re.findall(r'data-count="\w+">(\d+)', page)]

    codes = [re.search(r"/cards/(\w{9})", give().location)[1] for _ in range(6)]
    with database.writing() as session:
        for code in codes[:4]:
            interview = builders.an_interview(session, study, clock())
            recruitment.redeem(session, code, interview, clock())
    assert counts() == [6, 0]
    clock.advance(days=20)
    assert counts() == [6, 0]
    with database.writing() as session:
        for code in codes[4:]:
            interview = builders.an_interview(session, study, clock())
            recruitment.redeem(session, code, interview, clock())
    assert counts() == [6, 0]
    clock.advance(days=31)
    assert counts() == [6, 5]


def test_a_thank_you_is_earned_by_giving_and_goes_from_due_to_confirmed(
    inside, give, home, fatma, database, study, clock
):
    rules = ThanksPolicy(ThankedFor.BATCH, amount_cents=1250, batch_size=2)
    with database.writing() as session:
        policy.decide(session.merge(study), Policy(thanks=rules))
    states = re.compile(r'data-thanks="(\w+)"')
    give()
    assert states.findall(inside.get(f"{home}progress").text) == []
    give()
    page = inside.get(f"{home}progress").text
    assert (states.findall(page), "12,50" in page) == (["due"], True)
    with database.writing() as session:
        thanks.hand_over(session, ambassadors.get(session, study, fatma.id), "1", clock())
    token = csrf_token(inside, f"{home}progress")
    assert inside.post(f"{home}progress/1", data={"csrf_token": token}).status_code == 303
    assert states.findall(inside.get(f"{home}progress").text) == ["confirmed"]


@pytest.mark.usefixtures("enquete_study")
def test_a_card_can_be_printed(inside, give):
    answer = inside.get(give().location.split("?")[0] + "/card.pdf?for=en")
    assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
    assert answer.data.startswith(b"%PDF")


def test_another_ambassadors_card_is_not_shown(inside, home, database, study, clock):
    with database.writing() as session:
        other = ambassadors.add(session, study, "Samira", clock())
        code = ambassadors.give_card(session, other, clock(), Random(1)).code
    assert inside.get(f"{home}cards/{code}").status_code == 404
    assert inside.get(f"{home}cards/{code}/card.pdf").status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 43, "'; DROP TABLE coupon; --", "é"])
def test_a_wrong_link_says_what_to_do(client, study, token):
    page = client.get(f"/ambassador/{token}/")
    assert page.status_code == 404
    assert "Vraag de coördinator" in page.text


def test_a_closed_link_says_so(client, home, fatma, database, study):
    with database.writing() as session:
        ambassadors.set_active(ambassadors.get(session, study, fatma.id), False)
    page = client.get(home)
    assert (page.status_code, "gestopt" in page.text) == (410, True)


def test_too_many_cards_is_told(client, give, monkeypatch):
    monkeypatch.setattr(ambassadors, "CARDS", 1)
    assert give().status_code == 303
    assert give().status_code == 429
