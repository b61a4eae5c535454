"""Every route in every language, without a browser: how many questions are asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from survey_app.storage.studies import Study
from tests.interview_visits import Visit

pytestmark = pytest.mark.slow

GIVEN = {
    "traject_status": "",
    "geboorteland": "MA",
    "netwerk_aantal": "0",
    "netwerk_relatie": "geen_kaart",
    "contact_toestemming": "nee",
    "lezen_eigen_taal": "goed",
    "motief_droom_citaat_ok": "ja",
    "na_kreeg": "ja",
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("route", "questions"), [("nooit", 46), ("bezig", 53), ("gestopt", 55), ("afgerond", 54)]
)
def test_a_route_asks_as_many_main_questions_as_the_blueprint_says(
    client: FlaskClient,
    enquete_study: Study,
    sign_in: Callable[[FlaskClient, str], None],
    route: str,
    questions: int,
    language: str,
) -> None:
    sign_in(client, "interviewer")
    visit = Visit(client).agree(language)
    numbers = {"V1", "V2", "V3", "V4"}
    while visit.page.xpath("//@data-question"):
        numbers.update(visit.page.xpath("//@data-number"))
        assert visit.answer.status_code == 200, visit.page.text_content()
        assert len(visit.answer.data) < 15_000 or visit.question in LONG
        move_on(visit, {**GIVEN, "traject_status": route})
    assert len(numbers) == questions
    assert visit.page.xpath("//*[@data-state='finished']")


LONG = ("talen_thuis", "geboorteland", "motief_kaarten", "belemmering_kaarten", "motief_open",
        "belemmering_open", "stop_reden")  # fmt: skip


def move_on(visit: Visit, given: dict[str, str]) -> None:
    """Answer what must be answered, and say *weet niet* to all the rest."""
    items = visit.page.xpath("//@data-item")
    fields: dict[str, str | list[str]] = {item: given[item] for item in items if item in given}
    follow_ups = {item for item in items[1:] if item not in given}
    fields |= {f"{item}__status": "weet_niet" for item in follow_ups}
    if visit.question not in given:
        fields["status"] = "weet_niet"
    last = "finish" in visit.page.xpath("//@data-action")
    visit.send(fields, action="finish" if last else "next")
