from datetime import timedelta

import pytest
from sqlalchemy import select

from survey_app.errors import Conflict, Invalid, NotFound, TooMany
from survey_app.services import accounts
from survey_app.storage.studies import FailedLogin, Role, Study
from tests import builders


@pytest.fixture
def try_to_sign_in(database, settings, clock, study):
    def attempt(username="interviewer", password=builders.PASSWORD, address="192.0.2.1"):
        return accounts.sign_in(
            database,
            username=username,
            password=password,
            address=address,
            now=clock(),
            settings=settings,
        )

    return attempt


def test_the_right_name_and_password_sign_in(try_to_sign_in):
    account = try_to_sign_in(username=" Interviewer ")
    assert account.role == Role.INTERVIEWER
    assert account.study.slug == "waterwijk-2026"


@pytest.mark.parametrize(
    ("username", "password"),
    [("interviewer", "wrong"), ("nobody", builders.PASSWORD), ("", ""), ("x" * 5000, "y" * 5000)],
)
def test_wrong_is_told_without_saying_what_is_wrong(try_to_sign_in, username, password):
    with pytest.raises(Invalid, match="naam of het wachtwoord"):
        try_to_sign_in(username, password)


def test_a_closed_account_does_not_sign_in(try_to_sign_in, database, study):
    with database.writing() as session:
        accounts.set_active(session, study, "interviewer", False)
    with pytest.raises(Invalid):
        try_to_sign_in()


@pytest.mark.both_databases
def test_every_request_sees_an_account_as_it_is_now(try_to_sign_in, database, study):
    number = try_to_sign_in().id
    before = accounts.find(database, number)
    assert accounts.find(database, number) is before
    with database.writing() as session:
        accounts.set_active(session, study, "interviewer", False)
        session.get(Study, study.id).areas = [{"code": "elders", "name": "Elders"}]
    after = accounts.find(database, number)
    assert before.active
    assert not after.active
    assert after.study.areas == [{"code": "elders", "name": "Elders"}]
    assert accounts.find(database, number + 1000) is None


@pytest.mark.both_databases
def test_guessing_one_name_waits_for_minutes_and_not_for_ever(try_to_sign_in, clock):
    for number in range(accounts.PER_NAME):
        with pytest.raises(Invalid):
            try_to_sign_in(password="wrong", address=f"192.0.2.{number}")
    with pytest.raises(TooMany, match="Wacht 15 minuten"):
        try_to_sign_in()
    assert try_to_sign_in("researcher").role == Role.RESEARCHER
    clock.advance(minutes=15)
    assert try_to_sign_in().role == Role.INTERVIEWER


def test_guessing_from_one_address_waits_too(try_to_sign_in):
    for number in range(accounts.PER_ADDRESS):
        with pytest.raises(Invalid):
            try_to_sign_in(f"name{number}")
    with pytest.raises(TooMany):
        try_to_sign_in()
    assert try_to_sign_in(address="192.0.2.2")


def test_what_is_kept_of_a_failure_is_no_name_and_no_address(try_to_sign_in, database, clock):
    with pytest.raises(Invalid):
        try_to_sign_in(password="wrong")
    with database.reading() as session:
        kept = session.scalars(select(FailedLogin)).all()
    assert len(kept) == 2
    assert not any("interviewer" in row.who or "192.0.2" in row.who for row in kept)


def test_old_failures_are_removed(try_to_sign_in, database, clock):
    for _ in range(2):
        with pytest.raises(Invalid):
            try_to_sign_in(password="wrong")
        clock.advance(minutes=16)
    with database.reading() as session:
        oldest = min(session.scalars(select(FailedLogin.at)))
    assert clock() - oldest < timedelta(minutes=17)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"username": "a"}, "kan niet"),
        ({"username": "met spatie"}, "kan niet"),
        ({"password": "kort"}, "minstens 10"),
        ({"first_name": " "}, "voornaam"),
        ({"first_name": "x" * 61}, "voornaam"),
    ],
)
def test_what_cannot_be_an_account_is_refused(database, settings, clock, study, wrong, message):
    good = {"username": "nieuw", "password": "lang genoeg", "first_name": "Ali"}
    new = accounts.NewAccount(role=Role.INTERVIEWER, **{**good, **wrong})
    with database.writing() as session, pytest.raises(Invalid, match=message):
        accounts.create(session, study, new, settings=settings, now=clock())


def test_a_name_is_used_once(database, settings, clock, study):
    with database.writing() as session, pytest.raises(Conflict, match="al in gebruik"):
        builders.an_account(
            session, study, settings, clock(), Role.INTERVIEWER, username="INTERVIEWER"
        )


def test_accounts_of_another_study_cannot_be_closed(database, clock, study):
    with database.writing() as session:
        other = builders.a_study(session, clock(), title="Elders")
        with pytest.raises(NotFound):
            accounts.set_active(session, other, "interviewer", False)


def test_a_real_password_hash_is_argon2id_of_19_mib(settings):
    from dataclasses import replace

    hashed = accounts.hasher(replace(settings, testing=False)).hash("x")
    assert hashed.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
