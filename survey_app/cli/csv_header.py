"""The header of a CSV file, which may span lines, and whether quotation marks are closed."""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass
from pathlib import Path

from analysis.errors import DataError

ENCODING = "utf-8-sig"  # with or without the mark that Excel puts in front
DELIMITERS = ",;\t"
QUOTED = re.compile(r'"[^"]*("|$)')


@dataclass(frozen=True)
class Header:
    """The first record of a file.

    Attributes:
        names: one a column, without spaces around it or line breaks in it.
        delimiter: what stands between cells: what the first line has most of, outside quotes.
        lines: how many lines the header takes.
    """

    names: tuple[str, ...]
    delimiter: str
    lines: int


def read_header(path: Path) -> Header:
    """Read the names of the columns.

    Raises:
        DataError: it is no file of text, or a quotation mark is left open.
        OSError: it cannot be read.
        UnicodeDecodeError: it is not UTF-8.
    """
    if path.exists() and not (path.is_file() or path.is_dir()):
        raise DataError(f"{path} is no file with rows; save them in a file first")
    with path.open(encoding=ENCODING, newline="") as lines:
        outside_quotes = QUOTED.sub("", lines.readline())
        delimiter = max(DELIMITERS, key=outside_quotes.count)
        check_quotes(path, delimiter)
        lines.seek(0)
        reader = csv.reader(lines, delimiter=delimiter)
        names = tuple(_in_one_line(name) for name in next(reader, []))
    if any("\0" in name for name in names):
        raise DataError(f"{path} is not text; save it as CSV in UTF-8")
    return Header(names, delimiter, reader.line_num)


def check_quotes(path: Path, delimiter: str) -> None:
    """A quotation mark that is not closed would swallow the rows below it.

    Raises:
        DataError: there is one; says where it was opened.
    """
    with path.open("rb") as lines:
        if not any(line.count(b'"') % 2 for line in lines):
            return
    with path.open(encoding=ENCODING, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter, strict=True)
        begun = 1
        try:
            for _ in reader:
                begun = reader.line_num + 1
        except csv.Error:
            raise DataError(
                f"{path} has a quotation mark in line {begun} that is not closed; close it, and "
                "write one that belongs to an answer twice"
            ) from None


def _in_one_line(name: str) -> str:
    return " ".join(part.strip() for part in name.splitlines()).strip()
