"""Variables made from answers by the recipes of the questionnaire's advice file."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import TYPE_CHECKING

from survey_app.questionnaire.model import Questionnaire

if TYPE_CHECKING:
    from analysis.codebook import Variable
    from analysis.dataset import Dataset
    from analysis.descriptive.advice import AdviceBook
    from analysis.descriptive.derived import Derived


class Recipes:
    """What can be made from the answers to a questionnaire, and from which items."""

    def __init__(self, questionnaire: Questionnaire) -> None:
        self._questionnaire = questionnaire

    @cached_property
    def _book(self) -> AdviceBook | None:
        from analysis.descriptive.advice import read_advice

        return read_advice(self._questionnaire.advice) if self._questionnaire.advice else None

    @cached_property
    def by_name(self) -> dict[str, Derived]:
        """The recipes in order; a later one may read an earlier one."""
        return {recipe.name: recipe for recipe in self._book.derived} if self._book else {}

    @property
    def typology(self) -> str:
        """The name of the typology, or nothing where it cannot be made."""
        name = self._book.typology.variable if self._book and self._book.typology else ""
        known = self._questionnaire.items.keys()
        return name if name and known >= set(self.items([name])) else ""

    def items(self, names: Iterable[str]) -> list[str]:
        """The items of the questionnaire from which these are made."""
        found: dict[str, None] = {}
        for name in names:
            for item in self.by_name[name].recipe.items:
                found |= dict.fromkeys(self.items([item]) if item in self.by_name else [item])
        return list(found)

    def made(self, dataset: Dataset, names: Iterable[str], year: int) -> Dataset:
        """The data set with these variables, and whatever they are made from, beside it."""
        from analysis.descriptive.derived import derive

        wanted = self._with_ingredients(names)
        recipes = [recipe for name, recipe in self.by_name.items() if name in wanted]
        return derive(dataset, recipes, year=year)

    def variable(self, name: str) -> Variable:
        """What a derived variable means; a typology has words for its codes."""
        from analysis.codebook import Category, Variable

        recipe = self.by_name[name]
        labels: dict[str, str] = {}
        if self._book and self._book.typology and name == self.typology:
            labels = {box.code: f"{box.code} {box.label}" for box in self._book.typology.boxes}
        codes = recipe.recipe.codes
        return Variable(
            name=name,
            label=recipe.label,
            level="nominal" if codes else "interval",
            categories=tuple(Category(code, labels.get(code, code)) for code in codes),
            role="derived",
        )

    def _with_ingredients(self, names: Iterable[str]) -> set[str]:
        wanted = {name for name in names if name in self.by_name}
        inner = {item for name in wanted for item in self.by_name[name].recipe.items}
        return wanted | (self._with_ingredients(inner) if inner & self.by_name.keys() else set())
