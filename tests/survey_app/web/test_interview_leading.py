"""Leading an interview: short of time, some questions later, a pause, an answer that stays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from survey_app.questionnaire.answers import AnswerSheet
from survey_app.services import saving
from survey_app.storage.database import Database
from survey_app.storage.interviews import AnswerEvent, Interview
from survey_app.storage.studies import Study
from tests.clock import Clock
from tests.interview_visits import Visit


@pytest.fixture
def visit(
    client: FlaskClient, enquete_study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> Visit:
    sign_in(client, "interviewer")
    return Visit(client).agree()


def stored(database: Database) -> AnswerSheet:
    with database.reading() as session:
        return saving.sheet(session.scalars(select(Interview)).one())


def test_later_apart_moves_two_questions_and_is_in_the_history(
    visit: Visit, database: Database
) -> None:
    base = visit.base
    visit.get(f"{base}/belemmering_open").send(belemmering_open="half", action="apart")
    assert visit.question == "oplossing_open"
    visit.send(action="previous")
    assert visit.question not in ("belemmering_open", "belemmering_kaarten")
    visit.get(f"{base}/werk_inkomen").send(werk_inkomen="werk_betaald")
    visit.get(f"{base}/belemmering_kaarten").send(action="leave_open")
    assert visit.question == "netwerk_aantal"
    assert stored(database).value("interview__apart") == "ja"
    assert stored(database).value("belemmering_open") == "half"
    visit.send(action="together")
    visit.get(f"{base}/oplossing_open").send(action="previous")
    assert visit.question == "belemmering_kaarten"


def test_short_of_time_leaves_out_what_is_not_core_and_says_so(
    visit: Visit, database: Database
) -> None:
    base = visit.base
    visit.get(f"{base}/wens_plaats").send(wens_plaats="buurthuis", action="short")
    assert visit.question == "wens_plaats"
    visit.send(wens_plaats="buurthuis")
    assert visit.question == "wens_opvang"  # not wens_reistijd
    assert stored(database)["wens_reistijd"].status == "tijd"
    visit.get(f"{base}/traject_status").send(traject_status="gestopt")
    assert stored(database)["voor_wachttijd"].status == "tijd"
    visit.send(action="whole")
    visit.get(f"{base}/wens_plaats").send(wens_plaats="buurthuis")
    assert visit.question == "wens_reistijd"
    assert not stored(database).value("wens_reistijd")
    assert stored(database)["wens_reistijd"].status != "tijd"


def test_after_22_minutes_the_core_questions_are_offered_once(visit: Visit, clock: Clock) -> None:
    offer = "//*[@data-offer]"
    base = visit.base
    clock.advance(minutes=21)
    assert not visit.get(f"{base}/wens_plaats").page.xpath(offer)
    clock.advance(minutes=2)
    assert visit.get(f"{base}/wens_plaats").page.xpath(offer)
    assert not visit.get(f"{base}/netwerk_aantal").page.xpath(offer)  # never the last section
    visit.get(f"{base}/wens_plaats").send(wens_plaats="buurthuis", action="whole")
    assert not visit.get(f"{base}/wens_plaats").page.xpath(offer)


def test_the_clock_rests_in_a_pause(visit: Visit, clock: Clock) -> None:
    base = visit.base
    began = visit.page.xpath("//@data-since")[0]
    visit.send(buurt_open="fijn", action="pause")
    clock.advance(minutes=30)
    visit.send(action="resume")
    assert not visit.page.xpath("//*[@data-offer='short']")
    assert datetime.fromisoformat(visit.page.xpath("//@data-since")[0]) == (
        datetime.fromisoformat(began) + timedelta(minutes=30)
    )
    clock.advance(minutes=23)
    assert visit.get(f"{base}/nl_gebruik").page.xpath("//*[@data-offer='short']")


def test_a_pause_hides_the_question_and_loses_nothing(visit: Visit, database: Database) -> None:
    visit.send(buurt_open="fijn", action="pause")
    assert visit.page.xpath("//*[@data-paused]")
    assert not visit.page.xpath("//textarea[@name='buurt_open']")
    visit.send(action="resume")
    assert "".join(visit.value("buurt_open")).strip() == "fijn"
    with database.reading() as session:
        chosen = select(AnswerEvent.value).where(AnswerEvent.item == "interview__pause")
        assert list(session.scalars(chosen.order_by(AnswerEvent.serial))) == ["ja", "nee"]


def test_why_a_remarkable_answer_stays_is_kept_beside_it(visit: Visit, database: Database) -> None:
    visit.send(buurt_open="bel 06 12345678", buurt_open__order="")
    assert visit.page.xpath("//input[@name='page.reason']")
    visit.send({"page.reason": "Het nummer van de gemeente"})
    assert visit.question == "plekken_buurt"
    assert stored(database).value("buurt_open__reason") == "Het nummer van de gemeente"


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        (
            '{"milliseconds": 900, "by": "touch", "changes": 2, "cards": {}}',
            {"milliseconds": 900, "by": "touch", "changes": 2},
        ),
        ('{"milliseconds": -1, "by": "eyes", "name": "Fatma"}', {}),
        ("[1, 2]", None),
        ("{", None),
    ],
)
def test_how_an_answer_was_given_is_kept_when_it_is_in_good_order(
    visit: Visit, database: Database, sent: str, kept: dict | None
) -> None:
    visit.send({"page.paradata": sent}, buurt_open="fijn")
    with database.reading() as session:
        chosen = select(AnswerEvent).where(AnswerEvent.item == "buurt_open")
        assert session.scalars(chosen).one().paradata == kept


def test_each_card_has_its_own_time(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/motief_kaarten")
    told = '{"milliseconds": 9000, "by": "mouse", "changes": 2, "cards": {"motief_werk": 700}}'
    visit.send({"page.paradata": told}, motief_werk="2", action="leave_open")
    with database.reading() as session:
        event = session.scalars(select(AnswerEvent).where(AnswerEvent.item == "motief_werk")).one()
        assert event.paradata == {"milliseconds": 700, "by": "mouse", "changes": 2}
