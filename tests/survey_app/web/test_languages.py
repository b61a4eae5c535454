"""The page of languages: how each stands, the texts side by side, approved and taken back."""

from random import Random

import pytest
from sqlalchemy import select

from survey_app.services import ambassadors, language_approval, publishing
from survey_app.storage.studies import LanguageApproval, Study
from tests import builders
from tests.interview_visits import Visit

HOME = "/coordination/waterwijk-2026/languages"
FORM = "//form[.//input[@name='by']]"


@pytest.fixture
def real(database, study, enquete57, clock):
    """A study of which nobody approved a language yet."""
    with database.writing() as session:
        publishing.publish(session, study, enquete57, clock())
    return study


@pytest.fixture
def coordinator(client, real, sign_in):
    sign_in(client, "coordinator")
    return Visit(client)


@pytest.fixture
def approve(database, real, clock):
    def approve(language):
        with database.writing() as session:
            language_approval.approve(session, real, language, builders.SPEAKER, clock())

    return approve


@pytest.fixture
def withdraw(database, real, clock):
    def withdraw(language):
        clock.advance(minutes=1)
        with database.writing() as session:
            language_approval.withdraw(session, real, language, clock())

    return withdraw


@pytest.fixture
def interviewer(app, real, sign_in):
    client = app.test_client()
    sign_in(client, "interviewer")
    return Visit(client)


def told(visit, language):
    return " ".join(
        visit.page.xpath(f"//*[@data-language='{language}']")[0].text_content().split()
    )


@pytest.mark.both_databases
def test_a_language_is_approved_by_name_and_taken_back(coordinator):
    assert "concept" in told(coordinator.get(HOME), "en")
    coordinator.get(f"{HOME}/en").send({"by": " Samira  Haddad "}, form=FORM)
    assert coordinator.says("English is goedgekeurd.")
    assert "goedgekeurd door Samira Haddad op 12 mei 2026" in told(coordinator, "en")
    coordinator.send(form="//form[contains(@action, 'languages/en/withdraw')]")
    assert "ingetrokken op 12 mei 2026" in told(coordinator, "en")
    assert coordinator.says("Gesprekken die al begonnen zijn, gaan door.")


def test_the_texts_stand_beside_the_dutch_each_in_its_direction(coordinator):
    page = coordinator.get(f"{HOME}/ar").page
    rows = page.xpath("//table[@class='dv-beside']/tbody/tr")
    assert {cell.get("dir") for row in rows for cell in row[:1]} == {"ltr"}
    assert {row[1].get("dir") for row in rows} == {"rtl"}
    assert any("Bent u 18 jaar of ouder?" in row[0].text for row in rows)


def test_no_cards_are_offered_while_no_language_is_approved(coordinator, approve):
    cards = f"{HOME.rsplit('/', 1)[0]}/cards"
    assert not coordinator.get(cards).says("Maken en printen")
    approve("en")
    assert coordinator.get(cards).says("Maken en printen")


def test_an_approval_needs_a_name_and_the_texts_that_were_read(coordinator, database):
    coordinator.get(f"{HOME}/en").send({"by": ""}, form=FORM)
    assert (coordinator.answer.status_code, coordinator.says("Vul een naam in.")) == (400, True)
    coordinator.get(f"{HOME}/en").send({"by": "Samira Haddad", "seen": "0" * 64}, form=FORM)
    assert (coordinator.answer.status_code, coordinator.says("net veranderd")) == (409, True)
    with database.reading() as session:
        assert session.scalar(select(LanguageApproval)) is None


def test_a_language_that_is_not_there_is_not_found(coordinator):
    for language in ("xx", "nl"):
        assert coordinator.get(f"{HOME}/{language}").answer.status_code == 404


def test_a_language_without_an_interview_says_so(coordinator):
    assert coordinator.get(f"{HOME}/ti").says("Niet in deze taal: Toestemming.")


def test_the_interviewer_reads_why_a_language_is_not_there(interviewer, approve):
    interviewer.get("/interviews/")
    assert interviewer.page.xpath("//select[@name='language']/option/@value") == ["nl"]
    assert interviewer.says("De coördinator regelt dat bij ‘Talen’.")
    approve("en")
    approve("ar")
    interviewer.get("/interviews/")
    languages = interviewer.page.xpath("//select[@name='language']/option/@value")
    assert languages == ["nl", "ar", "en"]
    assert not interviewer.says("Nog niet te kiezen")


def test_a_language_that_is_spoken_and_not_approved_can_be_answered(interviewer):
    interviewer.start().send(opening_kent_iemand="ander").send(gesprekstaal="ar")
    assert (interviewer.question, interviewer.heard) == ("toestemming", "nl")
    assert interviewer.says("Nog niet te kiezen: \u2068العربية\u2069.")
    interviewer.send(toestemming="ja")
    assert interviewer.question == "toestemming_bijzonder"
    in_the_list = interviewer.page.xpath("//details[@class='dv-tongue']")[0].text_content()
    assert "De coördinator regelt dat bij ‘Talen’." in in_the_list


def test_a_language_that_nobody_translated_is_no_surprise(interviewer):
    interviewer.start().send(opening_kent_iemand="ander").send(gesprekstaal="pl")
    messages = interviewer.page.xpath("//*[contains(@class, 'dv-message')]")
    assert not any("Nog niet te kiezen" in each.text_content() for each in messages)


def test_consent_asked_in_words_that_were_just_taken_back_is_asked_again(
    interviewer, approve, withdraw
):
    approve("en")
    interviewer.start(language="en").send(opening_kent_iemand="ander").send(gesprekstaal="en")
    assert interviewer.heard == "en"
    withdraw("en")
    interviewer.send(toestemming="ja")
    assert (interviewer.question, interviewer.heard) == ("toestemming", "nl")


def test_an_interview_under_way_goes_on_in_a_language_that_is_taken_back(
    interviewer, approve, withdraw, clock
):
    approve("en")
    clock.advance(minutes=1)
    interviewer.agree(language="en")
    withdraw("en")
    interviewer.send()
    assert interviewer.heard == "en"
    interviewer.get(f"{interviewer.base}/wil_leren")
    assert interviewer.heard == "en"
    interviewer.start(language="en")
    assert interviewer.answer.status_code == 400


def test_a_device_keeps_a_language_in_which_an_interview_may_wait(interviewer, approve, withdraw):
    approve("en")
    withdraw("en")
    offline = interviewer.get("/interviews/offline").page
    assert offline.xpath("//select[@name='language']/option/@value") == ["nl"]
    bundle = interviewer.get("/interviews/bundle").answer.json
    assert (bundle["languages"], bundle["offered"]) == (["nl", "en"], ["nl"])
    screen = interviewer.get("/interviews/bundle/en").answer.json["wil_leren"]
    assert 'data-heard="en"' in screen
    assert 'value="language:en"' not in interviewer.get("/interviews/bundle/nl").answer.text


def test_an_invitation_is_offered_in_what_was_approved(client, database, real, clock, approve):
    with database.writing() as session:
        card = builders.a_coupon(session, session.merge(real), clock())

    def languages():
        page = Visit(client).get(f"/k/{card.code}").page
        return set(page.xpath("//nav[@class='dv-invite-languages']//@hreflang"))

    assert languages() == set()
    approve("ti")
    assert languages() == {"ti"}
    page = client.get(f"/k/{card.code}?lang=ti")
    assert 'lang="ti"' in page.text
    assert "dv-draft" not in page.text  # somebody stands for these words
    assert 'lang="nl"' in client.get(f"/k/{card.code}?lang=ar").text


def test_cards_are_made_in_what_was_approved(coordinator, approve):
    choices = "//select[@name='language']/option/@value"
    coordinator.get("/coordination/waterwijk-2026/cards")
    assert coordinator.page.xpath(choices) == []
    assert coordinator.says("De vertaling is niet goedgekeurd. Talen goedkeuren")
    approve("fa_AF")
    assert coordinator.get("/coordination/waterwijk-2026/cards").page.xpath(choices) == ["fa_AF"]


def test_an_ambassador_sends_words_that_were_approved(client, database, real, clock, approve):
    with database.writing() as session:
        study = session.get_one(Study, real.id)
        fatma = ambassadors.add(session, study, "Fatma", clock())
        code = ambassadors.give_card(session, fatma, clock(), Random(1)).code
    visit = Visit(client).get(f"/ambassador/{fatma.token}/")
    visit.send({"pin": "2580"}, form="//form[.//input[@name='pin']]")
    card = f"/ambassador/{fatma.token}/cards/{code}?for=ti"
    assert client.get(card.replace(code, f"{code}/card.pdf")).status_code == 400
    page = client.get(card).text
    assert 'class="dv-share-text" lang="nl"' in page
    assert "De coördinator regelt dat bij ‘Talen’." in page
    approve("ti")
    assert 'class="dv-share-text" lang="ti"' in client.get(card).text
