"""Segments: who is alike in what moves them and holds them back, if anyone is."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers
from survey_app.reporting.disclosure import hidden_yes_no

if TYPE_CHECKING:
    from analysis.segments.result import Segmentation

SEED = 57
LEAST = 150  # people below which segments are shown to nobody
DESCRIBING = ("background", "wish", "channel", "messenger", "outcome", "experience")
MOST_TRAITS = 6


@dataclass(frozen=True, slots=True)
class Trait:
    """An answer that is given more often, or less often, than by everybody else in a group."""

    variable: str
    category: str
    share: float
    others: float
    difference: tuple[float, float]  # 95 % interval


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """One segment without its people."""

    n: int
    share: float
    stability: float
    standing: str  # named | indicative | hidden
    profile: dict[str, float]  # centred mean of each card
    proposal: tuple[str, ...]  # the cards that set it apart most
    traits: tuple[Trait, ...] = ()  # what else is different, surest first


@dataclass(frozen=True, slots=True)
class SegmentsSummary:
    """What was found, without people."""

    verdict: str  # none | weak | segments
    n: int
    unassigned: int
    chance: float
    k_candidate: int | None
    agreement: dict[str, float]
    segments: tuple[SegmentSummary, ...]


def compute(answers: Answers, progress: Callable[[int, int], None]) -> dict[str, Any]:
    """Look for segments; fewer than 150 people are not looked at."""
    if len(answers) < LEAST or not answers.cards_by_name:
        return {}
    from analysis.segments import find_segments

    def told(step: str, done: int, total: int) -> None:
        progress(done + (total if step != "null" else 0), 2 * total)

    data = answers.all_scores(recruits=True)
    items = [name for name in data.frame.columns if data.frame[name].notna().any()]
    found = find_segments(data, items, random_state=SEED, progress=told)
    return asdict(_summary(found, _traits(answers, found)))


def summary(kept: Kept | None) -> SegmentsSummary | None:
    """What was kept; none when it is not there, or there were too few people."""
    if not kept or "verdict" not in kept.document:
        return None
    document = dict(kept.document)
    document["segments"] = tuple(
        SegmentSummary(
            **{
                **segment,
                "proposal": tuple(segment["proposal"]),
                "traits": tuple(_trait(trait) for trait in segment["traits"]),
            }
        )
        for segment in document["segments"]
    )
    return SegmentsSummary(**document)


def _trait(document: dict[str, Any]) -> Trait:
    low, high = document["difference"]
    return Trait(**{**document, "difference": (low, high)})


def _describing(answers: Answers) -> list[str]:
    """What may describe a group: nothing of a special category, nothing that divides by origin."""
    items = [
        name
        for name, item in answers.questionnaire.items.items()
        if item.role in DESCRIBING
        and item.type in {"select_one", "select_multiple"}
        and not item.special_category
    ]
    typology = answers.recipes.typology
    return [*items, *([typology] if typology else [])]


def _traits(answers: Answers, found: Segmentation) -> dict[int, list[Trait]]:
    """The surest differences of each group; none that tells of few people."""
    from analysis.segments.describe import describe_segments

    if found.verdict != "segments":
        return {}
    names = _describing(answers)
    data = answers.dataset(names, recruits=True)
    table = describe_segments(data, found.labels, names).table
    answered = {name: int(data.answered(name)[found.labels >= 0].sum()) for name in names}
    traits: dict[int, list[Trait]] = {}
    for row in table[table["distinguishes"]].to_dict("records"):
        mine = traits.setdefault(int(row["segment"]), [])
        if len(mine) < MOST_TRAITS and not _few(row, answered[row["variable"]]):
            interval = round(row["low"], 3), round(row["high"], 3)
            mine.append(
                Trait(
                    row["variable"],
                    row["category"],
                    round(row["value"], 3),
                    round(row["others"], 3),
                    interval,
                )
            )
    return traits


def _few(row: dict[Hashable, Any], answered: int) -> bool:
    """Whether the answer was given, or not given, by a few people in or outside the group."""
    sizes = [row["n"], answered - row["n"]]
    said = [round(row["value"] * sizes[0]), round(row["others"] * sizes[1])]
    return bool(hidden_yes_no(said, sizes).any())


def _summary(found: Segmentation, traits: dict[int, list[Trait]]) -> SegmentsSummary:
    return SegmentsSummary(
        verdict=found.verdict,
        n=found.n,
        unassigned=found.unassigned,
        chance=found.gate.chance,
        k_candidate=found.k_candidate,
        agreement={name: agreement.value for name, agreement in found.agreement.items()},
        segments=tuple(
            SegmentSummary(
                n=segment.n,
                share=segment.share,
                stability=segment.stability,
                standing=segment.standing,
                profile=dict(segment.profile),
                proposal=segment.proposal,
                traits=tuple(traits.get(segment.label, ())),
            )
            for segment in found.segments
        ),
    )
