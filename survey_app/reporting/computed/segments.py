"""Segments: who is alike in what moves them and holds them back, if anyone is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from survey_app.reporting.computed.store import Kept
from survey_app.reporting.dataset import Answers

if TYPE_CHECKING:
    from analysis.segments.result import Segmentation

SEED = 57
LEAST = 150  # people below which segments are shown to nobody


@dataclass(frozen=True, slots=True)
class SegmentSummary:
    """One segment without its people."""

    n: int
    share: float
    stability: float
    standing: str  # named | indicative | hidden
    profile: dict[str, float]  # centred mean of each card
    proposal: tuple[str, ...]  # the cards that set it apart most


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
    return asdict(_summary(find_segments(data, items, random_state=SEED, progress=told)))


def summary(kept: Kept | None) -> SegmentsSummary | None:
    """What was kept; none when it is not there, or there were too few people."""
    if not kept or "verdict" not in kept.document:
        return None
    document = dict(kept.document)
    document["segments"] = tuple(
        SegmentSummary(**{**segment, "proposal": tuple(segment["proposal"])})
        for segment in document["segments"]
    )
    return SegmentsSummary(**document)


def _summary(found: Segmentation) -> SegmentsSummary:
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
            )
            for segment in found.segments
        ),
    )
