"""The second consent: with it languages and origins may be stored, without it nothing of them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from survey_app.services import saving
from survey_app.services.held import Held
from survey_app.storage.database import Database
from survey_app.storage.studies import Study
from tests.clock import MORNING
from tests.interview_builders import begin, send


@pytest.fixture
def holding(database: Database, enquete_study: Study) -> Iterator[Held]:
    with database.writing() as session:
        yield begin(session, enquete_study, MORNING, spoken="ti", heard="en")


@pytest.fixture
def allowed(holding: Held) -> Held:
    """An interview in which a good deal was told that only the second consent allows."""
    send(holding, "toestemming_bijzonder", heard="en", spoken="ti", value="ja")
    send(holding, "plekken_buurt", heard="en", value=["gebedshuis", "markt"])
    send(holding, "talen_thuis", heard="en", value=["ti"], note="ook Amhaars")
    send(holding, "geboorteland", heard="en", value="ER")
    send(holding, "werk_inkomen", heard="en", value="zoekt_werk")
    send(holding, "werk_inkomen", heard="en", value="ziek_wia")
    send(
        holding,
        "belemmering_kaarten",
        heard="en",
        belemmering_gezondheid="2",
        belemmering_tijd="1",
        belemmering_top1="belemmering_gezondheid",
    )
    return holding


def stored(holding: Held) -> str:
    """Everything that is kept of an interview, as one text."""
    interview = holding.interview
    assert interview.consent
    history = saving.history(holding.session, interview.id)
    events = [(event.item, event.value, event.language, event.paradata) for event in history]
    return repr((interview.answers, interview.language, interview.consent.language, events))


def test_yes_makes_languages_real(allowed: Held) -> None:
    interview = allowed.interview
    assert interview.language == "ti"
    assert interview.consent
    assert interview.consent.special
    assert interview.consent.language == "en"
    assert allowed.sheet.value("gesprekstaal") == "ti"
    assert allowed.sheet["geboorteland"].language == "en"


def test_yes_without_knowing_the_language_any_more_leaves_it_unknown(holding: Held) -> None:
    send(holding, "toestemming_bijzonder", heard="nl", spoken="", value="ja")
    assert holding.interview.language == "niet_nl"
    assert holding.sheet["gesprekstaal"].value == "niet_nl"


def test_no_stores_no_language(holding: Held) -> None:
    send(holding, "toestemming_bijzonder", heard="en", spoken="ti", value="nee")
    send(holding, "nl_praten", heard="en", value="goed")
    assert "'en'" not in stored(holding)
    assert "'ti'" not in stored(holding)


def test_a_yes_that_becomes_no_erases_every_item_that_it_covered(allowed: Held) -> None:
    outcome = send(allowed, "toestemming_bijzonder", heard="en", value="nee")
    assert outcome.erased
    kept = stored(allowed)
    for trace in ("'ti'", "'en'", "'ER'", "Amhaars", "gebedshuis", "ziek_wia", "'talen_thuis'"):
        assert trace not in kept
    assert "belemmering_gezondheid" not in allowed.sheet
    assert "belemmering_top1" not in allowed.sheet


def test_what_it_did_not_cover_stays(allowed: Held) -> None:
    send(allowed, "toestemming_bijzonder", heard="en", value="nee")
    assert allowed.sheet.value("plekken_buurt") == "markt"
    assert allowed.sheet.value("belemmering_tijd") == "1"
    assert allowed.sheet.value("opening_kent_iemand") == "ander"


def test_an_earlier_answer_does_not_come_back_in_place_of_an_erased_one(allowed: Held) -> None:
    send(allowed, "toestemming_bijzonder", heard="en", value="nee")
    assert "werk_inkomen" not in allowed.sheet
    assert "werk_inkomen" in {question.name for question in allowed.route().open_questions}


def test_the_document_is_still_the_sum_of_the_events(allowed: Held) -> None:
    send(allowed, "toestemming_bijzonder", heard="en", value="nee")
    history = saving.history(allowed.session, allowed.interview.id)
    assert saving.replayed(history) == allowed.interview.answers
