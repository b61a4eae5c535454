"""What the segmentation says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from analysis.results import Result
from analysis.segments.gate import GateResult

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
    from numpy.typing import NDArray

    from analysis.segments.agreement import Agreement
    from analysis.segments.dimensions import Dimension

Verdict = Literal["none", "weak", "segments"]
Standing = Literal["named", "indicative", "hidden"]


@dataclass(frozen=True, slots=True)
class Segment:
    """One group of people who are alike in what moves them and holds them back.

    Attributes:
        label: 0 for the largest by weight, and so on.
        n: people in it.
        share: weighted share of those assigned.
        stability: bootstrap Jaccard, 0 to 1.
        standing: ``named`` (may get a name), ``indicative``, or ``hidden`` (do not show).
        profile: weighted mean of the centred score of each item.
        proposal: the items that set it apart most, for a person to find a name with.
    """

    label: int
    n: int
    share: float
    stability: float
    standing: Standing
    profile: Mapping[str, float]
    proposal: tuple[str, ...]

    @property
    def named(self) -> bool:
        """Stable and large enough for a name."""
        return self.standing == "named"


@dataclass(frozen=True, kw_only=True)
class Segmentation(Result):
    """Segments, or the finding that there are none.

    Attributes:
        verdict: ``none``, ``weak`` (differences, but no groups to divide people by), ``segments``.
        k: the number of segments; 1 when there are none.
        k_candidate: the best k that passed the gate, also when it was too weak to use.
        gate: what each k showed beside the null.
        labels: (rows of the data,) segment of each row; all 0 without segments, -1 unassigned.
        segments: largest first.
        agreement: with other methods, by name: ``lca``, ``centring``.
        unassigned: people with too few answers.
        memberships: (rows, k) how surely each belongs where; NaN for the unassigned.
        levels: (rows, blocks) each person's own mean level, which took no part.
        dimensions: the main lines along which answers differ.
    """

    verdict: Verdict
    k: int
    k_candidate: int | None
    gate: GateResult
    labels: NDArray[np.intp]
    segments: tuple[Segment, ...] = ()
    agreement: Mapping[str, Agreement] = field(default_factory=dict)
    unassigned: int = 0
    memberships: NDArray[np.float64]
    levels: pd.DataFrame
    dimensions: tuple[Dimension, ...] = ()
