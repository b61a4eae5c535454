"""Every address against everybody: a new one without a line in this table fails here."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from uuid import UUID

import pytest
from cryptography.fernet import Fernet
from flask import Flask
from flask.testing import FlaskClient

from survey_app.app import create_app
from survey_app.questionnaire.model import Questionnaire
from survey_app.services import access, ambassadors, publishing
from survey_app.services.access import Thing
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.studies import Role
from survey_app.web.dashboard import views
from tests import builders
from tests.clock import MORNING, Clock

ANYBODY = "anybody"  # there is nothing behind it, or it asks who one is
CARD = "who has the code of a card"
LINK = "who has an ambassador's link and PIN"
PHONE = "the phone on which somebody answers alone"

# What stands behind each view; all of a blueprint at once where it is one thing.
BEHIND: dict[str, Thing | str] = {
    "static": ANYBODY,
    "home": ANYBODY,
    "login": ANYBODY,
    "invitation": CARD,
    "invitation.typed": ANYBODY,
    "alone": PHONE,
    "alone.again": ANYBODY,
    "alone.open_again": ANYBODY,
    "ambassador": LINK,
    "ambassador.home": ANYBODY,  # asks for the PIN
    "ambassador.pin": ANYBODY,
    "ambassador.pin_again": ANYBODY,
    "interviews": Thing.HOLD_INTERVIEWS,
    "interviews.picture": ANYBODY,  # drawings of a questionnaire
    "offline": Thing.HOLD_INTERVIEWS,
    "offline.worker": ANYBODY,
    "contacts": Thing.CALL_CONTACTS,
    "dashboard": Thing.SEE_RESULTS,
    "dashboard.plotly": ANYBODY,  # a library
    "coordination.overview": Thing.SEE_TALLIES,
    "coordination.people": Thing.MANAGE_PEOPLE,
    "coordination.set_active": Thing.MANAGE_PEOPLE,
    "coordination.ambassadors": Thing.MANAGE_AMBASSADORS,
    "coordination.ambassador": Thing.MANAGE_AMBASSADORS,
    "coordination.change_ambassador": Thing.MANAGE_AMBASSADORS,
    "coordination.cards": Thing.MANAGE_CARDS,
    "coordination.card": Thing.MANAGE_CARDS,
    "coordination.change_card": Thing.MANAGE_CARDS,
    "coordination.find_card": Thing.MANAGE_CARDS,
    "coordination.batch": Thing.MANAGE_CARDS,
    "coordination.change_batch": Thing.MANAGE_CARDS,
    "coordination.batch_pdf": Thing.MANAGE_CARDS,
    "coordination.settings": Thing.MANAGE_CARDS,
    "coordination.withdraw": Thing.WITHDRAW,
    "coordination.calls": Thing.SEE_CONTACTS,
    "coordination.assign_call": Thing.SEE_CONTACTS,
    "coordination.remove_call": Thing.SEE_CONTACTS,
    "coordination.languages": Thing.APPROVE_LANGUAGES,
    "coordination.language": Thing.APPROVE_LANGUAGES,
    "coordination.withdraw_language": Thing.APPROVE_LANGUAGES,
}
NOBODY = UUID(int=0)
VISITORS = (
    *(role.value for role in Role),
    "coordinator elsewhere",
    "researcher elsewhere",
    "interviewer elsewhere",
    "ambassador",
    "stranger",
)


@dataclass(frozen=True)
class Address:
    """One way to call a view."""

    endpoint: str
    rule: str
    method: str

    def __str__(self) -> str:
        return f"{self.method} {self.rule}"

    @property
    def behind(self) -> Thing | str:
        """What stands behind it; a view's own line comes before that of its blueprint."""
        blueprint = self.endpoint.partition(".")[0]
        return BEHIND.get(self.endpoint, BEHIND.get(blueprint, ""))


def addresses(app: Flask) -> list[Address]:
    return [
        Address(rule.endpoint, rule.rule, method)
        for rule in app.url_map.iter_rules()
        for method in sorted((rule.methods or set()) & {"GET", "POST"})
    ]


@dataclass(frozen=True)
class House:
    """The application with somebody of each kind signed in."""

    app: Flask
    clients: dict[str, FlaskClient]
    parameters: dict[str, object]

    def answer_of(self, address: Address, visitor: str) -> tuple[int, str]:
        with self.app.test_request_context():
            path = self.app.url_map.bind("localhost").build(
                address.endpoint, self.parameters_of(address), method=address.method
            )
        with self.clients[visitor].open(path.split("?")[0], method=address.method) as answer:
            return answer.status_code, answer.headers.get("Location", "").split("?")[0]

    def parameters_of(self, address: Address) -> dict[str, object]:
        return {name: v for name, v in self.parameters.items() if f"{name}>" in address.rule}


@pytest.fixture(scope="module")
def house(
    tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, enquete57: Questionnaire
) -> Iterator[House]:
    home = tmp_path_factory.mktemp("house")
    shutil.copyfile(sqlite_template, home / "doorvragen.sqlite")
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'doorvragen.sqlite'}",
        secret_key="x" * 16,
        contact_key=Fernet.generate_key().decode(),
        testing=True,
    )
    parameters = _people(settings, enquete57)
    app = create_app(settings, Clock())
    app.config["WTF_CSRF_ENABLED"] = False  # tokens are tested elsewhere; here everybody may post
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(views.background, "start", lambda *_: None)  # no process of its own
        clients = {visitor: _signed_in(app, visitor, parameters) for visitor in VISITORS}
        yield House(app, clients, parameters)
    app.extensions["doorvragen"].database.close()


def _people(settings: Settings, questionnaire: Questionnaire) -> dict[str, object]:
    database = Database(settings.database_url)
    with database.writing() as session:
        study = builders.a_study_with_people(session, settings, MORNING)
        other = builders.a_study(session, MORNING, "Havenwijk 2026")
        for each in (study, other):
            publishing.publish(session, each, questionnaire, MORNING)
        for role in Role:
            name = f"{role.value}.elsewhere"
            builders.an_account(session, other, settings, MORNING, role, username=name)
        fatma = ambassadors.add(session, study, "Fatma", MORNING)
        card = ambassadors.give_card(session, fatma, MORNING, Random(1))
        parameters = {
            "slug": study.slug, "token": fatma.token, "code": card.code, "number": 1,
            "contact_id": NOBODY, "interview_id": NOBODY, "name": "wil_leren", "chart": "golven",
            "action": "nothing", "language": "en", "earned": "1", "questionnaire": "enquete57",
            "file": "a.svg", "filename": "icon.svg",
        }  # fmt: skip
    database.close()
    return parameters


def _signed_in(app: Flask, visitor: str, parameters: dict[str, object]) -> FlaskClient:
    client = app.test_client()
    if visitor == "ambassador":
        client.post(f"/ambassador/{parameters['token']}/pin", data={"pin": "2580"})
    elif visitor != "stranger":
        form = {"username": visitor.replace(" ", "."), "password": builders.PASSWORD}
        assert client.post("/login", data=form).status_code == 303
    return client


def test_every_address_has_its_line_and_every_line_its_address(app: Flask) -> None:
    missing = [str(address) for address in addresses(app) if not address.behind]
    assert missing == [], "say in BEHIND what stands behind these"
    known = {address.endpoint for address in addresses(app)}
    known |= {endpoint.partition(".")[0] for endpoint in known}
    assert set(BEHIND) <= known


@pytest.mark.parametrize("visitor", VISITORS)
def test_everybody_sees_what_the_table_says_and_nothing_else(
    house: House, visitor: str, subtests: pytest.Subtests
) -> None:
    for address in addresses(house.app):
        with subtests.test(str(address)):
            _check(house, address, visitor)


def _check(house: House, address: Address, visitor: str) -> None:
    behind = address.behind
    if behind == ANYBODY and address.method == "POST":
        return  # to sign in, to sign out, to choose a language
    status, location = house.answer_of(address, visitor)
    assert status < 500
    signs_in = location.startswith("/login")
    if behind in (ANYBODY, CARD):
        assert status not in (401, 403)
        assert not signs_in
    elif behind == LINK:
        in_ = visitor == "ambassador"
        asks_pin = status in (302, 303) and location.startswith("/ambassador/")
        assert asks_pin != in_ or (in_ and address.method == "POST")
    elif behind == PHONE:
        assert status in (302, 303, 403, 404), "nobody here began to answer on this phone"
        assert location in ("", "/self/")
    elif visitor in ("stranger", "ambassador"):
        assert signs_in or status == 401
    elif visitor in list(Role) and access.may(Role(visitor), Thing(behind)):
        assert status not in (401, 403)
        assert not signs_in
    elif visitor in list(Role) or "slug>" in address.rule:
        assert status == 403
    else:  # the same work in another study: only what is one's own is there
        assert (status == 403) != access.may(Role(visitor.split()[0]), Thing(behind))
