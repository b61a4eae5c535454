"""Where chains stop: in each wave, who brought somebody and whose cards ran out unused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.disclosure import STANDARD, hidden_in_line, hidden_in_table
from survey_app.reporting.ended import START
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
    """The people of one wave, as they may be shown."""

    number: int
    people: int | Hidden
    brought: int | Hidden
    stopped: int | Hidden  # brought nobody, and the cards are no longer valid
    open: int | Hidden  # brought nobody yet


def build(material: Material) -> Panel | None:
    """The panel; none where nothing may be told, or the forest is too large for each load."""
    forest = material.forest
    if forest is None:
        return None
    quiet = _quiet(material, forest)
    waves = shown(_by_wave(forest, quiet))
    if _mostly_hidden(waves):
        waves = []
    chains, silent = forest.seeds, _silent_chains(forest, quiet)
    moving = _moving(chains, silent)
    bars = [Counted(str(wave.number), wave.stopped) for wave in waves] or moving
    if all(isinstance(bar.number, Hidden) for bar in bars):
        return None  # nothing that may be told
    return Panel(
        title=_("Waar ketens stoppen"),
        finding=_finding(chains, silent, material.fieldwork.card_days) + _where(waves),
        n=len(forest),
        table=_table(waves) if waves else _chains_table(moving),
        figure=counts.columns(bars),
        method=_(
            "Een kaart is %(days)s dagen geldig. Wie langer geleden een gesprek had en niemand "
            "meebracht, brengt niemand meer mee: daar stopt de keten. Een keten is stil als er al "
            "zo lang geen gesprek bij kwam. Golf 0 zijn de eerste mensen. De staven tellen wie "
            "niemand meebracht.",
            days=count(material.fieldwork.card_days),
        ),
        unknown=(_("Of mensen hun kaarten hebben doorgegeven, en waarom niet, weten we niet."),),
        advice=_advice() if silent else "",
    )


def shown(people: Counts) -> list[Wave]:
    """The waves, with what is too small hidden.

    A wave that is hidden as a whole stands elsewhere on the dashboard as hidden too, so here all
    of them count as one row when the cells to hide are looked for.

    Args:
        people: (waves, 3) who brought somebody, who stopped, who may still bring somebody.
    """
    import numpy as np

    small = hidden_in_line(people.sum(axis=1))
    together = people[small].sum(axis=0, keepdims=True)
    hidden = np.ones(people.shape, dtype=bool)
    hidden[~small] = hidden_in_table(np.vstack([people[~small], together]))[:-1]
    return [
        Wave(number, HIDDEN if small[number] else int(row.sum()), *_cells(row, hidden[number]))
        for number, row in enumerate(people)
    ]


def _cells(row: Counts, hidden: NDArray[np.bool_]) -> tuple[int | Hidden, ...]:
    return tuple(HIDDEN if hide else int(number) for number, hide in zip(row, hidden, strict=True))


def _quiet(material: Material, forest: Forest) -> NDArray[np.bool_]:
    """(n,) whose interview ended so long ago that their cards are no longer valid."""
    last = material.at - timedelta(days=material.fieldwork.card_days) - START
    ended = material.answers.integers("interview.ended")[forest.rows]
    quiet: NDArray[np.bool_] = ended < last.total_seconds() / 60
    return quiet


def _by_wave(forest: Forest, quiet: NDArray[np.bool_]) -> Counts:
    import numpy as np

    brought = forest.recruits > 0
    kinds = (brought, ~brought & quiet, ~brought & ~quiet)
    waves = int(forest.wave.max()) + 1
    lines = [np.bincount(forest.wave[kind], minlength=waves) for kind in kinds]
    return np.column_stack(lines).astype(np.int64)


def _silent_chains(forest: Forest, quiet: NDArray[np.bool_]) -> int:
    """In how many chains everybody's cards are no longer valid."""
    import numpy as np

    return forest.seeds - len(np.unique(forest.seed[~quiet]))


def _finding(chains: int, silent: int, days: int) -> str:
    if not silent:
        return _(
            "In elke keten is er de laatste %(days)s dagen een gesprek bij gekomen.", days=days
        )
    if silent == chains:
        return _(
            "Alle ketens zijn stil: er kwam de laatste %(days)s dagen niemand bij.", days=days
        )
    if min(silent, chains - silent) < STANDARD.cell:
        return _("Sommige ketens zijn stil en andere niet.")
    return _(
        "%(silent)s van de %(chains)s ketens zijn stil.",
        silent=count(silent),
        chains=count(chains),
    )


def _where(waves: list[Wave]) -> str:
    """The wave where most lines stop, as far as that may be told."""
    told = [(w.stopped, -w.number) for w in waves if not isinstance(w.stopped, Hidden)]
    if not told or len(told) < len(waves) or not max(told)[0]:
        return ""
    number, wave = max(told)
    return " " + _(
        "De meeste ketens stoppen in golf %(wave)s: daar brachten %(number)s mensen niemand mee.",
        wave=-wave,
        number=count(number),
    )


def _table(waves: list[Wave]) -> Table:
    columns = (
        Column("golf", _("Golf")),
        Column("mensen", _("Mensen"), "count"),
        Column("bracht", _("Brachten iemand mee"), "count"),
        Column("niemand", _("Brachten niemand mee"), "count"),
        Column("kan_nog", _("Kunnen nog iemand meebrengen"), "count"),
    )
    rows: list[tuple[Value, ...]] = [
        (str(w.number), w.people, w.brought, w.stopped, w.open) for w in waves
    ]
    return Table(_("Wie iemand meebracht, per golf"), columns, tuple(rows))


def _mostly_hidden(waves: list[Wave]) -> bool:
    """Whether a table by wave would tell next to nothing."""
    hidden = sum(isinstance(wave.stopped, Hidden) for wave in waves)
    return 2 * hidden > len(waves)


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
    """To go there is from the handbook (R30 of the advice rules); the rest is our own."""
    return _(
        "Zoek nieuwe eerste mensen, in een andere groep of op een andere plek. Ga er zelf heen: "
        "een brief of e-mail is niet genoeg. Dat laatste staat in Taal en participatie in de wijk "
        "(2011), §1, pagina 10 tot en met 13."
    )
