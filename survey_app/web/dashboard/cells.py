"""How one value of a table looks on the screen and in a downloaded file."""

from __future__ import annotations

import csv
import io

from flask_babel import gettext as _

from survey_app.reporting.exports import guarded
from survey_app.reporting.numerals import NARROW_SPACE, count, decimal, percent
from survey_app.reporting.panel import About, AtLeast, Hidden, Table, Value


def on_screen(value: Value, kind: str) -> str:
    """The value in the reader's language."""
    if isinstance(value, Hidden):
        return str(_("verborgen"))
    if value is None:
        return "–"
    if isinstance(value, AtLeast):
        return "≥ " + count(value.number)
    if isinstance(value, About):
        return "± " + count(value.number)
    if isinstance(value, tuple):
        low, high = (_number(bound, kind.removesuffix("_interval")) for bound in value)
        between = " … " if value[0] < 0 else "–"
        return f"{low.rstrip('% ' + NARROW_SPACE)}{between}{high}".replace("-", "−")
    return value if isinstance(value, str) else _number(value, kind)


def is_hidden(value: Value) -> bool:
    """Whether a number may not be shown."""
    return isinstance(value, Hidden)


def is_number(kind: str) -> bool:
    """Whether a column stands to the right."""
    return kind != "text"


def as_csv(table: Table) -> str:
    """The table for a spreadsheet: plain numbers, an interval as two columns."""
    file = io.StringIO()
    file.write("\ufeff")  # so that Excel reads it as UTF-8
    writer = csv.writer(file)
    names = [
        [f"{c.name}_van", f"{c.name}_tot"] if c.kind.endswith("_interval") else [c.name]
        for c in table.columns
    ]
    writer.writerow([name for pair in names for name in pair])
    for row in table.rows:
        writer.writerow(
            [
                cell
                for value, pair in zip(row, names, strict=True)
                for cell in _cells(value, len(pair))
            ]
        )
    return file.getvalue()


def _cells(value: Value, number: int) -> list[str | int | float]:
    if isinstance(value, tuple):
        return [round(bound, 4) for bound in value]
    if isinstance(value, Hidden):
        return [str(_("verborgen"))] * number
    if value is None:
        return [""] * number
    if isinstance(value, AtLeast):
        return [f">={value.number}"]
    if isinstance(value, About):
        return [f"+-{value.number}"]
    return [guarded(value) if isinstance(value, str) else value]


def _number(value: float, kind: str) -> str:
    if kind == "share":
        return percent(value)
    return count(int(value)) if kind == "count" else decimal(value)
