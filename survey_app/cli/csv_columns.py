"""Columns of any CSV file: everything is text until somebody asks for numbers.

Empty cells are missing, and nothing else is. The comma, the semicolon or the tab between cells is
the one that the header has most of.
"""

from __future__ import annotations

import csv
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from analysis.errors import DataError, SettingError, some
from survey_app.cli import csv_lines
from survey_app.cli.csv_header import read_header

if TYPE_CHECKING:
    import numpy as np
    import pyarrow as pa
    from numpy.typing import NDArray

NUMBER = re.compile(r"[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?")


@dataclass(frozen=True)
class Coded:
    """A column as small numbers.

    Attributes:
        codes: (n,) place of each cell in ``texts``; -1 where the cell is empty.
        texts: the different texts, as in the file, without spaces around them.
    """

    codes: NDArray[np.int32]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class CsvFile:
    """A file with a header.

    Attributes:
        path: where it is.
        names: the columns, in order; empty for a column without a name, which nobody can ask for.
        delimiter: what stands between cells.
        first_line: the line where the data begin; 2 unless a name has line breaks.
    """

    path: Path
    names: tuple[str, ...]
    delimiter: str
    first_line: int = 2

    @classmethod
    def open(cls, path: str) -> CsvFile:
        """Read the header.

        Raises:
            DataError: the file cannot be read, is not UTF-8, leaves a quotation mark open, or
                names a column twice.
        """
        place = Path(path)
        try:
            header = read_header(place)
        except OSError as error:
            raise DataError(f"cannot read {path}: {error.strerror}") from None
        except UnicodeDecodeError:
            raise _not_utf8(place) from None
        names = [name for name in header.names if name]
        if not names:
            raise DataError(f"{path} has no header; the first line must name the columns")
        if twice := sorted({name for name in names if names.count(name) > 1}):
            raise DataError(f"{path} has more than one column named {some(twice)}")
        return cls(place, header.names, header.delimiter, header.lines + 1)

    @property
    def named(self) -> list[str]:
        """The columns that have a name."""
        return [name for name in self.names if name]

    def columns(self, wanted: str, beside: Sequence[str | None] = ()) -> list[str]:
        """The names in a list such as ``age,motive_*``, in order, each once.

        Args:
            wanted: the list.
            beside: columns that have another task, such as weights: a star does not mean them.

        Raises:
            SettingError: there is no such column.
        """
        found: list[str] = []
        for name in (part.strip() for part in wanted.split(",")):
            matching = self._matching(name) if name else []
            found += [one for one in matching if one == name or one not in beside]
        if not found:
            raise SettingError(f"no columns named; there are {some(self.named, 20)}")
        return list(dict.fromkeys(found))

    def column(self, name: str) -> str:
        """One name.

        Raises:
            SettingError: there is no such column.
        """
        if name not in self.named:
            raise SettingError(f"there is no column {name}; there are {some(self.named, 20)}")
        return name

    def coded(self, names: Sequence[str]) -> dict[str, Coded]:
        """These columns as texts with codes.

        Raises:
            DataError: a line has more or fewer cells than the header, or there is no data.
        """
        table = self._table(names)
        return {name: _coded(table.column(name)) for name in names}

    def numbers(self, names: Sequence[str]) -> NDArray[np.float64]:
        """(n, names) numbers, NaN where a cell is empty.

        Raises:
            DataError: a cell holds no number; says which column, line and what it holds.
        """
        import numpy as np

        return np.column_stack(
            [self.as_numbers(name, cells) for name, cells in self.coded(names).items()]
        )

    def as_numbers(self, name: str, column: Coded) -> NDArray[np.float64]:
        """(n,) the numbers in a column, NaN where a cell is empty.

        Raises:
            DataError: a cell holds no number; says which column, line and what it holds.
        """
        import numpy as np

        values = [_number(text) for text in column.texts]
        wrong = [code for code, value in enumerate(values) if math.isnan(value)]
        if wrong:
            rows = np.flatnonzero(np.isin(column.codes, wrong))
            raise DataError(
                f"column {name} must hold numbers; line {self.lines_of(rows[:1])[0]} has "
                f"{column.texts[column.codes[rows[0]]]!r} ({len(rows)} such cells). "
                "Leave a cell empty where there is no answer, and write 1.5 with a point"
            )
        return np.array([*values, np.nan])[column.codes]

    def lines_of(self, rows: Sequence[int] | NDArray[np.intp]) -> list[int]:
        """The line of the file where each of these rows begins; rows from 0 and rising."""
        where = (self.path, self.delimiter, len(self.names))
        return csv_lines.lines_of(*where, [int(row) for row in rows])

    def texts(self, name: str) -> list[str | None]:
        """The cells of one column; None where a cell is empty."""
        column = self.coded([name])[name]
        return [None if code < 0 else column.texts[code] for code in column.codes]

    def _matching(self, name: str) -> list[str]:
        if not name.endswith("*"):
            return [self.column(name)]
        found = [other for other in self.named if other.startswith(name[:-1])]
        if not found:
            raise SettingError(f"no column begins with {name[:-1]}; there are {some(self.named)}")
        return found

    def _table(self, names: Sequence[str]) -> pa.Table:
        import pyarrow as pa
        from pyarrow import csv as arrow

        text = pa.dictionary(pa.int32(), pa.string())
        try:
            table = arrow.read_csv(
                self.path,
                read_options=arrow.ReadOptions(
                    column_names=[name or f"\0{place}" for place, name in enumerate(self.names)],
                    skip_rows=self.first_line - 1,
                    use_threads=False,
                ),
                parse_options=arrow.ParseOptions(
                    delimiter=self.delimiter,
                    newlines_in_values=True,
                    ignore_empty_lines=len(self.names) > 1,
                ),
                convert_options=arrow.ConvertOptions(
                    include_columns=list(dict.fromkeys(names)),
                    column_types=dict.fromkeys(names, text),
                    null_values=[""],
                    strings_can_be_null=True,
                ),
            )
        except (pa.ArrowInvalid, OSError) as error:
            raise self._unreadable(error) from None
        if not table.num_rows:
            raise DataError(f"{self.path} has no rows below its header")
        return table

    def _unreadable(self, error: Exception) -> DataError:
        try:
            uneven = csv_lines.uneven(self.path, self.delimiter, len(self.names))
        except UnicodeDecodeError:
            return _not_utf8(self.path)
        except (OSError, csv.Error):
            uneven = ""
        return DataError(uneven or f"cannot read {self.path}: {' '.join(str(error).split())}")


def _not_utf8(path: Path) -> DataError:
    return DataError(f"{path} is not UTF-8 text; save it as CSV in UTF-8")


def _coded(column: pa.ChunkedArray) -> Coded:
    """One dictionary for the whole column, with spaces around texts taken off."""
    import numpy as np

    array = column.unify_dictionaries().combine_chunks()
    raw = [text.strip() for text in array.dictionary.to_pylist()]
    texts = tuple(text for text in dict.fromkeys(raw) if text)
    place = {text: number for number, text in enumerate(texts)}
    renumbered = np.array([*(place.get(text, -1) for text in raw), -1], dtype=np.int32)
    codes = array.indices.fill_null(len(raw)).to_numpy(zero_copy_only=False)
    return Coded(renumbered[codes], texts)


def _number(text: str) -> float:
    """NaN for what is no finite number."""
    value = float(text) if NUMBER.fullmatch(text) else math.nan
    return value if math.isfinite(value) else math.nan
