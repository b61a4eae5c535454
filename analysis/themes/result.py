"""What a search for themes gives."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.errors import some
from analysis.results import Notice, Result
from analysis.themes.alpha import cronbach_alpha

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from analysis.themes.look import Look
    from analysis.themes.parallel import ParallelAnalysis
    from analysis.themes.search import Group
    from analysis.themes.sets import Sorted
    from analysis.themes.tree import Tree

Floats: TypeAlias = "NDArray[np.float64]"

SAME = 0.75  # Jaccard similarity from which two themes are one
FEW = 100  # rows below which a correlation of ordered answers is rough
EDGE = 0.9999


@dataclass(frozen=True)
class Theme:
    """Items that go together.

    Attributes:
        items: their names, in the order of the data.
        average_r: mean polychoric correlation of its pairs.
        alpha: Cronbach's alpha of the answers as given.
        standardised_alpha: the same from product-moment correlations.
        average_pearson_r: mean of those correlations.
        stability: mean Jaccard similarity over the resamples, 0.75 to 1.
        found_in: ``both``, ``answers`` or ``centred``.
    """

    items: tuple[str, ...]
    average_r: float
    alpha: float
    standardised_alpha: float
    average_pearson_r: float
    stability: float
    found_in: str

    @property
    def style_dependent(self) -> bool:
        """Whether it exists only with, or only without, people's answering style."""
        return self.found_in != "both"


@dataclass(frozen=True, kw_only=True)
class Themes(Result):
    """Themes among items, if there are any.

    Attributes:
        themes: those in the answers, largest first, then those only without style; may be empty.
        factors: number of factors in the answers, by parallel analysis.
        factors_centred: the same after each person's own mean is taken off.
        correlations: (k, k) polychoric, labelled; NaN where a pair has none.
        eigenvalues: one row a place: place, eigenvalue, by_chance (95th percentile).
        dendrogram: one row a merge: step, height (1 − average r between the halves), items.
    """

    themes: tuple[Theme, ...]
    factors: int
    factors_centred: int
    correlations: pd.DataFrame
    eigenvalues: pd.DataFrame
    dendrogram: pd.DataFrame


def themes_result(
    data: Sorted,
    answers: Look,
    centred: Look,
    names: tuple[str, ...],
    settings: Mapping[str, Any],
) -> Themes:
    """Put the search on the answers beside the search without style."""
    kept = list(data.items.names)
    correlations = pd.DataFrame(answers.matrix, kept, kept).reindex(
        index=list(names), columns=list(names)
    )
    themes = _themes(data, answers, centred)
    return Themes(
        n=len(data),
        method="polychoric correlations (two-step), average linkage, parallel analysis",
        settings=settings,
        warnings=(*_warnings(data, answers), *_without_alpha(themes)),
        themes=themes,
        factors=answers.analysis.factors,
        factors_centred=centred.analysis.factors,
        correlations=correlations,
        eigenvalues=_eigenvalues(answers.analysis),
        dendrogram=dendrogram(answers.tree, kept),
    )


def dendrogram(tree: Tree, names: Sequence[str]) -> pd.DataFrame:
    """One row a merge: step, height, items."""
    return pd.DataFrame(
        {
            "step": np.arange(1, len(tree.heights) + 1),
            "height": tree.heights,
            "items": [_named(names, members) for members in tree.members],
        }
    )


def _themes(data: Sorted, answers: Look, centred: Look) -> tuple[Theme, ...]:
    both = [(g, "both" if _among(g, centred.groups) else "answers") for g in answers.groups]
    only = [(g, "centred") for g in centred.groups if not _among(g, answers.groups)]
    return tuple(_theme(data, answers.matrix, group, where) for group, where in [*both, *only])


def _among(group: Group, others: list[Group]) -> bool:
    """Whether a theme came out of the other search too."""
    members = group.members
    return any(
        (members & other.members).sum() >= SAME * (members | other.members).sum()
        for other in others
    )


def _theme(data: Sorted, matrix: Floats, group: Group, found_in: str) -> Theme:
    places = np.flatnonzero(group.members)
    alpha = cronbach_alpha(data.items.answers[:, places], data.weights)
    pairs = matrix[np.ix_(places, places)][np.triu_indices(len(places), 1)]
    known = pairs[np.isfinite(pairs)]
    return Theme(
        items=_named(data.items.names, group.members),
        average_r=float(known.mean()) if len(known) else np.nan,
        alpha=alpha.raw,
        standardised_alpha=alpha.standardised,
        average_pearson_r=alpha.average_r,
        stability=group.stability,
        found_in=found_in,
    )


def _named(names: Sequence[str], members: NDArray[np.bool_]) -> tuple[str, ...]:
    return tuple(name for name, member in zip(names, members, strict=True) if member)


def _eigenvalues(analysis: ParallelAnalysis) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "place": np.arange(1, len(analysis.eigenvalues) + 1),
            "eigenvalue": analysis.eigenvalues,
            "by_chance": analysis.thresholds,
        }
    )


def _warnings(data: Sorted, answers: Look) -> tuple[Notice, ...]:
    notices = []
    if data.left_out:
        text = "nobody differs on {items}: left out"
        notices.append(Notice("constant_item", text, {"items": some(data.left_out)}))
    for code, text, found in (
        ("no_correlation", "no correlation for {pairs}: too few answers to both", _none(answers)),
        ("correlation_one", "{pairs}: a table with empty cells gives ±1", _one(answers)),
    ):
        if np.triu(found, 1).any():
            pairs = _pairs(data.items.names, found)
            notices.append(Notice(code, text, {"pairs": pairs}))
    if len(data) < FEW:
        text = "{n} rows: themes from so few are unsure"
        notices.append(Notice("few_rows", text, {"n": len(data)}))
    if answers.analysis.factors == 0:
        notices.append(Notice("no_factor", "no more structure than unrelated items have"))
    return tuple(notices)


def _without_alpha(themes: Sequence[Theme]) -> list[Notice]:
    text = "no alpha for {items}: their answers do not rise and fall together"
    return [
        Notice("no_alpha", text, {"items": some(theme.items)})
        for theme in themes
        if np.isnan(theme.alpha)
    ]


def _none(answers: Look) -> NDArray[np.bool_]:
    return np.asarray(np.isnan(answers.matrix))


def _one(answers: Look) -> NDArray[np.bool_]:
    return np.asarray(np.abs(np.nan_to_num(answers.matrix)) > EDGE)


def _pairs(names: Sequence[str], found: NDArray[np.bool_]) -> str:
    places = np.argwhere(np.triu(found, 1)).tolist()
    pairs = [f"{names[first]}–{names[second]}" for first, second in places]
    return ", ".join(pairs[:5]) + (f" … ({len(pairs)} in all)" if len(pairs) > 5 else "")
