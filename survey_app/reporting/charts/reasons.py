"""Why cards were not laid: every reason for a missing answer, counted apart."""

from __future__ import annotations

from survey_app.reporting.card_counts import CardCounts
from survey_app.reporting.charts.counts import answered
from survey_app.reporting.disclosure import hidden_in_line
from survey_app.reporting.material import Material
from survey_app.reporting.panel import HIDDEN, Column, Panel, Table, Value
from survey_app.reporting.wording import say as _

Line = dict[str, int]  # counts by status, in the order of ``words``

FEW = 0.05  # of those who were asked
UNWILLING = ("weet_niet", "wil_niet", "niet_begrepen")


def words() -> dict[str, str]:
    """The statuses in words, in their order."""
    return {
        "beantwoord": _("Beantwoord"),
        "weet_niet": _("Weet niet"),
        "wil_niet": _("Wil niet zeggen"),
        "niet_begrepen": _("Vraag niet begrepen"),
        "tijd": _("Overgeslagen: tijd"),
        "nvt_route": _("Niet gevraagd"),
        "geen_toestemming": _("Geen toestemming"),
        "afgebroken": _("Gesprek gestopt"),
    }


def build(material: Material, role: str) -> Panel | None:
    """The panel for motivators or barriers: a table without a picture."""
    if not material.enough or not material.answers.has_cards(role):
        return None
    counted = material.cards(role)
    lines = {card.name: _line(card) for card in counted}
    labels = {card.name: card.label for card in counted}
    return Panel(
        title=_("Wie geen antwoord gaf"),
        finding=_finding(lines, labels),
        n=material.n,
        table=_table(lines, labels),
        method=_(
            "Een antwoord dat ontbreekt, telt nooit als ‘geen reden’ of ‘niet moeilijk’. Het telt "
            "niet mee, en hier staat waarom het ontbreekt."
        ),
    )


def _line(card: CardCounts) -> Line:
    numbers = {"beantwoord": card.n, **card.missing}
    return {status: numbers[status] for status in words()}


def _finding(lines: dict[str, Line], labels: dict[str, str]) -> str:
    """Which card met most silence; a number only where each part of it may be shown."""
    unwilling = {item: sum(line[status] for status in UNWILLING) for item, line in lines.items()}
    most = max(unwilling, key=lambda item: unwilling[item])
    asked = unwilling[most] + lines[most]["beantwoord"]
    if not asked:
        return _("Nog niemand kreeg deze kaarten.")
    if unwilling[most] <= FEW * asked:
        return _("Elke kaart is gelegd door bijna iedereen die haar kreeg.")
    shown = _shown(lines[most])
    if any(shown[status] is HIDDEN for status in UNWILLING):
        return _("De kaart ‘%(card)s’ bleef het vaakst zonder antwoord.", card=labels[most])
    return _(
        "De kaart ‘%(card)s’ bleef het vaakst zonder antwoord: bij %(number)s mensen.",
        card=labels[most],
        number=unwilling[most],
    )


def _table(lines: dict[str, Line], labels: dict[str, str]) -> Table:
    columns = (
        Column("kaart", _("Kaart")),
        *(Column(status, word, "count") for status, word in words().items()),
    )
    rows = tuple((labels[item], *_shown(line).values()) for item, line in lines.items())
    return Table(_("Antwoorden en redenen waarom een antwoord ontbreekt"), columns, rows)


def _shown(line: Line) -> dict[str, Value]:
    """The counts of one card; the number who answered says no more than the reasons do."""
    hidden = dict(zip(line, hidden_in_line(list(line.values())), strict=True))
    shown: dict[str, Value] = {s: HIDDEN if hidden[s] else n for s, n in line.items()}
    if hidden["beantwoord"]:
        shown["beantwoord"] = answered(line["beantwoord"], sum(line.values()))
    return shown
