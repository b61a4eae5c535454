"""One question a screen, without any script in the page."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from survey_app.questionnaire.answers import AnswerSheet, Status
from survey_app.services import saving
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import Interview
from survey_app.storage.studies import Role, Study
from tests.builders import an_account
from tests.clock import MORNING
from tests.interview_visits import Visit


@pytest.fixture
def visit(
    client: FlaskClient, enquete_study: Study, sign_in: Callable[[FlaskClient, str], None]
) -> Visit:
    """An interview in Dutch, after both consents."""
    sign_in(client, "interviewer")
    return Visit(client).agree()


def interview(database: Database, visit: Visit) -> Interview:
    with database.reading() as session:
        return session.get_one(Interview, UUID(visit.base.rsplit("/", 1)[1]))


def sheet(database: Database, visit: Visit) -> AnswerSheet:
    return saving.sheet(interview(database, visit))


def test_an_answer_is_saved_and_the_next_screen_has_an_address_of_its_own(
    visit: Visit, database: Database
) -> None:
    visit.get(f"{visit.base}/wil_leren").send(wil_leren="graag")
    assert visit.answer.history[-1].status_code == 303
    assert visit.address.endswith("/motief_open")
    assert visit.answer.headers["Cache-Control"] == "no-store"
    assert sheet(database, visit).value("wil_leren") == "graag"


def test_a_screen_says_what_it_is(visit: Visit) -> None:
    screen = visit.get(f"{visit.base}/wil_leren").page.xpath("//*[@data-question]")[0]
    assert screen.get("data-number") == "V12"
    assert screen.get("data-status") == "open"
    actions = set(visit.page.xpath("//@data-action"))
    assert {"next", "previous", "stop", "weet_niet", "wil_niet", "note", "card"} <= actions
    assert "finish" not in actions
    visit.send(wil_leren="graag").send(action="previous")
    assert visit.page.xpath("//@data-status") == ["beantwoord"]
    assert visit.page.xpath("//@data-sync") == ["received"]
    assert visit.value("wil_leren") == ["graag"]


def test_a_reason_is_saved_as_a_status(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/wil_leren").send(status="wil_niet")
    assert visit.question == "motief_open"
    assert sheet(database, visit)["wil_leren"].status is Status.WIL_NIET
    visit.send(action="previous")
    assert visit.page.xpath("//@data-status") == ["wil_niet"]
    assert visit.page.xpath("//button[@aria-pressed='true']/@value") == ["wil_niet"]


def test_an_empty_screen_is_asked_for_once_and_may_stay_open(
    visit: Visit, database: Database
) -> None:
    visit.get(f"{visit.base}/wil_leren").send()
    assert visit.answer.status_code == 400
    assert visit.question == "wil_leren"
    assert visit.page.xpath("//*[@role='alert']//a/@href") == ["#wil_leren"]
    visit.send(action="leave_open")
    assert visit.question == "motief_open"
    assert "wil_leren" not in sheet(database, visit)


def test_a_consent_may_not_stay_open(visit: Visit) -> None:
    visit.start().send(opening_kent_iemand="ander").send(gesprekstaal="nl").send(toestemming="ja")
    visit.send(action="leave_open")
    assert visit.answer.status_code == 400
    assert visit.question == "toestemming_bijzonder"
    assert not visit.page.xpath("//*[@data-action='leave-open']")


def test_what_is_wrong_comes_back_as_it_was_typed_with_the_message_beside_it(
    visit: Visit, database: Database
) -> None:
    visit.get(f"{visit.base}/jaar_aankomst")
    visit.get(f"{visit.base}/geboorteland").send(geboorteland="MA")
    visit.send(jaar_aankomst="negentien")
    assert visit.answer.status_code == 400
    assert visit.value("jaar_aankomst") == ["negentien"]
    field = visit.page.xpath("//input[@name='jaar_aankomst']")[0]
    message = visit.page.get_element_by_id(field.get("aria-describedby"))
    assert "heel getal" in message.text_content()
    assert "jaar_aankomst" not in sheet(database, visit)


def test_going_back_from_what_is_wrong_saves_nothing_and_loses_nothing(
    visit: Visit, database: Database
) -> None:
    visit.get(f"{visit.base}/geboorteland").send(geboorteland="MA")
    visit.send(jaar_aankomst="negentien", action="previous")
    assert visit.question == "geboorteland"
    assert "jaar_aankomst" not in sheet(database, visit)
    visit.send()
    assert visit.question == "jaar_aankomst"
    assert visit.value("jaar_aankomst") == ["negentien"]
    visit.send(jaar_aankomst="1999")
    assert sheet(database, visit).value("jaar_aankomst") == "1999"


def test_back_and_forth_shows_what_was_given(visit: Visit) -> None:
    visit.get(f"{visit.base}/plekken_buurt").send(plekken_buurt=["school", "markt"])
    visit.send(action="previous")
    assert [v for v in visit.value("plekken_buurt") if v] == ["school", "markt"]


def test_a_form_that_makes_no_sense_is_answered_with_its_screen(visit: Visit) -> None:
    visit.get(f"{visit.base}/wil_leren")
    visit.send(wil_leren="onzin", **{"page.id": "x", "page.at": "gisteren", "page.revision": "-"})
    assert visit.answer.status_code == 400
    assert visit.question == "wil_leren"
    visit.send(wil_leren=["graag", "nee"])
    assert visit.answer.status_code == 400
    visit.send(wil_leren="graag")
    assert visit.question == "motief_open"


def test_the_same_form_twice_is_one_answer(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/wil_leren")
    address, data = visit.filled(
        "//form[.//input[@name='page.id']]", {"wil_leren": "graag", "action": "next"}
    )
    visit.post(address, data).post(address, data)
    with database.reading() as session:
        history = saving.history(session, interview(database, visit).id)
    assert [event.item for event in history].count("wil_leren") == 1


@pytest.mark.both_databases
def test_a_form_that_claims_it_was_not_sent_yet_is_looked_up_all_the_same(
    visit: Visit, database: Database
) -> None:
    visit.get(f"{visit.base}/wil_leren")
    address, data = visit.filled(
        "//form[.//input[@name='page.id']]", {"wil_leren": "graag", "action": "next"}
    )
    visit.post(address, data)
    for value in ("nee", "graag"):
        claims = {"page.revision": str(interview(database, visit).revision), "wil_leren": value}
        assert visit.post(address, MultiDict({**data, **claims})).question == "motief_open"
    with database.reading() as session:
        history = saving.history(session, interview(database, visit).id)
    told = [event.value for event in history if event.item == "wil_leren"]
    assert told == ["graag", "nee", "graag"]


def test_two_tabs_lose_nothing_and_are_told(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/wil_leren")
    form = "//form[.//input[@name='page.id']]"
    address, older = visit.filled(form, {"wil_leren": "nee", "action": "next"})
    visit.get(f"{visit.base}/motief_open").send(
        motief_open="praten", motief_open_code="motief_buren"
    )
    visit.post(address, older)
    assert visit.says("in een ander tabblad of op een ander apparaat open")
    assert sheet(database, visit).value("motief_open") == "praten"
    assert sheet(database, visit).value("wil_leren") == "nee"


def test_a_changed_branch_asks_first_and_empties_then(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/traject_status").send(traject_status="bezig")
    visit.get(f"{visit.base}/bezig_afmaken").send(bezig_afmaken="zeker", bezig_hulp="opvang")
    visit.get(f"{visit.base}/traject_status").send(traject_status="nooit")
    assert visit.question == "traject_status"
    assert visit.value("traject_status") == ["nooit"]
    assert visit.page.xpath("count(//ul[@class='dv-emptied']/li)") == 2
    assert sheet(database, visit).value("traject_status") == "bezig"
    visit.send(action="confirm")
    assert visit.question == "nooit_gevraagd"
    assert sheet(database, visit)["bezig_afmaken"].status is Status.NVT_ROUTE


def test_leaving_the_warning_leaves_everything(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/traject_status").send(traject_status="bezig")
    visit.get(f"{visit.base}/bezig_afmaken").send(bezig_afmaken="zeker", bezig_hulp="opvang")
    visit.get(f"{visit.base}/traject_status").send(traject_status="nooit")
    visit.send(action="cancel")
    assert visit.value("traject_status") == ["bezig"]
    assert sheet(database, visit).value("bezig_afmaken") == "zeker"


def test_what_is_open_further_back_is_one_press_away(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/wil_leren").send(wil_leren="graag", action="open")
    assert visit.question == "buurt_open"
    assert sheet(database, visit).value("wil_leren") == "graag"


def test_a_personal_number_in_a_text_is_pointed_out_once(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/oplossing_open").send(oplossing_open="bel 06 12345678")
    assert visit.question == "oplossing_open"
    assert visit.says("telefoonnummer")
    assert sheet(database, visit).value("oplossing_open") == "bel 06 12345678"
    visit.send()
    assert visit.question == "wens_betalen"


def test_a_note_is_kept(visit: Visit) -> None:
    visit.get(f"{visit.base}/wil_leren").send({"page.note": "kind op schoot"}, wil_leren="graag")
    visit.send(action="previous")
    assert visit.value("page.note") == ["\nkind op schoot"] or visit.says("kind op schoot")


def test_an_interview_goes_on_where_it_was_left_also_elsewhere(
    visit: Visit, app: object, sign_in: Callable[[FlaskClient, str], None]
) -> None:
    visit.get(f"{visit.base}/buurt_open").send(buurt_open="fijn")
    base = visit.base
    other = Visit(visit.client.application.test_client())
    sign_in(other.client, "interviewer")
    assert other.get(f"{base}/").question == "plekken_buurt"


def test_a_question_off_the_path_leads_back_to_the_path(visit: Visit) -> None:
    visit.get(f"{visit.base}/bezig_afmaken")
    assert visit.question == "buurt_open"


def test_cards_are_sorted_and_picked_without_a_script(visit: Visit, database: Database) -> None:
    visit.get(f"{visit.base}/motief_kaarten")
    cards = visit.page.xpath("//@data-card")
    assert len(cards) == 12
    piles = {card: str(place % 3) for place, card in enumerate(cards)}
    visit.send({**piles, "motief_top1": cards[0]})
    assert visit.answer.status_code == 400  # a card of the lowest pile
    assert [visit.value(card) for card in cards] == [[pile] for pile in piles.values()]
    visit.send({"motief_top1": cards[1], "motief_top2": cards[2]})
    assert visit.question == "motief_droom"
    given = sheet(database, visit)
    assert given.value("motief_kaarten_volgorde").split() == cards
    assert given.value("motief_top1") == cards[1]


def test_cards_that_lie_nowhere_get_the_reason_of_the_button(
    visit: Visit, database: Database
) -> None:
    visit.get(f"{visit.base}/motief_kaarten").send(motief_werk="2")
    assert visit.says("Er liggen nog 11 kaarten nergens.")
    visit.send(status="wil_niet")
    assert visit.question == "motief_droom"
    given = sheet(database, visit)
    assert given.value("motief_werk") == "2"
    assert given["motief_leren"].status is Status.WIL_NIET


def test_the_order_of_the_cards_stays(visit: Visit) -> None:
    first = visit.get(f"{visit.base}/motief_kaarten").page.xpath("//@data-card")
    assert visit.get(f"{visit.base}/motief_kaarten").page.xpath("//@data-card") == first


class TestLanguages:
    def test_each_run_of_text_says_its_language(self, visit: Visit) -> None:
        visit.agree("en")
        visit.get(f"{visit.base}/wil_leren")
        label = visit.page.xpath("//legend")[0]
        assert [span.get("lang") for span in label] == ["nl", "en"]

    def test_the_language_of_the_last_answer_is_the_one_to_go_on_in(self, visit: Visit) -> None:
        visit.agree("en")
        assert visit.get(f"{visit.base}/").heard == "en"

    def test_another_language_can_be_chosen_at_any_screen(
        self, visit: Visit, database: Database
    ) -> None:
        visit.get(f"{visit.base}/wil_leren").send(wil_leren="graag", action="language:en")
        assert (visit.question, visit.heard) == ("wil_leren", "en")
        assert visit.value("wil_leren") == ["graag"]
        visit.send()
        assert visit.heard == "en"
        visit.send(motief_open="to talk")
        assert sheet(database, visit)["motief_open"].language == "en"

    def test_without_the_second_consent_the_language_lives_in_the_page(
        self, visit: Visit, database: Database
    ) -> None:
        visit.agree("en", special="nee")
        visit.send(buurt_open="nice")
        assert (visit.question, visit.heard) == ("plekken_buurt", "en")
        visit.send(action="previous")
        assert visit.heard == "en"
        assert "'en'" not in repr(interview(database, visit).answers)
        visit.get(f"{visit.base}/")
        assert visit.heard == "nl"
        assert visit.says("De taal van dit gesprek is niet bewaard.")
        visit.send(action="language:en")
        assert visit.heard == "en"

    def test_the_language_of_the_interview_can_be_corrected(
        self, visit: Visit, database: Database
    ) -> None:
        visit.get(f"{visit.base}/gesprekstaal").send(gesprekstaal="ti")
        assert interview(database, visit).language == "ti"

    def test_an_unknown_language_is_dutch(self, visit: Visit) -> None:
        visit.get(f"{visit.base}/wil_leren").send(wil_leren="graag", heard="xx")
        assert visit.heard == "nl"

    def test_the_interface_can_be_english_while_dutch_is_read(
        self, visit: Visit, enquete_study: Study
    ) -> None:
        base = visit.base
        visit.get(f"{base}/wil_leren?lang=en")
        assert visit.page.xpath("//html/@lang") == ["en"]
        assert visit.page.xpath("//p[contains(@class, 'dv-hint')]/@lang") == ["en"]
        assert visit.page.xpath("//legend/span/@lang") == ["nl"]


class TestSecondConsentTakenBack:
    def test_what_it_covered_is_gone(self, visit: Visit, database: Database) -> None:
        visit.agree("en")
        visit.get(f"{visit.base}/talen_thuis").send(talen_thuis=["ti"])
        visit.get(f"{visit.base}/toestemming_bijzonder").send(toestemming_bijzonder="nee")
        assert visit.says("zijn voorgoed weggehaald")
        assert "talen_thuis" not in sheet(database, visit)
        assert interview(database, visit).language == "niet_nl"


class TestSomebodyElse:
    @pytest.fixture
    def other(
        self,
        visit: Visit,
        database: Database,
        settings: Settings,
        enquete_study: Study,
        sign_in: Callable[[FlaskClient, str], None],
    ) -> Visit:
        with database.writing() as session:
            an_account(
                session, enquete_study, settings, MORNING, Role.INTERVIEWER, username="ander"
            )
        other = Visit(visit.client.application.test_client())
        sign_in(other.client, "ander")
        return other

    @pytest.mark.parametrize("page", ["", "wil_leren", "closing", "stop"])
    def test_may_not_see_it(self, visit: Visit, other: Visit, page: str) -> None:
        other.get(f"{visit.base}/{page}")
        assert other.answer.status_code == 403
        assert other.says("van een andere interviewer")

    def test_may_not_write_in_it(self, visit: Visit, other: Visit, database: Database) -> None:
        base = visit.base
        other.get("/interviews/")
        form = "//form[.//*[@name='coupon']]"
        _, data = other.filled(form, {"wil_leren": "graag"})
        for page in ("wil_leren", "stop", "erase", "closing"):
            assert other.post(f"{base}/{page}", data).answer.status_code == 403
        assert "wil_leren" not in sheet(database, visit)

    @pytest.mark.parametrize("username", ["researcher", "coordinator"])
    def test_with_another_role_may_not_hold_interviews(
        self, visit: Visit, username: str, sign_in: Callable[[FlaskClient, str], None]
    ) -> None:
        other = Visit(visit.client.application.test_client())
        sign_in(other.client, username)
        for address in ("/interviews/", f"{visit.base}/wil_leren"):
            assert other.get(address).answer.status_code == 403

    def test_finds_nothing_at_an_unknown_address(self, visit: Visit) -> None:
        unknown = "/interviews/00000000-0000-4000-8000-000000000000/wil_leren"
        assert visit.get(unknown).answer.status_code == 404
        assert visit.says("Dit gesprek bestaat niet")
