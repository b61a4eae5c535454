"""From importance scores to segments, or to the finding that there are none.

The steps are those of ``docs/methods/segments.md``: centre, judge at the gate, cluster, bootstrap,
compare with other methods.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from analysis.errors import DataError, SettingError
from analysis.estimator import Estimator
from analysis.parallel import one_thread
from analysis.results import Notice
from analysis.segments.agreement import Agreement
from analysis.segments.centring import MIN_ANSWERED, person_levels
from analysis.segments.comparison import compare_methods
from analysis.segments.dimensions import main_dimensions
from analysis.segments.division import Division, divide
from analysis.segments.gate import MAX_ROWS, NULLS, WEAK_GAP, Gate, GateResult, Progress
from analysis.segments.kmeans import as_scores
from analysis.segments.membership import memberships
from analysis.segments.prepared import Prepared, prepare
from analysis.segments.result import Segmentation, Verdict
from analysis.segments.stability import RESAMPLES
from analysis.segments.trees import recruitment_clusters
from analysis.segments.weights import relative_weights

if TYPE_CHECKING:
    from numpy.typing import ArrayLike, NDArray

    from analysis.dataset import Dataset

METHOD = "weighted k-means on centred scores, judged against one population without groups"
FEW_TREES = 10
SMALL = 150  # people below which segments are shown to nobody
MIN_Z_RECRUITED = 3.0  # recruits resemble their recruiter, which flatters the silhouette


class SegmentFinder(Estimator):
    """Segments of people by what moves them and holds them back, if there are any.

    Args:
        blocks: the block of each item by name; scores are centred within block. Nothing: all
            items are one block.
        k_max: the most segments looked for.
        min_answered: people with fewer answers are not assigned.
        nulls: data sets without groups to compare with.
        resamples: bootstrap resamples for stability.
        n_jobs: processes, as in joblib; the result does not depend on it.
        random_state: a seed or a generator; with a seed the order of the rows does not matter.
        progress: told how far the work is.

    Attributes:
        result_: a `Segmentation`.
        n_clusters_: the number of segments, 1 when there are none.
        labels_: (n,) the segment of each row, -1 unassigned.
    """

    result_: Segmentation
    n_clusters_: int
    labels_: NDArray[np.intp]

    def __init__(
        self,
        blocks: Mapping[str, str] | None = None,
        *,
        k_max: int = 6,
        min_answered: int = MIN_ANSWERED,
        nulls: int = NULLS,
        resamples: int = RESAMPLES,
        n_jobs: int | None = None,
        random_state: int | np.random.Generator | None = None,
        progress: Progress | None = None,
    ) -> None:
        self.blocks = blocks
        self.k_max = k_max
        self.min_answered = min_answered
        self.nulls = nulls
        self.resamples = resamples
        self.n_jobs = n_jobs
        self.random_state = random_state
        self.progress = progress

    def fit(
        self,
        X: pd.DataFrame | ArrayLike,
        y: object = None,
        sample_weight: ArrayLike | None = None,
        clusters: ArrayLike | None = None,
    ) -> Self:
        """Look for segments.

        Args:
            X: (n, p) scores, NaN where there is no answer; a frame's columns name the items.
            y: not used.
            sample_weight: (n,) weights of 0 or more.
            clusters: (n,) recruitment tree or ambassador of each row; they are resampled whole.

        Raises:
            DataError: the scores, weights or clusters cannot be used; names rows or columns.
            SettingError: an option cannot be.
        """
        self._check()
        frame = X if isinstance(X, pd.DataFrame) else pd.DataFrame(as_scores(X))
        scores = as_scores(frame)
        weights = relative_weights(sample_weight, len(scores))
        items = [str(name) for name in frame.columns]
        trees = None if clusters is None else _numbered(clusters, len(scores))
        ready = prepare(scores, items, self.blocks or {}, weights, trees, self.min_answered)
        with one_thread():
            self.result_ = self._analyse(ready, len(scores))
        self.n_clusters_, self.labels_ = self.result_.k, self.result_.labels
        return self

    def _check(self) -> None:
        for name, least in (("k_max", 2), ("min_answered", 1), ("nulls", 2), ("resamples", 1)):
            if getattr(self, name) < least:
                raise SettingError(f"{name} is {getattr(self, name)}; it must be {least} or more")

    def _analyse(self, ready: Prepared, n: int) -> Segmentation:
        for_gate, for_division, for_comparison = np.random.default_rng(self.random_state).spawn(3)
        gate = self._judge(ready, for_gate)
        verdict = verdict_of(gate, recruited=ready.clusters is not None)
        division, agreement = None, dict[str, Agreement]()
        if verdict == "segments" and gate.candidate:
            settings = self.resamples, self.n_jobs, self.progress
            division = divide(ready, gate.candidate, for_division, *settings)
            agreement = compare_methods(ready, division.labels, gate.candidate, for_comparison)
        return Segmentation(
            n=n,
            method=METHOD,
            settings=self._settings(ready),
            warnings=(*ready.notices, *_notices(ready, gate, verdict)),
            verdict=verdict,
            k=len(division.segments) if division else 1,
            k_candidate=gate.candidate,
            gate=gate,
            labels=_spread(division.labels if division else 0, ready, n),
            segments=division.segments if division else (),
            agreement=agreement,
            unassigned=n - len(ready.rows),
            memberships=_memberships(ready, division, n),
            levels=_levels(ready, n),
            dimensions=main_dimensions(ready.cells, ready.items),
        )

    def _judge(self, ready: Prepared, generator: np.random.Generator) -> GateResult:
        rows = ready.sample(MAX_ROWS, generator)
        gate = Gate(self.k_max, self.nulls, n_jobs=self.n_jobs)
        return gate.judge(
            ready.scores[rows], ready.weights[rows], ready.blocks, generator, self.progress
        )

    def _settings(self, ready: Prepared) -> dict[str, Any]:
        return {
            "items": list(ready.items),
            "centred": "within block" if len(ready.block_names) > 1 else "within person",
            "k_max": self.k_max,
            "min_answered": min(self.min_answered, len(ready.items)),
            "nulls": self.nulls,
            "resamples": self.resamples,
            "resampled": "people" if ready.trees < 2 else "whole recruitment trees",
            "gate_rows": min(MAX_ROWS, len(ready.rows)),
        }


def find_segments(dataset: Dataset, items: Sequence[str], **settings: Any) -> Segmentation:
    """Segments of a data set by the scores in these columns.

    Blocks come from the codebook, weights and recruitment trees from the data set.

    Args:
        dataset: with the items as numbers; see `item_scores` for piles and picks.
        items: the columns that divide people; nothing else does.
        **settings: those of `SegmentFinder`.

    Raises:
        DataError: a column is not there or holds no numbers.
    """
    variables = [dataset.variable(item) for item in items]
    finder = SegmentFinder({v.name: v.block for v in variables}, **settings)
    clusters = None if dataset.recruits is None else recruitment_clusters(dataset.recruits)
    scores = dataset.frame[list(items)].astype("float64")
    return finder.fit(scores, sample_weight=dataset.weights, clusters=clusters).result_


def verdict_of(gate: GateResult, *, recruited: bool) -> Verdict:
    """``none``, ``weak`` or ``segments``; stricter where people recruited each other."""
    if gate.candidate is None:
        return "none"
    row = gate.rows[gate.candidate]
    flattered = recruited and row.z_silhouette < MIN_Z_RECRUITED
    by_degrees = gate.shaped is not None and not gate.shaped.passes
    return "weak" if row.gap < WEAK_GAP or flattered or by_degrees else "segments"


def _notices(ready: Prepared, gate: GateResult, verdict: Verdict) -> list[Notice]:
    notices = []
    if not gate.rows:
        text = "{n} people are too few, or too much alike, to look for groups"
        notices.append(Notice("too_few", text, {"n": len(ready.rows)}))
    elif len(ready.rows) < SMALL:
        text = "{n} people are few: do not show segments below {least}"
        notices.append(Notice("few", text, {"n": len(ready.rows), "least": SMALL}))
    if verdict == "segments":
        notices += _notices_on_trees(ready)
    if verdict == "weak":
        text = "answers differ, but people cannot be divided by them: see the dimensions"
        notices.append(Notice("weak", text))
    return notices


def _notices_on_trees(ready: Prepared) -> list[Notice]:
    if ready.trees == 1:
        text = (
            "all came from one recruitment tree: people are resampled as if they had not brought "
            "each other, and segments look stabler than they are"
        )
        return [Notice("one_tree", text)]
    if 1 < ready.trees < FEW_TREES:
        text = "only {count} recruitment trees: how stable segments are is rough"
        return [Notice("few_trees", text, {"count": ready.trees})]
    return []


def _numbered(clusters: ArrayLike, n: int) -> NDArray[np.intp]:
    names = np.asarray(clusters)
    if names.shape != (n,) or pd.isna(names).any():
        raise DataError(f"clusters must name a recruitment tree for each of the {n} rows")
    return np.unique(names, return_inverse=True)[1].astype(np.intp)


def _spread(labels: NDArray[np.intp] | int, ready: Prepared, n: int) -> NDArray[np.intp]:
    everybody = np.full(n, -1, dtype=np.intp)
    everybody[ready.rows] = labels
    return everybody


def _memberships(ready: Prepared, division: Division | None, n: int) -> NDArray[np.float64]:
    k = len(division.segments) if division else 1
    everybody = np.full((n, k), np.nan)
    everybody[ready.rows] = (
        memberships(ready.cells, division.centres, division.labels) if division else 1.0
    )
    return everybody


def _levels(ready: Prepared, n: int) -> pd.DataFrame:
    """Each person's mean score in a block, from the least answer up; NaN when unassigned."""
    everybody = np.full((n, len(ready.block_names)), np.nan)
    everybody[ready.rows] = person_levels(ready.scores, ready.blocks)
    return pd.DataFrame(everybody, columns=list(ready.block_names))
