"""``doorvragen translations``: what is missing is named, and nothing translated is lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po
from click.testing import CliRunner

from survey_app import i18n
from survey_app.cli import catalogues
from survey_app.cli.translations import translations

QUESTIONNAIRE = """
name: kort
version: "1"
title: Kort
sections:
  - name: s
    label: Deel
    questions:
      - {name: naam, type: text, label: "Hoe heet u, [voornaam]?", hint: Lees voor}
"""
HEADER = """# Of this file.
msgid ""
msgstr ""
"Language: en\\n"
"X-Review: reviewed\\n"
"X-Reviewed-By: Ann Lee\\n"

"""
COMPLETE = """msgctxt "title"
msgid "Kort"
msgstr "Short"

msgctxt "section/s"
msgid "Deel"
msgstr "Part"

msgctxt "naam:label"
msgid "Hoe heet u, [voornaam]?"
msgstr "What is your name, [voornaam]?"

msgctxt "naam:hint"
msgid "Lees voor"
msgstr "Read aloud"
"""


@pytest.fixture
def catalogue(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The English catalogue of a questionnaire of one question; no interface texts."""
    folder = tmp_path / "questionnaires" / "kort"
    folder.mkdir(parents=True)
    (folder / "questionnaire.yaml").write_text(QUESTIONNAIRE, encoding="utf-8")
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "view.py").write_text('_("Naam")\n', encoding="utf-8")
    monkeypatch.setattr(catalogues, "QUESTIONNAIRES", folder.parent)
    monkeypatch.setattr(catalogues, "SOURCES", tmp_path / "source")
    monkeypatch.setattr(i18n, "TRANSLATIONS", tmp_path / "translations")
    path = i18n.catalogue_path("en", "kort")
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + COMPLETE, encoding="utf-8")
    interface = 'msgid "Naam"\nmsgstr "Name"\n'
    i18n.catalogue_path("en", "interface").write_text(HEADER + interface, encoding="utf-8")
    i18n.forget()
    yield path
    i18n.forget()


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    i18n.forget()


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file)


def _status(*options: str) -> tuple[int, str]:
    result = CliRunner().invoke(translations, ["status", *options])
    return result.exit_code, result.output


def test_a_complete_catalogue_passes(catalogue: Path) -> None:
    code, output = _status("--strict")
    assert (code, output.split("\n")) == (
        0,
        ["en     interface          1/1  reviewed", "en     kort               4/4  reviewed", ""],
    )


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ('msgstr "Part"', 'msgstr ""', "missing: section/s"),
        ('msgid "Deel"', 'msgid "Onderdeel"', "outdated: section/s"),
        ('msgctxt "section/s"', '#, fuzzy\nmsgctxt "section/s"', "fuzzy: section/s"),
        ("name, [voornaam]?", "name?", "placeholders: naam:label"),
    ],
)
def test_what_is_wrong_is_named_and_strict_fails(
    catalogue: Path, old: str, new: str, fault: str
) -> None:
    _change(catalogue, old, new)
    code, output = _status("--strict", "--names")
    assert code == 1
    assert fault in output
    assert _status()[0] == 0


def test_an_entry_that_nothing_asks_for_is_unused(catalogue: Path) -> None:
    _change(catalogue, "naam:hint", "naam:probe")
    assert "unused: naam:probe" in _status("--names")[1]


def test_a_draft_in_another_language_may_be_incomplete(catalogue: Path) -> None:
    other = i18n.catalogue_path("ar", "kort")
    other.parent.mkdir(parents=True)
    other.write_text(HEADER.replace("reviewed", "draft"), encoding="utf-8")
    code, output = _status("--strict")
    assert code == 0
    assert "ar     kort               0/4  draft  4 missing" in output


def test_a_catalogue_for_respondents_needs_only_what_they_hear(catalogue: Path) -> None:
    _change(catalogue, '"X-Review', '"X-Scope: respondent\\n"\n"X-Review')
    _change(catalogue, 'msgstr "Read aloud"', 'msgstr ""')
    assert catalogues.coverage("en", "kort").total == 2  # the title and the question
    assert catalogues.coverage("en", "kort").complete


def test_extract_keeps_translations_comments_and_headers(catalogue: Path) -> None:
    before = _read(catalogue)
    CliRunner().invoke(translations, ["extract"])
    text = catalogue.read_text(encoding="utf-8")
    assert text.startswith("# Of this file.\n")
    assert "X-Review: reviewed" in text
    after = _read(catalogue)
    assert {m.context: m.string for m in after if m.id} == {
        m.context: m.string for m in before if m.id
    }
    CliRunner().invoke(translations, ["extract"])
    assert catalogue.read_text(encoding="utf-8") == text


def test_extract_marks_a_translation_of_changed_words_as_fuzzy(catalogue: Path) -> None:
    _change(catalogue, 'msgid "Deel"', 'msgid "Stuk"')
    CliRunner().invoke(translations, ["extract"])
    i18n.forget()
    message = _read(catalogue).get("Deel", "section/s")
    assert message is not None
    assert (message.string, message.fuzzy) == ("Part", True)
    assert catalogues.coverage("en", "kort").fuzzy == ("section/s",)


def test_extract_asks_a_catalogue_for_respondents_what_they_hear_only(catalogue: Path) -> None:
    header = HEADER.replace('"X-Review', '"X-Scope: respondent\\n"\n"X-Review')
    catalogue.write_text(header, encoding="utf-8")
    i18n.forget()
    CliRunner().invoke(translations, ["extract"])
    assert [m.context for m in _read(catalogue) if m.id] == ["title", "naam:label"]


def test_a_catalogue_for_invited_people_holds_what_others_of_its_kind_hold(
    catalogue: Path,
) -> None:
    view = catalogues.SOURCES / "view.py"
    view.write_text('_("Naam")\n_("Nee, dank u")\n_("Bel mij")\n', encoding="utf-8")
    header = HEADER.replace('"X-Review', '"X-Scope: invitation\\n"\n"X-Review')
    for language, text in (("ti", '\nmsgid "Nee, dank u"\nmsgstr "x"\n'), ("so", "")):
        path = i18n.catalogue_path(language, "interface")
        path.parent.mkdir(parents=True)
        path.write_text(header + text, encoding="utf-8")
    i18n.forget()
    assert catalogues.coverage("ti", "interface").complete
    assert catalogues.coverage("so", "interface").missing == ("Nee, dank u",)
    CliRunner().invoke(translations, ["extract"])
    assert [m.id for m in _read(i18n.catalogue_path("so", "interface")) if m.id] == ["Nee, dank u"]


def test_extract_begins_a_new_language_as_a_draft(catalogue: Path) -> None:
    CliRunner().invoke(translations, ["extract", "--language", "tr"])
    i18n.forget()
    begun = catalogues.coverage("tr", "kort")
    assert (begun.total, begun.translated, begun.review) == (4, 0, i18n.Review.DRAFT)


def test_a_message_of_an_error_is_a_text_of_the_interface(catalogue: Path) -> None:
    view = catalogues.SOURCES / "view.py"
    view.write_text('raise Invalid("Dat kan niet, %(name)s", name=x)\n', encoding="utf-8")
    assert "Dat kan niet, %(name)s" in catalogues.template("interface")


def test_an_empty_plural_is_missing(catalogue: Path) -> None:
    """An untranslated plural shows the singular in a language with one form."""
    view = catalogues.SOURCES / "view.py"
    view.write_text('ngettext("%(num)d kaart", "%(num)d kaarten", n)\n', encoding="utf-8")
    plural = 'msgid "%(num)d kaart"\nmsgid_plural "%(num)d kaarten"\n'
    plural += 'msgstr[0] "%(num)d card"\nmsgstr[1] ""\n'
    i18n.catalogue_path("en", "interface").write_text(HEADER + plural, encoding="utf-8")
    i18n.forget()
    assert catalogues.coverage("en", "interface").missing == ("%(num)d kaart",)


def test_extract_keeps_all_six_forms_of_an_arabic_plural(catalogue: Path) -> None:
    view = catalogues.SOURCES / "view.py"
    view.write_text('ngettext("%(num)d kaart", "%(num)d kaarten", n)\n', encoding="utf-8")
    forms = "".join(f'msgstr[{form}] "%(num)d ({form})"\n' for form in range(6))
    plural = '"Plural-Forms: nplurals=6; plural=(n==0 ? 0 : 5);\\n"\n\n'
    plural += 'msgid "%(num)d kaart"\nmsgid_plural "%(num)d kaarten"\n' + forms
    path = i18n.catalogue_path("ar", "interface")
    path.parent.mkdir(parents=True)
    path.write_text(HEADER.rstrip("\n") + "\n" + plural, encoding="utf-8")
    i18n.forget()
    CliRunner().invoke(translations, ["extract"])
    i18n.forget()
    assert path.read_text(encoding="utf-8").count("msgstr[") == 6
    assert catalogues.coverage("ar", "interface").missing == ()


def test_the_words_on_printed_cards_have_catalogues_of_their_own() -> None:
    assert catalogues.coverage("en", "cards").complete
