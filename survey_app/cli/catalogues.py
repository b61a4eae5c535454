"""What a catalogue should hold, how far it is, and how it is written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.plurals import get_plural
from babel.messages.pofile import write_po

from survey_app import i18n
from survey_app.questionnaire import load, texts
from survey_app.services import card_sheets
from survey_app.settings import PROJECT

SOURCES = Path(__file__).parent.parent
QUESTIONNAIRES = PROJECT / "questionnaires"
_INSTALLED = SOURCES / "data" / "questionnaires"

_METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
_ERRORS = ("NotFound", "NotAllowed", "Invalid", "Conflict", "Gone", "TooMany", "Unavailable")
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "_l": None,
    "gettext": None,
    "lazy_gettext": None,
    "ngettext": (1, 2),
    "lazy_ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "marked": None,
    "say": None,  # the command line
    "Complaint": (2,),  # what is wrong with an answer
    **dict.fromkeys(_ERRORS),
}

Key = tuple[str, str]  # context and message id


@dataclass(frozen=True, slots=True)
class Coverage:
    """How far one catalogue is; each tuple names texts by their key."""

    language: str
    domain: str
    review: i18n.Review
    total: int
    missing: tuple[str, ...]
    outdated: tuple[str, ...]  # the Dutch words have changed since
    fuzzy: tuple[str, ...]
    placeholders: tuple[str, ...]  # other places to fill in than the Dutch has
    unused: tuple[str, ...]

    @property
    def translated(self) -> int:
        """How many texts have a translation that is used."""
        return self.total - len(self.missing) - len(self.outdated) - len(self.fuzzy)

    @property
    def complete(self) -> bool:
        """Whether every text has one."""
        return self.translated == self.total


def domains() -> tuple[str, ...]:
    """The interface, and each questionnaire that has a catalogue."""
    found = {path.stem for path in i18n.TRANSLATIONS.glob("*/LC_MESSAGES/*.po")}
    return (i18n.INTERFACE, *sorted(found - {i18n.INTERFACE}))


def coverage(language: str, domain: str) -> Coverage:
    """Compare a catalogue with what it should hold."""
    wanted = _wanted(language, domain)
    catalogue = i18n.read_catalogue(language, domain) or Catalog()
    present = _messages(catalogue)
    by_context = {context: message for (context, _), message in present.items() if context}
    names: dict[str, list[str]] = {"missing": [], "outdated": [], "fuzzy": [], "placeholders": []}
    for key in _messages(wanted):
        found = present.get(key) or by_context.get(key[0])
        if fault := _fault(key, found):
            names[fault].append(_name(key))
    return Coverage(
        language,
        domain,
        i18n.review_status(language, domain),
        total=len(_messages(wanted)),
        unused=tuple(_name(key) for key in _unused(present, template(domain))),
        **{name: tuple(keys) for name, keys in names.items()},
    )


def template(domain: str, *, respondent_only: bool = False) -> Catalog:
    """Everything that a catalogue of this domain may hold, untranslated."""
    catalogue = Catalog(domain=domain)
    if domain == i18n.INTERFACE:
        for file, line, message, _, context in extract_from_dir(
            SOURCES, _METHODS, keywords=_KEYWORDS
        ):
            catalogue.add(message, None, [(f"survey_app/{file}", line)], context=context)
        return catalogue
    if domain == card_sheets.CARDS:
        for key, words in card_sheets.WORDS.items():
            catalogue.add(words, context=key)
        return catalogue
    root = _INSTALLED if _INSTALLED.is_dir() else QUESTIONNAIRES
    for text in texts.texts(load.load(root / domain).checked()):
        if text.heard or not respondent_only:
            catalogue.add(text.source, context=text.key)
    return catalogue


def updated(language: str, domain: str) -> str:
    """The catalogue as it should stand in its file, with every translation that still holds.

    A translation of Dutch words that have changed since is kept and marked *fuzzy*: it is not used
    until somebody has looked at it.
    """
    old = _messages(i18n.read_catalogue(language, domain) or Catalog())
    by_context = {context: message for (context, _), message in old.items() if context}
    wanted = _messages(_wanted(language, domain))
    fresh = Catalog(domain=domain)
    fresh.mime_headers = [("Plural-Forms", _plural_forms(language))]  # Arabic has six forms
    for key, message in _messages(template(domain)).items():
        found = old.get(key) or by_context.get(key[0])
        if key not in wanted and not (found and found.string):
            continue
        flags = {*(found.flags if found else ()), *(message.flags & {"python-format"})}
        if found and key not in old:
            flags.add("fuzzy")
        string = found.string if found and found.string else None
        fresh.add(message.id, string, message.locations, flags, context=message.context)
    return _header(language, domain) + _body(fresh)


def _wanted(language: str, domain: str) -> Catalog:
    """What this catalogue should hold.

    What of the interface a respondent or an invited person sees, no program can tell: it is what
    the catalogues of the same scope hold together. Journeys through the pages show what is left.
    """
    scope = i18n.scope(language, domain)
    everything = template(domain, respondent_only=bool(scope) and domain != i18n.INTERFACE)
    if not scope or domain != i18n.INTERFACE:
        return everything
    known: set[Key] = set()
    for other in i18n.languages():
        if i18n.scope(other, domain) == scope:
            known.update(_messages(i18n.read_catalogue(other, domain) or Catalog()))
    wanted = Catalog(domain=domain)
    for key, message in _messages(everything).items():
        if key in known:
            wanted.add(message.id, context=message.context)
    return wanted


def _fault(key: Key, message: Message | None) -> str:
    """What is wrong with a translation, or nothing."""
    if message is None or not _strings(message.string) or not all(_strings(message.string)):
        return "missing"
    if _source(message) != key[1]:
        return "outdated"
    if message.fuzzy:
        return "fuzzy"
    places = [i18n.placeholders(text) for text in _strings(message.id)]
    same = all(i18n.placeholders(text) in places for text in _strings(message.string))
    return "" if same else "placeholders"


def _unused(present: Mapping[Key, Message], wanted: Catalog) -> Iterator[Key]:
    keys = _messages(wanted)
    contexts = {context for context, _ in keys if context}
    return (key for key in present if key not in keys and key[0] not in contexts)


def _messages(catalogue: Catalog) -> dict[Key, Message]:
    return {(m.context or "", _source(m)): m for m in catalogue if m.id}


def _source(message: Message) -> str:
    return str(_strings(message.id)[0])


def _strings(text: object) -> tuple[str, ...]:
    if isinstance(text, list | tuple):
        return tuple(str(part) for part in text)
    return (str(text),) if text else ()


def _name(key: Key) -> str:
    return key[0] or key[1]


def _header(language: str, domain: str) -> str:
    """The comment and the own headers as they were; no dates, so that a diff shows texts only."""
    path = i18n.catalogue_path(language, domain)
    text = path.read_text(encoding="utf-8") if path.is_file() else ""
    comment = "".join(f"{x}\n" for x in text.split("msgid", 1)[0].splitlines() if x[:1] == "#")
    headers = {
        "Project-Id-Version": f"Doorvragen {domain}",
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": _plural_forms(language),
        "X-Review": "draft",
        **i18n.headers(language, domain),
    }
    lines = "".join(f'"{name}: {value}\\n"\n' for name, value in headers.items())
    return f'{comment}msgid ""\nmsgstr ""\n{lines}\n'


def _plural_forms(language: str) -> str:
    plural = get_plural(language)
    return f"nplurals={plural.num_plurals}; plural={plural.plural_expr};"


def _body(catalogue: Catalog) -> str:
    out = BytesIO()
    write_po(out, catalogue, width=98, omit_header=True, include_lineno=False)
    return out.getvalue().decode("utf-8").strip("\n") + "\n"
