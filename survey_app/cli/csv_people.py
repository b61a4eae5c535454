"""The people in a CSV file: their ids, weights, and who brought whom."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from analysis.errors import DataError, SettingError, some
from survey_app.cli.csv_columns import CsvFile

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd
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
    named = pd.Series(source.texts(source.column(recruiter)), dtype="str")
    people = pd.Series(ids, dtype="str")
    degrees = pd.Series([float("nan")] * len(ids))
    recruiters = without_seed_value(named, people, seed_value)
    return recruitment_clusters(Recruits(people, recruiters, degrees))


def without_seed_value(
    recruiters: pd.Series[str], ids: pd.Series[str], seed_value: str
) -> pd.Series[str]:
    """The recruiters, missing where the file says *seed*.

    Raises:
        SettingError: that is also somebody's id: who was brought by them, and who by nobody?
    """
    seeds = recruiters == seed_value
    if seed_value and seeds.any() and (ids == seed_value).any():
        raise SettingError(
            f"{seed_value!r} stands for the recruiter of a seed, and is also the id of somebody; "
            "leave the recruiter of seeds empty, or choose another --seed-value"
        )
    return recruiters.mask(seeds)


def _filled(source: CsvFile, name: str) -> list[str]:
    cells = source.texts(source.column(name))
    empty = [row for row, cell in enumerate(cells) if cell is None]
    if empty:
        lines = some(source.lines_of(empty))
        raise DataError(f"column {name} is empty in line {lines}; fill it in for everyone")
    return [str(cell) for cell in cells]
