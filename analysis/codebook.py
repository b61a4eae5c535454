"""The codebook: what each column means, how it was measured, which answers it can have."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

LEVELS = ("nominal", "ordinal", "interval", "text")


@dataclass(frozen=True, slots=True)
class Category:
    """One possible answer."""

    code: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Variable:
    """One column. ``multiple`` columns hold codes separated by spaces."""

    name: str
    label: str = ""
    level: str = "nominal"
    categories: tuple[Category, ...] = ()
    multiple: bool = False
    role: str = ""  # motivator, barrier, wish, outcome, background, network_size …
    dimension: str = ""
    block: str = ""  # items of one block are centred together
    number: str = ""  # V12
    special_category: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the categories, in order."""
        return tuple(category.code for category in self.categories)

    def label_of(self, code: str) -> str:
        """The label of a category, or the code where there is none."""
        return next((c.label or c.code for c in self.categories if c.code == code), code)


@dataclass(frozen=True)
class Codebook(Mapping[str, Variable]):
    """The variables of a data set by name, in order."""

    variables: tuple[Variable, ...] = ()
    title: str = ""
    _by_name: Mapping[str, Variable] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {v.name: v for v in self.variables})

    def __getitem__(self, name: str) -> Variable:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def __len__(self) -> int:
        return len(self._by_name)

    def with_role(self, role: str) -> tuple[Variable, ...]:
        """The variables that play this role."""
        return tuple(v for v in self.variables if v.role == role)

    def in_block(self, block: str) -> tuple[Variable, ...]:
        """The variables of one block, in order."""
        return tuple(v for v in self.variables if v.block == block)
