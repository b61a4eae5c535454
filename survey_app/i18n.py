"""Languages: a language is its folder in ``translations/``, and every text says which it is in.

Catalogues are read from their ``.po`` files and kept in memory; a changed file is seen after a
restart. A questionnaire's catalogue is looked up by the stable key of a text, and only counts when
it translates the present Dutch words. What is not translated comes back in Dutch, and says so, so
that ``lang`` and ``dir`` on the screen stay true.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from io import BytesIO
from pathlib import Path

from babel.dates import format_date
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain, get_locale, to_user_timezone

from survey_app.settings import PROJECT

SOURCE = "nl"  # the language in which everything is written first
INTERFACE = "interface"
QUESTIONNAIRE = "enquete57"

_INSTALLED = Path(__file__).parent / "data" / "translations"
TRANSLATIONS = _INSTALLED if _INSTALLED.is_dir() else PROJECT / "translations"

_RIGHT_TO_LEFT = frozenset({"ar", "apc", "ary", "ckb", "fa", "he", "prs", "ps", "ur"})
_TAGS = {
    "zh_hans": "zh-Hans",
    "yue": "yue-Hant",
}  # where the code is not the tag with another dash
_READ_IN = {"apc": "ar", "ary": "ar", "prs": "fa_AF", "zh_hans": "zh_Hans", "yue": "yue_Hant"}
_OWN_DIGITS = {"fa_AF": "۰۱۲۳۴۵۶۷۸۹"}  # what running text is written with; Arabic here has 0-9
_PLACEHOLDER = re.compile(r"\[[a-z_]+\]|%\(\w+\)[-+#0]*[\d.]*[a-z]")
_OWN_HEADER = re.compile(r'^"(X-[\w-]+): (.*)\\n"$', re.MULTILINE)
_FIRST_STRONG_ISOLATE, _POP_ISOLATE = "\u2068", "\u2069"

ENDONYMS = {
    "nl": "Nederlands", "en": "English", "tr": "Türkçe", "ar": "العربية",
    "apc": "العربية الشامية", "ary": "الدارجة المغربية", "rif": "Tarifit", "shi": "Tacelḥit",
    "kmr": "Kurmancî", "ckb": "کوردیی سۆرانی", "ti": "ትግርኛ", "am": "አማርኛ", "so": "Soomaali",
    "fa": "فارسی", "fa_AF": "دری", "prs": "دری", "ps": "پښتو", "ur": "اردو", "pl": "Polski",
    "bg": "Български", "ro": "Română", "uk": "Українська", "ru": "Русский", "es": "Español",
    "pt": "Português", "fr": "Français", "pap": "Papiamentu", "srn": "Sranantongo",
    "hns": "Sarnami", "zh_hans": "中文（普通话）", "zh_Hans": "中文（普通话）", "yue": "粵語",
    "yue_Hant": "粵語", "vi": "Tiếng Việt", "th": "ไทย", "id": "Bahasa Indonesia",
    "tru": "Surayt", "hy": "Հայերեն",
}  # fmt: skip


class Review(StrEnum):
    """How far a catalogue may be trusted; written in ``X-Review``, ``X-Reviewed-By``."""

    SOURCE = "source"  # not a translation: the Dutch itself
    REVIEWED = "reviewed"  # a named person has approved it
    DRAFT = "draft"  # nobody who speaks the language has checked it
    ABSENT = "absent"  # there is no such catalogue


@dataclass(frozen=True, slots=True)
class Translated:
    """A text, and the language in which it really is."""

    text: str
    language: str


def languages() -> tuple[str, ...]:
    """Every language that has a folder, Dutch first."""
    return _languages_in(TRANSLATIONS)


@cache
def _languages_in(root: Path) -> tuple[str, ...]:
    folders = root.glob("*/LC_MESSAGES") if root.is_dir() else ()
    return (SOURCE, *sorted({folder.parent.name for folder in folders} - {SOURCE}))


def interface_languages() -> list[str]:
    """Languages in which the whole interface can be read, Dutch first."""
    return [SOURCE, *(x for x in _with_interface() if not scope(x, INTERFACE))]


def respondent_languages() -> list[str]:
    """Languages in which everything that a respondent sees can be read, Dutch first."""
    return [SOURCE, *(x for x in _with_interface() if scope(x, INTERFACE) in ("", "respondent"))]


def invitation_texts(language: str) -> tuple[tuple[str, str], ...]:
    """What somebody sees who was invited: the Dutch, and the translation or nothing.

    Which messages these are, the catalogues of invitations tell together.
    """
    found = read_catalogue(language, INTERFACE)
    return tuple((source, _translation(found, source)) for source in _invitation_sources())


def invitation_languages() -> list[str]:
    """Languages in which an invitation can be read and answered, Dutch first."""
    return [SOURCE, *_with_interface()]


def read_in(language: str) -> str:
    """The folder in which this language of an interview is read: Darija in Arabic, Dari in fa_AF.

    Dutch when there is none.
    """
    code = _READ_IN.get(language, language)
    return code if code in languages() else SOURCE


def direction(language: str) -> str:
    """``rtl`` or ``ltr``."""
    return "rtl" if re.split("[-_]", language)[0] in _RIGHT_TO_LEFT else "ltr"


def html_tag(language: str) -> str:
    """The value of ``lang`` in HTML: ``fa_AF`` becomes ``fa-AF``."""
    return _TAGS.get(language, language.replace("_", "-"))


def endonym(language: str) -> str:
    """The language's own name for itself, in its own script; its code when we do not know."""
    return ENDONYMS.get(language, language)


def translate(key: str, source: str, language: str, domain: str = QUESTIONNAIRE) -> Translated:
    """One text of a questionnaire in a language, or in Dutch when it is not translated.

    Args:
        key: the stable key of the text, such as ``wil_leren:label`` or ``plekken/school``.
        source: the Dutch text; a translation of other words than these is not used.
        language: a folder or a language of the interview (see ``read_in``).
        domain: name of the questionnaire.
    """
    folder = read_in(language)
    found = _by_key(folder, domain).get(key)
    if found is None or found[0] != source:
        return Translated(source, SOURCE)
    return Translated(found[1], folder)


def catalogues(domain: str = QUESTIONNAIRE) -> Callable[[str], Mapping[str, tuple[str, str]]]:
    """A function that gives, for a language, source and translation of each text by its key."""
    return lambda language: _by_key(language, domain)


def interface_text(message: str, language: str) -> str:
    """One message of the interface outside a web request, for the command line."""
    return _interface(language).gettext(message)


def marked(message: str) -> str:
    """The message itself: a mark for ``extract`` where it is translated elsewhere."""
    return message


def placeholders(text: str) -> frozenset[str]:
    """The places in a text that are filled in later: ``[gemeente]``, ``%(n)s``."""
    return frozenset(match.group() for match in _PLACEHOLDER.finditer(text))


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` in the places ``[voornaam]``, ``[gemeente]``, ``[datum]``.

    A place without a value stays as it is, so that it is noticed. Between right-to-left words a
    value is isolated, so that a date or a name is not turned around.
    """
    before, after = ("", "")
    if any(unicodedata.bidirectional(letter) in ("R", "AL") for letter in text):
        before, after = _FIRST_STRONG_ISOLATE, _POP_ISOLATE
    for name, value in values.items():
        text = text.replace(f"[{name}]", f"{before}{value}{after}")
    return text


def day(moment: date, language: str) -> str:
    """A date in words, with the digits that the language writes: ``9 juni 2026``, ``۹ جون ۲۰۲۶``.

    Codes and telephone numbers keep 0-9 everywhere: they are typed, and stand so on the card.
    """
    words = str(format_date(moment, format="long", locale=language))
    return words.translate(str.maketrans("0123456789", _OWN_DIGITS.get(language, "0123456789")))


@cache
def review_status(language: str, domain: str = QUESTIONNAIRE) -> Review:
    """Whether a named person has approved this catalogue."""
    if language == SOURCE:
        return Review.SOURCE
    if not catalogue_path(language, domain).is_file():
        return Review.ABSENT
    return Review.REVIEWED if reviewer(language, domain) else Review.DRAFT


def reviewer(language: str, domain: str) -> str:
    """Who has checked this catalogue, by the name in its header; nobody without a name."""
    known = headers(language, domain)
    return known.get("X-Reviewed-By", "").strip() if known.get("X-Review") == "reviewed" else ""


def scope(language: str, domain: str) -> str:
    """What a catalogue means to cover; all of it when it says nothing.

    ``respondent``: what one sees or hears in an interview, on a card or as an ambassador.
    ``invitation``: only what somebody sees who was invited, up to the choice and the call.
    """
    return headers(language, domain).get("X-Scope", "")


def catalogue_path(language: str, domain: str) -> Path:
    """Where a catalogue stands, whether or not it is there."""
    return TRANSLATIONS / language / "LC_MESSAGES" / f"{domain}.po"


@cache
def headers(language: str, domain: str) -> Mapping[str, str]:
    """The catalogue's own headers, ``X-…``, which Babel does not keep."""
    path = catalogue_path(language, domain)
    if not path.is_file():
        return {}
    head = path.read_text(encoding="utf-8").split("\n\n", 1)[0]
    return dict(_OWN_HEADER.findall(head))


@cache
def read_catalogue(language: str, domain: str) -> Catalog | None:
    """The catalogue as it stood when it was first read, or none. Not to be changed."""
    path = catalogue_path(language, domain)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return read_po(file, domain=domain)


def forget() -> None:
    """Read the catalogues again when they are next needed, as after a restart."""
    for cached in (
        review_status,
        headers,
        read_catalogue,
        _nearly_complete,
        _invitation_sources,
        _interface,
        _by_key,
    ):
        cached.cache_clear()


def install(app: Flask, locale_selector: Callable[[], str]) -> None:
    """Let Flask-Babel speak from our catalogues.

    Args:
        app: the application.
        locale_selector: gives the interface language of the present request.
    """
    babel = Babel(
        app,
        default_locale=SOURCE,
        default_timezone="Europe/Amsterdam",
        locale_selector=locale_selector,
    )
    babel.domain_instance = _InterfaceDomain()
    app.jinja_env.filters["day"] = _day_here


def _day_here(moment: date) -> str:
    local = to_user_timezone(moment) if isinstance(moment, datetime) else moment
    return day(local, str(get_locale()))


class _InterfaceDomain(Domain):  # type: ignore[misc]
    """Flask-Babel's domain looks for ``.mo`` files; ours reads the ``.po``."""

    def get_translations(self) -> NullTranslations:
        locale = get_locale()
        return _interface(str(locale)) if locale else NullTranslations()


def _with_interface() -> list[str]:
    return [x for x in languages() if x != SOURCE and _nearly_complete(x)]


@cache
def _nearly_complete(language: str) -> bool:
    """Whether an interface in this language would not be half Dutch."""
    messages = [m for m in read_catalogue(language, INTERFACE) or () if m.id]
    translated = sum(bool(m.string) and not m.fuzzy for m in messages)
    return bool(messages) and translated >= 0.75 * len(messages)


@cache
def _invitation_sources() -> tuple[str, ...]:
    """The Dutch messages of every catalogue that holds an invitation and nothing else."""
    catalogues = [
        read_catalogue(language, INTERFACE) or ()
        for language in languages()
        if scope(language, INTERFACE) == "invitation"
    ]
    return tuple(sorted({_singular(m.id) for messages in catalogues for m in messages if m.id}))


def _translation(catalogue: Catalog | None, source: str) -> str:
    """All forms of a translation, or nothing when it is not used."""
    message = catalogue.get(source) if catalogue else None
    if message is None or message.fuzzy or not message.string:
        return ""
    return message.string if isinstance(message.string, str) else " / ".join(message.string)


def _singular(text: str | Sequence[str]) -> str:
    return text if isinstance(text, str) else text[0]


@cache
def _interface(language: str) -> NullTranslations:
    catalogue = read_catalogue(language, INTERFACE)
    if catalogue is None:
        return NullTranslations()
    compiled = BytesIO()
    write_mo(compiled, catalogue)  # leaves out what is fuzzy or empty
    compiled.seek(0)
    return Translations(compiled, domain=INTERFACE)


@cache
def _by_key(language: str, domain: str) -> Mapping[str, tuple[str, str]]:
    """Source and translation of each text of a questionnaire that has one, by its key."""
    catalogue = read_catalogue(language, domain)
    return {
        str(message.context): (str(message.id), str(message.string))
        for message in catalogue or ()
        if message.context and message.string and not message.fuzzy
    }
