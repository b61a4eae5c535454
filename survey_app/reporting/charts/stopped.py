"""Where chains stop: in each wave, who brought somebody and whose cards ran out unused."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.charts.waves import in_spans
from survey_app.reporting.disclosure import STANDARD, hidden_in_table
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count
from survey_app.reporting.panel import HIDDEN, Column, Hidden, Panel, Table, Value
from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from analysis.recruitment.forest import Forest

    Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Wave:
    """The people of one wave, or of some together, as they may be shown."""

    label: str
    people: int
    brought: int | Hidden
    stopped: int | Hidden  # brought nobody, and nobody can come in by their cards any more
    open: int | Hidden  # brought nobody yet
    last: int | Hidden  # brought nobody, and got no cards: the study wants no further wave


def build(material: Material) -> Panel | None:
    """The panel; none where nothing may be told, or the forest is too large for each load."""
    forest = material.live_chains
    if forest is None:
        return None
    waves = told(material, forest)
    chains, silent = forest.seeds, _silent_chains(forest, _holds(material, forest))
    moving = _moving(chains, silent)
    bars = [Counted(wave.label, wave.stopped) for wave in waves] or moving
    if all(isinstance(bar.number, Hidden) for bar in bars):
        return None  # nothing that may be told
    return Panel(
        title=_("Waar ketens stoppen"),
        finding=_finding(chains, silent) + _where(waves),
        n=len(forest),
        table=_table(waves, material.fieldwork.most_waves) if waves else _chains_table(moving),
        figure=counts.columns(bars),
        method=_method(material.fieldwork.most_waves),
        unknown=(_("Of mensen hun kaarten hebben doorgegeven, en waarom niet, weten we niet."),),
        advice=_advice() if silent else "",
    )


def told(material: Material, forest: Forest) -> list[Wave]:
    """The waves as they may be shown; none when most of it would be hidden."""
    waves = shown(people(material, forest))
    hidden = sum(isinstance(wave.stopped, Hidden) for wave in waves)
    return waves if 2 * hidden <= len(waves) else []


def people(material: Material, forest: Forest) -> Counts:
    """(waves, 4) who brought somebody, stopped, may still bring somebody, got no cards."""
    import numpy as np

    brought = forest.recruits > 0
    holds = _holds(material, forest)
    most = material.fieldwork.most_waves
    last = np.zeros(len(forest), dtype=bool) if most is None else forest.wave >= most
    kinds = (brought, ~brought & ~holds & ~last, ~brought & holds, ~brought & ~holds & last)
    waves = int(forest.wave.max()) + 1
    lines = [np.bincount(forest.wave[kind], minlength=waves) for kind in kinds]
    return np.column_stack(lines).astype(np.int64)


def shown(people: Counts) -> list[Wave]:
    """The waves, with what is too small put together or hidden.

    Args:
        people: as above.
    """
    import numpy as np

    spans = in_spans(people.sum(axis=1).tolist())
    table = np.array([people[span.waves].sum(axis=0) for span in spans])
    hidden = hidden_in_table(table)
    return [
        Wave(span.label, int(row.sum()), *_cells(row, hide))
        for span, row, hide in zip(spans, table, hidden, strict=True)
    ]


def _cells(row: Counts, hidden: NDArray[np.bool_]) -> tuple[int | Hidden, ...]:
    return tuple(HIDDEN if hide else int(number) for number, hide in zip(row, hidden, strict=True))


def _holds(material: Material, forest: Forest) -> NDArray[np.bool_]:
    """(n,) from whom somebody may still come in."""
    import numpy as np

    holders = material.fieldwork.holders or frozenset()
    return np.array([id_ in holders for id_ in forest.ids], dtype=bool)


def _silent_chains(forest: Forest, holds: NDArray[np.bool_]) -> int:
    """In how many chains nobody can bring anybody any more."""
    import numpy as np

    return forest.seeds - len(np.unique(forest.seed[holds]))


def _finding(chains: int, silent: int) -> str:
    if not silent:
        return _("In elke keten kan er nog iemand bij komen.")
    if silent == chains:
        return _("Alle ketens zijn stil: niemand heeft nog een kaart die geldig is.")
    if min(silent, chains - silent) < STANDARD.cell:
        return _("Sommige ketens zijn stil en andere niet.")
    return _(
        "%(silent)s van de %(chains)s ketens zijn stil: niemand daarin heeft nog een kaart die "
        "geldig is.",
        silent=count(silent),
        chains=count(chains),
    )


def _where(waves: list[Wave]) -> str:
    """Where most lines stop, as far as that may be told."""
    known = [(w.stopped, w.label) for w in waves if not isinstance(w.stopped, Hidden)]
    number, wave = max(known, key=lambda pair: pair[0], default=(0, ""))
    if not number:
        return ""
    told = {"wave": wave, "number": count(number)}
    if len(known) < len(waves):
        return " " + _(
            "Van wat we kunnen tonen, stoppen de meeste ketens hier: %(wave)s. Daar brachten "
            "%(number)s mensen niemand mee.",
            **told,
        )
    return " " + _(
        "De meeste ketens stoppen hier: %(wave)s. Daar brachten %(number)s mensen niemand mee.",
        **told,
    )


def _method(most_waves: int | None) -> str:
    words = _(
        "Geteld op het moment dat u deze pagina opent. Wie niemand meebracht en geen kaart meer "
        "heeft die geldig is, brengt niemand meer mee: daar stopt de keten. Dat geldt ook voor "
        "wie geen kaarten wilde. Golf 0 zijn de eerste mensen. De staven tellen wie niemand "
        "meebracht."
    )
    if most_waves is None:
        return words
    return words + " " + _(
        "Wie in golf %(wave)s zit, kreeg geen kaarten: verder gaan de ketens van dit onderzoek "
        "niet.",
        wave=most_waves,
    )  # fmt: skip


def _table(waves: list[Wave], most_waves: int | None) -> Table:
    columns: tuple[Column, ...] = (
        Column("golf", _("Golf")),
        Column("mensen", _("Mensen"), "count"),
        Column("bracht", _("Brachten iemand mee"), "count"),
        Column("niemand", _("Stopten"), "count"),
        Column("kan_nog", _("Kunnen nog"), "count"),
    )
    rows: list[tuple[Value, ...]] = [
        (w.label, w.people, w.brought, w.stopped, w.open) for w in waves
    ]
    if most_waves is not None:
        columns = (*columns, Column("geen_kaarten", _("Kregen geen kaarten"), "count"))
        rows = [(*row, w.last) for row, w in zip(rows, waves, strict=True)]
    return Table(_("Wie iemand meebracht, per golf"), columns, tuple(rows))


def _moving(chains: int, silent: int) -> list[Counted]:
    """Quiet chains and others, for where the waves are too small to be told."""
    numbers = (silent, chains - silent)
    few = min(numbers) < STANDARD.cell and 0 not in numbers
    told = [HIDDEN if few else number for number in numbers]
    return [Counted(*pair) for pair in zip((_("Stil"), _("Nog in beweging")), told, strict=True)]


def _chains_table(moving: list[Counted]) -> Table:
    columns = (Column("stand", _("Ketens")), Column("aantal", _("Hoeveel"), "count"))
    rows = tuple((group.label, group.number) for group in moving)
    return Table(_("Ketens die stil zijn"), columns, rows)


def _advice() -> str:
    """From the handbook, as in R30 and R11 of the advice rules; another place is our own."""
    return _(
        "Zoek nieuwe eerste mensen, in een andere groep of op een andere plek. Ga er zelf heen: "
        "een brief of e-mail is niet genoeg (Taal en participatie in de wijk, 2011, §1, pagina 10 "
        "tot en met 13). Laat een ambassadeur vertellen waar mensen al samenkomen, zoals op een "
        "feest (§3.3, pagina 29 en 30)."
    )
