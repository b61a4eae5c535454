"""Languages: what is on disk is what there is, and a text says which language it is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_babel import gettext, ngettext
from hypothesis import given
from hypothesis import strategies as st

from survey_app import i18n
from survey_app.i18n import Review, Translated
from survey_app.web.offline.bundle import COMPLAINTS

HEADER = 'msgid ""\nmsgstr ""\n"Language: {0}\\n"\n"Content-Type: text/plain; charset=utf-8\\n"\n'
PLURAL = '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n'

Write = Callable[[str, str, str], None]


@pytest.fixture
def write(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Write]:
    """Write a catalogue into an empty folder of translations."""

    def write_catalogue(language: str, domain: str, body: str) -> None:
        path = i18n.catalogue_path(language, domain)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(HEADER.format(language) + PLURAL + body, encoding="utf-8")
        i18n.forget()

    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path)
    i18n.forget()
    yield write_catalogue
    i18n.forget()


def entry(source: str, text: str, context: str = "", flag: str = "") -> str:
    lines = [f"\n#, {flag}"] if flag else [""]
    lines += [f'msgctxt "{context}"'] if context else []
    return "\n".join([*lines, f'msgid "{source}"', f'msgstr "{text}"', ""])


def test_a_language_is_its_folder_and_dutch_comes_first(write: Write) -> None:
    write("tr", "enquete57", "")
    write("en", "enquete57", "")
    assert i18n.languages() == ("nl", "en", "tr")


def test_without_any_folder_there_is_dutch(write: Write) -> None:
    assert i18n.languages() == ("nl",)
    assert i18n.interface_languages() == ["nl"]


def test_a_translated_text_says_its_language(write: Write) -> None:
    write("en", "enquete57", entry("Ja", "Yes", "ja_nee/ja"))
    assert i18n.translate("ja_nee/ja", "Ja", "en") == Translated("Yes", "en")


def test_an_untranslated_text_is_dutch_and_says_so(write: Write) -> None:
    write("en", "enquete57", entry("Nee", "", "ja_nee/nee"))
    assert i18n.translate("ja_nee/nee", "Nee", "en") == Translated("Nee", "nl")
    assert i18n.translate("ja_nee/nee", "Nee", "tr") == Translated("Nee", "nl")


def test_a_translation_of_other_words_is_not_used(write: Write) -> None:
    write("en", "enquete57", entry("Ja", "Yes", "ja_nee/ja"))
    assert i18n.translate("ja_nee/ja", "Ja, graag", "en") == Translated("Ja, graag", "nl")


def test_a_fuzzy_translation_is_not_used(write: Write) -> None:
    write("en", "enquete57", entry("Ja", "Yes", "ja_nee/ja", "fuzzy"))
    assert i18n.translate("ja_nee/ja", "Ja", "en").language == "nl"


def test_a_questionnaire_has_its_own_catalogue(write: Write) -> None:
    write("en", "kort", entry("Ja", "Yes", "ja_nee/ja"))
    assert i18n.translate("ja_nee/ja", "Ja", "en").language == "nl"
    assert i18n.translate("ja_nee/ja", "Ja", "en", domain="kort").language == "en"


def test_darija_is_read_in_arabic(write: Write) -> None:
    write("ar", "enquete57", entry("Ja", "نعم", "ja_nee/ja"))
    assert i18n.read_in("ary") == "ar"
    assert i18n.translate("ja_nee/ja", "Ja", "ary") == Translated("نعم", "ar")


@pytest.mark.parametrize("code", ["rif", "klingon", "", "../nl"])
def test_a_language_without_texts_is_read_in_dutch(write: Write, code: str) -> None:
    assert i18n.read_in(code) == "nl"


@pytest.mark.parametrize(
    ("code", "direction", "tag", "name"),
    [
        ("nl", "ltr", "nl", "Nederlands"),
        ("ar", "rtl", "ar", "العربية"),
        ("fa_AF", "rtl", "fa-AF", "دری"),
        ("ti", "ltr", "ti", "ትግርኛ"),
        ("zh_hans", "ltr", "zh-Hans", "中文（普通话）"),
    ],
)
def test_each_language_knows_its_direction_tag_and_name(
    code: str, direction: str, tag: str, name: str
) -> None:
    assert (i18n.direction(code), i18n.html_tag(code), i18n.endonym(code)) == (
        direction,
        tag,
        name,
    )


def test_a_catalogue_is_a_draft_until_its_header_says_reviewed(write: Write) -> None:
    write("en", "enquete57", "")
    write("tr", "enquete57", '"X-Review: reviewed\\n"\n"X-Reviewed-By: Ayşe Demir\\n"\n')
    assert i18n.review_status("en") is Review.DRAFT
    assert i18n.review_status("tr") is Review.REVIEWED
    assert i18n.review_status("ar") is Review.ABSENT
    assert i18n.review_status("nl") is Review.SOURCE


def test_an_interface_that_is_half_dutch_is_not_offered(write: Write) -> None:
    write("en", "interface", entry("Naam", "Name"))
    write("tr", "interface", entry("Naam", "Ad") + entry("Wachtwoord", ""))
    assert i18n.interface_languages() == ["nl", "en"]


def test_a_catalogue_for_respondents_is_no_staff_interface(write: Write) -> None:
    write("ar", "interface", '"X-Scope: respondent\\n"\n' + entry("Nee, dank u", "لا، شكراً"))
    assert i18n.interface_languages() == ["nl"]
    assert i18n.respondent_languages() == ["nl", "ar"]


def test_flask_babel_reads_our_catalogues(write: Write) -> None:
    plural = '\nmsgid "%(num)d kaart"\nmsgid_plural "%(num)d kaarten"\n'
    plural += 'msgstr[0] "%(num)d card"\nmsgstr[1] "%(num)d cards"\n'
    write("en", "interface", entry("Naam", "Name") + plural)
    app = Flask(__name__)
    spoken = ["en"]
    i18n.install(app, lambda: spoken[0])
    with app.test_request_context():
        assert gettext("Naam") == "Name"
        assert ngettext("%(num)d kaart", "%(num)d kaarten", 3) == "3 cards"
    spoken[0] = "nl"
    with app.test_request_context():
        assert gettext("Naam") == "Naam"
        assert ngettext("%(num)d kaart", "%(num)d kaarten", 1) == "1 kaart"


def test_the_command_line_speaks_from_the_same_catalogue(write: Write) -> None:
    write("en", "interface", entry("Naam", "Name"))
    assert i18n.interface_text("Naam", "en") == "Name"
    assert i18n.interface_text("Naam", "nl") == "Naam"
    assert i18n.interface_text("Onbekend", "en") == "Onbekend"


def test_places_are_filled_and_an_unknown_place_stays_visible() -> None:
    values = {"voornaam": "Amina", "gemeente": "Waterwijk"}
    assert i18n.fill("Ik ben [voornaam] uit [gemeente], tot [datum].", values) == (
        "Ik ben Amina uit Waterwijk, tot [datum]."
    )


def test_a_date_between_arabic_words_is_isolated() -> None:
    assert i18n.fill("حتى [datum].", {"datum": "31-12-2026"}) == "حتى \u206831-12-2026\u2069."


def test_placeholders_of_both_kinds_are_found() -> None:
    text = "[gemeente] %(n)s %(num)d %(r).2f [Nee] 5 %"
    assert i18n.placeholders(text) == {"[gemeente]", "%(n)s", "%(num)d", "%(r).2f"}


def test_the_arabic_interface_has_no_latin_letters_but_places() -> None:
    catalogue = i18n.read_catalogue("ar", "interface")
    assert catalogue
    for message in catalogue:
        if message.id:
            said = re.sub(r"%\(\w+\)s", "", str(message.string))
            assert not re.search("[A-Za-z]", said), said


@given(st.text(), st.dictionaries(st.sampled_from(["voornaam", "datum"]), st.text()))
def test_filling_a_text_without_places_changes_nothing(text: str, values: dict[str, str]) -> None:
    plain = text.replace("[", "(")
    assert i18n.fill(plain, values) == plain


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("message", COMPLAINTS)
def test_what_is_wrong_with_an_answer_is_said_in_the_language_of_who_gave_it(
    message: str, language: str
) -> None:
    assert i18n.interface_text(message, language) != message
