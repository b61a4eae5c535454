"""The people in a CSV file: their ids, weights, and who brought whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.errors import DataError, SettingError, some
from survey_app.cli.csv_columns import FIRST_LINE, CsvFile

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def weights_of(source: CsvFile, name: str | None) -> NDArray[np.float64] | None:
    """The weights in a column; none where no column is named."""
    return source.numbers([source.column(name)])[:, 0] if name else None


def ids_of(source: CsvFile, name: str | None) -> list[str] | None:
    """The ids in a column, as text.

    Raises:
        DataError: an id is missing, or occurs twice.
    """
    if name is None:
        return None
    ids = _filled(source, name)
    if twice := [one for one, times in Counter(ids).items() if times > 1]:
        raise DataError(f"column {name} names somebody more than once: {some(twice)}")
    return ids


def clusters_of(
    source: CsvFile, ids: list[str] | None, recruiter: str | None, seed_value: str
) -> NDArray[np.intp] | None:
    """The recruitment tree of each row, followed up from the recruiters.

    Raises:
        DataError: a recruiter is not in the file, or people recruited each other in a circle.
        SettingError: there are recruiters but no ids.
    """
    import pandas as pd

    from analysis.dataset import Recruits
    from analysis.segments.trees import recruitment_clusters

    if not recruiter:
        return None
    if ids is None:
        raise SettingError("--recruiter needs --id, the column that recruiters are named after")
    named = [
        None if name == seed_value else name for name in source.texts(source.column(recruiter))
    ]
    degrees = pd.Series([float("nan")] * len(ids))
    recruits = Recruits(pd.Series(ids, dtype="str"), pd.Series(named, dtype="str"), degrees)
    return recruitment_clusters(recruits)


def _filled(source: CsvFile, name: str) -> list[str]:
    cells = source.texts(source.column(name))
    empty = [line for line, cell in enumerate(cells, FIRST_LINE) if cell is None]
    if empty:
        raise DataError(f"column {name} is empty in line {some(empty)}; fill it in for everyone")
    return [str(cell) for cell in cells]
