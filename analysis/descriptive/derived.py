"""Variables made from answers by recipes that are data: classes, scores, means, years.

The recipes stand in ``advice.yaml``; see ``advice`` for how they are written.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
import pandas as pd

from analysis.codebook import Category, Codebook, Variable
from analysis.dataset import ANSWERED, Dataset
from analysis.descriptive.codes import coded_column, numbers
from analysis.descriptive.reading import Reader
from analysis.descriptive.row_conditions import Columns, RowCondition, read_row_condition
from analysis.errors import DataError

if TYPE_CHECKING:
    from numpy.typing import NDArray

Objects: TypeAlias = "NDArray[np.object_]"

RECIPES = ("cases", "scores", "mean_of", "years_since")
UNKNOWN = "afgebroken"  # the reason where no item tells one


@dataclass(frozen=True, slots=True)
class Cases:
    """The value of the first case that is true."""

    cases: tuple[tuple[str, RowCondition], ...]
    otherwise: str | None

    @property
    def items(self) -> tuple[str, ...]:
        """What it reads."""
        return tuple(item for _, condition in self.cases for item in condition.items)

    @property
    def codes(self) -> tuple[str, ...]:
        """The values that it can give."""
        values = [value for value, _ in self.cases]
        return tuple(dict.fromkeys([*values, *([self.otherwise] if self.otherwise else [])]))

    def values(self, dataset: Dataset, year: int) -> Objects:
        """(n,) codes; missing where no case is true."""
        column: Columns = lambda name: coded_column(dataset, name)  # noqa: E731
        found = np.full(len(dataset), self.otherwise, dtype=object)
        for value, condition in reversed(self.cases):
            found[condition.rows(column)] = value
        return found


@dataclass(frozen=True, slots=True)
class MeanOf:
    """The mean of numbers for codes of some items; all of them needed."""

    items: tuple[str, ...]
    scores: Mapping[str, float]
    codes: tuple[str, ...] = ()

    def values(self, dataset: Dataset, year: int) -> Objects:
        """(n,) numbers; missing where an item is missing or has a code without a number."""
        columns = [self._scores(dataset, item) for item in self.items]
        means = np.mean(columns, axis=0).astype(object)
        means[pd.isna(means)] = None
        return np.asarray(means, dtype=object)

    def _scores(self, dataset: Dataset, item: str) -> NDArray[np.float64]:
        column = coded_column(dataset, item)
        weights = np.array([self.scores.get(code, np.nan) for code in column.codes])
        rows = column.answered
        found = np.full(len(dataset), np.nan)
        found[rows] = np.where(column.chosen[rows] == 1, weights, 0.0).sum(axis=1)
        return found


@dataclass(frozen=True, slots=True)
class YearsSince:
    """The class of the number of whole years between an item's year and the interview."""

    item: str
    classes: Mapping[str, tuple[float, float]]

    @property
    def items(self) -> tuple[str, ...]:
        """What it reads."""
        return (self.item,)

    @property
    def codes(self) -> tuple[str, ...]:
        """The values that it can give."""
        return tuple(self.classes)

    def values(self, dataset: Dataset, year: int) -> Objects:
        """(n,) codes; missing where the year is missing or in no class."""
        years = year - numbers(dataset, self.item)
        found = np.full(len(dataset), None, dtype=object)
        for code, (low, high) in self.classes.items():
            found[(years >= low) & (years <= high)] = code
        return found


@dataclass(frozen=True, slots=True)
class Derived:
    """One derived variable."""

    name: str
    label: str
    recipe: Cases | MeanOf | YearsSince


def derive(dataset: Dataset, variables: Iterable[Derived], *, year: int) -> Dataset:
    """The data set with the derived variables beside it.

    Variables whose items the data lack are left out. Where a value is missing, its reason is that
    of the first item that is missing.

    Args:
        dataset: the answers.
        variables: in order; a later one may read an earlier one.
        year: of the interviews.
    """
    for variable in variables:
        if all(item in dataset.frame.columns for item in variable.recipe.items):
            dataset = _with(dataset, variable, variable.recipe.values(dataset, year))
    return dataset


def read_derived(data: Sequence[Any]) -> tuple[Derived, ...]:
    """Read the recipes.

    Raises:
        DataError: a recipe is missing, unknown or wrong; names the variable.
    """
    keys = {"name", "label", "otherwise", *RECIPES}
    return tuple(_read(Reader(entry, "derived", keys, name_key="name")) for entry in data)


def _with(dataset: Dataset, variable: Derived, values: Objects) -> Dataset:
    recipe = variable.recipe
    numeric = isinstance(recipe, MeanOf)
    reasons = pd.Series(ANSWERED, index=dataset.status.index, dtype=object)
    for item in reversed(recipe.items):
        status = dataset.status[item].astype(object)
        reasons = reasons.mask(status != ANSWERED, status)
    missing = pd.isna(values)
    reasons = reasons.where(missing, ANSWERED).mask(missing & (reasons == ANSWERED), UNKNOWN)
    column = pd.Series(values, index=dataset.frame.index, dtype="float64" if numeric else object)
    entry = Variable(
        variable.name,
        variable.label,
        level="interval" if numeric else "nominal",
        categories=tuple(Category(code) for code in recipe.codes),
    )
    return Dataset(
        frame=dataset.frame.assign(**{variable.name: column}),
        codebook=Codebook((*dataset.codebook.variables, entry), dataset.codebook.title),
        status=dataset.status.assign(**{variable.name: reasons}),
        weights=dataset.weights,
        recruits=dataset.recruits,
    )


def _read(reader: Reader) -> Derived:
    kinds = [kind for kind in RECIPES if reader.get(kind) is not None]
    if len(kinds) != 1:
        raise DataError(f"{reader.where}: needs just one of {', '.join(RECIPES)}")
    return Derived(reader.text("name"), reader.text("label", ""), _recipe(reader, kinds[0]))


def _recipe(reader: Reader, kind: str) -> Cases | MeanOf | YearsSince:
    where = reader.where
    if kind == "cases":
        otherwise = reader.text("otherwise") if reader.get("otherwise") is not None else None
        return Cases(tuple(_case(case, where) for case in reader.items("cases")), otherwise)
    if kind == "scores":
        scores = Reader(reader.get("scores"), where, {"item", "values"})
        return MeanOf((scores.text("item"),), scores.numbers("values"))
    if kind == "mean_of":
        means = Reader(reader.get("mean_of"), where, {"items", "values"})
        return MeanOf(means.codes("items"), means.numbers("values"))
    years = Reader(reader.get("years_since"), where, {"item", "classes"})
    classes = years.need("classes")
    return YearsSince(years.text("item"), {str(c): _span(classes[c], where) for c in classes})


def _case(data: Any, where: str) -> tuple[str, RowCondition]:
    case = Reader(data, where, {"value", "when"})
    return case.text("value"), read_row_condition(case.need("when"), where)


def _span(data: Any, where: str) -> tuple[float, float]:
    if not isinstance(data, list) or len(data) != 2 or not isinstance(data[0], int | float):
        raise DataError(f"{where}: a class of years is [from, to], not {data!r}")
    return float(data[0]), float("inf") if data[1] is None else float(data[1])
