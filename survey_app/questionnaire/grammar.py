"""The words and the functions of XLSForm's expression language, and how each is said in XPath 1.0.

Only the core function library of XPath 1.0 is used, so that lxml on the server and the browser's
own ``document.evaluate`` give the same answer to the same string (XPath 1.0, W3C 1999, section 4).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum

from survey_app.errors import Invalid

MAX_LENGTH = 8_000  # characters of one expression
MAX_DEPTH = 25  # brackets within brackets
MAX_XPATH = 100_000  # characters of what it becomes: ``if`` and ``coalesce`` repeat a part


class ExpressionError(Invalid):
    """An expression that cannot be compiled: what is wrong, and what would be right."""

    def __init__(self, fault: str, remedy: str) -> None:
        super().__init__(fault)
        self.remedy = remedy


class Kind(Enum):
    """What an expression gives. XPath 1.0 lets us know this before there is any answer."""

    NODE = "node"  # exactly one node: an item or a filter column, empty when there is no answer
    TEXT = "text"
    DATE = "date"  # text of the form 2026-05-17
    NUMBER = "number"
    TRUTH = "truth"


@dataclass(frozen=True, slots=True)
class Code:
    """A piece of XPath and what it gives."""

    xpath: str
    kind: Kind

    @property
    def truth(self) -> str:
        """As true or false. A node always exists, so for a node we ask whether it has a value."""
        if self.kind is Kind.TRUTH:
            return self.xpath
        if self.kind is Kind.NUMBER:
            return f"boolean({self.xpath})"
        return f"(string-length({self.xpath}) > 0)"


@dataclass(frozen=True, slots=True)
class Token:
    """One word of an expression."""

    kind: str  # item | text | number | name | sign | end
    text: str
    at: int


_TOKENS = re.compile(
    r"(?P<space>\s+)"
    r"|\$\{\s*(?P<item>[A-Za-z_][A-Za-z0-9_]*)\s*\}"
    r"|(?P<text>'[^']*'|\"[^\"]*\")"
    r"|(?P<number>[0-9]+(?:\.[0-9]*)?|\.[0-9]+)"
    r"|(?P<name>[A-Za-z_][A-Za-z0-9_]*(?:-[A-Za-z_][A-Za-z0-9_]*)*)"
    r"|(?P<sign>!=|<=|>=|[=<>(),+\-*.])"
)


def tokens(source: str) -> Iterator[Token]:
    """The words of an expression, with an end after the last.

    Raises:
        ExpressionError: for a character that has no place here.
    """
    at = 0
    while at < len(source):
        match = _TOKENS.match(source, at)
        if not match:
            raise _strange(source, at)
        kind = match.lastgroup or ""
        if kind != "space":
            yield Token(kind, match.group(kind), at)
        at = match.end()
    yield Token("end", "", at)


def _strange(source: str, at: int) -> ExpressionError:
    sign = source[at]
    if sign in "'\"":
        return ExpressionError(
            "Er staat een aanhalingsteken te weinig.", f"Sluit de tekst af met {sign}."
        )
    if sign in "‘’“”„":
        return ExpressionError(
            f"Het teken {sign} is geen recht aanhalingsteken.", "Gebruik ' om een tekst heen."
        )
    if sign == "$":
        return ExpressionError(
            "Na $ komt {, de naam van een vraag en }.", "Schrijf bijvoorbeeld ${leeftijd}."
        )
    return ExpressionError(
        f"Het teken {sign} kan hier niet staan (plaats {at + 1}).",
        "Zie questionnaires/README.md voor wat een voorwaarde mag bevatten.",
    )


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the language: how many arguments it takes and what it becomes."""

    least: int
    most: int
    write: Callable[[tuple[Code, ...]], Code]


def _same(name: str, kind: Kind) -> Callable[[tuple[Code, ...]], Code]:
    """A function that XPath has too, under its own name."""
    return lambda arguments: Code(f"{name}({', '.join(a.xpath for a in arguments)})", kind)


def _not(arguments: tuple[Code, ...]) -> Code:
    return Code(f"not({arguments[0].truth})", Kind.TRUTH)


def _boolean(arguments: tuple[Code, ...]) -> Code:
    return Code(arguments[0].truth, Kind.TRUTH)


def _selected(arguments: tuple[Code, ...]) -> Code:
    codes, code = (a.xpath for a in arguments)
    return Code(f"contains(concat(' ', {codes}, ' '), concat(' ', {code}, ' '))", Kind.TRUTH)


def _count_selected(arguments: tuple[Code, ...]) -> Code:
    codes = f"normalize-space({arguments[0].xpath})"
    spaces = f"string-length({codes}) - string-length(translate({codes}, ' ', ''))"
    return Code(f"({spaces} + number(string-length({codes}) > 0))", Kind.NUMBER)


def _keep(text: str, truth: str) -> str:
    """The text when it is true, else nothing: no character stands at or after infinity."""
    return f"substring({text}, 1 div number({truth}))"


def _if(arguments: tuple[Code, ...]) -> Code:
    condition, yes, no = arguments
    if yes.kind is no.kind is Kind.TRUTH:
        either = (
            f"(({condition.truth} and {yes.xpath}) or (not({condition.truth}) and {no.xpath}))"
        )
        return Code(either, Kind.TRUTH)
    chosen = (
        f"concat({_keep(yes.xpath, condition.truth)},"
        f" {_keep(no.xpath, f'not({condition.truth})')})"
    )
    if yes.kind is no.kind is Kind.NUMBER:
        return Code(f"number({chosen})", Kind.NUMBER)
    return Code(chosen, Kind.TEXT)


def _coalesce(arguments: tuple[Code, ...]) -> Code:
    first, second = (a.xpath for a in arguments)
    fallback = _keep(second, f"string-length({first}) = 0")
    return Code(f"concat({first}, {fallback})", Kind.TEXT)


def _int(arguments: tuple[Code, ...]) -> Code:
    number = f"number({arguments[0].xpath})"
    return Code(f"({number} - {number} mod 1)", Kind.NUMBER)


def _today(arguments: tuple[Code, ...]) -> Code:
    return Code("string(/data/_today)", Kind.DATE)


_DATE_PARTS = {"%Y": (1, 4), "%m": (6, 2), "%d": (9, 2)}


def _format_date(arguments: tuple[Code, ...]) -> Code:
    day, form = arguments
    pattern = form.xpath[1:-1]
    pieces = re.findall(r"%.|[^%]+|%$", pattern)
    wrong = [p for p in pieces if p.startswith("%") and p not in _DATE_PARTS]
    if form.xpath[0] not in "'\"" or wrong or not pieces:
        raise ExpressionError(
            "format-date kan alleen %Y, %m en %d.", "Schrijf format-date(today(), '%Y')."
        )
    parts = [
        f"substring({day.xpath}, {_DATE_PARTS[p][0]}, {_DATE_PARTS[p][1]})"
        if p in _DATE_PARTS
        else f"{form.xpath[0]}{p}{form.xpath[0]}"
        for p in pieces
    ]
    return Code(parts[0] if len(parts) == 1 else f"concat({', '.join(parts)})", Kind.TEXT)


NUMERIC = frozenset({"number", "int", "round", "floor", "ceiling"})  # of one value

FUNCTIONS: dict[str, Function] = {
    "not": Function(1, 1, _not),
    "true": Function(0, 0, _same("true", Kind.TRUTH)),
    "false": Function(0, 0, _same("false", Kind.TRUTH)),
    "boolean": Function(1, 1, _boolean),
    "if": Function(3, 3, _if),
    "coalesce": Function(2, 2, _coalesce),
    "selected": Function(2, 2, _selected),
    "count-selected": Function(1, 1, _count_selected),
    "string-length": Function(1, 1, _same("string-length", Kind.NUMBER)),
    "concat": Function(2, 20, _same("concat", Kind.TEXT)),
    "contains": Function(2, 2, _same("contains", Kind.TRUTH)),
    "starts-with": Function(2, 2, _same("starts-with", Kind.TRUTH)),
    "substring": Function(2, 3, _same("substring", Kind.TEXT)),
    "substring-before": Function(2, 2, _same("substring-before", Kind.TEXT)),
    "substring-after": Function(2, 2, _same("substring-after", Kind.TEXT)),
    "normalize-space": Function(1, 1, _same("normalize-space", Kind.TEXT)),
    "translate": Function(3, 3, _same("translate", Kind.TEXT)),
    "string": Function(1, 1, _same("string", Kind.TEXT)),
    "number": Function(1, 1, _same("number", Kind.NUMBER)),
    "int": Function(1, 1, _int),
    "round": Function(1, 1, _same("round", Kind.NUMBER)),
    "floor": Function(1, 1, _same("floor", Kind.NUMBER)),
    "ceiling": Function(1, 1, _same("ceiling", Kind.NUMBER)),
    "today": Function(0, 0, _today),
    "format-date": Function(2, 2, _format_date),
}
