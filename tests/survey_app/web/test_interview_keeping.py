"""What was typed is not lost when it cannot be saved now."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

import pytest
from flask.testing import FlaskClient

from survey_app.services import saving
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Role, Study
from survey_app.web.interviews import showing
from tests.builders import PASSWORD, an_account
from tests.clock import MORNING, Clock
from tests.interview_visits import Visit

FORM = "//form[.//input[@name='page.id']]"


@pytest.fixture
def visit(
    client: FlaskClient, enquete_study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> Visit:
    sign_in(client, "interviewer")
    visit = Visit(client).agree()
    return visit.get(f"{visit.base}/wil_leren")


def value(database: Database, visit: Visit, base: str, item: str) -> str:
    with database.reading() as session:
        interview = session.get_one(Interview, UUID(base.rsplit("/", 1)[1]))
        return saving.sheet(interview).value(item)


def test_signed_out_in_mid_interview_one_signs_in_and_the_answer_is_saved(
    visit: Visit, database: Database
) -> None:
    base = visit.base
    visit.client.delete_cookie("session")
    visit.send(wil_leren="graag", **{"page.note": "let op"})
    assert visit.answer.status_code == 401
    assert visit.answer.headers["Cache-Control"] == "no-store"
    assert not visit.says("graag")  # not on the screen, but in the page
    assert visit.value("wil_leren") == ["graag"]
    visit.send(username="interviewer", password=PASSWORD)
    assert visit.question == "motief_open"
    assert value(database, visit, base, "wil_leren") == "graag"
    assert value(database, visit, base, "wil_leren__note") == "let op"


def test_the_screen_after_signing_in_again_can_be_sent_and_so_can_the_next(visit: Visit) -> None:
    """For the script in the page: a screen keeps its token as long as the session is the same."""
    script = {showing.FRAGMENT: "screen"}
    visit.client.delete_cookie("session")
    visit.send(wil_leren="graag")
    signing_in = {"username": "interviewer", "password": PASSWORD}
    address, fields = visit.filled(FORM, {**signing_in, "action": "next"})
    visit.answer = visit.client.post(address, data=fields, headers=script)
    first = visit.value("csrf_token")
    assert first != fields.getlist("csrf_token")
    for question in ("motief_open", "motief_kaarten"):
        assert (visit.answer.status_code, visit.question) == (200, question)
        address, fields = visit.filled(FORM, {"action": "next", "status": "weet_niet"})
        visit.answer = visit.client.post(address, data=fields, headers=script)
    assert visit.value("csrf_token") == first


def test_before_consent_too(visit: Visit) -> None:
    visit.start().send(opening_kent_iemand="beide")
    visit.client.delete_cookie("session")
    visit.send(gesprekstaal="en")
    assert visit.answer.status_code == 401
    visit.send(username="interviewer", password=PASSWORD)
    assert (visit.question, visit.heard) == ("toestemming", "en")
    visit.send(toestemming="ja")
    assert visit.question == "toestemming_bijzonder"


def test_a_wrong_password_keeps_the_answer_too(visit: Visit) -> None:
    visit.client.delete_cookie("session")
    visit.send(wil_leren="graag").send(username="interviewer", password="verkeerd")
    assert visit.answer.status_code == 400
    assert visit.says("De naam of het wachtwoord klopt niet.")
    assert visit.value("wil_leren") == ["graag"]
    assert visit.page.xpath("//input[@type='password'][@value]") == []
    visit.send(username="interviewer", password=PASSWORD)
    assert visit.question == "motief_open"


def test_somebody_else_who_signs_in_does_not_get_the_interview(
    visit: Visit, database: Database, settings: Settings, enquete_study: Study
) -> None:
    with database.writing() as session:
        an_account(session, enquete_study, settings, MORNING, Role.INTERVIEWER, username="ander")
    visit.client.delete_cookie("session")
    visit.send(wil_leren="graag").send(username="ander", password=PASSWORD)
    assert visit.answer.status_code == 403
    assert visit.value("wil_leren") == ["graag"]
    visit.send(username="interviewer", password=PASSWORD)
    assert visit.question == "motief_open"


def test_a_form_older_than_the_session_is_sent_once_more(
    visit: Visit, sign_in: Callable[[FlaskClient, str], None], database: Database
) -> None:
    base = visit.base
    address, data = visit.filled(FORM, {"wil_leren": "graag", "action": "next"})
    visit.client.delete_cookie("session")
    sign_in(visit.client, "interviewer")
    visit.post(address, data)
    assert visit.answer.status_code == 400
    visit.send()
    assert value(database, visit, base, "wil_leren") == "graag"


def test_a_page_for_who_is_signed_out_is_reached_after_signing_in(visit: Visit) -> None:
    base = visit.base
    visit.client.delete_cookie("session")
    visit.get(f"{base}/wil_leren")
    assert visit.address == "/login"
    visit.send(form="//form[.//*[@name='password']]", username="interviewer", password=PASSWORD)
    assert visit.address == f"{base}/wil_leren"


def test_when_the_database_is_away_the_page_keeps_the_answer(
    visit: Visit, settings: Settings, database: Database
) -> None:
    base, path = visit.base, Path(settings.database_url.removeprefix("sqlite:///"))
    visit.client.application.extensions["doorvragen"].database.close()
    database.close()
    away = path.with_name("away")
    path.rename(away)
    path.mkdir()  # a folder in its place cannot be opened as a database
    visit.send(wil_leren="graag")
    assert visit.answer.status_code == 503
    assert visit.value("wil_leren") == ["graag"]
    path.rmdir()
    away.rename(path)
    visit.send()
    assert visit.question == "motief_open"
    assert value(database, visit, base, "wil_leren") == "graag"


def test_when_the_disk_is_full_the_page_keeps_the_answer(visit: Visit, database: Database) -> None:
    base = visit.base
    with full(visit.client.application.extensions["doorvragen"].database):
        words = fill_up(visit, base)
        assert visit.says("Uw antwoorden staan nog in deze pagina")
        assert visit.value("oplossing_open") == [words]
        assert visit.get(f"{base}/wil_leren").answer.status_code == 200
    visit.get(f"{base}/oplossing_open").send(oplossing_open="meer lessen")
    assert value(database, visit, base, "oplossing_open") == "meer lessen"


def fill_up(visit: Visit, base: str) -> str:
    """Send long answers until one cannot be stored; gives that one."""
    for number in range(50):
        words = f"{number} " + "meer lessen " * 150
        visit.get(f"{base}/oplossing_open").send(oplossing_open=words)
        if visit.answer.status_code == 503:
            return words
    raise AssertionError("the disk was never full")


@contextmanager
def full(database: Database) -> Iterator[None]:
    """No page can be added to the database."""
    with database.engine.connect() as connection:
        [pages] = connection.exec_driver_sql("PRAGMA page_count").one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    yield
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1073741823")


def test_an_expired_session_is_the_same(visit: Visit, clock: Clock, database: Database) -> None:
    base = visit.base
    clock.advance(hours=13)
    visit.client.delete_cookie("session")
    visit.send(wil_leren="nee").send(username="interviewer", password=PASSWORD)
    assert value(database, visit, base, "wil_leren") == "nee"


def test_what_waits_in_the_page_waits_nowhere_else(visit: Visit, tmp_path: Path) -> None:
    visit.get(f"{visit.base}/oplossing_open")
    visit.client.delete_cookie("session")
    visit.send(oplossing_open="heel geheim")
    assert visit.value("oplossing_open") == ["heel geheim"]
    files = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert [file for file in files if b"heel geheim" in file.read_bytes()] == []
