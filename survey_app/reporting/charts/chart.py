"""A chart: a name, the page it stands on, and how its panel is made."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from survey_app.reporting.computed import Kept
from survey_app.reporting.material import Material
from survey_app.reporting.panel import Panel, Stamp
from survey_app.reporting.wording import say as _


@dataclass(frozen=True, slots=True)
class Chart:
    """One entry of the registry."""

    name: str  # in the address of its table
    page: str
    build: Callable[[Material], Panel | None]  # none: nothing to show in this study


def stamp(material: Material, kept: Kept | None) -> Stamp | None:
    """Up to which interview a computed result runs."""
    if kept is None:
        return None
    changed = kept.seen != material.answers.snapshot.seen
    return Stamp(kept.interviews, kept.until, material.n - kept.interviews, changed)


def stamp_of_chains(material: Material) -> Stamp | None:
    """The same for the chains, which most studies need not compute apart."""
    if material.forest is not None:
        return None
    return stamp(material, material.computed.get("chains"))


def not_a_sample() -> str:
    """What holds for every figure about people who brought each other."""
    return _(
        "De mensen zijn gevonden via kaartjes van bekenden. Dit is geen steekproef: de cijfers "
        "gaan over de mensen die zijn gesproken."
    )


def tree_intervals() -> str:
    """How the intervals of means and shares are made."""
    return _(
        "De marges komen uit 1.000 herhalingen waarin steeds ambassadeurs en hele ketens van "
        "bekenden opnieuw zijn getrokken. Ze omvatten 95 van elke 100 uitkomsten."
    )


def outside_the_chains() -> str:
    """What no figure here can say."""
    return _("Wat mensen vinden die niemand een kaartje gaf, weten we niet.")
