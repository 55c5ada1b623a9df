"""Formulas as values, and how a line of plain text spells them.

SymPy reorders and evaluates what it prints; here a formula stays as it was put together, so that
`h[1−(−2), 1−0]` can stand beside `h[3,1]`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple, TypeAlias

from convtrace.values.exact import number_text
from convtrace.values.frozen import Frozen

if TYPE_CHECKING:
    from fractions import Fraction


Array: TypeAlias = Literal["x", "h", "y", "g", "∂L/∂x", "∂L/∂h"]


class Role(Enum):
    """What a piece of text stands for; a format gives each role one look, everywhere the same."""

    PLAIN = "plain"
    IMAGE = "image"
    KERNEL = "kernel"
    OUTPUT = "output"
    GRADIENT = "gradient"
    VALUE = "value"
    INDEX = "index"
    YES = "yes"
    NO = "no"
    FAINT = "faint"
    STRONG = "strong"
    CODE = "code"


class Break(Enum):
    """Where a line may be broken, the best place first."""

    LINE = 1
    WORD = 2
    TERM = 3


class Span(NamedTuple):
    """Text of one role."""

    text: str
    role: Role


Token: TypeAlias = Span | Break


class Number(Frozen, kw_only=False):
    value: int | Fraction


class Symbol(Frozen, kw_only=False):
    """An index that has no number yet: m, n, i, j, p, q."""

    name: str


class Value(Frozen, kw_only=False):
    """The letter that stands for one kernel value."""

    name: str


class Entry(Frozen, kw_only=False):
    """One element of an array: x[i,j], h[p,q], y[m,n]; `plugged` indices are not worked out yet."""

    array: Array
    indices: tuple[Formula, ...]
    plugged: bool = False


class Signed(Frozen, kw_only=False):
    """A term of a sum with the sign that stands before it."""

    negative: bool
    term: Formula


class Sum(Frozen, kw_only=False):
    """Terms joined by their signs; where `per_line` is given, a break after so many reads well."""

    terms: tuple[Signed, ...]
    per_line: int = 0


class Product(Frozen, kw_only=False):
    factors: tuple[Formula, ...]


class Quotient(Frozen, kw_only=False):
    over: Formula
    under: Formula


class Root(Frozen, kw_only=False):
    """The square root."""

    of: Formula


class Power(Frozen, kw_only=False):
    base: Formula
    exponent: int


class SumOver(Frozen, kw_only=False):
    """Σ over the symbols, the first one outermost, each from the first to the last number of its limits."""

    symbols: tuple[Symbol, ...]
    term: Formula
    limits: tuple[range, ...] = ()


class Elided(Frozen, kw_only=False):
    """Terms left out."""


class Chain(Frozen, kw_only=False):
    """Formulas with a relation sign between each two."""

    first: Formula
    rest: tuple[tuple[Literal["=", "≤", "⇒"], Formula], ...]


Formula: TypeAlias = (
    Number | Symbol | Value | Entry | Sum | Product | Quotient | Root | Power | SumOver | Elided | Chain
)

ROLE_OF_ARRAY: dict[Array, Role] = {
    "x": Role.IMAGE,
    "h": Role.KERNEL,
    "y": Role.OUTPUT,
    "g": Role.GRADIENT,
    "∂L/∂x": Role.OUTPUT,
    "∂L/∂h": Role.OUTPUT,
}
REMEMBERED = 4096
SUBSCRIPTS = str.maketrans("ijkmno0123456789", "ᵢⱼₖₘₙₒ₀₁₂₃₄₅₆₇₈₉")


def plain(formula: Formula) -> str:
    """The formula as one line of Unicode text.

    >>> plain(Product((Value("i"), Entry("x", (Number(0), Number(-1))))))
    'i·x[0,−1]'
    """
    return "".join(token.text for token in tokens(formula) if isinstance(token, Span))


def tokens(formula: Formula) -> Iterator[Token]:  # noqa: C901, PLR0912 -- one case for each kind of formula
    """The formula as spans of text, with the places where it may be broken."""
    match formula:
        case Number(value):
            yield Span(number_text(value), Role.PLAIN)
        case Symbol(name):
            yield Span(name, Role.INDEX)
        case Value(name):
            yield Span(name, Role.VALUE)
        case Entry(array, index, plugged):
            inside = (", " if plugged else ",").join(map(_index, index))
            yield Span(f"{array}[{inside}]", ROLE_OF_ARRAY[array])
        case Sum(terms, per_line):
            yield from _sum(terms, per_line)
        case Product(factors):
            yield from _product(factors)
        case Quotient(over, under):
            yield from (*_guarded(over), Span("/", Role.PLAIN), *_guarded(under, apart=True))
        case Root(of):
            yield from (Span("√", Role.PLAIN), *_guarded(of, apart=True))
        case Power(base, exponent):
            yield from (*_guarded(base, apart=True), Span(f"^{number_text(exponent)}", Role.PLAIN))
        case SumOver(indices, term, _):
            for symbol in indices:
                yield Span(f"Σ{symbol.name.translate(SUBSCRIPTS)} ", Role.PLAIN)
            yield from tokens(term)
        case Elided():
            yield Span("…", Role.PLAIN)
        case Chain(first, rest):  # pragma: no branch -- mypy proves the match exhaustive
            yield from tokens(first)
            for sign, part in rest:
                yield from (Break.LINE if sign == "⇒" else Break.TERM, Span(f" {sign} ", Role.PLAIN))
                yield from tokens(part)


@lru_cache(maxsize=REMEMBERED)
def _index(formula: Formula) -> str:
    """An index as text; the same few stand in every row of a table."""
    return plain(formula)


def interval(first: int, last: int) -> str:
    """An index range.

    >>> interval(-1, 1)
    '−1…1'
    """
    return f"{number_text(first)}…{number_text(last)}" if first != last else number_text(first)


def _sum(terms: tuple[Signed, ...], per_line: int) -> Iterator[Token]:
    loose = bool(per_line) or any(is_loose(signed.term) for signed in terms)
    for position, signed in enumerate(terms):
        negative, term = signed.negative, signed.term
        sign = "−" if negative else "+"
        if position == 0:
            yield from (Span(sign, Role.PLAIN),) if negative else ()
        elif loose:
            yield Break.LINE if per_line and position % per_line == 0 else Break.TERM
            yield Span(f" {sign} ", Role.PLAIN)
        else:
            yield Span(sign, Role.PLAIN)
        yield from _guarded(term) if position or negative else tokens(term)


def is_loose(term: Formula) -> bool:
    """Whether blanks stand around the signs of a sum with this term: between array elements, not between numbers."""
    match term:
        case Entry() | SumOver():
            return True
        case Product(factors):
            return any(map(is_loose, factors))
        case Sum(terms):
            return any(is_loose(signed.term) for signed in terms)
        case _:
            return False


def _product(factors: tuple[Formula, ...]) -> Iterator[Token]:
    for position, factor in enumerate(factors):
        if position and not isinstance(factor, Symbol):
            yield Span("·", Role.PLAIN)
        yield from _guarded(factor) if position or isinstance(factor, Sum) else tokens(factor)


def _guarded(formula: Formula, apart: bool = False) -> Iterator[Token]:
    """A negative number or a sum behind an operator stands in parentheses: 1−(−2)."""
    if needs_guard(formula, apart):
        yield Span(f"({plain(formula)})", Role.PLAIN)
    else:
        yield from tokens(formula)


def needs_guard(formula: Formula, apart: bool = False) -> bool:
    """Whether parentheses keep the formula apart from an operator before it; `apart`, from a root or a power, too."""
    match formula:
        case Number(value):
            return value < 0 or value != int(value)
        case Sum(terms):
            return len(terms) > 1 or terms[0].negative
        case Product() | Quotient() | Power():
            return apart
        case _:
            return False
