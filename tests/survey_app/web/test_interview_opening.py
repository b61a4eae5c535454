"""Before consent nothing is kept; with it, all of it at once."""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey_app.services import language_approval, recruitment, saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview, RefusalTally
from survey_app.storage.recruitment import Coupon, CouponState
from survey_app.storage.studies import Account, Role, Study
from tests.clock import MORNING, Clock
from tests.interview_visits import Visit


@pytest.fixture
def visit(
    client: FlaskClient, enquete_study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> Visit:
    sign_in(client, "interviewer")
    return Visit(client)


@pytest.fixture
def coupon(database: Database, enquete_study: Study) -> str:
    with database.writing() as session:
        issued = recruitment.issue(session, enquete_study, 1, now=MORNING, chance=Random(3))
        recruitment.give(issued, MORNING)
        return issued[0].code


def interviews(database: Database) -> list[Interview]:
    with database.reading() as session:
        return list(session.scalars(select(Interview)))


def state(database: Database, code: str) -> str:
    with database.reading() as session:
        return session.scalars(select(Coupon.state).where(Coupon.code == code)).one()


def test_the_first_three_screens_are_answers_to_a_form_and_never_cached(visit: Visit) -> None:
    visit.start(language="nl")
    for name, value in (("opening_kent_iemand", "ander"), ("gesprekstaal", "nl")):
        assert visit.question == name
        assert visit.answer.status_code == 200
        assert visit.answer.headers["Cache-Control"] == "no-store"
        assert visit.address == "/interviews/new"
        visit.send({name: value})
    assert visit.question == "toestemming"


def test_before_yes_nothing_is_stored_and_after_it_everything(
    visit: Visit, database: Database, coupon: str
) -> None:
    visit.start(coupon=coupon, language="nl").send(opening_kent_iemand="beide")
    visit.send(gesprekstaal="nl")
    assert interviews(database) == []
    assert state(database, coupon) == CouponState.GIVEN
    visit.send(toestemming="ja")
    assert visit.question == "toestemming_bijzonder"
    [interview] = interviews(database)
    assert saving.sheet(interview).value("opening_kent_iemand") == "beide"
    assert state(database, coupon) == CouponState.REDEEMED
    assert interview.area == "waterwijk-noord"


def test_the_code_for_the_card_is_shown_after_yes(visit: Visit, database: Database) -> None:
    visit.start().send(opening_kent_iemand="ander").send(gesprekstaal="nl").send(toestemming="ja")
    assert visit.page.xpath("//*[contains(@class, 'dv-code')]/text()")[0].count("-") == 2


@pytest.mark.parametrize("answer", ["nee", "later", "te_jong"])
def test_a_refusal_leaves_a_count_and_no_trace(
    visit: Visit,
    database: Database,
    coupon: str,
    answer: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    visit.start(coupon=coupon, language="en").send(opening_kent_iemand="beide")
    before = rows(tmp_path)
    visit.send(gesprekstaal="tru").send(toestemming=answer)
    assert visit.address == "/interviews/refused"
    assert visit.says("Dan heb ik een folder.")
    [new] = rows(tmp_path) - before
    assert new.startswith('INSERT INTO "refusal_tally"')
    assert "waterwijk-noord" in new
    assert state(database, coupon) == CouponState.GIVEN
    written = caplog.text + str(visit.client.get_cookie("session")) + visit.address
    assert not [trace for trace in ("beide", "tru", answer) if f"={trace}" in written]


def rows(folder: Path) -> set[str]:
    """Everything that stands in the database, one statement a row."""
    with closing(sqlite3.connect(folder / "doorvragen.sqlite")) as connection:
        return set(connection.iterdump())


def test_a_double_tap_on_no_counts_once(visit: Visit, database: Database) -> None:
    visit.start().send(opening_kent_iemand="ander").send(gesprekstaal="nl")
    form = visit.filled("//form[.//input[@name='page.id']]", {"toestemming": "nee"})
    visit.post(*form).post(*form)
    assert visit.address == "/interviews/refused"
    with database.reading() as session:
        assert session.scalar(select(RefusalTally.number)) == 1


def test_reading_the_refusal_again_counts_nothing(visit: Visit, database: Database) -> None:
    visit.start().send(opening_kent_iemand="ander").send(gesprekstaal="nl").send(toestemming="nee")
    visit.get("/interviews/refused")
    with database.reading() as session:
        assert session.scalar(select(func.sum(RefusalTally.number))) == 1


def test_going_back_before_consent_keeps_the_answers(visit: Visit) -> None:
    visit.start(coupon="").send(opening_kent_iemand="beide").send(
        gesprekstaal="nl", action="previous"
    )
    assert visit.question == "opening_kent_iemand"
    assert visit.value("opening_kent_iemand") == ["beide"]
    visit.send()
    assert visit.value("gesprekstaal") == ["nl"]


def test_an_area_that_was_left_empty_is_not_filled_in_by_itself(visit: Visit) -> None:
    visit.start().send(opening_kent_iemand="ander").send(gesprekstaal="nl").send(toestemming="ja")
    visit.get("/interviews/")
    before = visit.page.xpath("//form[.//*[@name='coupon']]")[0].form_values()
    assert ("area", "waterwijk-noord") in before
    visit.start(area="")
    assert visit.says("Kies een wijk uit de lijst.")
    after = visit.page.xpath("//form[.//*[@name='coupon']]")[0].form_values()
    assert ("area", "") in after


def test_back_from_the_first_screen_is_the_form_as_it_was(visit: Visit, coupon: str) -> None:
    visit.start(coupon=coupon, area="waterwijk-zuid").send(action="previous")
    form = visit.page.xpath("//form[.//*[@name='coupon']]")[0].form_values()
    assert ("coupon", coupon) in form
    assert ("area", "waterwijk-zuid") in form


def test_stopping_before_consent_leaves_nothing(visit: Visit, database: Database) -> None:
    visit.start().send(opening_kent_iemand="ander", action="stop")
    assert visit.address == "/interviews/"
    assert interviews(database) == []


def test_an_empty_screen_before_consent_is_told_and_stores_nothing(
    visit: Visit, database: Database
) -> None:
    visit.start().send(opening_kent_iemand="ander").send(gesprekstaal="nl").send()
    assert visit.answer.status_code == 400
    assert visit.question == "toestemming"
    assert interviews(database) == []


def test_yes_sent_twice_is_one_interview(visit: Visit, database: Database, coupon: str) -> None:
    visit.start(coupon=coupon).send(opening_kent_iemand="ander").send(gesprekstaal="nl")
    address, data = visit.filled(
        "//form[.//input[@name='page.id']]", {"toestemming": "ja", "action": "next"}
    )
    first = visit.post(address, data).base
    assert visit.post(address, data).base == first
    assert len(interviews(database)) == 1


@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("coupon", "ABC-DEF-GHJ", 400),
        ("coupon", "000000000", 404),
        ("language", "xx", 400),
        ("area", "atlantis", 400),
        ("area", "", 400),
    ],
)
def test_a_form_that_cannot_be_used_comes_back_as_it_was(
    visit: Visit, field: str, value: str, status: int
) -> None:
    visit.start(**{field: value})
    assert visit.answer.status_code == status
    assert visit.page.xpath(f"//*[@name='{field}'][@aria-invalid='true']")
    assert visit.page.xpath(f"//*[@id='{field}-error']/text()")
    if field == "coupon":
        assert visit.page.xpath("//*[@name='coupon']/@value") == [value]


def test_an_expired_card_is_told_before_the_talk_begins(
    visit: Visit, coupon: str, clock: Clock, sign_in: Callable[[FlaskClient, str], None]
) -> None:
    clock.advance(days=29)
    sign_in(visit.client, "interviewer")
    visit.start(coupon=coupon)
    assert visit.answer.status_code == 410
    assert visit.says("Deze kaart was geldig tot")


def test_a_card_that_was_used_meanwhile_does_not_lose_the_talk(
    visit: Visit, database: Database, enquete_study: Study, coupon: str
) -> None:
    visit.start(coupon=coupon).send(opening_kent_iemand="ander").send(gesprekstaal="nl")
    with database.writing() as session:
        session.scalars(select(Coupon)).one().state = CouponState.REDEEMED
    visit.send(toestemming="ja")
    assert visit.answer.status_code == 409
    assert visit.question == "toestemming"
    assert visit.value("toestemming") == ["ja"]
    assert interviews(database) == []
    visit.send(action="without_card")
    assert visit.question == "toestemming_bijzonder"
    assert interviews(database)[0].coupon_id is None


def test_a_language_without_words_of_ours_leaves_the_one_that_was_read(visit: Visit) -> None:
    visit.start(language="en").send(opening_kent_iemand="ander").send(gesprekstaal="tru")
    assert visit.heard == "en"


def test_the_chosen_language_is_the_one_that_is_heard_from_then_on(visit: Visit) -> None:
    visit.start(language="nl").send(opening_kent_iemand="ander").send(gesprekstaal="en")
    assert visit.heard == "en"
    visit.send(toestemming="ja")
    assert visit.heard == "en"


def test_my_interviews_show_date_area_and_what_is_open_and_no_name(
    visit: Visit, database: Database
) -> None:
    visit.agree()
    visit.get("/interviews/")
    assert visit.says("12 mei, 11:00")
    assert visit.says("Waterwijk-Noord")
    assert visit.says("nog open:")
    row = visit.page.xpath("//li[contains(@class, 'dv-mine__row')]")[0]
    assert "Fatma" not in row.text_content()


def test_a_draft_language_may_not_ask_consent_of_real_people(
    visit: Visit, database: Database, enquete_study: Study, clock: Clock
) -> None:
    with database.writing() as session:
        language_approval.withdraw(session, enquete_study, "ar", clock())
    visit.start(language="ar")
    assert visit.answer.status_code == 400
    assert visit.says("Nog niet te kiezen: \u2068العربية\u2069. De vertaling is niet goedgekeurd")
    with database.writing() as session:
        session.get_one(Study, enquete_study.id).fictitious = True
    visit.start(language="ar")
    assert visit.heard == "ar"


def test_the_opening_of_who_learned_dutch_says_so(
    visit: Visit, database: Database, clock: Clock
) -> None:
    assert visit.start().says("ik ben Fatma. Ik praat met mensen over Nederlands leren.")
    with database.writing() as session:
        account = session.scalars(select(Account).where(Account.role == Role.INTERVIEWER)).one()
        account.learned_dutch = True
    clock.advance(minutes=1)
    assert visit.start().says("Ik heb zelf ook Nederlands geleerd.")


def test_a_month_later_an_interview_is_no_longer_in_the_list(
    visit: Visit, clock: Clock, sign_in: Callable[[FlaskClient, str], None]
) -> None:
    visit.agree()
    clock.advance(days=30)
    sign_in(visit.client, "interviewer")
    visit.get("/interviews/")
    assert not visit.page.xpath("//li[contains(@class, 'dv-mine__row')]")
