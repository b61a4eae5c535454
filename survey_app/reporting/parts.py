"""The Parquet files of a snapshot: one row an interview, small integers, at most 50,000 rows each.

Categoricals would come back from Parquet as 64-bit integers; small integers come back as they
went, and labels are put on after reading.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from survey_app.questionnaire.answers import Status
from survey_app.reporting.columns import Column
from survey_app.reporting.ended import Ended

if TYPE_CHECKING:
    import pyarrow as pa

PART_ROWS = 50_000  # a change rewrites one part only
WIDTHS = {"one": "int16", "many": "int64", "number": "int32", "words": "int8"}
WHO = ("interview", "recruiter")  # the only columns that are not small integers


@dataclass(frozen=True, slots=True)
class Part:
    """One Parquet file."""

    file: str
    rows: int

    def next_file(self, generation: int) -> str:
        """The name of this part's next file."""
        return f"{self.file.partition('-')[0]}-{generation}.parquet"


def read(
    folder: Path, part: Part, names: Sequence[str], columns: Mapping[str, Column]
) -> pa.Table:
    """Some columns of a part; what these interviews could not have reads ``nvt_route``."""
    import pyarrow.parquet as pq

    path = folder / part.file
    there = set(pq.read_schema(path).names)
    table = pq.read_table(path, columns=[name for name in names if name in there])
    return _completed(table, [columns[name] for name in names if name not in there], part.rows)


def revisions(folder: Path, part: Part, ids: Collection[str] | None) -> dict[str, int]:
    """The revision of each interview of a part, of these or of all."""
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    table = pq.read_table(folder / part.file, columns=["interview", "revision"])
    if ids is not None:
        table = table.filter(pc.is_in(table["interview"], value_set=_texts(sorted(ids))))
    pairs = zip(table["interview"].to_pylist(), table["revision"].to_pylist(), strict=True)
    return dict(pairs)


def table_of(columns: Mapping[str, Column], batch: Sequence[Ended]) -> pa.Table:
    """One row an interview, in integers."""
    import pyarrow as pa

    arrays = {
        "interview": _texts([e.id.hex for e in batch]),
        "recruiter": _texts([e.recruiter.hex if e.recruiter else None for e in batch]),
        "revision": pa.array([e.revision for e in batch], pa.int32()),
    }
    for name, column in columns.items():
        absent = column.reason(Status.NVT_ROUTE)
        given = [e.answers.get(name) for e in batch]
        integers = [column.integer(answer) if answer else absent for answer in given]
        arrays[name] = pa.array(integers, WIDTHS[column.kind])
    return pa.table(arrays)


def without(folder: Path, part: Part, ids: set[str], forgotten: set[str], generation: int) -> Part:
    """The part without these interviews, and without the forgotten ones as recruiters."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    who = pq.read_table(folder / part.file, columns=list(WHO))
    leaves = pc.is_in(who["interview"], value_set=_texts(sorted(ids)))
    orphans = pc.is_in(who["recruiter"], value_set=_texts(sorted(forgotten)))
    if not (pc.any(leaves).as_py() or pc.any(orphans).as_py()):
        return part
    table = pq.read_table(folder / part.file)
    recruiters = pc.if_else(orphans, pa.scalar(None, pa.string()), table["recruiter"])
    place = table.schema.get_field_index("recruiter")
    table = table.set_column(place, "recruiter", recruiters).filter(pc.invert(leaves))
    return write(folder, part.next_file(generation), table)


def extended(
    folder: Path, part: Part, columns: Mapping[str, Column], table: pa.Table, generation: int
) -> Part:
    """The part with these rows behind its own."""
    import pyarrow as pa

    before = read(folder, part, table.column_names, columns)
    both = pa.concat_tables([before.select(table.column_names), table])
    return write(folder, part.next_file(generation), both)


def write(folder: Path, file: str, table: pa.Table) -> Part:
    """Write a part beside the others; it counts once the codebook names it."""
    import pyarrow.parquet as pq

    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{file}.new"
    pq.write_table(table, temporary, compression="zstd")
    temporary.replace(folder / file)
    return Part(file, len(table))


def _completed(table: pa.Table, columns: Iterable[Column], rows: int) -> pa.Table:
    import numpy as np
    import pyarrow as pa

    for column in columns:
        values = np.full(rows, column.reason(Status.NVT_ROUTE), dtype=WIDTHS[column.kind])
        table = table.append_column(column.name, pa.array(values))
    return table


def _texts(values: Sequence[str | None]) -> pa.Array:
    import pyarrow as pa

    return pa.array(values, pa.string())
