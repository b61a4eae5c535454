from random import Random

import pytest

from survey_app.services import coupon_codes, recruitment
from survey_app.storage.studies import Study
from tests import builders


@pytest.fixture
def coupon(database, study, clock):
    with database.writing() as session:
        return builders.a_coupon(session, study, clock())


@pytest.fixture
def used(database, study, clock, coupon):
    with database.writing() as session:
        interview = builders.an_interview(session, study, clock())
        recruitment.redeem(session, coupon.code, interview, clock())
    return coupon


def test_a_card_says_who_asks_until_when_and_whom_to_call(client, coupon):
    page = client.get(f"/k/{coupon.code}")
    assert page.status_code == 200
    for words in ("Waterstad", "0320 123 456", coupon_codes.show(coupon.code), "9 juni 2026"):
        assert words in page.text
    assert "<svg" in page.text


def test_it_is_small_and_sets_no_cookie(client, coupon):
    page = client.get(f"/k/{coupon.code}")
    assert len(page.data) <= 12_000
    assert "Set-Cookie" not in page.headers


@pytest.mark.parametrize("how", ["{}", "{} ", "k", "o"])
def test_a_code_may_be_typed_as_people_type(client, coupon, how):
    shown = coupon_codes.show(coupon.code)
    text = {"k": shown.lower(), "o": coupon.code.replace("0", "o")}.get(how, how.format(shown))
    assert client.get("/k/", query_string={"code": text}, follow_redirects=True).status_code == 200
    assert client.get(f"/k/{text}").status_code == 200


def test_without_a_code_it_asks_for_one(client):
    page = client.get("/k/")
    assert page.status_code == 200
    assert 'name="code"' in page.text


@pytest.mark.parametrize(
    ("text", "status", "words"),
    [
        ("ABC-123-XYZ", 400, "klopt niet"),
        ("<script>", 400, "klopt niet"),
        ("a/b/../c", 400, "klopt niet"),
        ("x" * 3000, 400, "klopt niet"),
        ("%00", 400, "klopt niet"),
        (coupon_codes.new(Random(99)), 404, "kennen we niet"),
    ],
)
def test_a_wrong_code_is_told_and_can_be_corrected(client, study, text, status, words):
    page = client.get("/k/", query_string={"code": text}, follow_redirects=True)
    assert page.status_code == status
    assert words in page.text
    assert 'name="code"' in page.text
    assert "<script>" not in page.text


def test_what_was_typed_is_still_there(client):
    assert 'value="ABC-123-XYZ"' in client.get("/k/?code=ABC-123-XYZ").text


def test_an_expired_card_says_since_when(client, coupon, clock):
    clock.advance(days=29)
    page = client.get(f"/k/{coupon.code}")
    assert (page.status_code, "9 juni 2026" in page.text) == (410, True)
    assert "0320 123 456" in page.text


def test_a_void_card_says_so(client, coupon, database, study):
    with database.writing() as session:
        recruitment.void(session, study, coupon.code)
    page = client.get(f"/k/{coupon.code}")
    assert (page.status_code, "geldt niet meer" in page.text) == (410, True)


def test_a_card_does_not_tell_its_giver_that_it_was_used(client, database, study, clock):
    """The ambassador knows the code: the page must be the same before and after."""
    with database.writing() as session:
        coupon = builders.a_coupon(session, study, clock())
    before = client.get(f"/k/{coupon.code}")
    with database.writing() as session:
        recruitment.redeem(
            session, coupon.code, builders.an_interview(session, study, clock()), clock()
        )
    after = client.get(f"/k/{coupon.code}")
    assert (after.status_code, after.data) == (before.status_code, before.data)


@pytest.mark.parametrize(
    ("who", "status"), [("interviewer", 409), ("coordinator", 409), ("researcher", 200)]
)
def test_who_holds_interviews_sees_that_it_was_used(client, sign_in, used, who, status):
    sign_in(client, who)
    page = client.get(f"/k/{used.code}")
    assert page.status_code == status
    assert ("al een gesprek gevoerd" in page.text) == (status == 409)


def test_a_language_that_is_not_there_reads_in_another(client, coupon):
    assert client.get(f"/k/{coupon.code}?lang=xx").status_code == 200


def test_without_a_database_it_says_so(client, coupon, database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE coupon RENAME TO elsewhere")
    page = client.get(f"/k/{coupon.code}")
    assert page.status_code == 503
    assert coupon.code in page.text  # what was typed is not lost


def test_a_draft_translation_says_so_and_invites_no_real_people(client, database, clock, study):
    with database.writing() as session:
        made_up = builders.a_study(session, clock(), title="Verzonnen", fictitious=True)
        real, fictitious = (
            builders.a_coupon(session, each, clock(), seed).code
            for seed, each in enumerate((study, made_up))
        )
    assert 'lang="ar"' not in client.get(f"/k/{real}?lang=ar").text
    page = client.get(f"/k/{fictitious}?lang=ar").text
    assert '<html lang="ar" dir="rtl">' in page
    assert "dv-draft" in page
    assert "dv-draft" not in client.get(f"/k/{fictitious}?lang=nl").text


@pytest.mark.parametrize("page", ["", "/call", "/no", "/now"])
@pytest.mark.parametrize("language", ["nl", "en", "ar"])
def test_no_page_of_the_invitation_is_heavy(
    client, database, enquete_study, clock, page, language
):
    """A 2G line brings twelve kilobytes in less than a second."""
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        study.fictitious = True
        code = builders.a_coupon(session, study, clock()).code
    answer = client.get(f"/k/{code}{page}?lang={language}")
    assert answer.status_code == 200
    assert len(answer.data) <= 12_000
    assert "<script" not in answer.text
