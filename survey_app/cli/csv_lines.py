"""The lines of a CSV file, for messages: looked up only once something is wrong.

A row need not be a line: empty lines are no rows, and a text with line breaks takes several.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from survey_app.cli.csv_header import ENCODING


def records(path: Path, delimiter: str, columns: int) -> Iterator[tuple[int, list[str]]]:
    """The line where each row begins, and its cells; the header is not a row.

    Args:
        path: where the file is.
        delimiter: what stands between cells.
        columns: how many the header has; with one, an empty line is a row with an empty cell.

    Raises:
        UnicodeDecodeError: the file is not UTF-8.
    """
    with path.open(encoding=ENCODING, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        next(reader, None)
        begun = reader.line_num + 1
        for cells in reader:
            if cells or columns == 1:
                yield begun, cells or [""]
            begun = reader.line_num + 1


def uneven(path: Path, delimiter: str, columns: int) -> str:
    """The first line with more or fewer cells than the header, in words; empty without one."""
    for line, cells in records(path, delimiter, columns):
        if len(cells) != columns:
            return (
                f"line {line} of {path} has {len(cells)} cells and the header {columns}; each "
                f"must have as many; put quotation marks around a text with {delimiter!r} in it"
            )
    return ""


def lines_of(path: Path, delimiter: str, columns: int, rows: list[int]) -> list[int]:
    """The line where each of these rows begins.

    Args:
        path: where the file is.
        delimiter: what stands between cells.
        columns: how many the header has.
        rows: numbers of rows, from 0 and rising.
    """
    wanted = set(rows)
    some = islice(records(path, delimiter, columns), rows[-1] + 1 if rows else 0)
    return [line for row, (line, _) in enumerate(some) if row in wanted]
