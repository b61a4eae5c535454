"""Who comes in further along the chains: one trait of people, wave by wave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from survey_app.reporting.charts import style
from survey_app.reporting.charts.chart import not_a_sample
from survey_app.reporting.charts.waves import Span, in_spans
from survey_app.reporting.disclosure import STANDARD, hidden_in_rows
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count, percent, whole_percents
from survey_app.reporting.panel import HIDDEN, Choices, Column, Hidden, Panel, Table, Value
from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.recruitment.forest import Forest

MOST_ANSWERS = len(style.SEGMENTS)
ON_COLOURS = ("#ffffff", "#ffffff", "#ffffff", "#ffffff", style.INK, "#ffffff")
STAGES = 6  # at most: more are hard to compare, and tell less of each
MUCH = 0.095  # shares are whole percents
Share = float | Hidden


@dataclass(frozen=True, slots=True)
class Stage:
    """One wave, or some together: the share of each answer, as it may be shown."""

    label: str
    shares: tuple[Share, ...]
    people: int


def build(material: Material) -> Panel | None:
    """The panel for the trait that the reader chose, or the first that the questionnaire marks."""
    forest, names = material.forest, traits(material)
    if forest is None or not names:
        return None
    name = material.chosen if material.chosen in names else names[0]
    spans = in_spans(forest.people_by_wave, _least(len(forest)))
    if len(spans) < 2:
        return None
    numbers = _numbers(material, forest, name)
    answers, often = _often(material, name, numbers)
    if not often:
        return None
    stages = shown(spans, numbers, often)
    question = material.answers.variable(name).label
    return Panel(
        title=_("Wie er in elke golf zijn"),
        finding=_finding(stages, answers),
        n=len(forest),
        table=_table(stages, answers, question),
        figure=_figure(stages, answers),
        legend=tuple(
            (f"dash-pile dash-answer--{place}", answer) for place, answer in enumerate(answers)
        ),
        choices=Choices(
            _("Welk kenmerk?"),
            tuple((each, material.answers.variable(each).label) for each in names),
            name,
        ),
        method=_(
            "Per golf: welk deel van de mensen welk antwoord gaf. Wie geen antwoord gaf of een "
            "zeldzaam antwoord, telt niet mee. Kleine golven staan samen."
        ),
        assumed=(not_a_sample(),),
        unknown=(
            _(
                "Of de golven verschillen doordat mensen vooral kaarten geven aan wie op hen "
                "lijkt, of door toeval, zegt dit niet."
            ),
        ),
    )


def _least(people: int) -> int:
    """From how many people on waves stand alone: enough for a share, where that leaves two."""
    least = STANDARD.share if people >= STAGES * STANDARD.share else STANDARD.group
    return max(least, people // STAGES)


def traits(material: Material) -> tuple[str, ...]:
    """What the questionnaire calls background: one choice, of nothing that asks more consent."""
    columns = material.answers.snapshot.columns
    return tuple(
        question.name
        for question in material.answers.questionnaire.questions
        if question.item.role == "background"
        and question.item.type.startswith("select_one")
        and not question.item.special_category
        and question.name in columns
    )


def shown(spans: list[Span], numbers: NDArray[Any], often: list[int]) -> list[Stage]:
    """The waves as they may be shown: shares among those who gave one of these answers.

    How many gave none stays out of it, as it may be one or two.

    Args:
        spans: the waves that stand together.
        numbers: (waves, answers) people; the last column gave no answer.
        often: columns of the answers that are not rare.
    """
    import numpy as np

    everybody = [int(numbers[span.waves].sum()) for span in spans]
    table = np.array([numbers[span.waves].sum(axis=0)[often] for span in spans])
    hidden = hidden_in_rows(table, table.sum(axis=1) < STANDARD.share)
    return [
        Stage(
            span.label,
            tuple(
                HIDDEN if hide else share
                for share, hide in zip(whole_percents(row.tolist()), cells, strict=True)
            ),
            people,
        )
        for span, row, cells, people in zip(spans, table, hidden, everybody, strict=True)
    ]


def _numbers(material: Material, forest: Forest, name: str) -> NDArray[Any]:
    """(waves, answers) how many gave each answer; the last column none."""
    import numpy as np

    codes = material.answers.snapshot.columns[name].codes
    given = material.answers.integers(name)[forest.rows]
    answer = np.where(given < 0, len(codes), given)
    waves = int(forest.wave.max()) + 1
    width = len(codes) + 1
    cells = np.bincount(width * forest.wave + answer, minlength=width * waves)
    return cells.reshape(waves, width)


def _often(material: Material, name: str, numbers: NDArray[Any]) -> tuple[list[str], list[int]]:
    """The answers that are not rare, in their order, and their columns."""
    import numpy as np

    totals = numbers[:, :-1].sum(axis=0)
    most = sorted(int(place) for place in np.argsort(-totals, kind="stable")[:MOST_ANSWERS])
    often = [place for place in most if totals[place] >= STANDARD.group]
    labels = [category.label for category in material.answers.variable(name).categories]
    return [labels[place] for place in often], often


def _finding(stages: list[Stage], answers: list[str]) -> str:
    """The answer that differs most between the first waves and the last, where both are told."""
    first, last = stages[0], stages[-1]
    both = [
        (abs(a - b), -place)
        for place, (a, b) in enumerate(zip(first.shares, last.shares, strict=True))
        if not isinstance(a, Hidden) and not isinstance(b, Hidden)
    ]
    if not both:
        return _("Er zijn nog te weinig mensen in elke golf om ze te vergelijken.")
    most, place = max(both)
    if most < MUCH:
        return _(
            "De laatste golven lijken op de eerste: van wat we kunnen tonen, verschilt niets 10 "
            "procentpunten of meer."
        )
    return _(
        "‘%(answer)s’: van %(first)s (%(from_wave)s) naar %(last)s (%(to_wave)s).",
        answer=answers[-place],
        first=percent(_known(first.shares[-place])),
        from_wave=first.label.lower(),
        last=percent(_known(last.shares[-place])),
        to_wave=last.label.lower(),
    )


def _known(share: Share) -> float:
    return 0.0 if isinstance(share, Hidden) else share


def _table(stages: list[Stage], answers: list[str], question: str) -> Table:
    columns = (
        Column("golf", _("Golf")),
        *(Column(f"deel_{n}", answer, "share") for n, answer in enumerate(answers, 1)),
        Column("mensen", _("Mensen in de golf"), "count"),
    )
    rows: list[tuple[Value, ...]] = [(s.label, *s.shares, s.people) for s in stages]
    return Table(_("Per golf: %(question)s", question=question), columns, tuple(rows))


def _figure(stages: list[Stage], answers: list[str]) -> str:
    """One bar a wave; a hidden share leaves a gap."""
    labels = [f"{stage.label} ({count(stage.people)})" for stage in stages]
    rows = style.Rows(labels)
    traces = [_answer(stages, rows, place, answer) for place, answer in enumerate(answers)]
    return style.json_of(
        style.figure(
            *traces, **rows.layout(10), barmode="stack", xaxis=style.no_axis(range=[0, 1]),
            margin={"l": 4, "r": 4, "t": 8, "b": 4},
        )
    )  # fmt: skip


def _answer(stages: list[Stage], rows: style.Rows, place: int, answer: str) -> object:
    import plotly.graph_objects as go

    shares = [stage.shares[place] for stage in stages]
    visible = [None if isinstance(share, Hidden) else share for share in shares]
    return go.Bar(
        x=visible,
        y=rows.places,
        width=style.BAR + 4,
        orientation="h",
        marker={"color": style.SEGMENTS[place], "line": {"color": "#ffffff", "width": 1}},
        text=[percent(s) if s is not None and s >= 0.07 else "" for s in visible],
        textposition="inside",
        insidetextanchor="middle",
        textangle=0,
        textfont={"color": ON_COLOURS[place], "size": 13},
        constraintext="none",
        hovertext=[f"{answer}: {percent(s)}" if s is not None else "" for s in visible],
        hoverinfo="text",
    )
