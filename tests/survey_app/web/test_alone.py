"""Answering alone: nothing before *yes*, the same questions, own words, and going on later."""

import logging
from random import Random

import pytest
from sqlalchemy import func, select

from survey_app import i18n
from survey_app.services import language_approval, recruitment, self_completion, withdrawal
from survey_app.storage.interviews import AnswerEvent, ConsentRecord, Interview, RefusalTally
from survey_app.storage.recruitment import Coupon
from survey_app.storage.studies import Study
from tests import builders
from tests.interview_visits import Visit


@pytest.fixture
def coupon(database, enquete_study, clock):
    with database.writing() as session:
        return builders.a_coupon(session, session.get(Study, enquete_study.id), clock())


@pytest.fixture
def fictitious(database, enquete_study):
    with database.writing() as session:
        session.get(Study, enquete_study.id).fictitious = True


@pytest.fixture
def visit(client):
    return Visit(client)


def open_questions(visit, coupon, lang="nl"):
    visit.get(f"/k/{coupon.code}/now?lang={lang}")
    page = visit.client.post(
        f"/k/{coupon.code}/now?lang={lang}", data={"page.area": "waterwijk-noord", "heard": lang}
    )
    visit.answer = page
    return visit


def agree(visit, coupon, lang="nl", special="ja"):
    open_questions(visit, coupon, lang)
    visit.send(opening_kent_iemand="ander").send(gesprekstaal=lang)
    visit.send(toestemming="ja")
    assert visit.address == "/self/code", visit.answer.text
    visit.get("/self/questions/")
    return visit.send(toestemming_bijzonder=special)


def the_interview(database):
    with database.reading() as session:
        return session.scalar(select(Interview))


def number(database, table):
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table))


def test_the_card_offers_it_when_the_words_are_there(client, coupon):
    assert 'data-action="now"' in client.get(f"/k/{coupon.code}").text


def test_the_card_does_not_offer_it_without_a_questionnaire(client, database, study, clock):
    with database.writing() as session:
        coupon = builders.a_coupon(session, session.merge(study), clock())
    assert 'data-action="now"' not in client.get(f"/k/{coupon.code}").text


def test_a_draft_language_asks_no_real_people(
    client, coupon, enquete57, enquete_study, database, clock
):
    with database.writing() as session:
        language_approval.withdraw(session, enquete_study, "ar", clock())
        assert "ar" not in self_completion.languages_of(session, enquete_study)
    assert client.get(f"/k/{coupon.code}/now?lang=ar").status_code in (200, 303)
    assert 'data-heard="ar"' not in open_questions(Visit(client), coupon, "ar").answer.text


def test_in_a_fictitious_study_it_is_there_in_every_language_with_the_words(
    fictitious, client, coupon
):
    assert 'data-action="now"' in client.get(f"/k/{coupon.code}?lang=ar").text


def test_a_questionnaire_without_own_words_for_the_consent_is_not_offered(enquete57, study):
    from dataclasses import replace

    bare = replace(enquete57.items["toestemming"], label_self="")
    questionnaire = object.__new__(type(enquete57))
    questionnaire.__dict__.update(enquete57.__dict__)
    questionnaire.__dict__["items"] = {**enquete57.items, "toestemming": bare}
    assert self_completion.languages(questionnaire, study, {"nl", "en"}) == ()


def test_before_yes_nothing_is_stored_and_no_cookie_is_set(visit, coupon, database):
    open_questions(visit, coupon)
    answers = [visit.answer]
    for fields in ({"opening_kent_iemand": "ander"}, {"gesprekstaal": "nl"}):
        visit.send(fields)
        answers.append(visit.answer)
    assert visit.question == "toestemming"
    for answer in answers:
        assert "Set-Cookie" not in answer.headers
        assert answer.headers["Cache-Control"] == "no-store"
        assert "ander" not in answer.request.url
    assert number(database, Interview) == number(database, AnswerEvent) == 0


def test_no_counts_a_date_and_an_area_and_leaves_the_card_good(visit, coupon, database):
    open_questions(visit, coupon).send(opening_kent_iemand="ander").send(gesprekstaal="nl")
    visit.send(toestemming="nee")
    assert visit.says("niets van u bewaard")
    assert number(database, Interview) == 0
    with database.reading() as session:
        assert session.scalar(select(RefusalTally.number)) == 1
        assert session.scalar(select(Coupon.state)) == "given"


def test_yes_stores_it_all_and_uses_the_card(visit, coupon, database):
    agree(visit, coupon)
    interview = the_interview(database)
    assert (interview.mode, interview.account_id, interview.coupon_id) == ("self", None, coupon.id)
    assert interview.answers["opening_kent_iemand"]["value"] == "ander"
    with database.reading() as session:
        assert session.scalar(select(ConsentRecord.channel)) == "self"
        assert session.scalar(select(Coupon.state)) == "redeemed"


def test_own_words_are_shown_and_what_is_for_interviewers_is_not(visit, coupon):
    open_questions(visit, coupon)
    assert visit.says("Dat mag u ook zelf zijn")
    assert not visit.says("Gebruik het woord")
    agree(visit, coupon)
    assert visit.question == "buurt_open"
    assert not visit.page.xpath("//*[contains(@class, 'dv-item--code')]")
    assert not visit.page.xpath("//*[@name='page.note']")
    assert {"weet_niet", "wil_niet"} >= set(visit.page.xpath("//button[@name='status']/@value"))


def test_no_address_holds_the_interview_or_the_number(visit, coupon, database, caplog):
    with caplog.at_level(logging.DEBUG):
        agree(visit, coupon)
        visit.send(buurt_open="Rustig")
    interview = the_interview(database)
    with database.reading() as session:
        code = session.scalar(select(ConsentRecord.withdrawal_code))
    for secret in (str(interview.id), interview.id.hex, code, "Rustig"):
        assert secret not in visit.address
        assert secret not in caplog.text


def test_a_used_card_begins_nothing_and_says_so_only_at_yes(
    visit, coupon, database, enquete_study, clock
):
    with database.writing() as session:
        study = session.merge(enquete_study)
        recruitment.redeem(
            session, coupon.code, builders.an_interview(session, study, clock()), clock()
        )
    open_questions(visit, coupon).send(opening_kent_iemand="ander").send(gesprekstaal="nl")
    assert visit.question == "toestemming"
    visit.send(toestemming="ja")
    assert visit.answer.status_code == 409
    assert number(database, Interview) == 1
    assert "Set-Cookie" not in visit.answer.headers


def test_without_the_second_consent_the_language_is_not_stored(
    fictitious, visit, coupon, database
):
    agree(visit, coupon, "ar", special="nee")
    assert visit.heard == "ar"
    visit.send(buurt_open="هادئ")
    assert visit.heard == "ar"
    interview = the_interview(database)
    assert interview.language == "niet_nl"
    assert {entry["language"] for entry in interview.answers.values()} == {"niet_nl"}
    assert interview.answers["gesprekstaal"]["value"] == "niet_nl"


def test_with_the_second_consent_the_language_is_stored(fictitious, visit, coupon, database):
    agree(visit, coupon, "ar")
    assert the_interview(database).language == "ar"


def test_what_is_open_may_stay_open_and_a_reason_is_an_answer(visit, coupon, database):
    agree(visit, coupon)
    visit.send()
    assert visit.answer.status_code == 400
    assert visit.says("Er is nog iets open")
    visit.send(status="wil_niet")
    assert the_interview(database).answers["buurt_open"]["status"] == "wil_niet"


def code_of(database):
    with database.reading() as session:
        return session.scalar(select(ConsentRecord.withdrawal_code))


def test_later_needs_the_phone_and_the_code(visit, coupon, database, app):
    agree(visit, coupon)
    visit.send(action="stop")
    assert visit.address == "/self/stop"
    visit.send(form="//form[contains(@action, 'later')]")
    assert visit.answer.status_code == 200
    assert visit.get("/self/questions/").answer.status_code == 403
    visit.get("/self/").send({"code": "AAAAAAAAA"}, form="//form[.//input[@name='code']]")
    assert visit.answer.status_code in (400, 404)
    visit.send({"code": code_of(database)}, form="//form[.//input[@name='code']]")
    assert visit.question == "buurt_open"
    other = Visit(app.test_client()).get("/self/")
    assert other.says("geen vragen begonnen")


def test_stop_and_erase_leaves_nothing(visit, coupon, database):
    agree(visit, coupon)
    visit.send(action="stop").send(form="//form[contains(@action, 'erase')]")
    assert visit.says("Alles is weggehaald")
    for table in (Interview, AnswerEvent, ConsentRecord):
        assert number(database, table) == 0
    assert visit.get("/self/").says("geen vragen begonnen")


def test_the_end_gives_the_code_and_no_interviewer_questions(visit, coupon, database):
    agree(visit, coupon)
    visit.get("/self/end")
    assert visit.says("nog")
    visit.send(form="//form[contains(@action, '/self/end')]")
    assert visit.page.xpath("//@data-state") == ["finished"]
    assert visit.page.xpath("//*[@data-withdrawal-code]")
    with database.reading() as session:
        assert session.scalar(select(Interview.state)) == "finished"


def test_another_phones_interview_is_never_opened(client, database, study, clock):
    """An oral interview is not reached from here, whatever the cookie says."""
    assert client.get("/self/questions/").status_code == 403
    assert client.get("/self/end").status_code == 403
    assert client.post("/self/erase").status_code in (400, 403)


def test_an_interviewer_does_not_open_what_somebody_answered_alone(
    visit, coupon, database, app, sign_in
):
    agree(visit, coupon)
    other = app.test_client()
    sign_in(other, "interviewer")
    interview = the_interview(database)
    assert other.get(f"/interviews/{interview.id}/").status_code == 403


def test_answers_taken_back_by_telephone_are_gone_from_the_telephone_too(visit, database, coupon):
    agree(visit, coupon)
    with database.writing() as session:
        withdrawal.erase(session, session.scalar(select(Interview)))
    visit.get("/self/questions/plekken_buurt")
    assert visit.answer.status_code == 410
    assert visit.says("Uw antwoorden zijn weggehaald")
    assert visit.get("/self/end").answer.status_code == 403


def test_the_languages_to_choose_from_are_those_that_can_be_read(fictitious, visit, coupon):
    open_questions(visit, coupon).send(opening_kent_iemand="ander")
    offered = visit.page.xpath("//input[@name='gesprekstaal']/@value")
    assert offered == ["nl", "en", "ar", "apc", "ary"]
    assert visit.send(gesprekstaal="ary").heard == "ar"


def test_going_back_to_the_card_leads_on_to_where_one_was(visit, coupon):
    assert not visit.get(f"/k/{coupon.code}/now").page.xpath("//*[@data-action='resume']")
    agree(visit, coupon)
    assert visit.get(f"/k/{coupon.code}/now").page.xpath("//*[@data-action='resume']")


@pytest.mark.parametrize("key", ["motief_kaarten:label_self", "toestemming:label_self"])
def test_a_language_without_one_text_for_who_is_alone_is_not_offered(
    enquete57, enquete_study, monkeypatch, key
):
    def lacks(asked, source, language, domain):
        return i18n.Translated(source, "nl" if asked == key else language)

    every = frozenset(i18n.languages())
    assert "en" in self_completion.languages(enquete57, enquete_study, every)
    monkeypatch.setattr(i18n, "translate", lacks)
    assert self_completion.languages(enquete57, enquete_study, every) == ("nl",)


def test_own_cards_can_be_sent_in_the_language_of_somebody_else(
    fictitious, visit, coupon, database
):
    agree(visit, coupon).get("/self/stop")
    with database.writing() as session:
        interview = session.scalar(select(Interview))
        wanted = interview.answers["toestemming"] | {"value": "2"}
        interview.answers = interview.answers | {"netwerk_kaartjes": wanted}
    visit.post(*visit.filled("//form[contains(@action, 'keep')]", {}))
    [*texts] = visit.get("/self/end?for=ti").page.xpath("//@data-copy")
    assert texts
    for text in texts:
        *_, link, code = text.split("\n")
        assert link.endswith("?lang=ti")
        assert "ኮድ" in code


def with_cards_to_hand_on(visit, coupon, database, clock):
    """Two cards of somebody who answered alone on this phone."""
    agree(visit, coupon)
    with database.writing() as session:
        interview = session.scalar(select(Interview))
        study = session.get(Study, interview.study_id)
        return recruitment.issue(
            session, study, 2, parent=interview, now=clock(), chance=Random(5)
        )


def test_an_own_card_opened_on_the_same_phone_is_said_to_be_for_somebody_else(
    visit, coupon, database, clock, app
):
    own, _ = with_cards_to_hand_on(visit, coupon, database, clock)
    visit.get(f"/k/{own.code}/now")
    assert (visit.answer.status_code, visit.says("Deze kaart kwam van u zelf")) == (409, True)
    assert Visit(app.test_client()).get(f"/k/{own.code}/now").answer.status_code == 200


def test_the_same_yes_again_is_the_same_interview_for_the_same_card_only(
    visit, coupon, database, clock, enquete_study
):
    open_questions(visit, coupon).send(opening_kent_iemand="ander").send(gesprekstaal="nl")
    address, form = visit.filled("//form[.//input[@name='page.id']]", {"toestemming": "ja"})
    assert visit.post(address, form).address == "/self/code"
    assert visit.post(address, form).address == "/self/code"
    assert number(database, Interview) == 1
    with database.writing() as session:
        other = builders.a_coupon(session, session.get(Study, enquete_study.id), clock(), 2)
    visit.post(address.replace(coupon.code, other.code), form)
    assert visit.answer.status_code == 403
    clock.advance(minutes=16)
    assert visit.post(address, form).answer.status_code == 403
