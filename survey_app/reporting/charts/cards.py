"""The cards of the study: how many are out, used, and too late."""

from __future__ import annotations

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.material import Cards, Material
from survey_app.reporting.numerals import count
from survey_app.reporting.panel import HIDDEN, Column, Panel, Table
from survey_app.reporting.wording import say as _


def build(material: Material) -> Panel | None:
    """The panel; none in a study without cards."""
    cards = material.fieldwork.cards
    if not material.enough or not cards.made:
        return None
    lines = _groups(cards)
    used, out, expired = lines[:3]
    return Panel(
        title=_("De kaarten"),
        finding=_finding(cards, used, out, expired),
        n=material.n,
        table=_table(lines),
        figure=counts.bars(lines[:3]),
        method=_(
            "Geteld op het moment dat u deze pagina opent. Een kaart is gebruikt als er een "
            "gesprek mee begon; dat gesprek hoeft nog niet af te zijn."
        ),
        unknown=(
            _("Of iemand een kaart echt doorgaf, en waarom een kaart verliep, weten we niet."),
        ),
    )


def _groups(cards: Cards) -> list[Counted]:
    labels = (
        _("Gebruikt"),
        _("Uitgedeeld en nog geldig"),
        _("Verlopen"),
        _("Nog niet uitgedeeld"),
        _("Ongeldig gemaakt"),
    )
    return counts.shown(labels, (cards.used, cards.out, cards.expired, cards.waiting, cards.void))


def _finding(cards: Cards, used: Counted, out: Counted, expired: Counted) -> str:
    if HIDDEN in (used.number, out.number, expired.number):
        return _("Er zijn nog te weinig kaarten gebruikt of verlopen om er iets over te zeggen.")
    return _(
        "%(used)s kaarten zijn gebruikt, %(out)s zijn uitgedeeld en nog geldig, en %(expired)s "
        "zijn verlopen.",
        used=count(cards.used),
        out=count(cards.out),
        expired=count(cards.expired),
    )


def _table(lines: list[Counted]) -> Table:
    columns = (Column("kaart", _("De kaart is")), Column("kaarten", _("Kaarten"), "count"))
    return Table(
        _("Kaarten die er zijn"), columns, tuple((line.label, line.number) for line in lines)
    )
