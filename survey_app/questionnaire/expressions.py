"""From an XLSForm expression to one XPath 1.0 string, compiled once, evaluated anywhere.

``${x}`` becomes ``/data/x``, a node that always exists and is empty without an answer. So
``${x} != 'y'`` is true when ``x`` is empty, and comparisons of size with an empty answer are
false; both are XPath 1.0's own rules, kept because XLSForm has them too.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection
from dataclasses import dataclass, field

from survey_app.questionnaire.grammar import (
    FUNCTIONS,
    MAX_DEPTH,
    MAX_LENGTH,
    MAX_XPATH,
    NUMERIC,
    Code,
    ExpressionError,
    Kind,
    Token,
    tokens,
)
from survey_app.questionnaire.model import Condition

ITSELF = "."


@dataclass(frozen=True, slots=True)
class Mention:
    """A literal that an item is compared with: ``${item} = 'literal'``."""

    item: str  # the name, or ITSELF
    literal: str


@dataclass(frozen=True, slots=True)
class Compiled:
    """A condition, and the literals in it that should be answers of the items beside them."""

    condition: Condition
    mentions: tuple[Mention, ...]


def compile_truth(source: str, *, itself: bool = False, columns: Collection[str] = ()) -> Compiled:
    """Compile a condition: the XPath gives true or false.

    Args:
        source: the expression.
        itself: whether ``.`` may be used (in a constraint).
        columns: filter columns that may be used by their bare name (in a choice filter).

    Raises:
        ExpressionError: with a remedy, when it cannot be compiled.
    """
    parser = _Parser(source, itself, columns)
    return parser.compiled(parser.whole().truth)


def compile_text(source: str) -> Compiled:
    """Compile a derived variable: the XPath gives text."""
    parser = _Parser(source, itself=False, columns=())
    return parser.compiled(f"string({parser.whole().xpath})")


_LEVELS = (("or",), ("and",), ("=", "!="), ("<", "<=", ">", ">="), ("+", "-"), ("*", "div", "mod"))
_TRUTHS = {"or", "and"}
_EQUALS = {"=", "!="}
_SIZES = {"<", "<=", ">", ">="}


@dataclass
class _Parser:
    """Recursive descent, one method for all six levels of operators."""

    source: str
    itself: bool
    columns: Collection[str]
    depth: int = 0
    position: int = 0
    references: set[str] = field(default_factory=set)
    mentions: list[Mention] = field(default_factory=list)
    words: list[Token] = field(default_factory=list)

    def compiled(self, xpath: str) -> Compiled:
        condition = Condition(self.source, xpath, frozenset(self.references))
        return Compiled(condition, tuple(self.mentions))

    def whole(self) -> Code:
        if len(self.source) > MAX_LENGTH:
            raise ExpressionError(
                "De voorwaarde is te lang.", f"Gebruik hoogstens {MAX_LENGTH} tekens."
            )
        self.words = list(tokens(self.source))
        if self.next.kind == "end":
            raise ExpressionError("De voorwaarde is leeg.", "Vul haar in of haal de regel weg.")
        code = self.operators(0)
        if self.next.text == ")":
            raise ExpressionError("Er staat een haakje ) te veel.", "Tel de haakjes na.")
        if self.next.kind != "end":
            raise self.unexpected("een = , and of or")
        return code

    @property
    def next(self) -> Token:
        return self.words[self.position]

    def take(self) -> Token:
        token = self.next
        self.position += token.kind != "end"
        return token

    def unexpected(self, wanted: str) -> ExpressionError:
        found = f"‘{self.next.text}’" if self.next.text else "niets"
        return ExpressionError(
            f"Hier werd {wanted} verwacht, en er staat {found} (plaats {self.next.at + 1}).",
            "Controleer de haakjes, de aanhalingstekens en de woorden and en or.",
        )

    def expect(self, sign: str) -> None:
        if self.next.kind == "end" and sign != "(":
            raise ExpressionError("Er staat een haakje ) te weinig.", "Tel de haakjes na.")
        if self.next.kind != "sign" or self.next.text != sign:
            raise self.unexpected(f"‘{sign}’")
        self.take()

    def operators(self, level: int) -> Code:
        if level == len(_LEVELS):
            return self.negative()
        left_words = self.position
        left = self.operators(level + 1)
        while self.next.kind in ("name", "sign") and self.next.text in _LEVELS[level]:
            sign = self.take().text
            right_words = self.position
            right = self.operators(level + 1)
            if sign in _EQUALS:
                self.note(left_words, right_words)
            left = _joined(left, sign, right)
        return left

    def note(self, left: int, right: int) -> None:
        """Remember ``item = literal``, either way round, when each side is one word."""
        if right - left != 2 or self.position - right != 1:
            return
        for item, literal in ((left, right), (right, left)):
            self.mention(self.words[item], self.words[literal])

    def mention(self, item: Token, literal: Token) -> None:
        name = ITSELF if item.text == ITSELF and item.kind == "sign" else item.text
        if literal.kind == "text" and (item.kind == "item" or name == ITSELF):
            self.mentions.append(Mention(name, literal.text[1:-1]))

    def negative(self) -> Code:
        minus = 0
        while self.next.kind == "sign" and self.next.text == "-":
            self.take()
            minus += 1
        code = self.primary()
        if not minus:
            return code
        return Code(f"{'- ' * (minus % 2)}number({code.xpath})", Kind.NUMBER)

    def primary(self) -> Code:
        token = self.take()
        if token.kind == "item":
            self.references.add(token.text)
            return Code(f"/data/{token.text}", Kind.NODE)
        if token.kind == "text":
            return Code(token.text, Kind.TEXT)
        if token.kind == "number":
            return Code(token.text, Kind.NUMBER)
        if token.kind == "sign" and token.text == "(":
            return self.brackets()
        if token.kind == "sign" and token.text == ITSELF:
            return self.context()
        if token.kind == "name":
            return self.named(token)
        self.position -= token.kind != "end"
        raise self.unexpected("een waarde")

    def brackets(self) -> Code:
        code = self.deeper()
        self.expect(")")
        return Code(f"({code.xpath})", code.kind)

    def deeper(self) -> Code:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise ExpressionError(
                "Er staan te veel haakjes in elkaar.", f"Gebruik hoogstens {MAX_DEPTH} lagen."
            )
        code = self.operators(0)
        self.depth -= 1
        return code

    def context(self) -> Code:
        if not self.itself:
            raise ExpressionError(
                "Een punt betekent: dit antwoord. Dat kan alleen in een constraint.",
                "Schrijf de naam van een eerdere vraag, bijvoorbeeld ${leeftijd}.",
            )
        return Code(ITSELF, Kind.NODE)

    def named(self, token: Token) -> Code:
        if self.next.kind == "sign" and self.next.text == "(":
            return self.call(token)
        if token.text in self.columns:
            return Code(token.text, Kind.NODE)
        raise ExpressionError(
            f"Het woord {token.text} is hier niet bekend.",
            f"Bedoelt u een vraag? Schrijf ${{{token.text}}}. Bedoelt u een tekst?"
            f" Schrijf '{token.text}'.",
        )

    def call(self, token: Token) -> Code:
        function = FUNCTIONS.get(token.text)
        if not function:
            raise _unknown_function(token.text)
        first = self.position + 1
        arguments = self.arguments()
        if not function.least <= len(arguments) <= function.most:
            raise ExpressionError(
                f"{token.text} heeft {_number(function.least, function.most)} waarden tussen de"
                f" haakjes nodig, en er staan er {len(arguments)}.",
                "Zie questionnaires/README.md.",
            )
        if token.text in NUMERIC and arguments[0].kind is Kind.DATE:
            raise ExpressionError(
                f"{token.text} van een datum is geen getal.",
                "Reken met het jaar: number(format-date(today(), '%Y')).",
            )
        if token.text == "selected":
            self.mention_selected(first)
        code = function.write(tuple(arguments))
        if len(code.xpath) > MAX_XPATH:
            raise ExpressionError(
                "De voorwaarde wordt te groot.", "Verdeel haar over meer afgeleide variabelen."
            )
        return code

    def mention_selected(self, first: int) -> None:
        words = self.words[first : first + 4]
        if len(words) == 4 and words[1].text == "," and words[3].text == ")":
            self.mention(words[0], words[2])

    def arguments(self) -> list[Code]:
        self.expect("(")
        found: list[Code] = []
        while self.next.text != ")" or self.next.kind != "sign":
            if found:
                self.expect(",")
            found.append(self.deeper())
        self.expect(")")
        return found


def _joined(left: Code, sign: str, right: Code) -> Code:
    """Two pieces and the operator between them."""
    if sign in _TRUTHS:
        return Code(f"{left.truth} {sign} {right.truth}", Kind.TRUTH)
    if sign in _SIZES and Kind.DATE in (left.kind, right.kind):
        raise ExpressionError(
            f"Een datum kan niet met {sign} vergeleken worden.",
            "Vergelijk een getal: number(format-date(today(), '%Y')).",
        )
    if sign in _SIZES and Kind.TRUTH in (left.kind, right.kind):
        raise ExpressionError(
            f"Met {sign} kunt u alleen getallen vergelijken.", "Zet er and of or tussen."
        )
    if sign in _EQUALS and Kind.TRUTH in (left.kind, right.kind):
        return Code(f"{left.truth} {sign} {right.truth}", Kind.TRUTH)
    if sign in _EQUALS | _SIZES:
        return Code(f"{left.xpath} {sign} {right.xpath}", Kind.TRUTH)
    if Kind.DATE in (left.kind, right.kind):
        raise ExpressionError(
            f"Met {sign} kunt u niet rekenen met een datum.",
            "Reken met het jaar: number(format-date(today(), '%Y')).",
        )
    return Code(f"{left.xpath} {sign} {right.xpath}", Kind.NUMBER)


def _unknown_function(name: str) -> ExpressionError:
    if name == "regex":
        return ExpressionError(
            "regex mag niet: het kan een server laten hangen.",
            "Gebruik string-length, starts-with, contains of een lijst met antwoorden.",
        )
    close = difflib.get_close_matches(name, FUNCTIONS, 1)
    known = f"Bedoelt u {close[0]}?" if close else f"Bekend zijn: {', '.join(sorted(FUNCTIONS))}."
    return ExpressionError(f"De functie {name} bestaat niet.", known)


def _number(least: int, most: int) -> str:
    return f"{least}" if least == most else f"{least} tot {most}"
