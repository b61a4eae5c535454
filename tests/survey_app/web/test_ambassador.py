import re

import pytest

from survey_app.services import ambassadors, recruitment
from tests import builders
from tests.conftest import csrf_token


@pytest.fixture
def fatma(database, study, clock):
    with database.writing() as session:
        return ambassadors.add(session, study, "Fatma", clock())


@pytest.fixture
def home(fatma):
    return f"/ambassador/{fatma.token}/"


@pytest.fixture
def give(client, home):
    def give(**form):
        token = csrf_token(client, home)
        return client.post(f"{home}cards/", data={"csrf_token": token, **form})

    return give


def test_the_link_opens_the_page_without_a_password(client, home):
    page = client.get(home)
    assert page.status_code == 200
    assert "Fatma" in page.text
    assert home in page.text


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


@pytest.mark.both_databases
def test_the_counter_tells_nothing_about_one_card(client, give, home, database, study, clock):
    counts = re.compile(r'data-count="\w+">(\d+)')
    before = counts.findall(client.get(home).text)
    code = re.search(r"/cards/(\w{9})", give().location)[1]
    with database.writing() as session:
        recruitment.redeem(session, code, builders.an_interview(session, study, clock()), clock())
    assert counts.findall(client.get(home).text) == before == ["0", "0"]
    clock.advance(days=31)
    assert counts.findall(client.get(home).text) == before


def test_another_ambassadors_card_is_not_shown(client, give, database, study, clock):
    address = give().location
    with database.writing() as session:
        other = ambassadors.add(session, study, "Samira", clock())
    code = re.search(r"/cards/(\w{9})", address)[1]
    assert client.get(f"/ambassador/{other.token}/cards/{code}").status_code == 404


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
