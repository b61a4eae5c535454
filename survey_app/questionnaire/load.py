"""From a folder of YAML files to a checked questionnaire, or to all that is wrong with it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from survey_app.errors import Invalid
from survey_app.questionnaire.build_conditions import Conditions
from survey_app.questionnaire.build_items import Builder
from survey_app.questionnaire.build_lists import build_lists, with_cards
from survey_app.questionnaire.expressions import compile_truth
from survey_app.questionnaire.fields import Fields, elements, entries, read_fields
from survey_app.questionnaire.model import (
    Apart,
    Condition,
    Consent,
    Place,
    Questionnaire,
    Section,
)
from survey_app.questionnaire.names import check_item_name, check_name
from survey_app.questionnaire.problems import Log, Problem
from survey_app.questionnaire.review import review
from survey_app.questionnaire.schema import APART, CHOICE, CONSENT, QUESTIONNAIRE, SECTION
from survey_app.questionnaire.texts import Catalogues
from survey_app.questionnaire.yaml_nodes import (
    Listing,
    Node,
    Table,
    Text,
    YamlError,
    parse,
    plain,
)

FILE = "questionnaire.yaml"
PICTURES = (".svg", ".png", ".jpg", ".webp")


@dataclass(frozen=True, slots=True)
class Loaded:
    """What came of a folder: the questionnaire as far as it could be read, and the problems."""

    path: Path
    questionnaire: Questionnaire | None
    problems: tuple[Problem, ...]

    def checked(self) -> Questionnaire:
        """The questionnaire, when nothing is wrong with it.

        Raises:
            Invalid: with the number of problems and the first.
        """
        if self.questionnaire is None or self.problems:
            raise Invalid(
                "De vragenlijst heeft fouten: %(number)s. De eerste: %(first)s",
                number=len(self.problems),
                first=str(self.problems[0]),
            )
        return self.questionnaire


def load(path: Path, catalogues: Callable[[str], Catalogues] | None = None) -> Loaded:
    """Read and check a questionnaire.

    Args:
        path: its folder, or its ``questionnaire.yaml``.
        catalogues: gives the catalogues of a questionnaire by its name; without it, translations
            are not checked.

    Returns:
        Never raises for what stands in the files: every fault is a problem with its line.
    """
    path = path / FILE if path.is_dir() else path
    log = Log()
    reader = _Reader(path.parent, log)
    try:
        questionnaire = reader.questionnaire(path.name)
    except RecursionError:
        log.add(Place(path.name, 1), "Er zit te veel in elkaar.", "Maak het eenvoudiger.")
        questionnaire = None
    if questionnaire:
        translated = catalogues(questionnaire.name) if catalogues else None
        written = tuple(reader.builder.conditions.written)
        review(questionnaire, written, log, translated, reader.places)
        reader.pictures(questionnaire)
    return Loaded(path, questionnaire, tuple(sorted(log.problems)))


@dataclass
class _Reader:
    """Reads the files of one folder."""

    folder: Path
    log: Log

    def __post_init__(self) -> None:
        self.builder = Builder(self.log, Conditions(self.log))
        self.places: dict[str, Place] = {}  # of the keys of questionnaire.yaml

    def file(self, name: str, place: Place) -> Node | None:
        """The contents of a file beside ``questionnaire.yaml``."""
        path = self.folder / name
        if "\0" in name or not path.resolve().is_relative_to(self.folder.resolve()):
            fault = f"Het bestand {name} staat buiten de map van de vragenlijst."
            self.log.add(place, fault, "Zet het in de map.")
            return None
        try:
            return parse(path.read_text(encoding="utf-8"), name)
        except YamlError as error:
            self.log.add(error.place, error.fault, error.remedy)
        except UnicodeDecodeError:
            self.log.add(Place(name, 1), "Het bestand is geen UTF-8.", "Bewaar het als UTF-8.")
        except (OSError, ValueError):
            self.log.add(place, f"Het bestand {name} is niet te lezen.", "Klopt de naam?")
        return None

    def content(self, node: Node | None) -> Node | None:
        """The node itself, or the file that it names."""
        return self.file(node.text.strip(), node.place) if isinstance(node, Text) else node

    def questionnaire(self, name: str) -> Questionnaire | None:
        root = self.file(name, Place(name, 1))
        fields = read_fields(root, QUESTIONNAIRE, "Een vragenlijst", self.log) if root else None
        if not fields:
            return None
        self.places |= {**fields.places, "": Place(name, 1)}
        check_name(fields.text("name"), fields.at("name"), self.log)
        columns = self.builder.conditions.filter_columns = self.columns(fields)
        lists = build_lists(self.content(fields.nodes.get("lists")), columns, self.log)
        self.builder.lists = lists
        sections = tuple(self.sections(fields))
        language = fields.text("language", "nl")
        return Questionnaire(
            name=fields.text("name"),
            version=fields.text("version"),
            title=fields.text("title"),
            language=language,
            languages=fields.texts("languages", (language,)),
            sections=sections,
            lists=with_cards(lists, self.builder.card_lists, self.log),
            texts=dict(self.texts(fields, "texts")),
            branch=fields.text("branch") or None,
            consent=self.consent(fields),
            apart=self.apart(fields),
            derived=self.derived(fields),
            filter_columns=columns,
            advice=self.advice(fields),
        )

    def columns(self, fields: Fields) -> tuple[str, ...]:
        columns = fields.texts("filter_columns")
        place = fields.at("filter_columns")
        return tuple(
            column
            for column in columns
            if check_item_name(column, place, self.log) and column not in CHOICE
        )

    def sections(self, fields: Fields) -> Iterator[Section]:
        for node in elements(fields.nodes.get("sections"), "onderdelen", self.log):
            content = self.content(node)
            if content and (section := self.section(content)):
                yield section

    def section(self, node: Node) -> Section | None:
        fields = read_fields(node, SECTION, "Een onderdeel", self.log)
        if not fields:
            return None
        name = fields.text("name")
        check_name(name, fields.at("name"), self.log)
        questions = elements(fields.nodes.get("questions"), "vragen", self.log)
        return Section(
            name=name,
            label=fields.text("label"),
            letter=fields.text("letter"),
            relevant=self.section_relevant(fields, name),
            questions=tuple(q for node in questions if (q := self.builder.question(node, name))),
            read_aloud=fields.flag("read_aloud", True),
            skippable=fields.flag("skippable", True),
            place=fields.place,
        )

    def section_relevant(self, fields: Fields, name: str) -> Condition | None:
        if not fields.has("relevant"):
            return None
        source, place = fields.text("relevant"), fields.at("relevant")
        return self.builder.conditions.expression(source, compile_truth, name, "section", place)

    def texts(self, fields: Fields, key: str) -> Iterator[tuple[str, str]]:
        for entry in entries(self.content(fields.nodes.get(key)), key, self.log):
            if isinstance(entry.node, Text) and entry.node.text.strip():
                yield entry.key, entry.node.text.strip()
            else:
                self.log.add(entry.place, f"{entry.key} is geen tekst.", "Vul een tekst in.")

    def derived(self, fields: Fields) -> dict[str, Condition]:
        found: dict[str, Condition] = {}
        for entry in entries(self.content(fields.nodes.get("derived")), "derived", self.log):
            self.places[f"derived.{entry.key}"] = entry.place
            if not check_item_name(entry.key, entry.place, self.log):
                continue
            if not isinstance(entry.node, Text):
                self.log.add(entry.place, f"{entry.key} is geen expressie.", "Schrijf if(…)")
            elif condition := self.builder.conditions.derived(entry.key, entry.node):
                found[entry.key] = condition
        return found

    def consent(self, fields: Fields) -> Consent | None:
        node = fields.nodes.get("consent")
        read = read_fields(node, CONSENT, "consent", self.log) if node else None
        if not read:
            return None
        self.places |= {f"consent.{key}": place for key, place in read.places.items()}
        return Consent(
            gate=read.text("gate"),
            yes=read.text("yes"),
            special=read.text("special") or None,
            language=read.text("language") or None,
        )

    def apart(self, fields: Fields) -> Apart | None:
        node = fields.nodes.get("apart")
        read = read_fields(node, APART, "apart", self.log) if node else None
        return Apart(read.texts("questions"), read.text("after")) if read else None

    def pictures(self, questionnaire: Questionnaire) -> None:
        """Every drawing that is named is in the folder."""
        for question in questionnaire:
            for item in question.parts:
                self.picture(item.name, item.picture, item.place, question.name)
        for each in self.builder.lists.values():
            for choice in each.choices:
                self.picture(choice.name, choice.picture, each.place, "")

    def picture(self, name: str, file: str | None, place: Place | None, question: str) -> None:
        if file and not _is_picture(self.folder, file):
            fault = f"De tekening {file} van {name} is er niet."
            remedy = f"Zet haar in de map van de vragenlijst; het kan zijn {', '.join(PICTURES)}."
            self.log.add(place or self.places[""], fault, remedy, question)

    def advice(self, fields: Fields) -> dict[str, object]:
        node = self.content(fields.nodes.get("advice"))
        if isinstance(node, Listing):
            self.log.add(node.place, "advice moet een tabel zijn.", "Schrijf rules: …")
        read = plain(node) if isinstance(node, Table) else {}
        return read if isinstance(read, dict) else {}


def _is_picture(folder: Path, name: str) -> bool:
    path = (folder / name).resolve()
    inside = path.is_relative_to(folder.resolve())
    return inside and path.suffix in PICTURES and path.is_file()


def find(path: Path) -> tuple[Path, ...]:
    """The questionnaires at a path: itself, or all below it except ``broken`` ones and their like.

    A folder called ``broken`` holds examples that are wrong on purpose.
    """
    if path.is_file() or (path / FILE).is_file():
        return (path,)
    found = (file for file in path.rglob(FILE) if "broken" not in file.relative_to(path).parts)
    return tuple(sorted(file.parent for file in found))
