"""An invitation in a language is in that language, from the first word to the thanks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from random import Random

import pytest
from babel.support import NullTranslations
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from survey_app import i18n
from survey_app.services import coupon_codes, policy, recruitment
from survey_app.services.policy import CouponPolicy, Policy
from survey_app.storage.studies import Study
from tests import builders

LANGUAGES = [language for language in i18n.invitation_languages() if language != i18n.SOURCE]
UNKNOWN = coupon_codes.new(Random(99))
CALL = {"voornaam": "Mina", "telefoon": "0612345678", "voorkeurstaal": "ti", "beste_tijd": "avond"}


class Missing(NullTranslations):
    """Writes down what was asked of a catalogue and is not there."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def gettext(self, message: str) -> str:
        self.found.add(message)
        return message

    def ngettext(self, singular: str, plural: str, num: int) -> str:
        return self.gettext(singular if num == 1 else plural)


@pytest.fixture
def missing(monkeypatch):
    """What a language lacks, by language."""
    known = {language: Missing() for language in LANGUAGES}

    def interface(language):
        catalogue = i18n.Translations(domain=i18n.INTERFACE)
        if language in known:
            catalogue.merge(real(language))
            catalogue.add_fallback(known[language])
        return catalogue

    real = i18n._interface
    monkeypatch.setattr(i18n, "_interface", interface)
    return known


@pytest.fixture
def cards(database, enquete_study, clock):
    """Cards of a fictitious study, where drafts may be read: a good one and a void one."""
    with database.writing() as session:
        study = session.get(Study, enquete_study.id)
        study.fictitious = True
        good, void = (builders.a_coupon(session, study, clock(), seed) for seed in (1, 2))
        recruitment.void(session, study, void.code)
        return good.code, void.code


def until_refused(visit: Callable[[], TestResponse]) -> TestResponse:
    """The last of many visits."""
    return next(
        (page for page in (visit() for _ in range(200)) if page.status_code == 429), visit()
    )


def every_page(client: FlaskClient, cards, language, database, study, clock):
    """All that somebody who was invited can come to see."""
    good, void = cards
    told = {"lang": language}
    for path in ("", f"{good}", f"{good}/call", f"{good}/no", f"{good}/called"):
        yield 200, client.get(f"/k/{path}", query_string=told)
    for path, status in (("ABC123XYZ", 400), (UNKNOWN, 404), (void, 410)):
        yield status, client.get(f"/k/{path}", query_string=told)
    call = f"/k/{good}/call"
    for wrong in ({}, CALL | {"telefoon": "12"}, CALL | {"beste_tijd": "never"}):
        yield 400, client.post(call, query_string=told, data=wrong)
    yield 200, client.post(call, query_string=told, data=CALL, follow_redirects=True)
    yield 429, until_refused(lambda: client.post(call, query_string=told, data=CALL))
    with database.writing() as session:
        rules = Policy(coupons=CouponPolicy(last_day=date(2026, 1, 1)))
        policy.decide(session.get(Study, study.id), rules)
    yield 410, client.get(f"/k/{good}", query_string=told)
    clock.advance(days=29)
    yield 410, client.get(f"/k/{good}", query_string=told)
    yield 429, until_refused(lambda: client.get(f"/k/{UNKNOWN}", query_string=told))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_dutch_word_is_left(client, cards, missing, language, database, enquete_study, clock):
    for status, page in every_page(client, cards, language, database, enquete_study, clock):
        assert page.status_code == status, page.text
        assert f'<html lang="{i18n.html_tag(language)}"' in page.text
    assert missing[language].found == set()


@pytest.mark.parametrize("language", ["fa_AF", "ti"])
def test_a_language_without_questions_offers_to_be_called_first(client, cards, language):
    page = client.get(f"/k/{cards[0]}?lang={language}").text
    assert re.findall(r'data-action="(\w+)"', page) == ["call", "no"]
    assert "dv-draft" in page
    assert client.get(f"/k/{cards[0]}/now?lang={language}").status_code in (200, 303)


@pytest.mark.parametrize("language", ["fa_AF", "ti"])
def test_an_unchecked_language_invites_no_real_people(client, database, study, clock, language):
    with database.writing() as session:
        code = builders.a_coupon(session, session.merge(study), clock()).code
    page = client.get(f"/k/{code}?lang={language}").text
    assert f'lang="{i18n.html_tag(language)}"' not in page


def test_each_language_is_named_in_its_own_script_once(client, cards):
    page = client.get(f"/k/{cards[0]}/call?lang=ti").text
    bar = re.findall(r'hreflang="[^"]+">([^<]+)', page)
    assert sorted(bar) == sorted(["Nederlands", "English", "العربية", "دری"])
    names = re.findall(r"<option[^>]*>([^<]+)", page)
    assert len(names) == len(set(names)) > 30
    assert re.findall(r"<option[^>]* selected>([^<]+)", page) == ["ትግርኛ"]


def test_dari_writes_a_date_in_its_own_digits_and_a_telephone_number_in_ours(client, cards):
    page = client.get(f"/k/{cards[0]}?lang=fa_AF").text
    assert "۹ جون ۲۰۲۶" in page
    assert "0320 123 456" in page
    assert "9 يونيو 2026" in client.get(f"/k/{cards[0]}?lang=ar").text


def test_somebody_from_afghanistan_reads_dari_at_once(client, cards):
    page = client.get(f"/k/{cards[0]}", headers={"Accept-Language": "fa-AF,fa;q=0.9"})
    assert '<html lang="fa-AF" dir="rtl">' in page.text


@pytest.mark.parametrize("path", ["/ambassador/x/", "/self/questions/"])
@pytest.mark.parametrize("language", ["en", "ar"])
def test_what_went_wrong_is_told_in_the_language_of_who_has_no_account(client, path, language):
    page = client.get(f"{path}?lang={language}")
    assert page.status_code in (403, 404)
    assert f'<html lang="{language}"' in page.text
    assert "Dit ging niet" not in page.text


def test_an_ambassadors_pages_are_not_offered_in_a_language_of_invitations_only(client):
    assert '<html lang="nl"' in client.get("/ambassador/x/?lang=ti").text
