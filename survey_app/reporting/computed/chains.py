"""How far cards went: seeds, waves, the largest chains. In large studies computed apart."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers

if TYPE_CHECKING:
    from analysis.recruitment.forest import Forest

LARGEST = 12  # chains that are told apart


@dataclass(frozen=True, slots=True)
class Chains:
    """The forest in numbers."""

    people: int
    seeds: int
    waves: tuple[int, ...]  # people in waves 0, 1, 2 …
    largest: tuple[int, ...]  # people in the largest chains
    others: int  # chains beside these
    in_others: int  # people in them
    brought: int  # people who brought somebody


def compute(answers: Answers, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """The numbers of the forest."""
    return asdict(chains_of(forest_of(answers)))


def forest_of(answers: Answers) -> Forest:
    """Who brought whom."""
    from analysis.recruitment.forest import forest

    who = answers.recruits()
    return forest(who.ids, who.recruiters, who.clusters)


def chains_of(forest: Forest) -> Chains:
    """A forest in numbers."""
    sizes = sorted(forest.tree_sizes.values(), reverse=True)
    return Chains(
        people=len(forest),
        seeds=forest.seeds,
        waves=forest.people_by_wave,
        largest=tuple(sizes[:LARGEST]),
        others=len(sizes[LARGEST:]),
        in_others=sum(sizes[LARGEST:]),
        brought=int((forest.recruits > 0).sum()),
    )


def kept_chains(kept: Kept | None) -> Chains | None:
    """What was computed apart."""
    if kept is None or not kept.document:
        return None
    document = dict(kept.document)
    return Chains(
        **{**document, "waves": tuple(document["waves"]), "largest": tuple(document["largest"])}
    )
