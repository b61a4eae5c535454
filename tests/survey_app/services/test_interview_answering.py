"""One screen after another: what is saved, what is refused, what is asked first."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.errors import NotAllowed, NotFound
from survey_app.questionnaire.answers import Status
from survey_app.services import held, saving
from survey_app.services.answer_events import Screen
from survey_app.services.held import Held
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import InterviewState
from survey_app.storage.studies import Role, Study
from tests.builders import an_account
from tests.clock import MORNING
from tests.interview_builders import begin, send


@pytest.fixture
def holding(database: Database, enquete_study: Study) -> Iterator[Held]:
    """An interview after both consents."""
    with database.writing() as session:
        holding = begin(session, enquete_study, MORNING)
        send(holding, "toestemming_bijzonder", value="ja")
        yield holding


def values(holding: Held, item: str) -> list[str]:
    """Every value or reason that an item ever had."""
    history = saving.history(holding.session, holding.interview.id)
    return [event.value or event.status for event in history if event.item == item]


def test_an_answer_is_saved(holding: Held) -> None:
    outcome = send(holding, "wil_leren", value="graag")
    assert outcome.sheet.value("wil_leren") == "graag"
    assert not outcome.wrong
    assert outcome.still_open == ()


def test_the_button_for_a_reason_saves_a_status(holding: Held) -> None:
    outcome = send(holding, "wil_leren", status="weet_niet")
    assert outcome.sheet["wil_leren"].status is Status.WEET_NIET
    assert outcome.sheet["wil_leren"].value == ""


def test_what_is_wrong_is_not_saved_and_not_lost(holding: Held) -> None:
    outcome = send(holding, "jaar_aankomst", value="negentien")
    assert outcome.wrong
    assert "jaar_aankomst" not in outcome.sheet
    assert outcome.shown["jaar_aankomst"].value == "negentien"


def test_what_is_right_is_saved_beside_what_is_wrong(holding: Held) -> None:
    outcome = send(
        holding, "netwerk_aantal", value="12", netwerk_gesproken="40", netwerk_relatie="familie"
    )
    assert outcome.sheet.value("netwerk_aantal") == "12"
    assert outcome.sheet.value("netwerk_relatie") == "familie"
    assert "netwerk_gesproken" not in outcome.sheet
    assert outcome.shown["netwerk_gesproken"].value == "40"
    assert [complaint.item for complaint in outcome.complaints] == ["netwerk_gesproken"]


def test_an_empty_screen_is_still_open(holding: Held) -> None:
    outcome = send(holding, "wil_leren")
    assert [item.name for item in outcome.still_open] == ["wil_leren"]
    assert values(holding, "wil_leren") == []


def test_the_same_screen_sent_twice_is_stored_once(holding: Held) -> None:
    screen = Screen(uuid.uuid4(), "nl", MORNING)
    send(holding, "wil_leren", screen=screen, value="graag")
    send(holding, "wil_leren", screen=screen, value="graag")
    assert values(holding, "wil_leren") == ["graag"]


def test_what_claims_to_be_new_and_is_not_is_refused_by_the_store(holding: Held) -> None:
    screen = Screen(uuid.uuid4(), "nl", MORNING)
    send(holding, "wil_leren", screen=screen, value="graag")
    with pytest.raises(IntegrityError):
        send(holding, "wil_leren", screen=screen, revision=holding.interview.revision, value="nee")


def test_a_late_repeat_does_not_undo_what_another_screen_said(holding: Held) -> None:
    first = Screen(uuid.uuid4(), "nl", MORNING)
    send(holding, "wil_leren", screen=first, value="graag")
    send(holding, "wil_leren", value="nee")
    send(holding, "wil_leren", screen=first, value="graag")
    assert values(holding, "wil_leren") == ["graag", "nee"]
    assert holding.sheet.value("wil_leren") == "nee"


def test_going_back_to_a_screen_and_correcting_it_twice_counts_each_time(holding: Held) -> None:
    screen = Screen(uuid.uuid4(), "nl", MORNING)
    for value in ("graag", "nee", "graag"):
        send(holding, "wil_leren", screen=screen, value=value)
    assert values(holding, "wil_leren") == ["graag", "nee", "graag"]
    assert holding.sheet.value("wil_leren") == "graag"


def test_an_unchanged_answer_is_no_new_event(holding: Held) -> None:
    send(holding, "wil_leren", value="graag")
    send(holding, "wil_leren", value="graag")
    assert values(holding, "wil_leren") == ["graag"]


def test_another_tab_that_wrote_in_between_is_told(holding: Held) -> None:
    seen = holding.interview.revision
    assert not send(holding, "wil_leren", revision=seen, value="graag").elsewhere
    assert send(holding, "motief_open", revision=seen, value="praten").elsewhere
    assert holding.sheet.value("wil_leren") == "graag"


def test_an_older_answer_from_another_device_stays_in_the_history_only(holding: Held) -> None:
    early = Screen(uuid.uuid4(), "nl", MORNING - timedelta(minutes=10))
    send(holding, "wil_leren", value="graag")
    outcome = send(holding, "wil_leren", screen=early, value="nee")
    assert outcome.sheet.value("wil_leren") == "graag"
    assert values(holding, "wil_leren") == ["graag", "nee"]


def test_a_screen_that_knew_all_others_counts_whatever_its_clock_says(holding: Held) -> None:
    slow = Screen(uuid.uuid4(), "nl", MORNING - timedelta(minutes=10))
    send(holding, "wil_leren", value="graag")
    seen = holding.interview.revision
    assert send(holding, "wil_leren", screen=slow, revision=seen, value="nee").sheet.value(
        "wil_leren"
    ) == ("nee")


def test_a_note_is_kept_beside_the_answer(holding: Held) -> None:
    outcome = send(holding, "wil_leren", value="graag", note=" kind op schoot ")
    assert outcome.sheet.value("wil_leren__note") == "kind op schoot"
    send(holding, "wil_leren", value="graag", note="")
    assert holding.sheet.value("wil_leren__note") == ""


class TestChangedBranch:
    @pytest.fixture(autouse=True)
    def busy(self, holding: Held) -> None:
        send(holding, "traject_status", value="bezig")
        send(holding, "bezig_afmaken", value="zeker")

    def test_asks_before_it_empties(self, holding: Held) -> None:
        outcome = send(holding, "traject_status", value="nooit")
        assert "bezig_afmaken" in {item.name for item in outcome.emptied}
        assert outcome.shown.value("traject_status") == "nooit"
        assert holding.sheet.value("traject_status") == "bezig"
        assert holding.sheet.value("bezig_afmaken") == "zeker"

    def test_empties_when_confirmed_and_keeps_the_history(self, holding: Held) -> None:
        send(holding, "traject_status", value="nooit", confirmed=True)
        assert holding.sheet.value("traject_status") == "nooit"
        assert holding.sheet["bezig_afmaken"].status is Status.NVT_ROUTE
        assert values(holding, "bezig_afmaken") == ["zeker", "nvt_route"]

    def test_is_open_again_when_it_changes_back(self, holding: Held) -> None:
        send(holding, "traject_status", value="nooit", confirmed=True)
        send(holding, "traject_status", value="bezig", confirmed=True)
        assert "bezig_afmaken" in {q.name for q in holding.route().open_questions}

    def test_asks_nothing_when_nothing_would_be_lost(self, holding: Held) -> None:
        outcome = send(holding, "traject_status", value="bezig")
        assert outcome.emptied == ()


def test_an_answer_off_the_path_is_kept_and_does_not_count(holding: Held) -> None:
    send(holding, "geboorteland", value="MA")
    send(holding, "jaar_aankomst", value="1999")
    send(holding, "geboorteland", value="NL")
    assert holding.sheet.value("jaar_aankomst") == "1999"
    assert "jaar_aankomst" not in holding.route().counted()
    send(holding, "geboorteland", value="MA")
    assert holding.route().counted().value("jaar_aankomst") == "1999"


def test_going_on_after_a_stop_opens_the_interview_again(holding: Held) -> None:
    holding.interview.state = InterviewState.STOPPED
    send(holding, "obs_nl", value="3")
    assert holding.interview.state == InterviewState.STOPPED
    send(holding, "wil_leren", value="graag")
    assert holding.interview.state == InterviewState.OPEN


def test_an_interview_of_somebody_else_is_refused(
    holding: Held, settings: Settings, enquete_study: Study
) -> None:
    other = an_account(
        holding.session, enquete_study, settings, MORNING, Role.INTERVIEWER, username="ander"
    )
    for way in (held.look, held.hold):
        with pytest.raises(NotAllowed):
            way(holding.session, holding.interview.id, other, MORNING)
        with pytest.raises(NotFound):
            way(holding.session, uuid.uuid4(), other, MORNING)
