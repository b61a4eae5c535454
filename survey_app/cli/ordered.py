"""Answers in their order: numbers, or words whose order is known.

Words are put in order in one of these ways; any other order would be a guess, and is refused:

- as asked for;
- by the one number in each, where only that differs (level 1, level 2) or it comes first (1 no);
- by the alphabet: single letters, and two words (no, yes).

What nobody asked for is told.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from analysis.errors import DataError, SettingError, some
from survey_app.cli.csv_columns import NUMBER, CsvFile

if TYPE_CHECKING:
    import pandas as pd

    Scale = Mapping[str, float]

MOST_WORDS = 20  # more are names or sentences, and no ordered answers
ONE_NUMBER = re.compile(r"(?P<before>\D*)(?P<number>\d+)(?P<after>\D*)")
SEPARATED = re.compile(r"(\W.*)?", re.DOTALL)


@dataclass(frozen=True)
class Ordered:
    """Ordered answers.

    Attributes:
        frame: one column of numbers an item; NaN where a cell is empty.
        sentences: how words were put in order, where nobody asked for it.
    """

    frame: pd.DataFrame
    sentences: tuple[str, ...]


def ordered_answers(source: CsvFile, names: Sequence[str], order: str = "") -> Ordered:
    """The items as numbers.

    Args:
        source: the file.
        names: the items.
        order: answers in words, from least to most, with commas between them.

    Raises:
        DataError: an item holds words whose order is not known.
        SettingError: the order names an answer twice.
    """
    import numpy as np
    import pandas as pd

    asked = answers_in(order)
    columns = {}
    sentences = []
    for name, column in source.coded(names).items():
        scale = _asked_for(name, column.texts, asked)
        if scale is None and not all(NUMBER.fullmatch(text) for text in column.texts):
            scale, sentence = _found(name, column.texts)
            sentences += [f"{name}: {sentence}"] if sentence else []
        if scale is None:
            columns[name] = source.as_numbers(name, column)
        else:
            values = [scale[text] for text in column.texts]
            columns[name] = np.array([*values, np.nan])[column.codes]
    return Ordered(pd.DataFrame(columns), tuple(sentences))


def answers_in(order: str) -> list[str]:
    """``never,"now, or then",often`` as three answers.

    Raises:
        SettingError: an answer is named twice.
    """
    found = [text.strip() for text in next(csv.reader([order], skipinitialspace=True), [])]
    if twice := sorted({text for text in found if text and found.count(text) > 1}):
        raise SettingError(f"--order names {some(twice)} twice; name each answer once")
    return [text for text in found if text]


def _asked_for(name: str, texts: Sequence[str], asked: Sequence[str]) -> Scale | None:
    """The order that was asked for, unless it is about other items.

    Raises:
        DataError: it names some of the answers, and not all.
    """
    if not set(texts) & set(asked):
        return None
    if others := [text for text in texts if text not in asked]:
        raise DataError(f"column {name} has answers that --order does not name: {some(others)}")
    return {text: float(place) for place, text in enumerate(asked)}


def _found(name: str, texts: Sequence[str]) -> tuple[Scale | None, str]:
    """An order in the words themselves, and a sentence about it; none for numbers with mistakes.

    Raises:
        DataError: there is none.
    """
    if len(texts) > MOST_WORDS and not any(NUMBER.fullmatch(text) for text in texts):
        raise DataError(
            f"column {name} must hold numbers or at most {MOST_WORDS} ordered answers; "
            f"it has {len(texts)} different texts ({some(texts)})"
        )
    if numbers := _numbers_in(texts):
        return numbers, "in the order of the numbers in the answers"
    if any(NUMBER.fullmatch(text) for text in texts):
        return None, ""
    words = sorted(texts)
    if len(words) <= 2:
        places = {text: float(place) for place, text in enumerate(words)}
        return places, f"{words[-1]!r} is taken as more than {words[0]!r}"
    letters = [ord(text.casefold()) for text in words if _is_letter(text)]
    if len(set(letters)) == len(words):
        places = {text: float(n - min(letters)) for text, n in zip(words, letters, strict=True)}
        return places, "in the order of the alphabet"
    raise DataError(
        f"column {name} has words whose order is not known ({some(words)}); "
        "write numbers, or tell the order from least to most: --order 'never,sometimes,often'"
    )


def _numbers_in(texts: Sequence[str]) -> Scale | None:
    """The one number in each text, where nothing else differs or each begins with it."""
    parts = [found for text in texts if (found := ONE_NUMBER.fullmatch(text))]
    alike = len({(part["before"], part["after"]) for part in parts}) == 1
    first = all(not part["before"] and SEPARATED.fullmatch(part["after"]) for part in parts)
    numbers = {part.string: float(part["number"]) for part in parts}
    told = (alike or first) and len(set(numbers.values())) == len(texts)
    return numbers if told else None


def _is_letter(text: str) -> bool:
    return len(text) == 1 and text.isalpha() and len(text.casefold()) == 1
