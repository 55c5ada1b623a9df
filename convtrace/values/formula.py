"""Formulas as values; numbers stand for themselves.

SymPy reorders and evaluates what it prints; here a formula stays as it was put together, so that
`h[1−(−2), 1−0]` can stand beside `h[3,1]`. A further kind of formula is its class, a part of `Formula`, and the case
that mypy then demands in `spelling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Literal, TypeAlias

from convtrace.values.frozen import Frozen

Number: TypeAlias = int | Fraction
Array: TypeAlias = Literal["x", "h", "b", "y", "g", "∂L/∂x", "∂L/∂h"]


class Symbol(Frozen, kw_only=False):
    """An index that has no number yet: m, n, i, j, p, q."""

    name: str


class Value(Frozen, kw_only=False):
    """A value that stays a name: a letter of the kernel, alpha, pi."""

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
    int | Fraction | Symbol | Value | Entry | Sum | Product | Quotient | Root | Power | SumOver | Elided | Chain
)


def nodes(parts: Iterable[object]) -> Iterator[object]:
    """The formulas among the parts and everything inside them, whatever kinds of formula there are.

    >>> [*nodes([Product((2, Symbol("i")))])]
    [Product(factors=(2, Symbol(name='i'))), Symbol(name='i')]
    """
    for part in parts:
        if isinstance(part, tuple):
            yield from nodes(part)
        elif isinstance(part, Frozen):
            yield part
            yield from nodes(part.fields().values())
