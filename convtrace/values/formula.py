"""Formulas as values; numbers stand for themselves.

SymPy reorders and evaluates what it prints; here a formula stays as it was put together, so that
`h[1−(−2), 1−0]` can stand beside `h[3,1]`. A further kind of formula is its class, a part of `Formula`, and the case
that mypy then demands in `spelling`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, TypeAlias

from convtrace.values.complex_number import AnyNumber
from convtrace.values.frozen import Frozen
from convtrace.values.named_tuple import NamedTuple

Array: TypeAlias = Literal["x", "h", "b", "N", "y", "g", "C", "X", "H", "Y", "∂L/∂x", "∂L/∂h", "∂L/∂b"]


class Symbol(Frozen, kw_only=False):
    """An index that has no number yet: m, n, i, j, p, q."""

    name: str


class Value(Frozen, kw_only=False):
    """A value that stays a name: a letter of the kernel, alpha, pi."""

    name: str


# the root of 1 in a Fourier transform
ROOT = "ω"
# a pixel that has no number
NAN = Value("nan")
INFINITY, MINUS_INFINITY = Value("inf"), Value("-inf")


class Naming(Frozen):
    """Names of the arrays and of their indices, the brackets around these, and what a sum is written over.

    All is as in the article unless given.
    """

    image: str = "x"
    kernel: str = "h"
    output: str = "y"
    gradient: str = "g"
    output_index: tuple[str, ...] = ("m", "n", "o")
    image_index: tuple[str, ...] = ("i", "j", "k")
    kernel_index: tuple[str, ...] = ("p", "q", "r")
    brackets: tuple[str, str] = ("[", "]")
    sum_over: Literal["image", "kernel"] = "image"

    def name(self, array: Array) -> str:
        """The name of an array, or of the gradient of one.

        >>> naming = Naming(image="I")
        >>> [naming.name(array) for array in ("x", "∂L/∂x", "h", "b")]
        ['I', '∂L/∂I', 'h', 'b']
        """
        names = {"x": self.image, "h": self.kernel, "y": self.output, "g": self.gradient}
        before, own = array[:-1], array[-1]
        return before + names.get(own, own)


ARTICLE = Naming()


class Entry(Frozen, kw_only=False):
    """One element of an array: x[i,j], h[p,q], y[m,n]; `plugged` indices are not worked out yet.

    `array` tells what it is, whatever its name is in the `naming`.
    """

    array: Array
    indices: tuple[Formula, ...]
    plugged: bool = False
    naming: Naming = ARTICLE

    @property
    def name(self) -> str:
        """The name of the array."""
        return self.array if self.naming is ARTICLE else self.naming.name(self.array)


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


class Conjugate(Frozen, kw_only=False):
    """The conjugate of what may be complex."""

    of: Formula


class Power(Frozen, kw_only=False):
    base: Formula
    exponent: Formula


class Modulo(Frozen, kw_only=False):
    """What is left of an index after division."""

    of: Formula
    by: int


class SumOver(Frozen, kw_only=False):
    """Σ over the symbols, the first one outermost, each from the first to the last number of its limits."""

    symbols: tuple[Symbol, ...]
    term: Formula
    limits: tuple[range, ...] = ()


class Slot(Frozen, kw_only=False):
    """The place of an index in a pattern."""

    number: int


class Filled(NamedTuple):
    """A pattern with these indices in its slots: spelled once, however often it is filled in."""

    pattern: Formula
    indices: tuple[Formula, ...]


class Elided(Frozen, kw_only=False):
    """Terms left out."""


class Chain(Frozen, kw_only=False):
    """Formulas with a relation sign between each two."""

    first: Formula
    rest: tuple[tuple[Literal["=", "≤", "⇒"], Formula], ...]


Formula: TypeAlias = """(
    AnyNumber
    | Symbol
    | Value
    | Entry
    | Sum
    | Product
    | Quotient
    | Root
    | Conjugate
    | Power
    | Modulo
    | SumOver
    | Slot
    | Filled
    | Elided
    | Chain
)"""


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
