"""An answer, weighted for how people were found: RDS-II with tree-bootstrap intervals."""

from __future__ import annotations

from survey_app.reporting.charts import style
from survey_app.reporting.charts.chart import not_a_sample, stamp
from survey_app.reporting.charts.counts import answered
from survey_app.reporting.computed import Kept
from survey_app.reporting.computed.estimates import (
    CategoryEstimate,
    OutcomeEstimate,
    judged_conditions,
    outcome_estimate,
    outcomes,
)
from survey_app.reporting.disclosure import shown_shares
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import decimal, percent
from survey_app.reporting.panel import HIDDEN, AtLeast, Choices, Column, Panel, Table, Value
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel for the answer that the reader chose, or the first one."""
    names = outcomes(material.answers)
    if not material.enough or not names:
        return None
    name = material.chosen if material.chosen in names else names[0]
    kept = material.computed.get("estimates")
    found = outcome_estimate(kept, name)
    labels = {c.code: c.label for c in material.answers.variable(name).categories}
    categories = _ordered(found, list(labels))
    return Panel(
        title=heading(material),
        finding=_finding(categories, labels),
        n=_people(kept, found) or material.n,
        table=_table(kept, categories, labels) if kept and categories else None,
        figure=_figure(categories, labels) if categories else "",
        legend=style.with_margins("motivator") if categories else (),
        choices=Choices(_("Welke vraag?"), _options(material, names), name),
        method=_method(kept, found),
        assumed=(
            not_a_sample(),
            _(
                "De weging (RDS-II) neemt aan dat mensen kaarten geven aan willekeurige bekenden, "
                "dat kennen wederzijds is, en dat iedereen goed schat hoeveel mensen hij kent."
            ),
        ),
        unknown=(
            _(
                "Mensen brengen vooral mensen mee die al willen leren. Hoeveel dat uitmaakt, "
                "weten we niet."
            ),
        ),
        computed=stamp(material, kept),
        needs_computing=kept is None,
    )


def heading(material: Material) -> str:
    """What the figures may be called; about a population only when all conditions hold."""
    conditions = judged_conditions(material.computed.get("estimates"))
    if conditions and all(condition.holds for condition in conditions):
        return _("Een schatting voor iedereen die zo te bereiken is")
    return _("Onder de mensen die zijn gesproken")


def _options(material: Material, names: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
    variables = [material.answers.variable(name) for name in names]
    return tuple((v.name, f"{v.number} {v.label}".strip()) for v in variables)


def _ordered(found: OutcomeEstimate | None, codes: list[str]) -> list[CategoryEstimate]:
    if found is None or not shown_shares(found.used):
        return []
    return sorted(found.categories, key=lambda category: codes.index(category.category))


def _finding(categories: list[CategoryEstimate], labels: dict[str, str]) -> str:
    known = [(c.estimate, c) for c in categories if c.estimate is not None]
    if not known:
        return _("Deze schatting is er nog niet, of er zijn te weinig antwoorden.")
    share, most = max(known, key=lambda pair: pair[0])
    sentence = _(
        "Het vaakst: ‘%(label)s’, %(share)s.", label=labels[most.category], share=percent(share)
    )
    if most.low is None or most.high is None:
        return sentence
    return (
        sentence
        + " "
        + _(
            "De marge loopt van %(low)s tot %(high)s.",
            low=percent(most.low),
            high=percent(most.high),
        )
    )


def _people(kept: Kept | None, found: OutcomeEstimate | None) -> int | AtLeast | None:
    """How many answers were used; not exactly where that would tell how few were not."""
    if kept is None or found is None or not shown_shares(found.used):
        return None
    return answered(found.used, kept.interviews)


def _method(kept: Kept | None, found: OutcomeEstimate | None) -> str:
    words = _(
        "Wie veel mensen kent, wordt sneller meegebracht en telt daarom minder zwaar (RDS-II, "
        "Volz en Heckathorn 2008). De marge komt uit 1.000 herhalingen waarin hele ketens "
        "opnieuw zijn getrokken (Baraff en anderen 2016). Een antwoord dat minder dan 5 mensen "
        "gaven, telt hier als geen antwoord."
    )
    if found is None or _people(kept, found) is None:
        return words
    return (
        words
        + " "
        + _(
            "Door de weging zijn deze antwoorden zoveel waard als %(effective)s antwoorden zonder "
            "weging.",
            effective=decimal(found.effective_n, 0),
        )
    )


def _table(kept: Kept, categories: list[CategoryEstimate], labels: dict[str, str]) -> Table:
    """Counts beside shares would tell how many gave no answer: no counts where these are few."""
    total = sum(category.n for category in categories)
    few = isinstance(answered(total, kept.interviews), AtLeast)
    columns = (
        Column("antwoord", _("Antwoord")),
        Column("schatting", _("Schatting"), "share"),
        Column("marge", _("Marge"), "share_interval"),
        Column("ongewogen", _("Ongewogen"), "share"),
        Column("n", _("Mensen"), "count"),
    )
    rows: list[tuple[Value, ...]] = [
        (
            labels[category.category],
            None if category.estimate is None else round(category.estimate, 2),
            _interval(category),
            round(category.n / total, 2),
            HIDDEN if few else category.n,
        )
        for category in categories
    ]
    return Table(_("Schatting per antwoord"), columns, tuple(rows))


def _interval(category: CategoryEstimate) -> tuple[float, float] | None:
    if category.low is None or category.high is None:
        return None
    return round(category.low, 2), round(category.high, 2)


def _figure(categories: list[CategoryEstimate], labels: dict[str, str]) -> str:
    import plotly.graph_objects as go

    rows = style.Rows([labels[category.category] for category in categories])
    lines = [
        go.Scatter(
            x=_interval(category), y=[place, place], mode="lines", hoverinfo="skip",
            line={"color": style.PILES["motivator"][1], "width": 8},
        )
        for category, place in zip(categories, rows.places, strict=True)
        if _interval(category)
    ]  # fmt: skip
    shares = [None if c.estimate is None else round(c.estimate, 2) for c in categories]
    dots = go.Scatter(
        x=shares, y=rows.places, mode="markers", hoverinfo="skip",
        marker={"color": style.BLUE, "size": 14, "line": {"color": "#fff", "width": 2}},
    )  # fmt: skip
    words = go.Scatter(
        x=[round(c.high, 2) if c.high is not None else 0 for c in categories],
        y=rows.places, mode="text", hoverinfo="skip", textposition="middle right",
        text=["" if s is None else f"  {percent(s)}" for s in shares],
    )  # fmt: skip
    ticks = [0, 0.5, 1]
    axis = style.quiet_axis(
        range=[-0.02, 1.08], tickvals=ticks, ticktext=[percent(tick) for tick in ticks]
    )
    return style.json_of(
        style.figure(
            *lines, dots, words, **rows.layout(36), xaxis=axis,
        )
    )  # fmt: skip
