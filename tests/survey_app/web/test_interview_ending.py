"""How an interview ends in the browser, and what is then to be done."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from survey_app.questionnaire.answers import Answer, Status
from survey_app.services import answer_events, completion, coupon_codes, policy
from survey_app.services import held as holding
from survey_app.services.answer_events import Screen
from survey_app.services.policy import EndingPolicy, Policy, WhenOpen
from survey_app.storage.database import Database
from survey_app.storage.interviews import (
    AnswerEvent,
    ConsentRecord,
    Interview,
    InterviewState,
    WithdrawalTally,
)
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Account, Study
from tests.clock import MORNING
from tests.conftest import csrf_token
from tests.interview_visits import Visit


@pytest.fixture
def visit(
    client: FlaskClient, enquete_study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> Visit:
    sign_in(client, "interviewer")
    return Visit(client).agree()


@pytest.fixture
def base(visit: Visit) -> str:
    return visit.base


def stored(database: Database, base: str) -> Interview:
    with database.reading() as session:
        interview = session.get_one(Interview, UUID(base.rsplit("/", 1)[1]))
        assert interview.consent
        return interview


def press(visit: Visit, action: str) -> Visit:
    """A button that has a form of its own."""
    return visit.send(form=f"//form[.//*[@data-action='{action}']]")


def test_finishing_with_open_questions_names_them_first(
    visit: Visit, base: str, database: Database
) -> None:
    visit.get(f"{base}/slot_open").send(slot_open="dank", action="finish")
    assert visit.address == f"{base}/closing"
    assert f"{base}/buurt_open" in visit.page.xpath("//a/@href")
    assert stored(database, base).state == InterviewState.OPEN
    press(visit, "finish")
    assert stored(database, base).state == InterviewState.FINISHED


@pytest.fixture
def key_questions_needed(database: Database, enquete_study: Study) -> None:
    with database.writing() as session:
        study = session.get_one(Study, enquete_study.id)
        policy.decide(study, Policy(ending=EndingPolicy(WhenOpen.BLOCK)))


def test_where_the_study_needs_key_questions_it_is_stopped_or_completed(
    visit: Visit, base: str, database: Database, key_questions_needed: None
) -> None:
    visit.get(f"{base}/closing")
    assert visit.page.xpath("//*[@data-blocked]")
    assert not visit.page.xpath("//*[@data-action='finish']")
    [way_out] = visit.page.xpath("//*[@data-action='stop']/@href")
    assert way_out == f"{base}/stop"
    token = csrf_token(visit.client, f"{base}/buurt_open")
    refused = visit.client.post(f"{base}/closing", data={"csrf_token": token})
    assert refused.status_code == 409
    assert "data-blocked" in refused.text
    assert stored(database, base).state == InterviewState.OPEN


def test_a_reason_for_no_answer_takes_a_key_question_out_of_the_way(
    visit: Visit, base: str, database: Database, key_questions_needed: None
) -> None:
    with database.writing() as session:
        interview = session.get_one(Interview, UUID(base.rsplit("/", 1)[1]))
        account = session.get_one(Account, interview.account_id)
        held = holding.hold(session, interview.id, account, MORNING)
        assert completion.in_the_way(held)
        for question in held.questionnaire.questions:
            if question.core and question in completion.in_the_way(held):
                answers = {item.name: Answer("", Status.WEET_NIET) for item in question.items}
                answer_events.record(held, answers, Screen(uuid4(), "nl", MORNING))
        while left := completion.in_the_way(held):  # what the answers opened
            answers = {item.name: Answer("", Status.WEET_NIET) for item in left[0].items}
            answer_events.record(held, answers, Screen(uuid4(), "nl", MORNING))
        completion.finish_complete(held)
        assert completion.still_open(held).asked
        assert interview.state == InterviewState.FINISHED


def test_the_last_screen_of_the_talk_finishes(visit: Visit, base: str) -> None:
    actions = visit.get(f"{base}/slot_open").page.xpath("//@data-action")
    assert "finish" in actions
    assert "next" not in actions


def test_the_closing_page_has_the_code_and_the_cards(
    visit: Visit, base: str, database: Database
) -> None:
    visit.get(f"{base}/netwerk_kaartjes").send(netwerk_kaartjes="2")
    press(visit.get(f"{base}/closing"), "finish")
    [code] = visit.page.xpath("//*[@data-withdrawal-code]/text()")
    consent = stored(database, base).consent
    assert consent
    assert coupon_codes.read(code) == consent.withdrawal_code
    shown = {coupon_codes.read(text) for text in visit.page.xpath("//*[@data-coupon]/text()")}
    with database.reading() as session:
        assert shown == set(session.scalars(select(Coupon.code)))
    assert len(shown) == len(visit.page.xpath("//svg")) == 2
    visit.get(f"{base}/closing")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Coupon)) == 2


def spoken_on(visit: Visit) -> list[str]:
    return list(visit.page.xpath("//*[contains(@class, 'dv-say')]/@lang"))


@pytest.mark.parametrize(
    ("special", "expected"), [("ja", ["nl", "ar"]), ("nee", ["nl", "ar", "en"])]
)
def test_the_last_words_are_in_each_language_where_none_may_be_stored(
    client: FlaskClient,
    enquete_study: Study,
    sign_in: Callable[[FlaskClient, str], None],
    special: str,
    expected: list[str],
) -> None:
    sign_in(client, "interviewer")
    visit = Visit(client).agree(language="ar", special=special)
    assert spoken_on(visit.get(f"{visit.base}/stop")) == expected
    assert spoken_on(press(visit, "keep")) == expected


def test_no_card_is_issued_before_the_end(visit: Visit, base: str, database: Database) -> None:
    visit.get(f"{base}/netwerk_kaartjes").send(netwerk_kaartjes="3")
    visit.get(f"{base}/closing")
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(Coupon)) == 0


def test_the_questions_for_the_interviewer_come_after_the_end(
    visit: Visit, base: str, database: Database
) -> None:
    press(visit.get(f"{base}/closing"), "finish")
    [link] = visit.page.xpath("//a[@data-action='observation']/@href")
    visit.get(link)
    seen = []
    while visit.page.xpath("//@data-question"):
        seen.append(visit.question)
        visit.send(action="next" if "next" in visit.page.xpath("//@data-action") else "finish")
    assert seen == [
        "obs_aanwezig", "obs_begrip", "obs_nl", "obs_tolk", "obs_plaats", "obs_bijzonder",
    ]  # fmt: skip
    assert visit.address == f"{base}/closing"
    assert stored(database, base).state == InterviewState.FINISHED


def test_stopping_asks_what_to_do_in_both_languages(visit: Visit) -> None:
    visit.agree("en")
    visit.send(buurt_open="nice", action="stop")
    assert visit.address.endswith("/stop")
    assert visit.says("We stoppen hier.")
    assert visit.page.xpath("//p[@lang='en']")


def test_stopping_and_keeping_keeps_what_was_just_said(
    visit: Visit, base: str, database: Database
) -> None:
    visit.send(buurt_open="fijn", action="stop")
    press(visit, "keep")
    interview = stored(database, base)
    assert interview.state == InterviewState.STOPPED
    assert interview.answers["buurt_open"]["value"] == "fijn"
    assert visit.page.xpath("//*[@data-withdrawal-code]/text()")


def test_who_does_not_stop_after_all_finds_what_was_typed(visit: Visit, base: str) -> None:
    visit.get(f"{base}/jaar_aankomst").send(jaar_aankomst="lang geleden", action="stop")
    assert visit.says("We stoppen hier.")
    visit.send(form="//form[.//*[@data-action='return']]", action="return")
    assert visit.question == "jaar_aankomst"
    assert visit.value("jaar_aankomst") == ["lang geleden"]


def test_stopping_and_erasing_leaves_nothing_and_counts_nothing(
    visit: Visit, base: str, database: Database
) -> None:
    visit.send(buurt_open="fijn", action="stop")
    press(visit, "erase")
    assert visit.address == "/interviews/"
    assert visit.says("Alles van dit gesprek is weggehaald.")
    with database.reading() as session:
        for table in (Interview, AnswerEvent, ConsentRecord, WithdrawalTally):
            assert session.scalar(select(func.count()).select_from(table)) == 0
    assert visit.get(f"{base}/wil_leren").answer.status_code == 404


def test_a_consent_that_is_taken_back_during_the_talk_leads_to_the_same_choice(
    visit: Visit, base: str, database: Database
) -> None:
    visit.get(f"{base}/toestemming").send(toestemming="nee")
    assert visit.address == f"{base}/stop"
    assert stored(database, base).answers["toestemming"]["value"] == "ja"


def test_a_stopped_interview_can_go_on(visit: Visit, base: str, database: Database) -> None:
    press(visit.get(f"{base}/stop"), "keep")
    visit.get(f"{base}/buurt_open").send(buurt_open="toch nog iets")
    assert stored(database, base).state == InterviewState.OPEN
