"""How far the chains of cards reach: people in each wave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from survey_app.reporting.charts import counts
from survey_app.reporting.charts.chart import stamp_of_chains
from survey_app.reporting.charts.counts import Counted
from survey_app.reporting.disclosure import STANDARD, hidden_in_line, runs
from survey_app.reporting.material import Material
from survey_app.reporting.numerals import count
from survey_app.reporting.panel import HIDDEN, Panel
from survey_app.reporting.wording import say as _

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Span:
    """One wave, or some that stand together because they are small."""

    label: str
    waves: slice


def build(material: Material) -> Panel | None:
    """The panel; people without a card are wave 0."""
    chains = material.chains
    if chains is None:
        return None
    small = hidden(chains.waves)
    groups = [
        Counted(str(wave), HIDDEN if small[wave] else people)
        for wave, people in enumerate(chains.waves)
    ]
    return Panel(
        title=_("Golven"),
        finding=_(
            "Van %(seeds)s eerste mensen gingen kaarten hoogstens %(waves)s keer verder van hand "
            "tot hand.",
            seeds=count(chains.seeds),
            waves=count(len(chains.waves) - 1),
        ),
        n=chains.people,
        table=counts.table(_("Mensen per golf"), _("Golf"), groups),
        figure=counts.columns(groups),
        method=_(
            "Golf 0 kreeg de kaart van een ambassadeur of kwam zonder kaart. Wie een kaart kreeg "
            "van iemand uit golf 0, is golf 1, en zo verder."
        ),
        computed=stamp_of_chains(material),
    )


def hidden(people: Sequence[int]) -> NDArray[Any]:
    """Which waves are too small to count aloud.

    How many chains there are stands all over the page, and so wave 0 cannot help to hide another.
    """
    import numpy as np

    return np.concatenate([[0 < people[0] < STANDARD.cell], hidden_in_line(people[1:])])


def in_spans(people: Sequence[int], least: int = STANDARD.group) -> list[Span]:
    """Waves put together until each has enough people; none gives a hidden wave away."""
    found = runs(people, hidden(people), replace(STANDARD, group=least))
    return [Span(_name(waves, last=waves is found[-1]), waves) for waves in found]


def _name(waves: slice, *, last: bool) -> str:
    if waves.stop - waves.start == 1:
        return _("Golf %(wave)s", wave=waves.start)
    if last:
        return _("Golf %(wave)s en verder", wave=waves.start)
    return _("Golf %(first)s tot en met %(last)s", first=waves.start, last=waves.stop - 1)
