"""A data set: answers, the reason where one is missing, what the columns mean, who brought whom.

Values and reasons stay apart: ``frame`` holds only given answers, ``status`` says for each empty
cell why it is empty. Nothing here is ever filled in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from analysis.codebook import Codebook, Variable
from analysis.errors import DataError, some

if TYPE_CHECKING:
    from numpy.typing import NDArray

ANSWERED = "beantwoord"
REASONS = (
    "weet_niet",
    "wil_niet",
    "niet_begrepen",
    "tijd",
    "nvt_route",
    "geen_toestemming",
    "afgebroken",
)


@dataclass(frozen=True)
class Recruits:
    """Who brought whom, row by row beside a data set's frame.

    Attributes:
        ids: the respondents, as text, unique.
        recruiters: the recruiter's id; missing for a seed.
        degrees: network size; NaN when unknown.
        clusters: what a seed and all below it share (an ambassador); missing when there is none.
    """

    ids: pd.Series[str]
    recruiters: pd.Series[str]
    degrees: pd.Series[float]
    clusters: pd.Series[str] | None = None


@dataclass(frozen=True)
class Dataset:
    """Answers with their codebook.

    Attributes:
        frame: one row a respondent, one column a variable; missing is NaN or None.
        codebook: the meaning of the columns.
        status: same shape as ``frame``; ``beantwoord`` or the reason why the cell is empty.
        weights: one weight a row, or none.
        recruits: who brought whom, or none.

    Raises:
        DataError: when the parts do not fit together; names the columns.
    """

    frame: pd.DataFrame
    codebook: Codebook = field(default_factory=Codebook)
    status: pd.DataFrame = field(default_factory=pd.DataFrame)
    weights: NDArray[np.float64] | None = None
    recruits: Recruits | None = None

    def __post_init__(self) -> None:
        unknown = [name for name in self.codebook if name not in self.frame.columns]
        if unknown:
            raise DataError(f"the codebook names columns that the data lack: {some(unknown)}")
        if self.status.columns.empty:
            object.__setattr__(self, "status", _status_of(self.frame))
        for part, name in ((self.status, "status"), (self.weights, "weights")):
            if part is not None and len(part) != len(self.frame):
                raise DataError(f"{name} has {len(part)} rows, the data have {len(self.frame)}")
        if self.recruits is not None and len(self.recruits.ids) != len(self.frame):
            raise DataError("recruitment and data differ in their number of rows")

    def __len__(self) -> int:
        return len(self.frame)

    def variable(self, name: str) -> Variable:
        """The variable of that name; one without a codebook entry is made from its column."""
        if name not in self.frame.columns:
            raise DataError(f"there is no column {name!r}; there are {some(self.frame.columns)}")
        return self.codebook[name] if name in self.codebook else Variable(name)

    def answered(self, name: str) -> pd.Series[bool]:
        """Which rows have a given answer."""
        return self.status[name] == ANSWERED

    def reasons(self, name: str) -> pd.Series[int]:
        """How often each reason for a missing answer occurs, in the order of ``REASONS``."""
        counts = self.status[name].value_counts()
        return counts.reindex(list(REASONS), fill_value=0).astype(int)

    def where(self, rows: pd.Series[bool] | NDArray[np.bool_]) -> Dataset:
        """The same data set for some of the rows."""
        keep = np.asarray(rows, dtype=bool)
        return Dataset(
            frame=self.frame.loc[keep].reset_index(drop=True),
            codebook=self.codebook,
            status=self.status.loc[keep].reset_index(drop=True),
            weights=None if self.weights is None else self.weights[keep],
            recruits=None if self.recruits is None else _recruits_where(self.recruits, keep),
        )


def _status_of(frame: pd.DataFrame) -> pd.DataFrame:
    """For data without reasons: answered, or broken off."""
    return frame.notna().replace({True: ANSWERED, False: "afgebroken"})


def _recruits_where(recruits: Recruits, keep: NDArray[np.bool_]) -> Recruits:
    """Rows of a forest; a recruit whose recruiter falls away becomes a seed (count them)."""
    ids = recruits.ids[keep].reset_index(drop=True)
    recruiters = recruits.recruiters[keep].reset_index(drop=True)
    return Recruits(
        ids=ids,
        recruiters=recruiters.where(recruiters.isin(ids)),
        degrees=recruits.degrees[keep].reset_index(drop=True),
        clusters=None
        if recruits.clusters is None
        else recruits.clusters[keep].reset_index(drop=True),
    )
