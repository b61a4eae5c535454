"""The pages of the dashboard: which there are, and what stands on each for one reader."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.errors import NotFound
from survey_app.questionnaire.model import Questionnaire
from survey_app.reporting import computed, ended, snapshot
from survey_app.reporting.charts import CHARTS
from survey_app.reporting.dataset import Answers
from survey_app.reporting.disclosure import STANDARD, shown_shares
from survey_app.reporting.kept_shape import links_gone
from survey_app.reporting.labels import translator
from survey_app.reporting.material import Fieldwork, Material, Tallies
from survey_app.reporting.memory import Memory
from survey_app.reporting.numerals import count, moment
from survey_app.reporting.panel import Page, Panel, Table
from survey_app.reporting.wording import say as _
from survey_app.settings import Settings
from survey_app.storage.database import Database
from survey_app.storage.interviews import (
    Interview,
    InterviewState,
    RefusalTally,
    WithdrawalTally,
)
from survey_app.storage.studies import PublishedQuestionnaire, Study

T = TypeVar("T")
_panels: Memory[dict[str, Panel]] = Memory(places=100)
LIVE = "recruitment"  # the page that also shows how the cards stand at this moment
ATTEMPTS = 3  # a newer snapshot may take the place of the one that is being read


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads which study."""

    settings: Settings
    database: Database
    study: Study
    language: str

    @property
    def folder(self) -> Path:
        """Where the snapshot of this study stands."""
        return folder_of(self.settings, self.study)


def folder_of(settings: Settings, study: Study) -> Path:
    """Where the snapshot of a study stands."""
    return settings.snapshots / study.slug


def titles() -> dict[str, str]:
    """The pages by name, in order."""
    return {
        "overview": _("Overzicht"),
        "motivators": _("Redenen"),
        "barriers": _("Belemmeringen"),
        "segments": _("Groepen"),
        "recruitment": _("Werving"),
    }


def promises() -> dict[str, str]:
    """What a page will tell, for who looks before there is anything."""
    return {
        "overview": _("Hier staat straks hoeveel gesprekken er zijn, per week, wijk en taal."),
        "motivators": _("Hier staat straks welke redenen het zwaarst wegen, en hoe zeker dat is."),
        "barriers": _("Hier staat straks wat mensen het meest tegenhoudt, en hoe zeker dat is."),
        "segments": _("Hier staat straks of er groepen mensen zijn die op elkaar lijken."),
        "recruitment": _("Hier staat straks wie wie meebracht: hoe ver de kaarten komen."),
    }


def headings() -> dict[str, str]:
    """What each page is about."""
    return {
        "overview": _("Hoe het onderzoek ervoor staat"),
        "motivators": _("Waarom mensen Nederlands willen leren"),
        "barriers": _("Wat leren moeilijk maakt"),
        "segments": _("Wie op elkaar lijken"),
        "recruitment": _("Wie bracht wie mee"),
    }


def page(reader: Reader, name: str, fieldwork: Fieldwork, chosen: str = "") -> Page:
    """One page with its panels, from a snapshot that was brought up to date first.

    Raises:
        NotFound: there is no page of that name.
    """
    if name not in titles():
        raise NotFound("Deze pagina bestaat niet. Kijk of het adres klopt.")
    return _with_material(
        reader, fieldwork, chosen, lambda material: _page(reader, material, name)
    )


def table(reader: Reader, chart: str, fieldwork: Fieldwork, chosen: str = "") -> Table:
    """The table of one chart, for a download.

    Raises:
        NotFound: there is no such chart, or nothing in it may be shown.
    """
    if chart in CHARTS:
        panel = _with_material(reader, fieldwork, chosen, CHARTS[chart].build)
        if panel and panel.table:
            return panel.table
    raise NotFound("Deze tabel is er niet, of er zijn nog te weinig gesprekken om haar te tonen.")


def answers_of(reader: Reader) -> Answers:
    """The answers of a study, from a snapshot that was brought up to date first."""
    newest = snapshot.refresh(reader.database, reader.study, reader.folder)
    questionnaire = newest_questionnaire(reader)
    return Answers(newest, questionnaire, translator(questionnaire, reader.language))


def newest_questionnaire(reader: Reader) -> Questionnaire:
    """The version that was published last.

    Raises:
        NotFound: none was published yet.
    """
    statement = (
        select(PublishedQuestionnaire.source)
        .where(PublishedQuestionnaire.study_id == reader.study.id)
        .order_by(PublishedQuestionnaire.id.desc())
        .limit(1)
    )
    with reader.database.reading() as session:
        source = session.scalar(statement)
    if source is None:
        raise NotFound("Dit onderzoek heeft nog geen vragenlijst. Vraag de coördinator.")
    return ended.questionnaire_of(source)


def _with_material(
    reader: Reader, fieldwork: Fieldwork, chosen: str, use: Callable[[Material], T]
) -> T:
    for attempt in range(ATTEMPTS):
        try:
            return use(_material(reader, fieldwork, chosen))
        except FileNotFoundError:
            if attempt == ATTEMPTS - 1:
                raise
    raise AssertionError


def _material(reader: Reader, fieldwork: Fieldwork, chosen: str) -> Material:
    answers = answers_of(reader)
    with reader.database.reading() as session:
        tallies = _tallies(session, reader.study)
    return Material(
        answers=answers,
        computed=computed.opened(reader.folder),
        tallies=tallies,
        areas={area["code"]: area["name"] for area in reader.study.areas},
        chosen=chosen,
        fieldwork=fieldwork,
    )


def _page(reader: Reader, material: Material, name: str) -> Page:
    first = name == "overview"
    tiles = _tiles(material) if first else ()
    brief = _brief(reader, material) if first else {}
    panels = _panels.get(
        (reader.folder, reader.language, name, material.chosen),
        _version(material, name),
        lambda: _built(material, name),
    )
    return Page(
        name,
        titles()[name],
        headings()[name],
        _scope(material),
        tiles,
        brief,
        panels,
        promises()[name],
    )


def _brief(reader: Reader, material: Material) -> dict[str, str]:
    """What each other page found, in the words of its first panel."""
    first = {chart.page: chart for chart in reversed(CHARTS.values()) if chart.page != "overview"}
    panels = _panels.get(
        (reader.folder, reader.language, "brief", ""),
        _version(material, "brief"),
        lambda: _shown({page: chart.build(material) for page, chart in first.items()}),
    )
    return {page: panels[page].finding for page in titles() if page in panels}


def _version(material: Material, name: str) -> tuple[Hashable, ...]:
    """What panels are made from. The cards matter on one page, and time there only by the day."""
    newest, fieldwork = material.answers.snapshot, material.fieldwork
    read = (newest.generation, newest.seen, material.computed)
    if name != LIVE or not material.n:
        return read
    live = (fieldwork.cards, fieldwork.holders, fieldwork.most_waves)
    return (*read, *live, material.at.date())


def _built(material: Material, name: str) -> dict[str, Panel]:
    charts = [chart for chart in CHARTS.values() if chart.page == name]
    return _shown({chart.name: chart.build(material) for chart in charts})


def _shown(built: dict[str, Panel | None]) -> dict[str, Panel]:
    return {name: panel for name, panel in built.items() if panel}


def _tiles(material: Material) -> tuple[tuple[str, str], ...]:
    """The fieldwork in four numbers; none of them says what anybody answered."""
    tallies = material.tallies
    return (
        (count(material.n), _("gesprekken gevoerd")),
        (count(tallies.going_on), _("nog bezig")),
        (count(tallies.refused), _("zeiden nee")),
        (count(tallies.withdrawn), _("weggehaald")),
    )


def _scope(material: Material) -> str:
    """Who is in the figures, in words."""
    if not material.n:
        return _("Er zijn nog geen gesprekken afgerond.")
    if not material.enough:
        return _("Er zijn nog te weinig gesprekken om cijfers te tonen. Dat kan vanaf 10.")
    everybody = _(
        "Alle %(number)s gesprekken, in alle wijken en alle talen, tot en met %(moment)s.",
        number=count(material.n),
        moment=moment(material.until),
    )
    gone = _links_gone() if material.tallies.links_gone else ""
    return " ".join(filter(None, (everybody, _of_shares(material.n), gone)))


def _of_shares(people: int) -> str:
    """What to think of percentages of so many people."""
    if not shown_shares(people):
        return _("Percentages staan er vanaf %(number)s gesprekken.", number=STANDARD.share)
    if people < STANDARD.firm:
        return _("Tot %(number)s gesprekken zijn percentages een indicatie.", number=STANDARD.firm)
    return ""


def _links_gone() -> str:
    """Otherwise a reader would take everybody for a first person."""
    return _(
        "Wie door wie kwam, is na het veldwerk weggehaald: wat hier over ketens staat, geldt niet "
        "meer. Hun vorm is bewaard en kan worden geëxporteerd."
    )


def _tallies(session: Session, study: Study) -> Tallies:
    going_on = session.scalar(
        select(func.count()).where(
            Interview.study_id == study.id, Interview.state == InterviewState.OPEN
        )
    )
    refused = session.scalar(
        select(func.sum(RefusalTally.number)).where(RefusalTally.study_id == study.id)
    )
    withdrawn = session.scalar(
        select(WithdrawalTally.number).where(WithdrawalTally.study_id == study.id)
    )
    gone = links_gone(session, study)
    return Tallies(going_on or 0, refused or 0, withdrawn or 0, gone)
